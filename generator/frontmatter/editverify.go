package frontmatter

import (
	"bytes"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// verify makes the change on a copy and reads that: what is read has to be the
// old fields with the edits made to the values, and the body the same bytes.
func (e *editor) verify(edits []Edit) {
	want := clone(e.doc.Root)
	for _, edit := range edits {
		if !put(want, edit) {
			e.refuse(e.doc.Root.Span, "it has no place for %s", edit.Path)
			return
		}
	}
	changed, err := diag.Apply(e.src, e.fixes)
	if err != nil {
		e.refuse(e.doc.Root.Span, "two of the changes touch one place")
		return
	}
	e.mustRead(changed, want, edits)
}

func (e *editor) mustRead(changed []byte, want *Node, edits []Edit) {
	doc, findings := Parse(diag.NewText(e.doc.Text.File, changed))
	if findings.AtLeast(diag.Error) > 0 || !Same(doc.Root, want) || !bytes.HasSuffix(changed, e.src[e.doc.Body:]) {
		span := e.doc.Root.Span
		if len(e.fixes) > 0 {
			span = e.fixes[0].Span
		}
		what := "reordering its fields"
		if len(edits) > 0 {
			what = "setting " + edits[0].Path
		}
		e.refuse(span, "%s would change something else too, as with anchors, aliases and merge keys", what)
	}
}

// Same reports whether two values hold the same, wherever and however they are
// written; the order of a mapping's keys does not count.
func Same(a, b *Node) bool {
	if a.Kind != b.Kind || a.Text != b.Text || len(a.Pairs) != len(b.Pairs) || len(a.Items) != len(b.Items) {
		return false
	}
	for i := range a.Items {
		if !Same(a.Items[i], b.Items[i]) {
			return false
		}
	}
	others := make(map[string]*Node, len(b.Pairs))
	for _, pair := range b.Pairs {
		others[pair.Key.Text] = pair.Value
	}
	for _, pair := range a.Pairs {
		if other := others[pair.Key.Text]; other == nil || !Same(pair.Value, other) {
			return false
		}
	}
	return true
}

// clone copies a value, so that what an alias stands for is no longer shared.
func clone(n *Node) *Node {
	c := *n
	c.Items, c.Pairs = slices.Clone(n.Items), slices.Clone(n.Pairs)
	for i, item := range c.Items {
		c.Items[i] = clone(item)
	}
	for i, pair := range c.Pairs {
		c.Pairs[i].Value = clone(pair.Value)
	}
	return &c
}

// put makes an edit to values.
func put(root *Node, edit Edit) bool {
	around := &editor{doc: &Document{Root: root}}
	parent, _, name, ok := around.find(edit.Path)
	if !ok {
		return false
	}
	if parent.Kind != Mapping {
		scalar := *parent
		key := &Node{Kind: String, Text: edit.Shorthand}
		*parent = Node{Kind: Mapping, Pairs: []Pair{{Key: key, Value: &scalar}}}
	}
	value := *edit.Value
	for i, pair := range parent.Pairs {
		if pair.Key.Text == name {
			parent.Pairs[i].Value = &value
			return true
		}
	}
	parent.Pairs = append(parent.Pairs, Pair{Key: &Node{Kind: String, Text: strings.Clone(name)}, Value: &value})
	return true
}
