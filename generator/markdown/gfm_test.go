package markdown

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// example is one of the specification's: what is written, and what is shown.
type example struct {
	number         int
	section        string
	markdown, html string
}

// gfmExamples reads the specification of GitHub Flavored Markdown, 0.29, as it
// comes with cmark-gfm (CC BY-SA 4.0, John MacFarlane and GitHub).
func gfmExamples(t *testing.T) []example {
	t.Helper()
	text, err := os.ReadFile("testdata/gfm-spec.txt")
	if err != nil {
		t.Fatal(err)
	}
	const fence = "````````````````````````````````"
	var all []example
	section, state := "", 0
	for line := range strings.SplitAfterSeq(string(text), "\n") {
		plain := strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(plain, fence+" example"):
			all = append(all, example{number: len(all) + 1, section: section})
			state = 1
		case plain == fence:
			state = 0
		case state == 1 && plain == ".":
			state = 2
		case state == 1:
			all[len(all)-1].markdown += strings.ReplaceAll(line, "→", "\t")
		case state == 2:
			all[len(all)-1].html += strings.ReplaceAll(line, "→", "\t")
		case strings.HasPrefix(plain, "#"):
			section = strings.TrimLeft(plain, "# ")
		}
	}
	if len(all) != 673 {
		t.Fatalf("the specification has %d examples, want 673", len(all))
	}
	return all
}

// TestGFM shows every example of the specification as the specification does,
// but for those of gfmDiffers. Each of these has a reason, and one that comes
// to be shown alike has to leave the list.
func TestGFM(t *testing.T) {
	resolve := func(l Link) (Target, bool) { return Target{URL: l.Destination}, true }
	reasons := map[int]string{}
	for reason, numbers := range gfmDiffers {
		for _, n := range numbers {
			reasons[n] = reason
		}
	}
	alike := 0
	for _, e := range gfmExamples(t) {
		d, _, findings := Parse(diag.NewText("x.md", []byte(e.markdown)), 0, Options{})
		got, want := normalHTML(t, string(d.Render(resolve))), normalHTML(t, e.html)
		reason, excepted := reasons[e.number]
		switch {
		case got == want && excepted:
			t.Errorf("example %d is shown alike, though %s: take it out of the list", e.number, reason)
		case got == want:
			alike++
		case !excepted:
			t.Errorf("example %d (%s), %q %v\ngot  %s\nwant %s", e.number, e.section, e.markdown, findings, got, want)
		}
	}
	t.Logf("%d of 673 alike, %d differ for a reason", alike, len(reasons))
}

// normalHTML is a tree without what is ours by design around the same words:
// anchors beside headings, ids, classes, what assistive technology is told, and
// how images load. A heading of level 1 is the page's own, so that one in a
// text counts as of level 2.
func normalHTML(t *testing.T, text string) string {
	t.Helper()
	context := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	list, err := html.ParseFragment(strings.NewReader(text), context)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range list {
		normalNode(&b, n, false)
	}
	return strings.TrimSpace(b.String())
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

var blocks = strings.Fields("p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre hr table thead tbody tr td th div section details summary")

func normalNode(b *strings.Builder, n *html.Node, pre bool) {
	class := attribute(n, "class")
	switch {
	case n.Type == html.CommentNode, n.Type == html.DoctypeNode:
		return
	case n.Type == html.TextNode && pre:
		b.WriteString(html.EscapeString(n.Data))
		return
	case n.Type == html.TextNode:
		words := strings.Join(strings.Fields(" "+n.Data), " ")
		if words != "" || !atBlock(n) {
			space := func(yes bool) string {
				if yes {
					return " "
				}
				return ""
			}
			first, last := n.Data[0], n.Data[len(n.Data)-1]
			lead := strings.IndexByte(" \n\t", first) >= 0 && n.PrevSibling != nil && !slices.Contains(blocks, n.PrevSibling.Data) && n.PrevSibling.Data != "br"
			trail := strings.IndexByte(" \n\t", last) >= 0 && n.NextSibling != nil && words != "" && !slices.Contains(blocks, n.NextSibling.Data) && n.NextSibling.Data != "br"
			b.WriteString(space(lead) + html.EscapeString(words) + space(trail))
		}
		return
	case n.Data == "a" && class == "anchor":
		return
	case n.Data == "div" && class == "table-scroll", n.Data == "span" && class != "broken-link":
		normalChildren(b, n, pre)
		return
	}
	name := n.Data
	if name == "h1" {
		name = "h2"
	}
	var attributes []string
	for _, a := range n.Attr {
		switch a.Key {
		case "href", "src", "alt", "title", "start", "align", "type", "checked", "disabled":
			attributes = append(attributes, fmt.Sprintf(" %s=%q", a.Key, a.Val))
		}
	}
	slices.Sort(attributes)
	b.WriteString("<" + name + strings.Join(attributes, "") + ">")
	normalChildren(b, n, pre || name == "pre")
	b.WriteString("</" + name + ">")
}

// atBlock reports whether a text of blanks stands beside a block, where it
// shows nothing.
func atBlock(n *html.Node) bool {
	for _, beside := range []*html.Node{n.PrevSibling, n.NextSibling} {
		if beside == nil || slices.Contains(blocks, beside.Data) {
			return true
		}
	}
	return false
}

func normalChildren(b *strings.Builder, n *html.Node, pre bool) {
	var inner bytes.Buffer
	var part strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		normalNode(&part, c, pre)
	}
	inner.WriteString(part.String())
	if pre {
		b.WriteString(inner.String())
		return
	}
	b.WriteString(strings.TrimSpace(inner.String()))
}

// gfmDiffers are the examples that the wiki shows in another way, by reason.
var gfmDiffers = map[string][]int{
	"an element that is not on the allow-list is taken out":                                         {120, 133, 170, 500, 532, 544, 632, 633, 634, 635, 636},
	"script and style are taken out with what is in them":                                           {140, 141, 142, 145, 147},
	"an element that GitHub shows as words is taken out":                                            {653},
	"an address of a scheme that no page should lead to is shown as words":                          {604, 606, 607, 609, 628},
	"an address with a backslash, which browsers take for a slash, is refused":                      {171, 316, 508, 510, 611},
	"an address in an author's own tag is written as a browser would send it":                       {317, 327, 354, 650, 651},
	"an address with a line break in it is taken out":                                               {663, 664},
	"an image without words for those who do not see it gets empty ones":                            {484},
	"two brackets are a link of the wiki":                                                           {556, 567, 598},
	"the specification shows it without the extension that GitHub uses, which links bare addresses": {616, 619, 620},
	"what is a comment is told as CommonMark 0.31 does, and GitHub today":                           {645, 646},
	"a number behind # is an issue, and is linked where the wiki knows its repository":              {34},
	"an empty line in a pre of the author's own stays":                                              {118},
}
