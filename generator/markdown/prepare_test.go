package markdown

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// sameAsFromTheTree holds each part of a prepared text, as it stands in a file
// and as a field, to what its tree would show on the same page.
func sameAsFromTheTree(t testing.TB, source string, resolve Resolver) {
	t.Helper()
	for _, public := range []bool{false, true} {
		file := diag.NewText("x.md", []byte(source))
		fresh, items, _ := Parse(file, 0, Options{Public: public})
		ready, _, _ := Parse(file, 0, Options{Public: public, Shown: true})
		parts := func(d *Doc) string {
			r := d.Rendering(resolve)
			var all strings.Builder
			for i := range d.Sections() {
				fmt.Fprintf(&all, "section %d\n%s\n", i, r.Section(i))
			}
			for i := range items {
				fmt.Fprintf(&all, "entry %d\n%s\n", i, r.TimelineItem(i))
			}
			fmt.Fprintf(&all, "whole\n%s\n", r.Whole())
			return all.String()
		}
		if got, want := parts(ready), parts(fresh); got != want {
			t.Errorf("%q prepared, public %t, is shown as\n%s\nand from its tree as\n%s", source, public, got, want)
		}
		field := func(shown bool) HTML {
			d, _ := ParseFragment(diag.Span{File: "x.md"}, source, Options{Public: public, Shown: shown})
			return d.Render(resolve)
		}
		if got, want := field(true), field(false); got != want {
			t.Errorf("%q prepared as a field, public %t, is shown as\n%s\nand from its tree as\n%s", source, public, got, want)
		}
	}
}

// resolvers are the ways in which links may lead somewhere.
func resolvers() map[string]Resolver {
	return map[string]Resolver{
		"everywhere":  anywhere,
		"nowhere":     func(Link) (Target, bool) { return Target{}, false },
		"nobody asks": nil,
		"some": func(l Link) (Target, bool) {
			return Target{URL: "../" + l.Destination, Width: 3, Height: 2}, len(l.Destination)%2 == 0
		},
	}
}

func TestAPreparedTextIsShownAsItsTreeWouldBe(t *testing.T) {
	var texts []string
	for _, e := range gfmExamples(t) {
		texts = append(texts, e.markdown)
	}
	xss, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(xss)) {
		texts = append(texts, line, "[a]("+strings.TrimSpace(line)+" \""+line+"\")\n", "![a]("+strings.TrimSpace(line)+")\n")
	}
	texts = append(texts,
		"# T\n\n## Timeline\n\n- 03:12 **{detected}** seen by #12 and [[some-incident]] @kim\n- **03:13** [x](y.md \"z\") `code` @lex @kim\n- no time\n\nAfter [w](other.md#there).\n",
		"## Timeline\n\n| time | what |\n|---|---|\n| 03:12 | ![p](p.png \"t\") of acme/api#3 |\n",
		"[[a]] [[b|words]] [[factor:x]] [[a b]] @some/team GH-12 0123456789abcdef &amp;#12 \\#12 [![i](i.png) in](a.md) ~~[x](y)~~\n",
		"[a [[b]] c](d.md) and [out](https://example.com/ \"t\") then #1, #22 and `#3`.\n",
		"a <!-- internal -->[secret](s.md) #5<!-- /internal --> b [c](d.md)\n",
		"A note.[^1] See #12.\n\n[^1]: With [a link](l.md) and #13.\n",
		"> [!NOTE]\n> [n](n.md)\n\n- [x] done #1\n- [ ] open [[x]]\n\n```sql\nSELECT [a](b) #1\n```\n",
	)
	for name, resolve := range resolvers() {
		t.Run(name, func(t *testing.T) {
			for _, text := range texts {
				sameAsFromTheTree(t, text, resolve)
			}
		})
	}
}

func FuzzPrepare(f *testing.F) {
	f.Add("## Timeline\n- 03:12 [a](b) #12\n\n[[c|d]] ![e](f.png)")
	f.Add("[a [[b]] c](d.md) \\#12 &#12; acme/api@0123abc")
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) < 1000 {
			for _, resolve := range resolvers() {
				sameAsFromTheTree(t, source, resolve)
			}
		}
	})
}
