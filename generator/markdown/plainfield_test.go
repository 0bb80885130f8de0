package markdown

import (
	"slices"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// What is taken for a plain line is rendered as the parser renders it.
func FuzzAPlainLineIsWhatTheParserSays(f *testing.F) {
	for _, s := range []string{
		"Start with the ten tables closest to the ceiling.\n", "It's \"quoted\" (twice), 50 % of 1/2; really? No - and - no.", "a  b", "a\tb", "see www.example.com", "1. list",
		"a 1. b", "- a", "a--b", "x\n\n", "x \n y", "ünï cödé", "a\u00a0b", "a\u2028b", "\xff", "a *b*", "a_b_c", "http://x", "a@b.c", "a :smile:", "(c)", "I. one", "a)", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if !isParagraph([]byte(source)) {
			return
		}
		d := &Doc{span: diag.Span{File: "a.md"}, source: []byte(source)}
		if _, _, findings := d.parse(Options{}); len(findings) > 0 {
			t.Fatalf("%q has findings: %v", source, findings)
		}
		if got, want := paragraph([]byte(source)), d.Render(nil); got != want {
			t.Errorf("%q is %q, the parser says %q", source, got, want)
		}
		fast, _ := ParseFragment(diag.Span{File: "a.md"}, source, Options{})
		if fast.Excerpt(300) != d.Excerpt(300) || len(d.links)+len(d.headings) > 0 || !slices.Equal(fast.sections, d.sections) || d.hasHTML {
			t.Errorf("%q: %+v, the parser says %+v", source, fast, d)
		}
	})
}

func TestMostFieldsArePlain(t *testing.T) {
	for source, want := range map[string]bool{
		"Inserts failed for 47 minutes because an INT primary key reached its end.\n": true,
		"Read the `INT` columns first.":                                               false, "2 of 3": false, "One\ntwo": false, "See [[a]]": false, "": false,
	} {
		if plain := isParagraph([]byte(source)); plain != want {
			t.Errorf("%q is plain: %v", strings.TrimSpace(source), plain)
		}
	}
}
