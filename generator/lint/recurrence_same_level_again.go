package lint

import (
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/ladder"
)

var recurrenceSameLevelAgain = Rule{
	Name:     "recurrence/same-level-again",
	Severity: diag.Advice,
	Doc: "It happened again, and the answer is on the level that the last answer was on. That answer was not wrong; it was " +
		"in place, or agreed on, and it did not keep this from coming back. One remediation that goes deeper than the earlier " +
		"ones is enough, and it may be parked with a reason where it is big. What was done after an earlier incident of " +
		"`recurrence_of` counts, or what was agreed on where nothing is known to be done.",
	Check: func(p *Pass) {
		again, found := sameLevelAgain(p)
		if !found {
			return
		}
		hint := "it may still be the right answer for today; what would keep it from coming back from another side?"
		if higher := again.Higher(); len(higher) > 0 {
			words := make([]string, len(higher))
			for i, level := range higher {
				words[i] = string(level)
			}
			hint = "what would it look like one rung higher (" + strings.Join(words, ", ") + ")? It may be big: park it with a reason"
		}
		p.Report("remediations", hint, "%s (%s)", again.Words(), again.From.ID)
	},
}

func sameLevelAgain(p *Pass) (ladder.Again, bool) {
	if len(p.Entry.RecurrenceOf) == 0 {
		return ladder.Again{}, false
	}
	return p.chains.Of(p.Entry).SameAgain(p.Entry)
}
