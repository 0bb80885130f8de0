package report

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// MaxStepSummary is how many bytes GitHub takes as the summary of one step.
const MaxStepSummary = 1 << 20

// tailRoom is kept free for the line that says how many findings are left out.
const tailRoom = 200

// StepSummary is the findings as a table in Markdown, the worst first, in at
// most room bytes; nil if not even its head fits.
func StepSummary(findings diag.List, o Options, room int) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "## retrowiki check\n\n%s\n", Summary(findings, o.Files))
	if len(findings) > 0 {
		b.WriteString("\n| severity | place | finding | rule |\n| --- | --- | --- | --- |\n")
	}
	if b.Len()+tailRoom > room {
		return nil
	}
	for i, f := range worstFirst(findings) {
		row := summaryRow(f, o)
		if b.Len()+len(row)+tailRoom > room {
			fmt.Fprintf(&b, "\nand %d more\n", len(findings)-i)
			break
		}
		b.WriteString(row)
	}
	b.WriteByte('\n')
	return []byte(b.String())
}

func summaryRow(f diag.Diagnostic, o Options) string {
	span := f.Span
	span.File = o.inRepository(span.File)
	finding := code(f.Message)
	if f.Hint != "" {
		finding += "<br>" + code(f.Hint)
	}
	rule := code(f.Rule)
	if url := o.rule(f.Rule).URL; url != "" {
		rule = fmt.Sprintf("[%s](%s)", rule, url)
	}
	return fmt.Sprintf("| %s | %s | %s | %s |\n", f.Severity, code(span.String()), finding, rule)
}

// code is text that means nothing to Markdown, to HTML, or to GitHub, which
// leaves names, numbers and addresses in code alone: whatever is not a letter,
// a digit or a space is written as an entity.
func code(text string) string {
	var b strings.Builder
	b.WriteString("<code>")
	for _, r := range Visible(text) {
		if r == ' ' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "&#%d;", r)
		}
	}
	b.WriteString("</code>")
	return b.String()
}
