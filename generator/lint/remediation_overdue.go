package lint

import (
	"fmt"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/readiness"
)

var remediationOverdue = Rule{
	Name:     "remediation/overdue",
	Severity: diag.Advice,
	Doc: "A day that has passed without anybody noticing was no promise. Move it, park the remediation with a reason, or " +
		"tell the wiki that it is done. The day of the commit that is checked counts, or that of the last look at the issues.",
	Check: func(p *Pass) {
		now := p.View.AsOf()
		for n, r := range p.View.RemediationsOf(p.Entry) {
			if r.Due.Known() && !now.IsZero() && !r.State.Settled() && r.Due.Time.Before(readiness.Day(now)) {
				p.Report(fmt.Sprintf("remediations[%d].due", n), "set another day, park it with a reason, or say `done:`",
					"remediation %q was due on %s", r.ID, r.Due.Time.Format("2 January 2006"))
			}
		}
	},
}
