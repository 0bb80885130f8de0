package lint

import (
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/readiness"
)

var retrospectiveNoImpact = Rule{
	Name:     "retrospective/no-impact",
	Severity: diag.Advice,
	Doc: "What customers went through is why any of this matters. A sentence in their words moves more than a graph, and " +
		"\"nobody noticed\" is worth writing down too. A section `Impact` in the text will do.",
	Inner: true,
	Check: func(p *Pass) {
		if finished(p) && !readiness.KnowsImpact(p.Entry, p.tells) {
			p.Report("status", "add `customer_impact:`, a paragraph of what they saw", "the incident is %s, and says nothing of its customers", p.Entry.Status)
		}
	},
}

// finished reports whether others are meant to learn from the incident.
func finished(p *Pass) bool {
	return p.Entry.Status == incident.Reviewed || p.Entry.Status == incident.Published
}
