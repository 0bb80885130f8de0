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

// Brief is the plan for a place of limited size: long texts cut, and so many
// of its steps and notes at most. What is left out is counted.
func (p *Plan) Brief(most int) string {
	shown := *p
	shown.Refused = cutText(p.Refused, briefWords)
	summary := shown.Summary()
	shown.Actions = make([]Action, 0, min(most, len(p.Actions)))
	for _, a := range p.Actions[:min(most, len(p.Actions))] {
		a.Title, a.Incident, a.Why = cutText(a.Title, briefWords), cutText(a.Incident, briefWords), cutText(a.Why, briefWords)
		changes := a.Changes
		a.Changes = nil
		for _, c := range changes[:min(briefChanges, len(changes))] {
			a.Changes = append(a.Changes, cutText(c, briefWords))
		}
		shown.Actions = append(shown.Actions, a)
	}
	notes := p.notes()
	text := shown.markdown(summary, briefNotes(notes, most))
	if left := len(p.Actions) - len(shown.Actions); left > 0 {
		text += fmt.Sprintf("- and %d steps more\n", left)
	}
	if left := len(notes) - min(most, len(notes)); left > 0 {
		text += fmt.Sprintf("- and %d notes more\n", left)
	}
	return text
}

func briefNotes(notes diag.List, most int) diag.List {
	brief := make(diag.List, 0, min(most, len(notes)))
	for _, n := range notes[:min(most, len(notes))] {
		n.Message, n.Hint = cutText(n.Message, briefWords), cutText(n.Hint, briefWords)
		brief = append(brief, n)
	}
	return brief
}
