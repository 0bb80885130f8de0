package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var remediationUnknownFactor = Rule{
	Name:     "remediation/unknown-factor",
	Severity: diag.Warning,
	Doc: "A remediation answers contributing factors of its own incident. A factor that the incident does not name " +
		"is most often a slip of the hand, and would have a page of its own.",
	Inner: true,
	Check: func(p *Pass) {
		factors := p.Entry.ContributingFactors
		for n, r := range p.Entry.Remediations {
			for k, f := range r.Factors {
				if slices.ContainsFunc(factors, func(known string) bool { return strings.EqualFold(known, f) }) {
					continue
				}
				hint := "add it to contributing_factors, or remove it here"
				if near := diag.Nearest(f, factors); near != "" {
					hint = fmt.Sprintf("did you mean `%s`?", near)
				}
				p.Report(fmt.Sprintf("remediations[%d].factors[%d]", n, k), hint, "remediation %q answers %q, which the incident does not name", r.ID, f)
			}
		}
	},
}
