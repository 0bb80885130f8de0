package lint

import (
	"fmt"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

var remediationNoReason = Rule{
	Name:     "remediation/no-reason",
	Severity: diag.Warning,
	Doc: "Parking or declining a remediation is fine; forgetting why is not. The next time the failure comes back, " +
		"the reason is what the team needs to decide again.",
	Inner: true,
	Check: func(p *Pass) {
		for n, r := range p.Entry.Remediations {
			if (r.Decision == incident.Parked || r.Decision == incident.Declined) && r.Reason == "" {
				p.Report(fmt.Sprintf("remediations[%d].decision", n), "add `reason:` and say why", "remediation %q is %s without a reason", r.ID, r.Decision)
			}
		}
	},
}
