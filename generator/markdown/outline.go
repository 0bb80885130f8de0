package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Part is what stands under one heading, as plain data: for readers that look
// for facts in the shape of a text. The first Part may have no heading.
type Part struct {
	Heading *Heading
	Blocks  []Block
}

// Block is a paragraph, a list or a table; only one of its fields is filled.
type Block struct {
	Lines []Words
	Items []Item
	Rows  [][]Words // the header first
}

// Words are a line, the head of a list's item, or a cell.
type Words struct {
	Text   string // plain, on one line
	Source string // as written, on one line
	Strong int    // how many bytes of Text, from its beginning, are emphasised
	Span   diag.Span
	Links  []string // where its links lead, in order; http and https only
}

// Item is an item of a list.
type Item struct {
	Words
	Task, Done bool     // has a box; the box is ticked
	Below      []string // the items of the lists inside of it, as written
}

// Outline lists the parts of a text. It grows the text's tree once more, so it
// is for those few texts of which somebody wants it.
func (d *Doc) Outline() []Part {
	d = d.written()
	if d.asIs {
		return nil
	}
	t := d.grow(nil)
	parts := make([]Part, len(t.sections))
	for i, nodes := range t.sections {
		if h := t.sectionHeadings[i]; h >= 0 {
			parts[i].Heading = &d.headings[h]
		}
		for _, n := range nodes {
			switch n.Kind() {
			case ast.KindParagraph, ast.KindTextBlock:
				parts[i].Blocks = append(parts[i].Blocks, Block{Lines: t.lines(n)})
			case ast.KindList:
				parts[i].Blocks = append(parts[i].Blocks, Block{Items: t.listItems(n)})
			case extast.KindTable:
				parts[i].Blocks = append(parts[i].Blocks, Block{Rows: t.rows(n)})
			}
		}
	}
	return parts
}

// lines parts a paragraph where its author did.
func (t *tree) lines(paragraph ast.Node) []Words {
	segments := paragraph.Lines()
	if segments == nil || segments.Len() == 0 {
		return nil
	}
	lines := make([]Words, segments.Len())
	texts := make([]strings.Builder, len(lines))
	at := 0
	for n := paragraph.FirstChild(); n != nil; n = n.NextSibling() {
		if start := firstText(n); start >= 0 {
			for at+1 < len(lines) && start >= segments.At(at+1).Start {
				at++
			}
		}
		text := t.d.plain(n)
		if n.Kind() == ast.KindEmphasis && strings.TrimSpace(texts[at].String()) == "" {
			lines[at].Strong = len(strings.TrimSpace(text))
		}
		texts[at].WriteString(text)
		lines[at].Links = append(lines[at].Links, t.addressesIn(n)...)
	}
	hidden := t.d.mayHide()
	for i := range lines {
		segment := segments.At(i)
		raw := t.d.source[segment.Start:segment.Stop]
		start := segment.Start + len(raw) - len(bytes.TrimLeft(raw, " \t"))
		stop := start + len(bytes.TrimSpace(raw))
		lines[i].Span = t.d.spanOf(start, stop)
		lines[i].Text = spaced(texts[i].String())
		lines[i].Source = lines[i].Text
		if !hidden {
			lines[i].Source = string(t.d.source[start:stop])
		}
		if lines[i].Strong > len(lines[i].Text) || !utf8.ValidString(lines[i].Text[:lines[i].Strong]) {
			lines[i].Strong = 0
		}
	}
	return lines
}

// mayHide reports whether the source may hold what the nodes do not: parts
// that are internal.
func (d *Doc) mayHide() bool { return d.public && bytes.Contains(d.source, []byte("<!--")) }

// firstText is where the first text in a node stands, -1 if it has none.
func firstText(n ast.Node) int {
	start := -1
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if text, ok := n.(*ast.Text); ok && entering {
			start = text.Segment.Start
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return start
}

func (t *tree) addressesIn(n ast.Node) []string {
	var found []string
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		address := ""
		switch n := n.(type) {
		case *ast.Link:
			address = string(n.Destination)
		case *ast.AutoLink:
			address = string(n.URL(t.d.source))
		}
		if strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
			found = append(found, address)
		}
		return ast.WalkContinue, nil
	})
	return found
}

// joined makes one of several lines.
func joined(lines []Words) Words {
	if len(lines) < 2 {
		return append(lines, Words{})[0]
	}
	all := lines[0]
	var plain, source []string
	for i, l := range lines {
		plain, source = append(plain, l.Text), append(source, l.Source)
		if i > 0 {
			all.Links = append(all.Links, l.Links...)
		}
	}
	all.Text, all.Source = strings.TrimSpace(strings.Join(plain, " ")), strings.TrimSpace(strings.Join(source, " "))
	all.Span.End = lines[len(lines)-1].Span.End
	return all
}

func (t *tree) listItems(list ast.Node) []Item {
	var items []Item
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		var item Item
		for child := n.FirstChild(); child != nil; child = child.NextSibling() {
			switch child.Kind() {
			case ast.KindParagraph, ast.KindTextBlock:
				if item.Text != "" {
					item.Below = append(item.Below, joined(t.lines(child)).Source)
					continue
				}
				item.Words = joined(t.lines(child))
				if box, ok := child.FirstChild().(*extast.TaskCheckBox); ok {
					item.Task, item.Done = true, box.IsChecked
					item.Source = strings.TrimSpace(boxInSource.ReplaceAllString(item.Source, ""))
				}
			case ast.KindList:
				for _, below := range t.listItems(child) {
					item.Below = append(item.Below, "- "+below.Source)
					for _, further := range below.Below {
						item.Below = append(item.Below, "  "+further)
					}
				}
			}
		}
		items = append(items, item)
	}
	return items
}

var boxInSource = regexp.MustCompile(`^\[[ xX]\]`)

func (t *tree) rows(table ast.Node) [][]Words {
	var rows [][]Words
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []Words
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			w := Words{Text: t.d.oneLine(cell), Links: t.addressesIn(cell), Span: t.d.nodeSpan(cell)}
			w.Source = w.Text
			if cell.Lines() != nil && cell.Lines().Len() > 0 {
				segment := cell.Lines().At(0)
				w.Span = t.d.spanOf(segment.Start, segment.Stop)
				if !t.d.mayHide() {
					w.Source = strings.TrimSpace(string(segment.Value(t.d.source)))
				}
			}
			cells = append(cells, w)
		}
		rows = append(rows, cells)
	}
	return rows
}
