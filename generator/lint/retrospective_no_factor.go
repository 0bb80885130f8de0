package lint

import (
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

var retrospectiveNoFactor = Rule{
	Name:     "retrospective/no-factor",
	Severity: diag.Advice,
	Doc: "Contributing factors are what incidents have in common. Each has a page, and there a failure that comes back is " +
		"seen to come back. A section of that name in the text will do.",
	Inner: true,
	Check: func(p *Pass) {
		if finished(p) && len(p.Entry.ContributingFactors) == 0 && !p.tells(markdown.Factors) && !p.tells(markdown.RootCause) {
			p.Report("status", "add `contributing_factors:`, short names such as `manual-deploy`; reuse one where it is the same thing",
				"the incident is %s, and names no contributing factor", p.Entry.Status)
		}
	},
}
