package transcript

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

type statusIncident struct {
	Name, Shortlink string
	Updates         []struct {
		Status, Body string
		Created      time.Time `json:"created_at"`
		Display      time.Time `json:"display_at"`
	} `json:"incident_updates"`
}

// largestStatus is how much of a status page's answer is read: it has fifty
// incidents at most.
const largestStatus = 64 << 20

var statusPage = Format{
	Name: "status", Doc: "a status page's incidents, as its API gives them (JSON)",
	Detect: func(head string) bool { return strings.Contains(head, `"incident_updates"`) },
	Read: func(in Input, entry func(Entry)) diag.List {
		var all struct {
			Incidents []statusIncident
			Incident  statusIncident
			statusIncident
		}
		content, err := io.ReadAll(io.LimitReader(in.Content, largestStatus))
		content = []byte(readable(string(content)))
		if err == nil {
			if strings.HasPrefix(strings.TrimSpace(string(content)), "[") {
				err = json.Unmarshal(content, &all.Incidents)
			} else {
				err = json.Unmarshal(content, &all)
			}
		}
		for _, i := range append(all.Incidents, all.Incident, all.statusIncident) {
			for n := len(i.Updates) - 1; n >= 0; n-- { // the newest stands first
				u := i.Updates[n]
				at := u.Display
				if at.IsZero() {
					at = u.Created
				}
				if at.IsZero() {
					continue
				}
				entry(Entry{At: at, Text: "Status page, " + strings.ReplaceAll(u.Status, "_", " ") + ": " + u.Body, Link: i.Shortlink})
			}
		}
		return wrong(in, content, err)
	},
}

// wrong tells where a text that was read as a whole is no JSON of its kind.
func wrong(in Input, content []byte, err error) diag.List {
	at := diag.Position{Line: 1, Column: 1}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &syntax):
		at = place(at, content, syntax.Offset-1)
		err = errors.New(said(err))
	case errors.As(err, &kind):
		at = place(at, content, kind.Offset-1)
	}
	return diag.List{damaged(in, diag.Error, at, err.Error()+"; what this file holds is left out", again)}
}
