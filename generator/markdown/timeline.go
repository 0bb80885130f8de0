package markdown

import (
	"sort"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// TimelineItem is an entry of the timeline as it stands in the text.
type TimelineItem struct {
	When          Stamp
	Text          string   // plain, without time, milestone and those who did it at its end
	Milestone     string   // the word in braces, as written
	Noise         bool     // marked with {noise}
	Actors        []string // of @name, in order
	Span          diag.Span
	MilestoneSpan diag.Span
}

// extent is a part of the source by its bytes.
type extent struct{ start, stop int }

// collectTimeline reads the entries under the heading Timeline: items of its
// lists, and rows of its tables, that begin with a time.
func (t *tree) collectTimeline(report reporter) {
	t.isEntry, t.unseen = map[ast.Node]bool{}, map[ast.Node][]extent{}
	level := 0
	for i, heading := range t.sectionHeadings {
		if heading < 0 {
			continue
		}
		switch h := t.headings[heading]; {
		case h.Known == Timeline:
			level = h.Level
		case level == 0 || h.Level <= level:
			level = 0
			continue
		}
		nodes := make([]ast.Node, 0, len(t.sections[i]))
		for _, n := range t.sections[i] {
			nodes = append(nodes, n)
			if rest := t.collectEntries(n, report); rest != nil {
				nodes = append(nodes, rest)
			}
		}
		t.sections[i] = nodes
	}
}

// collectEntries reads a list or table. Unless some of its items begin with a
// time, it is not the timeline, but part of the text. What has no time among
// them is given back as a list of its own.
func (t *tree) collectEntries(n ast.Node, report reporter) (rest ast.Node) {
	if n.Kind() != ast.KindList && n.Kind() != extast.KindTable {
		return nil
	}
	items := make([]TimelineItem, 0, n.ChildCount())
	nodes := make([]ast.Node, 0, n.ChildCount())
	var timeless []ast.Node
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if item.Kind() == extast.KindTableHeader {
			continue
		}
		if entry, ok := t.entry(item); ok {
			items, nodes = append(items, entry), append(nodes, item)
		} else {
			timeless = append(timeless, item)
		}
	}
	if len(items) == 0 {
		return nil
	}
	for _, item := range timeless {
		report(diag.Warning, "timeline/no-time", t.d.nodeSpan(item), "begin it with a time, such as 03:12, or indent it below the entry it belongs to",
			"this entry of the timeline does not begin with a time and is left out of it")
	}
	if len(timeless) > 0 {
		rest = keepTimeless(n, timeless)
	}
	t.isEntry[n] = true
	if t.timeline == nil {
		t.timeline, t.items = items, nodes
		return rest
	}
	t.timeline = append(t.timeline, items...)
	t.items = append(t.items, nodes...)
	return rest
}

// keepTimeless puts what has no time behind the timeline, so that it is not
// lost; nil where it stays in its table.
func keepTimeless(n ast.Node, timeless []ast.Node) ast.Node {
	list, ok := n.(*ast.List)
	if !ok {
		return nil
	}
	rest := ast.NewList(list.Marker)
	rest.IsTight = list.IsTight
	for _, item := range timeless {
		rest.AppendChild(rest, item)
	}
	n.Parent().InsertAfter(n.Parent(), n, rest)
	return rest
}

// leaf is a run of prose and where it stands.
type leaf struct {
	node  *ast.Text
	at    int // in the flat text
	prose bool
}

// flat is the text of an entry in one string, with the way back to the nodes.
type flat struct {
	text   string
	leaves []leaf
}

// flatten collects the text of an entry's own blocks. Only the first block may
// hold the time; code and links are no prose, so nothing in them is a
// milestone or a person.
func (d *Doc) flatten(item ast.Node) flat {
	var f flat
	var b strings.Builder
	_ = ast.Walk(item, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock && n != item {
				b.WriteByte('\n')
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			f.leaves = append(f.leaves, leaf{node: n, at: b.Len(), prose: isProse(n, item)})
			b.Write(n.Segment.Value(d.source))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.AutoLink:
			b.Write(n.Label(d.source))
		case *ast.List, *ast.FencedCodeBlock, *ast.CodeBlock, *ast.Blockquote, *ast.HTMLBlock:
			if n != item {
				return ast.WalkSkipChildren, nil
			}
		}
		return ast.WalkContinue, nil
	})
	f.text = b.String()
	return f
}

func isProse(n, item ast.Node) bool {
	for p := n.Parent(); p != nil && p != item; p = p.Parent() {
		switch p.Kind() {
		case ast.KindCodeSpan, ast.KindLink, ast.KindImage, ast.KindAutoLink:
			return false
		}
	}
	return true
}

