package lint

import (
	"fmt"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var remediationDueBeforeIncident = Rule{
	Name:     "remediation/due-before-incident",
	Severity: diag.Advice,
	Doc: "What an incident taught cannot have been wanted before it. In January, it is most often last year's number that " +
		"slipped in.",
	Inner: true,
	Check: func(p *Pass) {
		start := p.Entry.Start()
		for n, r := range p.Entry.Remediations {
			if start.Known() && r.Due.Known() && earlier(r.Due, start) {
				p.Report(fmt.Sprintf("remediations[%d].due", n), "correct the year or the month, or leave the day out",
					"remediation %q is due on %s, before the incident began", r.ID, r.Due.Time.Format("2 January 2006"))
			}
		}
	},
}
