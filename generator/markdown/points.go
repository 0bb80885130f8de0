package markdown

import "github.com/yuin/goldmark/ast"

// Point is one of the things that a part of the text lists.
type Point struct {
	Text    string // plain, on one line
	Links   []Link // inside of it
	Heading string // id of the heading that it stands under
}

// The most that is kept of a part.
const (
	pointsMost  = 40
	pointLength = 400
)

// WentWell lists what the text says went well: the items of the lists under
// that heading and those below it, or the paragraphs where there is no list.
func (d *Doc) WentWell() []Point { return d.wentWell }

// pointsUnder gathers the points of a known heading. The links of the text are
// found already.
func (t *tree) pointsUnder(part Known) []Point {
	var items, paragraphs []Point
	level := 0 // of the heading that is read below; 0 outside
	for i, nodes := range t.sections {
		h := t.sectionHeadings[i]
		if h < 0 {
			continue
		}
		heading := t.headings[h]
		switch {
		case heading.Known == part:
			level = heading.Level
		case level > 0 && heading.Level <= level:
			level = 0
		}
		if level == 0 {
			continue
		}
		for _, n := range nodes {
			switch n.Kind() {
			case ast.KindParagraph:
				paragraphs = t.addPoint(paragraphs, n, n, heading.ID)
			case ast.KindList:
				for item := n.FirstChild(); item != nil; item = item.NextSibling() {
					items = t.addPoint(items, item.FirstChild(), item, heading.ID)
				}
			}
		}
	}
	if items != nil {
		return items
	}
	return paragraphs
}

// addPoint adds the words of a node, with the links of what is around it.
func (t *tree) addPoint(points []Point, words, around ast.Node, heading string) []Point {
	if words == nil || len(points) == pointsMost {
		return points
	}
	p := Point{Text: cut(t.d.oneLine(words), pointLength), Heading: heading}
	if p.Text == "" {
		return points
	}
	_ = ast.Walk(around, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if at, ok := t.linkIndex[n]; ok && entering {
			p.Links = append(p.Links, t.d.links[at])
		}
		return ast.WalkContinue, nil
	})
	return append(points, p)
}
