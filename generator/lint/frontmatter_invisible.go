package lint

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var frontmatterInvisible = Rule{
	Name:     "frontmatter/invisible-character",
	Severity: diag.Warning,
	Doc: "Characters that cannot be seen, or that turn the direction of reading, make a title or name read otherwise " +
		"than it was reviewed (CVE-2021-42574).",
	Check: func(p *Pass) {
		check := func(field, text string) {
			if i := strings.IndexFunc(text, invisible); i >= 0 {
				r := []rune(text[i:])[0]
				p.Report(field, "remove it", "%s holds the invisible character U+%04X", field, r)
			}
		}
		e := p.Entry
		check("title", e.Title)
		for _, list := range []struct {
			field string
			words []string
		}{{"services", e.Services}, {"teams", e.Teams}, {"tags", e.Tags}, {"contributing_factors", e.ContributingFactors}, {"participants", e.Participants}} {
			for n, word := range list.words {
				check(fmt.Sprintf("%s[%d]", list.field, n), word)
			}
		}
		for n, r := range e.Remediations {
			check(fmt.Sprintf("remediations[%d].title", n), r.Title)
		}
	},
}

func invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r >= 0x200B && r <= 0x200D || r == 0x2060 || r == 0xFEFF
}
