package lint

import (
	"slices"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

var remediationNotToProduct = Rule{
	Name:     "remediation/not-to-product",
	Severity: diag.Advice,
	Doc: "A failure that comes back in spite of its remediations is often one that engineering cannot end alone. Those who " +
		"decide what is built next can, if they hear of it. One remediation for them anywhere among the occurrences is enough.",
	Check: func(p *Pass) {
		list := p.Entry.Remediations
		if len(p.Entry.RecurrenceOf) == 0 || len(list) == 0 {
			return
		}
		if forProduct(p.Entry) || slices.ContainsFunc(p.View.Occurrences(p.Entry), forProduct) {
			return
		}
		p.Report("remediations", "which of them needs time, money or a promise that product has to give? Add `audience: [engineering, product]` to it",
			"this has happened before, and no remediation is for product")
	},
}

func forProduct(e *collection.Entry) bool {
	for n := range e.Remediations {
		if slices.Contains(e.Remediations[n].Audience, incident.Product) {
			return true
		}
	}
	return false
}
