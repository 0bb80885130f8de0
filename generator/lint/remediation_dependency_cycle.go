package lint

import (
	"fmt"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var remediationDependencyCycle = Rule{
	Name:     "remediation/dependency-cycle",
	Severity: diag.Warning,
	Doc:      "Remediations that wait for each other are never begun.",
	Check: func(p *Pass) {
		for n, r := range p.View.RemediationsOf(p.Entry) {
			if p.View.WaitsForItself(r) {
				p.Report(fmt.Sprintf("remediations[%d].depends_on", n), "take one of the dependencies out", "remediation %q depends on itself", r.ID)
			}
		}
	},
}
