package lint

import (
	"fmt"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/diag"
)

var remediationDependencyCycle = Rule{
	Name:     "remediation/dependency-cycle",
	Severity: diag.Warning,
	Doc:      "Remediations that wait for each other are never begun.",
	Check: func(p *Pass) {
		for n, r := range p.View.RemediationsOf(p.Entry) {
			if waitsFor(p.View, r, r.Key(), map[string]bool{}) {
				p.Report(fmt.Sprintf("remediations[%d].depends_on", n), "take one of the dependencies out", "remediation %q depends on itself", r.ID)
			}
		}
	},
}

func waitsFor(v *collection.View, r collection.Remediation, key string, seen map[string]bool) bool {
	for _, ref := range r.DependsOn {
		next, ok := v.Remediation(r.Entry, ref)
		if !ok || seen[next.Key()] {
			continue
		}
		if next.Key() == key {
			return true
		}
		seen[next.Key()] = true
		if waitsFor(v, next, key, seen) {
			return true
		}
	}
	return false
}
