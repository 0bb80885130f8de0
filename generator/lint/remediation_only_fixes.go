package lint

import (
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

var remediationOnlyFixes = Rule{
	Name:     "remediation/only-fixes",
	Severity: diag.Advice,
	Doc: "It happened again, it got the same fix, then it happened again. A failure that came back asks for an answer a " +
		"rung higher: tooling, process, automation, or the inputs.",
	Inner: true,
	Check: func(p *Pass) {
		list := p.Entry.Remediations
		if len(p.Entry.RecurrenceOf) == 0 || len(list) == 0 {
			return
		}
		for _, r := range list {
			if r.Level != incident.LevelFix {
				return
			}
		}
		if _, told := sameLevelAgain(p); told {
			return // it says so, and what the earlier answer was
		}
		p.Report("remediations", "what would a tool, another process, automation or a change of the inputs look like? It may be big: park it with a reason",
			"this has happened before, and every remediation is a fix again")
	},
}
