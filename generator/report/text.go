package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var colours = map[diag.Severity]string{diag.Error: "\x1b[31m", diag.Warning: "\x1b[33m", diag.Advice: "\x1b[36m"}

const (
	bold = "\x1b[1m"
	dim  = "\x1b[2m"
)

// maxExcerpt is how many characters of a source line are shown.
const maxExcerpt = 120

// longestLine is how long a line may be to be shown: an export may be one line
// of megabytes with a finding every few bytes.
const longestLine = 16 << 10

// manyFindings is from how many on the summary says what there is most of.
const manyFindings = 20

// textWriter prints findings for people: by file, each with its place first, as
// editors and terminals link it.
type textWriter struct {
	*bufio.Writer
	Options
}

func writeText(w io.Writer, findings diag.List, o Options) error {
	t := &textWriter{bufio.NewWriter(w), o}
	for rest := findings; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].Span.File == rest[0].Span.File {
			n++
		}
		t.file(rest[:n])
		t.WriteByte('\n')
		rest = rest[n:]
	}
	t.summary(findings)
	return t.Flush()
}

func (t *textWriter) paint(code, text string) string {
	if !t.Colour || text == "" {
		return text
	}
	return code + text + "\x1b[0m"
}

// file prints what was found in one file, its line numbers in one column.
func (t *textWriter) file(findings diag.List) {
	last := 0
	for _, f := range findings {
		last = max(last, f.Span.Start.Line)
	}
	gutter := max(3, len(fmt.Sprint(last))) + 2
	empty := strings.Repeat(" ", gutter)
	for _, f := range findings {
		fmt.Fprintf(t, "%s: %s: %s %s\n", t.paint(bold, place(f.Span)),
			t.paint(colours[f.Severity], f.Severity.String()), inert(f.Message), t.paint(dim, "["+inert(f.Rule)+"]"))
		if line, caret := excerpt(f.Span, t.Options); line != "" {
			fmt.Fprintf(t, "%s %s\n", t.paint(dim, fmt.Sprintf("%*d |", gutter, f.Span.Start.Line)), line)
			fmt.Fprintf(t, "%s %s\n", t.paint(dim, empty+" |"), t.paint(colours[f.Severity], caret))
		}
		if f.Hint != "" {
			fmt.Fprintf(t, "%s %s\n", t.paint(dim, empty+" ="), inert(f.Hint))
		}
		for _, r := range f.Related {
			fmt.Fprintf(t, "%s see %s: %s\n", t.paint(dim, empty+" ="), place(r.Span), inert(r.Message))
		}
	}
}

// place is a span's place. A file whose name begins with :: must not begin a
// line.
func place(s diag.Span) string {
	if strings.HasPrefix(strings.TrimSpace(s.File), "::") {
		s.File = "./" + s.File
	}
	return inert(s.String())
}

func (t *textWriter) summary(findings diag.List) {
	if len(findings) >= manyFindings {
		fmt.Fprintln(t, "Most often:")
		for _, c := range mostOften(findings, 5) {
			fmt.Fprintf(t, "%6d  %s\n", c.n, inert(c.rule))
		}
		t.WriteByte('\n')
	}
	fmt.Fprintln(t, Summary(findings, t.Files))
	fixable := 0
	for _, f := range findings {
		if len(f.Fixes) > 0 {
			fixable++
		}
	}
	if fixable > 0 {
		fmt.Fprintf(t, "%d can be mended for you: retrowiki check --fix\n", fixable)
	}
	if len(findings) > 0 {
		fmt.Fprintln(t, "About a rule: retrowiki check --explain RULE")
	}
}

type often struct {
	rule string
	n    int
}

// mostOften are the rules that found the most.
func mostOften(findings diag.List, atMost int) []often {
	counts := map[string]int{}
	for _, f := range findings {
		counts[f.Rule]++
	}
	var rules []often
	for rule, n := range counts {
		rules = append(rules, often{rule, n})
	}
	slices.SortFunc(rules, func(a, b often) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.rule, b.rule)) })
	return rules[:min(len(rules), atMost)]
}

// excerpt is the line that a finding points to and a caret below its place.
func excerpt(span diag.Span, o Options) (line, caret string) {
	if o.Line == nil || span.Start.Line == 0 {
		return "", ""
	}
	written := o.Line(span.File, span.Start.Line)
	if len(written) > longestLine {
		return "", ""
	}
	source := []rune(strings.ToValidUTF8(string(written), string(utf8.RuneError)))
	column := span.Start.Column - 1
	if len(source) == 0 || column > len(source) {
		return "", ""
	}
	from := 0
	if column > maxExcerpt*2/3 {
		from = column - maxExcerpt/2
	}
	to := min(len(source), from+maxExcerpt)
	marked := 1
	if span.End.Line == span.Start.Line && span.End.Column > span.Start.Column {
		marked = span.End.Column - span.Start.Column
	}
	before, rest := Visible(string(source[from:column])), Visible(string(source[column:to]))
	under := Visible(string(source[column:min(column+marked, to)]))
	return withoutOrder(before + rest), strings.Repeat(" ", columns(before)) + strings.Repeat("^", max(1, columns(under)))
}

// columns is how many columns of a terminal a text takes.
func columns(text string) int {
	n := 0
	for _, r := range text {
		switch kind := width.LookupRune(r).Kind(); {
		case unicode.In(r, unicode.Mn, unicode.Me):
		case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
