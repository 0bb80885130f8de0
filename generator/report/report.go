// Package report prints findings: for people, for GitHub's annotations, for
// programs. Everything that comes from a file is made harmless for the place
// where it is printed.
package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Format is one way to print findings.
type Format struct {
	Name  string
	Doc   string
	Write func(w io.Writer, findings diag.List, o Options) error
}

// Options say how findings are printed.
type Options struct {
	Files    int                             // how many incidents were read
	Colour   bool                            // the terminal shows colours
	Line     func(file string, n int) []byte // a line of a file, nil if it cannot be had
	Prefix   string                          // the way from the root of the repository to that of the source
	Rule     func(name string) Rule          // what is documented of a rule
	Silenced diag.List                       // findings that comments switch off
	Version  string                          // of the tool
}

// Rule is what is documented of a rule.
type Rule struct {
	Severity  diag.Severity
	Doc, Mend string // in Markdown
	URL       string
}

// rule gives what is known of a rule, if only its name.
func (o Options) rule(name string) Rule {
	if o.Rule == nil {
		return Rule{}
	}
	return o.Rule(name)
}

// inRepository is a file's path from the root of the repository, as GitHub
// wants it.
func (o Options) inRepository(file string) string { return path.Join(o.Prefix, file) }

// Formats lists every format.
var Formats = []Format{
	{"text", "for people: place, message, the source line, what to do", writeText},
	{"github", "workflow commands that GitHub shows as annotations", writeGitHub},
	{"json", "for programs", writeJSON},
	{"sarif", "for code scanning: SARIF 2.1.0", writeSARIF},
}

// Find returns a format by name.
func Find(name string) (Format, error) {
	var names []string
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("unknown format %q: want %s", name, strings.Join(names, ", "))
}

// documented is a finding with the address of its rule's documentation.
type documented struct {
	diag.Diagnostic
	HelpURI string `json:"helpUri,omitempty"`
}

func writeJSON(w io.Writer, findings diag.List, o Options) error {
	list := make([]documented, len(findings))
	for i, f := range findings {
		list[i] = documented{f, o.rule(f.Rule).URL}
	}
	return JSON(w, struct {
		Version  int          `json:"version"`
		Files    int          `json:"files"`
		Findings []documented `json:"findings"`
	}{1, o.Files, list})
}

// JSON writes a value as JSON that is inert where it is printed.
func JSON(w io.Writer, value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	_, err = InertJSON{w}.Write(append(text, '\n'))
	return err
}

// InertJSON passes JSON on, a whole text at a time: characters that trick a
// terminal become escapes, and nothing is an order to GitHub's runner, which
// looks for ##[ anywhere in a line. Whoever reads the JSON gets them back.
type InertJSON struct{ To io.Writer }

func (w InertJSON) Write(text []byte) (int, error) {
	var out bytes.Buffer
	for _, r := range string(bytes.ReplaceAll(text, []byte("##["), []byte(`##\u005b`))) {
		switch {
		case r == '\n' || !hidden(r):
			out.WriteRune(r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	if _, err := w.To.Write(out.Bytes()); err != nil {
		return 0, err
	}
	return len(text), nil
}

// worstFirst is the findings by severity, otherwise in their order.
func worstFirst(findings diag.List) diag.List {
	sorted := slices.Clone(findings)
	slices.SortStableFunc(sorted, func(a, b diag.Diagnostic) int { return int(b.Severity) - int(a.Severity) })
	return sorted
}

// Visible makes text safe for a terminal: characters that move the cursor,
// colour, ring or turn the reading direction are shown as escapes. So is what
// GitHub's runner takes for an order wherever it stands in a line: ##[.
func Visible(text string) string {
	if strings.IndexFunc(text, hidden) < 0 {
		return withoutOrder(text)
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\t':
			b.WriteByte(' ')
		case hidden(r):
			fmt.Fprintf(&b, "\\u%04x", r)
		default:
			b.WriteRune(r)
		}
	}
	return withoutOrder(b.String())
}

func withoutOrder(text string) string { return strings.ReplaceAll(text, "##[", `##\u005b`) }

func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
}

// inert is text that may begin a line of a workflow's log, where GitHub's
// runner takes :: at the beginning for an order.
func inert(text string) string {
	text = Visible(text)
	if rest, ok := strings.CutPrefix(strings.TrimSpace(text), "::"); ok {
		return `\u003a:` + rest
	}
	return text
}

// Summary says in one line how many findings there are.
func Summary(findings diag.List, files int) string {
	if len(findings) == 0 {
		return fmt.Sprintf("%s checked, nothing to mend", Plural(files, "incident"))
	}
	counts := count(findings)
	return fmt.Sprintf("%s checked: %s, %s, %d advice",
		Plural(files, "incident"), Plural(counts[diag.Error], "error"), Plural(counts[diag.Warning], "warning"), counts[diag.Advice])
}

func count(findings diag.List) (counts [3]int) {
	for _, f := range findings {
		counts[f.Severity]++
	}
	return counts
}

// Plural counts things: "1 error", "2 errors".
func Plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
