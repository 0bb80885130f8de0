package tracker

import (
	"fmt"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// How much of a text a table of a comment has room for.
const (
	briefWords   = 160
	briefChanges = 5
)

// Brief is the plan as Markdown for a place of limited size: long texts cut,
// and so many of its steps and notes at most. What is left out is counted.
func (p *Plan) Brief(most int) string {
	shown := *p
	shown.Refused = shorten(p.Refused, briefWords)
	whole := shown.Summary()
	shown.Actions = briefActions(p.Actions, most)
	shown.Conflicts = briefNotes(p.Conflicts, most)
	shown.Warnings = briefNotes(p.Warnings, most-len(shown.Conflicts))
	text := shown.Markdown()
	steps := len(p.Actions) - len(shown.Actions)
	notes := len(p.Conflicts) + len(p.Warnings) - len(shown.Conflicts) - len(shown.Warnings)
	if steps+notes > 0 {
		text += fmt.Sprintf("\nand %d steps and %d notes more, in all: %s\n", steps, notes, p.deadener().inline(whole))
	}
	return text
}

func briefActions(actions []Action, most int) []Action {
	brief := make([]Action, 0, min(most, len(actions)))
	for _, a := range actions[:cap(brief)] {
		a.Title, a.Incident, a.Why = shorten(a.Title, briefWords), shorten(a.Incident, briefWords), shorten(a.Why, briefWords)
		changes := a.Changes
		a.Changes = nil
		for _, c := range changes[:min(briefChanges, len(changes))] {
			a.Changes = append(a.Changes, shorten(c, briefWords))
		}
		brief = append(brief, a)
	}
	return brief
}

func briefNotes(notes diag.List, most int) diag.List {
	brief := make(diag.List, 0, min(max(0, most), len(notes)))
	for _, n := range notes[:cap(brief)] {
		n.Message, n.Hint = shorten(n.Message, briefWords), shorten(n.Hint, briefWords)
		brief = append(brief, n)
	}
	return brief
}
