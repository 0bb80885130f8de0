package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/report"
)

// FuzzPrint holds for any text in a message, a hint, a file's name and its
// lines: GitHub's runner finds no order in what is printed but our own
// annotation, and no character moves a cursor.
func FuzzPrint(f *testing.F) {
	for _, seed := range []string{hostile, "::error::x", " \t::add-mask::x", "##[group]", "#\u200b#[x", "\r::x", "\u2028::x", "\u0085::x", "\ufeff::x", "\xff::x", "#", "##"} {
		f.Add(seed, "incidents/a.md", "a line")
		f.Add("x", seed, seed)
	}
	f.Fuzz(func(t *testing.T, text, name, line string) {
		file := diag.NewText(name, []byte(line+"\n"+text))
		findings := diag.List{{Rule: "link/dead", Severity: diag.Warning, Span: file.Span(0, len(line)), Message: text, Hint: text,
			Related: []diag.Related{{Span: file.Span(len(line), len(file.Bytes)), Message: name}}}}
		for _, format := range report.Formats {
			var out bytes.Buffer
			if err := format.Write(&out, findings, options(file)); err != nil {
				t.Fatal(err)
			}
			orders := 0
			for printed := range strings.Lines(out.String()) {
				if strings.HasPrefix(strings.TrimSpace(printed), "::") {
					orders++
				} else if strings.Contains(printed, "##[") {
					t.Fatalf("%s: the runner would obey %q", format.Name, printed)
				}
			}
			if format.Name == "github" && orders != 1 || format.Name != "github" && orders != 0 {
				t.Fatalf("%s: %d orders in\n%s", format.Name, orders, out.String())
			}
			if !utf8.Valid(out.Bytes()) || strings.ContainsAny(out.String(), "\x1b\r\x07\x00\u202e\u2066") {
				t.Fatalf("%s prints %q", format.Name, out.String())
			}
			if (format.Name == "json" || format.Name == "sarif") && !json.Valid(out.Bytes()) {
				t.Fatalf("%s: no JSON: %s", format.Name, out.String())
			}
		}
	})
}
