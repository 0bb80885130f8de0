package lint

import (
	"fmt"
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/diag"
)

// often is how many incidents must use a term before a lonely one that is
// almost the same looks like a slip.
const often = 3

var termsNearDuplicate = Rule{
	Name:     "terms/near-duplicate",
	Severity: diag.Advice,
	Doc: "A service, factor, tag or team that only one incident has, and that is a letter, a hyphen or a plural away from one that many " +
		"have, is most often a slip. It would have a page of its own, and what recurs would not be seen to recur.",
	Check: func(p *Pass) {
		e := p.Entry
		for _, list := range []struct {
			field, taxonomy string
			words           []string
		}{{"services", "services", e.Services}, {"contributing_factors", "factors", e.ContributingFactors}, {"tags", "tags", e.Tags}, {"teams", "teams", e.Teams}} {
			for n, w := range list.words {
				if near := usual(p.View, list.taxonomy, w); near != nil {
					p.Report(fmt.Sprintf("%s[%d]", list.field, n), fmt.Sprintf("did you mean `%s`?", near.Name),
						"%q stands here alone; %d incidents have %q", w, len(near.Entries), near.Name)
				}
			}
		}
	},
}

// usual finds the term that a lonely word was most likely to be; nil for none.
func usual(v *collection.View, taxonomy, w string) *collection.Term {
	t := v.Term(taxonomy, w)
	if t == nil || len(t.Entries) != 1 {
		return nil
	}
	for _, other := range v.Often(taxonomy, often) {
		if almost(t.Slug, other.Slug) {
			return other
		}
	}
	return nil
}

// almost reports whether two terms are a hyphen, a plural or a slip apart.
func almost(a, b string) bool {
	if a[0] != b[0] && a[len(a)-1] != b[len(b)-1] {
		return false // most are told apart by this, and there may be very many
	}
	bare := func(s string) string { return strings.TrimSuffix(strings.ReplaceAll(s, "-", ""), "s") }
	return bare(a) == bare(b) || !strings.ContainsAny(a+b, "0123456789") && diag.Slip(a, []string{b}) != ""
}
