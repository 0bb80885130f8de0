package transcript

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var deployments = Format{
	Name: "deployments", Doc: "a repository's deployments, as GitHub's API gives them (JSON)",
	Detect: func(head string) bool {
		return strings.HasPrefix(strings.TrimSpace(head), "[") && strings.Contains(head, `"environment"`) && strings.Contains(head, `"sha"`)
	},
	Read: func(in Input, entry func(Entry)) diag.List {
		return each(in, func(raw []byte) error {
			var m struct {
				SHA, Ref, Task, Environment, Description string
				Created                                  time.Time `json:"created_at"`
				Creator                                  struct{ Login string }
			}
			if err := json.Unmarshal(raw, &m); err != nil {
				return err
			}
			if m.Created.IsZero() {
				return nil
			}
			verb := "Deployed"
			if m.Task != "" && m.Task != "deploy" {
				verb = "Deployed (" + m.Task + ")"
			}
			text := fmt.Sprintf("%s %s to %s", verb, named(m.Ref, m.SHA), m.Environment)
			if m.Description != "" {
				text += ": " + m.Description
			}
			entry(Entry{At: m.Created, By: m.Creator.Login, Text: text})
			return nil
		})
	},
}

// named is what was deployed: a branch or tag with the commit that it stood for,
// or the commit.
func named(ref, sha string) string {
	short := sha[:min(len(sha), 7)]
	switch {
	case ref == "" || strings.HasPrefix(sha, ref):
		return short
	case short == "":
		return ref
	}
	return ref + " (" + short + ")"
}
