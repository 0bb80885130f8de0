package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// cutInternal goes through the tree in the order of the text. Between an
// opening and a closing marker, wherever they stand, everything is taken out
// of a public text; unclosed, the rest of the text goes. Comments never stay.
func (t *tree) cutInternal(report reporter) {
	c := cutter{t: t, d: t.d, public: t.d.public}
	c.visit(t.root)
	for _, n := range c.remove {
		if p := n.Parent(); p != nil {
			p.RemoveChild(p, n)
		}
	}
	for _, at := range c.stray {
		report(diag.Warning, "visibility/stray-close", at, "remove it, or open the part with <!-- internal -->", "this closes an internal part that was not opened")
	}
	if c.hidden {
		report(diag.Error, "visibility/unclosed-internal", c.opened, "write <!-- /internal --> where it ends",
			"this internal part is never closed, so the rest of the text is hidden from the public")
	}
}

type cutter struct {
	t      *tree
	d      *Doc
	public bool
	hidden bool
	depth  int // of open parts: one inside another does not end that one early
	opened diag.Span
	stray  []diag.Span
	remove []ast.Node
}

// visit reports whether anything of the node is to be seen.
func (c *cutter) visit(n ast.Node) (visible bool) {
	if markers, only := c.markers(n); len(markers) > 0 || only {
		was := c.hidden
		for _, m := range markers {
			c.mark(m, n)
		}
		// A block that holds a marker and more goes with it: what stands
		// beside a marker in one block of tags cannot be told apart.
		if only || c.public && (was || len(markers) > 0) {
			c.remove = append(c.remove, n)
			return false
		}
	}
	if n.FirstChild() == nil {
		if c.hidden && c.public {
			c.remove = append(c.remove, n)
			return false
		}
		return true
	}
	began := c.hidden
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if c.visit(child) {
			visible = true
		}
	}
	if !visible && c.public && (began || c.hidden) && n != c.t.root && n.Kind() != extast.KindTableCell {
		c.remove = append(c.remove, n)
	}
	return visible
}

func (c *cutter) mark(opens bool, n ast.Node) {
	switch {
	case opens:
		if c.depth == 0 {
			c.opened = c.d.nodeSpan(n)
		}
		c.depth++
	case c.depth > 0:
		c.depth--
	default:
		c.stray = append(c.stray, c.d.nodeSpan(n))
	}
	c.hidden = c.depth > 0
}

// markers finds the markers in an author's tags; only is true if there is
// nothing but comments.
func (c *cutter) markers(n ast.Node) (markers []bool, only bool) {
	if n.Kind() != ast.KindHTMLBlock && n.Kind() != ast.KindRawHTML {
		return nil, false
	}
	raw := c.d.raw(n)
	rest := raw
	only = true
	for {
		before, after, found := strings.Cut(rest, "<!--")
		only = only && strings.TrimSpace(before) == ""
		if !found {
			break
		}
		comment, tail, closed := strings.Cut(after, "-->")
		switch strings.ToLower(strings.TrimSpace(comment)) {
		case "internal":
			markers = append(markers, true)
		case "/internal":
			markers = append(markers, false)
		}
		if !closed {
			break
		}
		rest = tail
	}
	if !only {
		c.t.hasHTML = true
	}
	return markers, only
}
