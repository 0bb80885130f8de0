package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
)

func TestProse(t *testing.T) {
	d, _ := parse(t, "Lead *we* `code` went\non.\n\n## What [happened](x)\n\n- one \"not mine\" two\n  - inner ![i](j) text\n\n> quoted\n\n```\ncode\n```\n\n| a | b |\n| - | - |\n| c | <b>d</b> |\n", Options{})
	var got []string
	for _, p := range d.Prose() {
		text := p.Text
		if p.Heading {
			text = "# " + text
		}
		got = append(got, text+" ["+p.Section+"]")
	}
	want := "Lead we … went on. []\n# What … []\none \"        \" two [What …]\ninner … text [What …]\na [What …]\nb [What …]\nc [What …]\n…d… [What …]"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

func TestProseKnowsItsPlace(t *testing.T) {
	source := "Lead *we* `code` went\non careless.\n\n- é [x](y) careless\n"
	d, _ := parse(t, source, Options{})
	var places []string
	for _, p := range d.Prose() {
		if i := strings.Index(p.Text, "careless"); i >= 0 {
			s := p.Span(i, i+len("careless"))
			places = append(places, fmt.Sprint(s))
			if got := source[s.Start.Offset:s.End.Offset]; got != "careless" {
				t.Errorf("the span holds %q", got)
			}
		}
	}
	if strings.Join(places, " ") != "a.md:2:4 a.md:4:12" {
		t.Errorf("places are %v", places)
	}
	field := diag.Span{File: "a.md", Start: diag.Position{Line: 3, Column: 9}, End: diag.Position{Line: 3, Column: 20}}
	f, _ := ParseFragment(field, "careless", Options{})
	if s := f.Prose()[0].Span(0, 8); s != field {
		t.Errorf("in a field it is %v", s)
	}
}
