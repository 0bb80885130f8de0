package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// alert is a quote that begins with [!NOTE] or one of its kin.
type alert struct {
	ast.BaseBlock
	kind string // "note"
}

var kindAlert = ast.NewNodeKind("Alert")

func (*alert) Kind() ast.NodeKind { return kindAlert }

func (a *alert) Dump(source []byte, level int) { ast.DumpHelper(a, source, level, nil, nil) }

var alertKinds = map[string]bool{"note": true, "tip": true, "important": true, "warning": true, "caution": true}

// alerts makes alerts of quotes whose first line is a marker by itself. As on
// GitHub, only quotes that stand in nothing else count.
type alerts struct{}

func (alerts) Transform(document *ast.Document, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	for n := document.FirstChild(); n != nil; {
		next := n.NextSibling()
		if quote, ok := n.(*ast.Blockquote); ok {
			makeAlert(document, quote, source)
		}
		n = next
	}
}

func makeAlert(document *ast.Document, quote *ast.Blockquote, source []byte) {
	paragraph, ok := quote.FirstChild().(*ast.Paragraph)
	if !ok || paragraph.Lines().Len() == 0 {
		return
	}
	first := paragraph.Lines().At(0)
	marker := strings.TrimSpace(string(first.Value(source)))
	kind := strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(marker, "[!"), "]"))
	if !alertKinds[kind] || len(marker) != len(kind)+3 {
		return
	}
	for c := paragraph.FirstChild(); c != nil; {
		next := c.NextSibling()
		t, ok := c.(*ast.Text)
		if !ok || t.Segment.Start >= first.Stop {
			break
		}
		paragraph.RemoveChild(paragraph, c)
		c = next
	}
	if paragraph.ChildCount() == 0 {
		quote.RemoveChild(quote, paragraph)
	}
	a := &alert{kind: kind}
	for c := quote.FirstChild(); c != nil; {
		next := c.NextSibling()
		a.AppendChild(a, c)
		c = next
	}
	document.ReplaceChild(document, quote, a)
}
