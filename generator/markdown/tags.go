package markdown

import (
	"cmp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// raw is what an author's own tags say, as written.
func (d *Doc) raw(n ast.Node) string {
	var b strings.Builder
	switch n := n.(type) {
	case *ast.HTMLBlock:
		d.plainLines(&b, n)
		if n.HasClosure() {
			b.Write(n.ClosureLine.Value(d.source))
		}
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			segment := n.Segments.At(i)
			b.Write(segment.Value(d.source))
		}
	}
	return b.String()
}

// addressed are the tags with an address that is resolved like a Markdown
// link's, and the attribute that holds it.
var addressed = map[string]string{"a": "href", "img": "src"}

// rawLinks lists the links and images of an author's own tags.
func (t *tree) rawLinks() []Link {
	if !t.hasHTML {
		return nil
	}
	var links []Link
	_ = ast.Walk(t.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if k := n.Kind(); entering && (k == ast.KindHTMLBlock || k == ast.KindRawHTML) {
			span := t.d.rawSpan(n)
			rewriteTags(t.d.raw(n), func(l Link) (string, bool) {
				l.Span = span
				links = append(links, l)
				return "", false
			})
		}
		return ast.WalkContinue, nil
	})
	return links
}

func (d *Doc) rawSpan(n ast.Node) diag.Span {
	if r, ok := n.(*ast.RawHTML); ok && r.Segments.Len() > 0 {
		segment := r.Segments.At(0)
		return d.spanOf(segment.Start, segment.Stop)
	}
	return d.nodeSpan(n)
}

// rewriteTags gives an author's tags with each address replaced by what
// resolve says; an address that leads nowhere is taken out, and so are those
// attributes that could load something from elsewhere.
func rewriteTags(raw string, resolve func(Link) (string, bool)) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(raw))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return b.String()
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			b.Write(z.Raw())
			continue
		}
		token := z.Token()
		if token.Data == "img" {
			if link := imageElsewhere(token); link != "" {
				b.WriteString(link)
				continue
			}
		}
		kept := token.Attr[:0]
		for _, a := range token.Attr {
			if a.Key == "srcset" || a.Key == "src" && token.Data != "img" {
				continue
			}
			if a.Key == addressed[token.Data] {
				if a.Val, _ = resolveTag(token.Data, a.Val, resolve); a.Val == "" {
					continue
				}
			}
			kept = append(kept, a)
		}
		if token.Data == "img" && !slices.ContainsFunc(kept, func(a html.Attribute) bool { return a.Key == "alt" }) {
			kept = append(kept, html.Attribute{Key: "alt"})
		}
		token.Attr = kept
		b.WriteString(token.String())
	}
}

// imageElsewhere is a link in the place of an image of another host, which a
// page does not load; "" for any other image.
func imageElsewhere(token html.Token) string {
	address, words := "", ""
	for _, a := range token.Attr {
		switch a.Key {
		case "src":
			address = decodeURL([]byte(a.Val))
		case "alt":
			words = a.Val
		}
	}
	if classify(address, Image).Kind != External || !safeURL(address, true) {
		return ""
	}
	return `<a href="` + escapeURL(withScheme(address)) + `" rel="noopener noreferrer">` + escape(cmp.Or(words, address)) + "</a>"
}

func resolveTag(tag, address string, resolve func(Link) (string, bool)) (string, bool) {
	kind := Relative
	if tag == "img" {
		kind = Image
	}
	l := classify(decodeURL([]byte(address)), kind)
	switch {
	case l.Kind == External && tag == "img":
		return "", false // a page loads nothing from other hosts
	case l.Kind == External:
		return withScheme(l.Destination), safeURL(l.Destination, false)
	}
	return resolve(l)
}

// ownTags writes an author's tags for the sanitiser.
func (nodeRenderer) ownTags(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	o := w.(*output)
	write(w, rewriteTags(o.t.d.raw(node), func(l Link) (string, bool) {
		if o.resolve == nil {
			return "", false
		}
		target, ok := o.resolve(l)
		if !ok || !safeURL(target.URL, l.Kind == Image) {
			return "", false
		}
		return target.URL, true
	}))
	if node.Kind() == ast.KindHTMLBlock {
		write(w, "\n")
	}
	return ast.WalkSkipChildren, nil
}
