package markdown

import (
	"strings"
	"unicode"

	emojiast "github.com/yuin/goldmark-emoji/ast"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// plain is a node's text without markup; blocks are parted by line ends.
func (d *Doc) plain(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock || n.Kind() == extast.KindTableCell {
				b.WriteByte('\n')
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(unescape(n.Segment.Value(d.source)))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(d.source))
		case *emojiast.Emoji:
			b.WriteString(string(n.Value.Unicode))
		case *wikiLink:
			b.WriteString(n.words(d.guarded))
			return ast.WalkSkipChildren, nil
		case *ast.FencedCodeBlock:
			if string(n.Language(d.source)) != "mermaid" {
				d.plainLines(&b, n)
			}
		case *ast.CodeBlock:
			d.plainLines(&b, n)
		case *ast.RawHTML, *ast.HTMLBlock, *extast.FootnoteLink, *extast.FootnoteBacklink:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

func (d *Doc) plainLines(b *strings.Builder, n ast.Node) {
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(d.source))
	}
}

// oneLine is a node's plain text on one line.
func (d *Doc) oneLine(n ast.Node) string { return spaced(d.plain(n)) }

// spaced puts one space where a text has any, and none around it.
func spaced(text string) string {
	after := true // a space, or the beginning
	for _, r := range text {
		space := unicode.IsSpace(r)
		if space && (after || r != ' ') {
			return strings.Join(strings.Fields(text), " ")
		}
		after = space
	}
	if after {
		return strings.TrimSuffix(text, " ")
	}
	return text
}
