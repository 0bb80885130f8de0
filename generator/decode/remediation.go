package decode

import (
	"fmt"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/internal/slug"
)

func remediationField(n int, name string) string { return fmt.Sprintf("remediations[%d].%s", n, name) }

// remediations gives every remediation an id of its own, and says where the
// file should.
func (r *Result) remediations() {
	i := r.Incident
	first := map[string]int{}
	for n := range i.Remediations {
		m := &i.Remediations[n]
		span := i.Origin.Span(remediationField(n, "id"))
		if m.Title == "" {
			m.Title = m.ID
			r.report(diag.Error, "remediation/missing-title", span, "add `title:` and say what is to be done", "the remediation has no title")
		}
		switch {
		case m.ID == "":
			m.ID, m.IDGenerated = unused(slug.Make(m.Title), first), true
			r.report(diag.Advice, "remediation/missing-id", span, "write `id: "+m.ID+"`, so that the title may change; retrowiki fmt does it",
				fmt.Sprintf("remediation %q has no id", m.Title))
		case !slug.Valid(m.ID):
			written := m.ID
			m.ID = slug.Make(m.ID)
			r.report(diag.Warning, "remediation/bad-id", span, "write `id: "+m.ID+"`", fmt.Sprintf("remediation id %q has other characters than a-z, 0-9, dot, hyphen and underscore", written))
		}
		if earlier, taken := first[m.ID]; taken {
			// Two issues for one identity would fight, so only the first has one.
			m.Issue.OptOut = true
			r.Findings = append(r.Findings, diag.Diagnostic{
				Rule: "remediation/duplicate-id", Severity: diag.Error, Span: span,
				Message: fmt.Sprintf("remediation id %q is taken; this one gets no issue", m.ID),
				Hint:    "give it an id of its own",
				Related: []diag.Related{{Span: i.Origin.Span(remediationField(earlier, "id")), Message: "the first one"}},
			})
			m.ID = unused(m.ID, first)
		}
		first[m.ID] = n
	}
}

func unused(id string, taken map[string]int) string {
	candidate := id
	for n := 2; ; n++ {
		if _, ok := taken[candidate]; !ok {
			return candidate
		}
		candidate = fmt.Sprintf("%s-%d", id, n)
	}
}
