package lint

import (
	"fmt"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var remediationDuplicateTitle = Rule{
	Name:     "remediation/duplicate-title",
	Severity: diag.Warning,
	Doc:      "Two remediations with one title become two issues that nobody can tell apart.",
	Inner:    true,
	Check: func(p *Pass) {
		first := map[string]int{}
		for n, r := range p.Entry.Remediations {
			key := strings.ToLower(strings.Join(strings.Fields(r.Title), " "))
			if at, seen := first[key]; seen && key != "" {
				p.Report(fmt.Sprintf("remediations[%d].title", n), "say what is different, or remove one", "remediations %q and %q have the same title", p.Entry.Remediations[at].ID, r.ID)
				continue
			}
			first[key] = n
		}
	},
}
