package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var colours = map[diag.Severity]string{diag.Error: "\x1b[31m", diag.Warning: "\x1b[33m", diag.Advice: "\x1b[36m"}

// maxExcerpt is how many characters of a source line are shown.
const maxExcerpt = 120

func writeText(w io.Writer, findings diag.List, o Options) error {
	out := bufio.NewWriter(w)
	paint := func(code, text string) string {
		if !o.Colour {
			return text
		}
		return code + text + "\x1b[0m"
	}
	for _, f := range findings {
		fmt.Fprintf(out, "%s: %s: %s %s\n", paint("\x1b[1m", Visible(f.Span.String())),
			paint(colours[f.Severity], f.Severity.String()), Visible(f.Message), paint("\x1b[2m", "["+f.Rule+"]"))
		if line, caret := excerpt(f.Span, o); line != "" {
			fmt.Fprintf(out, "    %s\n    %s\n", line, paint(colours[f.Severity], caret))
		}
		if f.Hint != "" {
			fmt.Fprintf(out, "    %s\n", Visible(f.Hint))
		}
		for _, r := range f.Related {
			fmt.Fprintf(out, "    see %s: %s\n", Visible(r.Span.String()), Visible(r.Message))
		}
	}
	if len(findings) > 0 {
		out.WriteByte('\n')
	}
	fmt.Fprintln(out, Summary(findings, o.Files))
	return out.Flush()
}

// excerpt is the line that a finding points to and a caret below its place.
func excerpt(span diag.Span, o Options) (line, caret string) {
	if o.Line == nil || span.Start.Line == 0 {
		return "", ""
	}
	source := []rune(strings.ToValidUTF8(string(o.Line(span.File, span.Start.Line)), string(utf8.RuneError)))
	column := span.Start.Column - 1
	if len(source) == 0 || column > len(source) {
		return "", ""
	}
	from := 0
	if column > maxExcerpt*2/3 {
		from = column - maxExcerpt/2
	}
	to := min(len(source), from+maxExcerpt)
	width := 1
	if span.End.Line == span.Start.Line && span.End.Column > span.Start.Column {
		width = span.End.Column - span.Start.Column
	}
	before := Visible(string(source[from:column]))
	width = max(1, min(width, to-column))
	return before + Visible(string(source[column:to])), strings.Repeat(" ", utf8.RuneCountInString(before)) + strings.Repeat("^", width)
}
