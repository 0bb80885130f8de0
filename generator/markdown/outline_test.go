package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// An outline is what stands in the text's own tree, as plain data with places.
func TestOutline(t *testing.T) {
	const text = "# A title\n\n**Date:** *today*\nSee [it](https://example.com/it) <https://example.org>\n\n" +
		"- **a** `b`\n  goes on\n  - below\n    - further\n- [x] done\n- [ ] not\n\n| H | I |\n|---|---|\n| *c* | d \\| e |\n\n> quoted\n\n## End\n"
	doc, _, _ := Parse(diag.NewText("x.md", []byte(text)), 0, Options{})
	var got strings.Builder
	words := func(w Words) string {
		return fmt.Sprintf("%s %q %q strong %d %v", w.Span, w.Text, w.Source, w.Strong, w.Links)
	}
	for _, p := range doc.Outline() {
		fmt.Fprintf(&got, "# %s\n", p.Heading.Text)
		for _, b := range p.Blocks {
			for _, l := range b.Lines {
				fmt.Fprintln(&got, "line", words(l))
			}
			for _, i := range b.Items {
				fmt.Fprintf(&got, "item %s task %v done %v %q\n", words(i.Words), i.Task, i.Done, i.Below)
			}
			for _, row := range b.Rows {
				for _, cell := range row {
					fmt.Fprintln(&got, "cell", words(cell))
				}
			}
		}
	}
	const want = `# A title
line x.md:3:1 "Date: today" "**Date:** *today*" strong 5 []
line x.md:4:1 "See it https://example.org" "See [it](https://example.com/it) <https://example.org>" strong 0 [https://example.com/it https://example.org]
item x.md:6:3 "a b goes on" "**a** ` + "`b`" + ` goes on" strong 1 [] task false done false ["- below" "  - further"]
item x.md:10:3 "done" "done" strong 0 [] task true done true []
item x.md:11:3 "not" "not" strong 0 [] task true done false []
cell x.md:13:3 "H" "H" strong 0 []
cell x.md:13:7 "I" "I" strong 0 []
cell x.md:15:3 "c" "*c*" strong 0 []
cell x.md:15:9 "d | e" "d \\| e" strong 0 []
# End
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}
