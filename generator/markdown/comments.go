package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Stretch is a part of a text in bytes, from Start up to but not including End.
type Stretch struct{ Start, End int }

// Comments finds the HTML comments of a text, in their order. What stands in
// code is no comment. A text that is too complex to be parsed has none.
func Comments(source []byte) (found []Stretch) {
	if _, problem := tooComplex(source); problem != "" {
		return nil
	}
	defer func() {
		if recover() != nil {
			found = nil // Parse reports it
		}
	}()
	_ = ast.Walk(markdownParser.Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		var lines *text.Segments
		switch n := n.(type) {
		case *ast.HTMLBlock:
			lines = n.Lines()
			if n.HasClosure() {
				lines = text.NewSegments()
				lines.AppendAll(n.Lines().Sliced(0, n.Lines().Len()))
				lines.Append(n.ClosureLine)
			}
		case *ast.RawHTML:
			lines = n.Segments
		default:
			return ast.WalkContinue, nil
		}
		if lines.Len() > 0 {
			found = append(found, commentsIn(source, lines.At(0).Start, lines.At(lines.Len()-1).Stop)...)
		}
		return ast.WalkContinue, nil
	})
	return found
}

func commentsIn(source []byte, from, to int) []Stretch {
	var found []Stretch
	for {
		open := bytes.Index(source[from:to], []byte("<!--"))
		if open < 0 {
			return found
		}
		from += open
		end := bytes.Index(source[from:to], []byte("-->"))
		if end < 0 {
			return found
		}
		found = append(found, Stretch{from, from + end + len("-->")})
		from += end + len("-->")
	}
}
