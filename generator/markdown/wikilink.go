package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// wikiLink is [[target]], [[target|words]] or [[namespace:target]].
type wikiLink struct {
	ast.BaseInline
	target, label string
	start, stop   int // in the source
}

var kindWikiLink = ast.NewNodeKind("WikiLink")

func (*wikiLink) Kind() ast.NodeKind { return kindWikiLink }

func (w *wikiLink) Dump(source []byte, level int) { ast.DumpHelper(w, source, level, nil, nil) }

// words are what is shown where the target's title is not at hand: the label,
// or the target without its namespace. Who is not to know of everything gets no
// target: it may be the id of an incident that is hidden.
func (w *wikiLink) words(guarded bool) string {
	if w.label != "" {
		return w.label
	}
	if guarded {
		return "another page"
	}
	if _, rest, ok := strings.Cut(w.target, ":"); ok {
		return strings.ReplaceAll(rest, "-", " ")
	}
	return w.target
}

// longestWikiLink is how many bytes a short link may have.
const longestWikiLink = 500

type wikiLinkParser struct{}

func (wikiLinkParser) Trigger() []byte { return []byte{'['} }

func (wikiLinkParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("[[")) {
		return nil
	}
	end := bytes.Index(line[:min(len(line), longestWikiLink)], []byte("]]"))
	if end < 0 {
		return nil
	}
	inside := string(line[2:end])
	target, label, _ := strings.Cut(inside, "|")
	target = strings.TrimSpace(target)
	if target == "" || strings.ContainsAny(target, "[]<>`\n") || strings.ContainsAny(label, "[]\n") {
		return nil
	}
	block.Advance(end + 2)
	return &wikiLink{target: target, label: strings.TrimSpace(label), start: segment.Start, stop: segment.Start + end + 2}
}
