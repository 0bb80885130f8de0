package markdown

import (
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Passage is running text of one block: a paragraph, an item, a cell or a
// heading. What is not the author's own words (code, links, what stands in
// quotation marks) is a "…" or blanks in it.
type Passage struct {
	Text    string
	Heading bool
	Section string // the heading that it stands under, as plain text
	Known   Known  // the known heading that it stands under, perhaps some levels up

	d      *Doc
	pieces []piece
	places func() []int // of a field's bytes in its file; nil where they cannot be told
}

// piece joins a place in a Passage's text with one in its source.
type piece struct{ at, source int }

// Span is the place of a part of the text in its file, or of the field that
// the text is where the field is written with escapes.
func (p *Passage) Span(start, end int) diag.Span {
	from, last := p.source(start), p.source(max(start, end-1))
	if p.d.text == nil {
		if places := p.places(); last < len(places) {
			return p.d.file.Span(places[from], places[last]+1)
		}
	}
	return p.d.spanOf(from, last+1)
}

func (p *Passage) source(at int) int {
	i := sort.Search(len(p.pieces), func(i int) bool { return p.pieces[i].at > at }) - 1
	if i < 0 {
		return 0
	}
	return p.pieces[i].source + at - p.pieces[i].at
}

// Prose lists the text's passages. Block quotes and code are somebody else's
// words, so they are left out.
func (d *Doc) Prose() []Passage {
	d = d.written()
	if d.asIs {
		return nil
	}
	var passages []Passage
	section, under, level := "", Known(""), 0
	places := sync.OnceValue(d.places)
	t := d.grow(nil)
	_ = ast.Walk(t.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindBlockquote, ast.KindFencedCodeBlock, ast.KindCodeBlock, ast.KindHTMLBlock, kindAlert:
			return ast.WalkSkipChildren, nil
		case ast.KindHeading, ast.KindParagraph, ast.KindTextBlock, extast.KindTableCell:
			p := Passage{Section: section, Known: under, Heading: n.Kind() == ast.KindHeading, d: d, places: places}
			p.read(n, d.source)
			if p.Heading {
				section = spaced(p.Text)
				if h := n.(*ast.Heading); known(section) != "" || h.Level <= level {
					under, level = known(section), h.Level
				}
			}
			p.Text = withoutQuoted(p.Text)
			if strings.TrimSpace(p.Text) != "" {
				passages = append(passages, p)
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return passages
}

// elsewhere stands in a passage for what is left out.
const elsewhere = "…"

func (p *Passage) read(n ast.Node, source []byte) {
	var text strings.Builder
	add := func(s string, at int) {
		p.pieces = append(p.pieces, piece{text.Len(), at})
		text.WriteString(s)
	}
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch c := c.(type) {
		case *ast.Text:
			add(string(c.Segment.Value(source)), c.Segment.Start)
			if c.SoftLineBreak() || c.HardLineBreak() {
				text.WriteByte(' ')
			}
			return ast.WalkContinue, nil
		case *ast.CodeSpan, *ast.Link, *ast.AutoLink, *ast.Image, *ast.RawHTML, *wikiLink:
			text.WriteString(elsewhere)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	p.Text = text.String()
}

// quotes are the marks that begin and end what somebody else said.
var quotes = map[rune]rune{'"': '"', '“': '”', '„': '“', '«': '»', '‘': '’'}

// withoutQuoted blanks what stands in quotation marks, and keeps every other
// byte where it is. A mark without its other half quotes nothing.
func withoutQuoted(s string) string {
	if !strings.ContainsAny(s, `"'“„«‘`) {
		return s
	}
	out := []byte(s)
	open := map[rune]bool{} // marks whose other half does not come any more
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		end, opens := quotes[r]
		if r == '\'' && (i == 1 || s[i-2] == ' ' || s[i-2] == '(') {
			end, opens = '\'', true
		}
		if !opens || open[end] {
			continue
		}
		n := closing(s[i:], end)
		if n < 0 {
			open[end] = true
			continue
		}
		for k := i; k < i+n; k++ {
			out[k] = ' '
		}
		i += n + utf8.RuneLen(end)
	}
	return string(out)
}

// closing finds the mark that ends a quotation; -1 for none. An apostrophe
// between letters, or behind a plural, ends nothing.
func closing(s string, mark rune) int {
	if mark != '\'' {
		return strings.IndexRune(s, mark)
	}
	for i := 1; i < len(s); i++ {
		if s[i] == '\'' && s[i-1] != ' ' && s[i-1] != 's' && (i+1 == len(s) || !isLetter(s[i+1])) {
			return i
		}
	}
	return -1
}
