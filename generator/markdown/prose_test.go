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

// In a field, words have places wherever the field is written without escapes.
func TestProseKnowsItsPlaceInAField(t *testing.T) {
	for _, c := range []struct{ name, file, written, source, want string }{
		{"plain", "summary: A careless one.\n", "A careless one.", "A careless one.", "a.md:1:12"},
		{"quoted", "summary: \"A careless one.\"\n", "\"A careless one.\"", "A careless one.", "a.md:1:13"},
		{"literal", "summary: |\n  Lead.\n\n  - é careless\n", "|\n  Lead.\n\n  - é careless\n", "Lead.\n\n- é careless\n", "a.md:4:7"},
		{"folded", "summary: >-\n  Lead\n  careless.\n", ">-\n  Lead\n  careless.\n", "Lead careless.", "a.md:3:3"},
		{"TOML", "summary = \"\"\"\nLead\ncareless\"\"\"\n", "\"\"\"\nLead\ncareless\"\"\"", "Lead\ncareless", "a.md:3:1"},
		{"escaped", "summary: \"\\u0041 careless\"\n", "\"\\u0041 careless\"", "A careless", "a.md:1:10"},
		{"cut", "summary: |\n", "|", "careless", "a.md:1:10"},
	} {
		file := diag.NewText("a.md", []byte(c.file))
		at := strings.Index(c.file, c.written)
		d, _ := ParseFragment(file.Span(at, at+len(c.written)), c.source, Options{File: file})
		p := d.Prose()[len(d.Prose())-1]
		i := strings.Index(p.Text, "careless")
		if got := fmt.Sprint(p.Span(i, i+len("careless"))); got != c.want {
			t.Errorf("%s: at %s, want %s", c.name, got, c.want)
		}
	}
}

func TestProseKnowsItsSection(t *testing.T) {
	d, _ := parse(t, "Lead.\n\n## Timeline\n\n### Detection\n\nOne.\n\n## Notes\n\nTwo.\n\n# What went well\n\nThree.\n", Options{})
	var got []string
	for _, p := range d.Prose() {
		if !p.Heading {
			got = append(got, fmt.Sprintf("%s %q", p.Text, p.Known))
		}
	}
	if want := `Lead. "", One. "timeline", Two. "", Three. "what went well"`; strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
}
