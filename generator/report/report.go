// Package report prints findings: for people, for GitHub's annotations, for
// programs. Everything that comes from a file is made harmless for the place
// where it is printed.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

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
	Files  int                             // how many incidents were read
	Colour bool                            // the terminal shows colours
	Line   func(file string, n int) []byte // a line of a file, nil if it cannot be had
}

// Formats lists every format.
var Formats = []Format{
	{"text", "for people: place, message, the source line, what to do", writeText},
	{"github", "workflow commands that GitHub shows as annotations", writeGitHub},
	{"json", "for programs", writeJSON},
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

func writeJSON(w io.Writer, findings diag.List, o Options) error {
	if findings == nil {
		findings = diag.List{}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Version  int       `json:"version"`
		Files    int       `json:"files"`
		Findings diag.List `json:"findings"`
	}{1, o.Files, findings})
}

// Visible makes text safe for a terminal: characters that move the cursor,
// colour, ring or turn the reading direction are shown as escapes.
func Visible(text string) string {
	if strings.IndexFunc(text, hidden) < 0 {
		return text
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
	return b.String()
}

func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
}

// Summary says in one line how many findings there are.
func Summary(findings diag.List, files int) string {
	counts := [3]int{}
	for _, f := range findings {
		counts[f.Severity]++
	}
	if len(findings) == 0 {
		return fmt.Sprintf("%s checked, nothing to mend", Plural(files, "incident"))
	}
	return fmt.Sprintf("%s checked: %s, %s, %d advice",
		Plural(files, "incident"), Plural(counts[diag.Error], "error"), Plural(counts[diag.Warning], "warning"), counts[diag.Advice])
}

// Plural counts things: "1 error", "2 errors".
func Plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
