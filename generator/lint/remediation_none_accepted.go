package lint

import (
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

var remediationNoneAccepted = Rule{
	Name:     "remediation/none-accepted",
	Severity: diag.Advice,
	Doc: "Nobody does every remediation of a good list. But a finished retrospective of which nothing was accepted, done " +
		"or deliberately declined has not been decided on, and will be read by nobody.",
	Inner: true,
	Check: func(p *Pass) {
		list := p.View.RemediationsOf(p.Entry)
		if !finished(p) || len(list) == 0 {
			return
		}
		for _, r := range list {
			if r.EffectiveDecision() != incident.Proposed || r.State == collection.Done {
				return
			}
		}
		p.Report("remediations", "set `decision:` of each to accepted, parked or declined; one small accepted item is better than ten proposed",
			"the incident is %s, and all %d remediations are only proposed", p.Entry.Status, len(list))
	},
}
