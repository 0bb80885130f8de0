package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
)

// What an author's own tags may come to. HTML's rules open <b> and its kin
// again in every block until they are closed, so a few that are never closed
// become very many.
const (
	maxTagDepth = 400 // the parser gives up at 512
	maxReopened = 500_000
)

// formatting are the elements that are opened again.
var formatting = map[string]bool{
	"a": true, "b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true, "s": true,
	"small": true, "strike": true, "strong": true, "tt": true, "u": true,
}

// endsByItself are the elements that are not open any more where another of
// them begins, and those that hold nothing.
var endsByItself = map[string]bool{
	"p": true, "li": true, "td": true, "th": true, "tr": true, "dt": true, "dd": true, "tbody": true, "thead": true,
	"tfoot": true, "caption": true, "br": true, "hr": true, "img": true, "wbr": true, "input": true,
}

// tooManyTags says what keeps HTML from being put in order; "" if nothing does.
func tooManyTags(fragment []byte) (problem string) {
	open := map[string]int{}
	depth, again, reopened := 0, 0, 0
	for z := html.NewTokenizer(bytes.NewReader(fragment)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return ""
		}
		name, _ := z.TagName()
		tag := string(name)
		switch {
		case kind == html.StartTagToken && !endsByItself[tag]:
			open[tag]++
			depth++
			if formatting[tag] {
				again++
			}
		case kind == html.EndTagToken && open[tag] > 0:
			open[tag]--
			depth--
			if formatting[tag] {
				again--
			}
		}
		if reopened += again; depth > maxTagDepth || reopened > maxReopened {
			return fmt.Sprintf("too many tags are open: more than %d, or the words behind those that are never closed are too many", maxTagDepth)
		}
	}
}

// tooManyTags looks at the author's tags with the blocks that they stand in.
func (t *tree) tooManyTags() (problem string) {
	if !t.hasHTML {
		return ""
	}
	var tags bytes.Buffer
	_ = ast.Walk(t.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.Kind() {
		case ast.KindHTMLBlock, ast.KindRawHTML:
			if entering {
				tags.WriteString(t.d.raw(n))
			}
		default:
			if entering && n.Type() == ast.TypeBlock {
				tags.WriteString("<p>")
			}
		}
		return ast.WalkContinue, nil
	})
	return tooManyTags(tags.Bytes())
}
