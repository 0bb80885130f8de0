package lint

import (
	"fmt"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

var remediationNoOwner = Rule{
	Name:     "remediation/no-owner",
	Severity: diag.Advice,
	Doc:      "What everybody agreed on and nobody owns falls through. An owner sees to it that it is done, and need not do it.",
	Inner:    true,
	Check: func(p *Pass) {
		for n, r := range p.View.RemediationsOf(p.Entry) {
			if r.Decision == incident.Accepted && r.Owner == "" && (r.Issue == nil || len(r.Issue.Assignees) == 0) && !r.State.Settled() {
				p.Report(fmt.Sprintf("remediations[%d].decision", n), "add `owner:`", "remediation %q is accepted, and nobody owns it", r.ID)
			}
		}
	},
}
