package markdown

import (
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// tree is a text's nodes with what was found among them. It belongs to one
// goroutine.
type tree struct {
	d               *Doc
	root            ast.Node
	hasHTML         bool
	headings        []Heading
	ids             map[ast.Node]string // of headings
	sections        [][]ast.Node
	sectionHeadings []int // index in headings, -1 for a lead without
	timeline        []TimelineItem
	items           []ast.Node            // of the timeline
	isEntry         map[ast.Node]bool     // lists and tables that the timeline was read from
	unseen          map[ast.Node][]extent // text of entries that is shown elsewhere: times, milestones
	linkNodes       []ast.Node            // in order
	linkIndex       map[ast.Node]int
	addresses       int      // bytes of the links' addresses and titles
	lastBlock       ast.Node // that a link was found in, and its words
	lastWords       string
}

// grow parses the text. The same text grows the same tree, so that what was
// found in one can be looked up by its order in another.
func (d *Doc) grow(report reporter) *tree {
	if report == nil {
		report = func(diag.Severity, string, diag.Span, string, string) {}
	}
	t := &tree{d: d, root: markdownParser.Parse(text.NewReader(d.source))}
	t.root.(*ast.Document).AddMeta(footnotePrefix, d.prefix())
	t.cutInternal(report)
	t.collectHeadings()
	t.collectTimeline(report)
	t.indexLinks()
	return t
}

// tooMuch says what only the tree shows to be more than a text may come to; ""
// if nothing is.
func (t *tree) tooMuch() (problem string) {
	if t.addresses > maxAddresses {
		return fmt.Sprintf("the addresses and titles of its links come to more than %d MB", maxAddresses>>20)
	}
	if len(t.headings) > maxHeadings {
		return fmt.Sprintf("the text has more than %d headings", maxHeadings)
	}
	return t.tooManyTags()
}

// footnotePrefix is where a document keeps the prefix of its footnotes' ids.
const footnotePrefix = "retrowiki-footnotes"

func (t *tree) firstParagraph() string {
	var first ast.Node
	_ = ast.Walk(t.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindParagraph && entering {
			first = n
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	if first == nil {
		return ""
	}
	return spaced(t.d.plain(first))
}
