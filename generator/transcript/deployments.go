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
			text := fmt.Sprintf("Deployed %s to %s", named(m.Ref, m.SHA), m.Environment)
			if strings.Contains(m.Task, "rollback") {
				text = fmt.Sprintf("Rolled %s back to %s", m.Environment, named(m.Ref, m.SHA))
			}
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
