package transcript

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// each reads a list, or one value, item by item, so that a large export does
// not stand in memory. Behind a mistake nothing can be read.
func each(in Input, visit func(*json.Decoder) error) diag.List {
	counted := &counter{from: in.Content}
	d := json.NewDecoder(counted)
	err := func() error {
		t, err := d.Token()
		if err != nil {
			return err
		}
		if t != json.Delim('[') {
			return errors.New("a list is wanted")
		}
		for d.More() {
			if err := visit(d); err != nil {
				return err
			}
		}
		_, err = d.Token()
		return err
	}()
	if err == nil {
		return nil
	}
	before, _ := slices.BinarySearch(counted.ends, d.InputOffset())
	at := diag.Position{Line: before + 1, Column: 1}
	return diag.List{{
		Rule: "import/damaged", Severity: diag.Error, Span: diag.Span{File: in.Name, Start: at, End: at},
		Message: fmt.Sprintf("the export is damaged behind this line: %v; what stands before it was read", err),
		Hint:    "export it again",
	}}
}

// counter remembers where lines end.
type counter struct {
	from io.Reader
	read int64
	ends []int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			c.ends = append(c.ends, c.read+int64(i))
		}
	}
	c.read += int64(n)
	return n, err
}

type slackMessage struct {
	Type, Subtype, User, Username, Text, TS string
	Name                                    string `json:"bot_name"`
	Profile                                 struct {
		Real    string `json:"real_name"`
		Display string `json:"display_name"`
	} `json:"user_profile"`
	Reactions []struct{ Name string }
	PinnedTo  []string `json:"pinned_to"`
	Permalink string
}

// comings are the kinds of messages by which Slack tells of itself.
var comings = []string{"channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "channel_archive", "group_join", "group_leave", "pinned_item", "bot_add", "bot_remove", "reminder_add", "tombstone"}

var slackExport = Format{
	Name: "slack", Doc: "a file of a Slack export's channel, or its folder",
	Detect: func(head string) bool {
		return strings.HasPrefix(strings.TrimSpace(head), "[") && strings.Contains(head, `"ts"`)
	},
	Read: func(in Input, entry func(Entry)) diag.List {
		unknown := map[string]bool{}
		damaged := each(in, func(d *json.Decoder) error {
			var m slackMessage
			if err := d.Decode(&m); err != nil {
				return err
			}
			seconds, fraction, _ := strings.Cut(m.TS, ".")
			at, err := strconv.ParseInt(seconds, 10, 64)
			if err != nil || m.Text == "" {
				return nil // a file that was shared without a word
			}
			micro, _ := strconv.ParseInt((fraction + "000000")[:6], 10, 64)
			e := Entry{
				At: time.Unix(at, micro*1000).UTC(), By: firstOf(m.Profile.Display, in.Users[m.User], m.Profile.Real, m.Username, m.Name),
				Text: slackText(m.Text, in.Users), Link: m.Permalink, Noise: slices.Contains(comings, m.Subtype),
			}
			if e.By == "" && m.User != "" {
				unknown[m.User] = true
			}
			if len(m.PinnedTo) > 0 {
				e.Marks = append(e.Marks, "pinned")
			}
			for _, r := range m.Reactions {
				e.Marks = append(e.Marks, "reaction:"+r.Name)
			}
			entry(e)
			return nil
		})
		if len(unknown) > 0 {
			at := diag.Position{Line: 1, Column: 1}
			damaged = append(damaged, diag.Diagnostic{
				Rule: "import/damaged", Severity: diag.Warning, Span: diag.Span{File: in.Name, Start: at, End: at},
				Message: "nobody is known by " + strings.Join(slices.Sorted(maps.Keys(unknown)), ", ") + ": what they wrote has no name", Hint: "put the export's users.json beside or above this file",
			})
		}
		return damaged
	},
}

// SlackUsers reads the names of an export's users.json by their ids.
func SlackUsers(r io.Reader) (map[string]string, error) {
	var users []struct {
		ID, Name string
		Profile  struct {
			Display string `json:"display_name"`
		}
	}
	if err := json.NewDecoder(r).Decode(&users); err != nil {
		return nil, fmt.Errorf("read the users of the export: %w", err)
	}
	names := map[string]string{}
	for _, u := range users {
		names[u.ID] = firstOf(u.Profile.Display, u.Name)
	}
	return names, nil
}

var slackMark = regexp.MustCompile(`<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>`)

// slackText writes Slack's own marks as words: <@U1> as a name, <https://x|words>
// as words and the address.
func slackText(text string, users map[string]string) string {
	text = slackMark.ReplaceAllStringFunc(text, func(whole string) string {
		m := slackMark.FindStringSubmatch(whole)
		switch m[1] {
		case "@":
			return "@" + firstOf(m[3], users[m[2]], m[2])
		case "#":
			return "#" + firstOf(m[3], m[2])
		case "!":
			return "@" + strings.TrimPrefix(firstOf(m[3], m[2]), "@")
		}
		if m[3] == "" || m[3] == m[2] {
			return m[2]
		}
		return m[3] + " (" + m[2] + ")"
	})
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

type statusIncident struct {
	Name, Shortlink string
	Updates         []struct {
		Status, Body string
		Created      time.Time `json:"created_at"`
		Display      time.Time `json:"display_at"`
	} `json:"incident_updates"`
}

var statusPage = Format{
	Name: "status", Doc: "a status page's incidents, as its API gives them (JSON)",
	Detect: func(head string) bool { return strings.Contains(head, `"incident_updates"`) },
	Read: func(in Input, entry func(Entry)) diag.List {
		var all struct {
			Incidents []statusIncident
			Incident  statusIncident
			statusIncident
		}
		content, err := io.ReadAll(io.LimitReader(in.Content, 64<<20))
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
		if err != nil {
			at := diag.Position{Line: 1, Column: 1}
			return diag.List{{Rule: "import/damaged", Severity: diag.Error, Span: diag.Span{File: in.Name, Start: at, End: at}, Message: "the export is damaged: " + err.Error(), Hint: "export it again"}}
		}
		return nil
	},
}

var deployments = Format{
	Name: "deployments", Doc: "a repository's deployments, as GitHub's API gives them (JSON)",
	Detect: func(head string) bool {
		return strings.HasPrefix(strings.TrimSpace(head), "[") && strings.Contains(head, `"environment"`) && strings.Contains(head, `"sha"`)
	},
	Read: func(in Input, entry func(Entry)) diag.List {
		return each(in, func(d *json.Decoder) error {
			var m struct {
				SHA, Ref, Environment, Description string
				Created                            time.Time `json:"created_at"`
				Creator                            struct{ Login string }
			}
			if err := d.Decode(&m); err != nil {
				return err
			}
			text := fmt.Sprintf("Deployed %s to %s", firstOf(m.Ref, m.SHA), m.Environment)
			if m.Description != "" {
				text += ": " + m.Description
			}
			entry(Entry{At: m.Created, By: m.Creator.Login, Text: text})
			return nil
		})
	},
}
