package lint

import "github.com/retrowiki/retrowiki/generator/diag"

var remediationNone = Rule{
	Name:     "remediation/none",
	Severity: diag.Advice,
	Doc: "The ridiculous list is the heart of a retrospective: everything that would have made it less likely, shorter or " +
		"gentler, from a typo to a new platform. Writing an idea down promises nothing.",
	Inner: true,
	Check: func(p *Pass) {
		if finished(p) && len(p.Entry.Remediations) == 0 {
			p.Report("status", "add `remediations:`, a title each will do; one that is parked with a reason counts too",
				"the incident is %s, and has no remediation", p.Entry.Status)
		}
	},
}