// hide keeps a part of the flat text from being shown with the entry.
func (t *tree) hide(f flat, from, to int) {
	for _, l := range f.between(from, to) {
		start := l.node.Segment.Start
		a, b := max(from-l.at, 0), min(to-l.at, l.node.Segment.Len())
		if a < b {
			t.unseen[l.node] = append(t.unseen[l.node], extent{start + a, start + b})
		}
	}
}

// span is the place of a part of the flat text.
func (d *Doc) flatSpan(f flat, from, to int) diag.Span {
	start, stop := -1, -1
	for _, l := range f.between(from, to) {
		a, b := max(from-l.at, 0), min(to-l.at, l.node.Segment.Len())
		if a < b {
			if start < 0 {
				start = l.node.Segment.Start + a
			}
			stop = l.node.Segment.Start + b
		}
	}
	return d.spanOf(max(start, 0), max(stop, 0))
}

func (t *tree) entry(item ast.Node) (TimelineItem, bool) {
	d := t.d
	f := d.flatten(item)
	stamp, length, ok := scanStamp(f.text)
	if !ok {
		return TimelineItem{}, false
	}
	entry := TimelineItem{When: stamp, Span: d.flatSpan(f, 0, length)}
	t.hide(f, 0, length)
	shown := []byte(f.text)
	blank := func(from, to int) {
		for i := from; i < to; i++ {
			shown[i] = ' '
		}
	}
	blank(0, length)
	for from, to := range braces(f) {
		word := strings.Clone(f.text[from+1 : to-1]) // not all of the entry's text with it
		if strings.EqualFold(word, "noise") {
			entry.Noise = true
		} else if entry.Milestone == "" {
			entry.Milestone, entry.MilestoneSpan = word, d.flatSpan(f, from, to)
		} else {
			continue
		}
		t.hide(f, from, to)
		blank(from, to)
	}
	words, others := len(strings.TrimRight(string(shown), " \n@,.")), lastOther(string(shown))
	for from, to := range mentions(f) {
		entry.Actors = append(entry.Actors, strings.Clone(f.text[from+1:to]))
		if to >= words || from > others {
			t.hide(f, from, to)
			blank(from, to)
		}
	}
	entry.Text = spaced(string(shown))
	return entry, true
}

// lastOther is where the last word begins that is not somebody's name; -1 if
// nothing but people stands in a text.
func lastOther(text string) int {
	last, before := -1, ' '
	for i, r := range text {
		if unicode.IsSpace(before) && !unicode.IsSpace(r) && r != '@' {
			last = i
		}
		before = r
	}
	return last
}

// braces finds {word} in prose.
func braces(f flat) func(yield func(int, int) bool) {
	return func(yield func(int, int) bool) {
		for from := 0; from < len(f.text); from++ {
			if f.text[from] != '{' || !f.proseAt(from) {
				continue
			}
			to := from + 1
			for to < len(f.text) && (isLetter(f.text[to]) || isDigit(f.text[to]) || f.text[to] == '_' || f.text[to] == '-') {
				to++
			}
			if to < len(f.text) && f.text[to] == '}' && to > from+1 {
				if !yield(from, to+1) {
					return
				}
				from = to
			}
		}
	}
}

// mentions finds @name in prose, where no word stands before it.
func mentions(f flat) func(yield func(int, int) bool) {
	word := func(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' || c == '-' }
	return func(yield func(int, int) bool) {
		for from := 0; from < len(f.text); from++ {
			if f.text[from] != '@' || !f.proseAt(from) || from > 0 && (word(f.text[from-1]) || f.text[from-1] == '.' || f.text[from-1] == '/') {
				continue
			}
			to := from + 1
			for to < len(f.text) && word(f.text[to]) {
				to++
			}
			if to > from+1 && !(to+1 < len(f.text) && f.text[to] == '.' && word(f.text[to+1])) && !yield(from, to) {
				return
			}
		}
	}
}

func (f flat) proseAt(at int) bool {
	for _, l := range f.between(at, at+1) {
		if at >= l.at && at < l.at+l.node.Segment.Len() {
			return l.prose
		}
	}
	return false
}

// between are the leaves that a part of the flat text may stand in.
func (f flat) between(from, to int) []leaf {
	first := sort.Search(len(f.leaves), func(i int) bool { return f.leaves[i].at > from }) - 1
	end := sort.Search(len(f.leaves), func(i int) bool { return f.leaves[i].at >= to })
	return f.leaves[max(first, 0):end]
}
