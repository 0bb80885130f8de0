package lint

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var frontmatterInvisible = Rule{
	Name:     "frontmatter/invisible-character",
	Severity: diag.Warning,
	Doc: "Characters that cannot be seen, or that turn the direction of reading, make a title or name read otherwise " +
		"than it was reviewed (CVE-2021-42574). `--fix` takes out those that no writing needs.",
	Inner: true,
	Check: func(p *Pass) {
		check := func(field, text string) {
			if i := strings.IndexFunc(text, invisible); i >= 0 {
				r := []rune(text[i:])[0]
				p.Report(field, "remove it", "%s holds the invisible character U+%04X", field, r)
				p.Fix(withoutInvisible(p.Entry.Text, p.Entry.Origin.Span(field), text)...)
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

// withoutInvisible takes out the characters that no writing needs: those that
// force a direction, and those that only hide. Joiners, and marks that help
// where two directions meet, are a person's to judge, and so is what is
// written as an escape: then nothing is taken out.
func withoutInvisible(text *diag.Text, field diag.Span, value string) []diag.Fix {
	from, to := field.Start.Offset, field.End.Offset
	if field.Start.Line == 0 || from < 0 || to > len(text.Bytes) || from >= to {
		return nil
	}
	var fixes []diag.Fix
	for i, r := range string(text.Bytes[from:to]) {
		if superfluous(r) {
			fixes = append(fixes, diag.Fix{Span: text.Span(from+i, from+i+utf8.RuneLen(r))})
		}
	}
	wanted := 0
	for _, r := range value {
		switch {
		case superfluous(r):
			wanted++
		case invisible(r):
			return nil
		}
	}
	if len(fixes) != wanted {
		return nil
	}
	return fixes
}

func superfluous(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200B || r == 0x2060 || r == 0xFEFF
}

func invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r >= 0x200B && r <= 0x200D || r == 0x2060 || r == 0xFEFF
}
