package markdown

import (
	"fmt"
	"strings"
	"testing"
)

// What went well is what its lists say, or its paragraphs where there is none.
func TestWentWell(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a list", "## What went well\n\nSome things:\n\n- The *standby* took over\n- Pager, see [[factor:no-alert]]\n  - at once\n\n## Lessons\n\n- Not this", "The standby took over; Pager, see no alert (factor:no-alert)"},
		{"paragraphs", "## What went well?\n\nThe standby\ntook over.\n\nWe had [rehearsed](../a.md).", "The standby took over.; We had rehearsed. (:../a.md)"},
		{"parts of its own", "# What went well\n\n### Before\n\n- Rehearsed\n\n### After\n\n- Told customers\n\n# Lessons\n\n- None", "Rehearsed; Told customers"},
		{"nothing", "## What went well\n\n<!-- say here -->\n\n## Lessons\n\nOne.", ""},
		{"no such part", "## Lessons\n\n- One", ""},
		{"for the public", "## What went well\n\n- A\n\n<!-- internal -->\n- B\n<!-- /internal -->\n", "A"},
	}
	for _, test := range tests {
		doc, _ := parse(t, test.text, Options{Public: test.name == "for the public"})
		var got []string
		for _, p := range doc.WentWell() {
			text := p.Text
			for _, l := range p.Links {
				text += fmt.Sprintf(" (%s:%s)", l.Namespace, l.Destination)
			}
			got = append(got, text)
		}
		if g := strings.Join(got, "; "); g != test.want {
			t.Errorf("%s: %q, want %q", test.name, g, test.want)
		}
	}
}
