package markdown

import (
	"bytes"
	"fmt"
	html5 "html"
	"io"
	"strings"
	"sync"

	emojihtml "github.com/yuin/goldmark-emoji"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// Rendering renders parts of one text for one page. It is for one goroutine.
type Rendering struct {
	d       *Doc
	t       *tree // nil until it is needed
	resolve Resolver
}

// Render renders the whole text. A heading keeps its anchor; a timeline is
// shown as it was written.
func (d *Doc) Render(resolve Resolver) HTML { return d.Rendering(resolve).Whole() }

// SeenFrom gives HTML that was made for one page to another: what leads to a
// place on that page, such as a footnote, leads to it by its address.
func SeenFrom(h HTML, page string) HTML {
	return HTML(strings.ReplaceAll(string(h), ` href="#`, ` href="`+html5.EscapeString(page)+"#"))
}

// Rendering prepares to render parts of the text, with links resolved for one
// page.
func (d *Doc) Rendering(resolve Resolver) *Rendering {
	return &Rendering{d: d.rendered(), resolve: resolve}
}

func (r *Rendering) tree() *tree {
	if r.t == nil {
		r.t = r.d.written().grow(nil)
	}
	return r.t
}

// Whole renders all of the text.
func (r *Rendering) Whole() HTML {
	if r.d.isPlain {
		return paragraph(r.d.source)
	}
	if p := r.d.prepared; p != nil && r.d.text == nil {
		return r.fill(p.whole)
	}
	return r.finish(false, func(w *output) error { return r.tree().whole(w) })
}

// Section renders the i-th of the Doc's Sections without its heading, and
// without the lists and tables that the timeline was read from.
func (r *Rendering) Section(i int) HTML {
	if p := r.d.prepared; p != nil {
		return r.fill(p.sections[i])
	}
	return r.finish(false, func(w *output) error { return r.tree().section(i)(w) })
}

// TimelineItem renders the i-th entry of the Doc's Timeline without its time,
// milestone, and those who are named at its end.
func (r *Rendering) TimelineItem(i int) HTML {
	if p := r.d.prepared; p != nil {
		return r.fill(p.items[i])
	}
	return r.finish(true, func(w *output) error { return r.tree().item(i)(w) })
}

func (t *tree) whole(w *output) error { return renderNode(w, t.root) }

func (t *tree) section(i int) func(*output) error {
	return func(w *output) error {
		for _, n := range t.sections[i] {
			if t.isEntry[n] || n.Parent() == nil {
				continue
			}
			if err := renderNode(w, n); err != nil {
				return err
			}
		}
		return nil
	}
}

func (t *tree) item(i int) func(*output) error {
	return func(w *output) error {
		item := t.items[i]
		first := item.FirstChild()
		if item.Kind() == extast.KindTableRow && first != nil {
			first = first.NextSibling()
		}
		for n := first; n != nil; n = n.NextSibling() {
			if err := renderBlock(w, n); err != nil {
				return err
			}
		}
		return nil
	}
}

// renderBlock renders a part of an entry; what is only text there becomes a
// paragraph.
func renderBlock(w *output, n ast.Node) error {
	switch n.Kind() {
	case extast.KindTableCell:
		write(w, "<p>")
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if err := renderNode(w, c); err != nil {
				return err
			}
		}
		write(w, "</p>\n")
		return nil
	case ast.KindTextBlock:
		write(w, "<p>")
		err := renderNode(w, n)
		write(w, "</p>\n")
		return err
	}
	return renderNode(w, n)
}

// asWritten shows text that was too complex to be parsed.
func (d *Doc) asWritten() HTML {
	d = d.written()
	if len(d.source) == 0 {
		return ""
	}
	return HTML(`<pre tabindex="0"><code>` + string(util.EscapeHTML(bytes.ToValidUTF8(d.source, []byte("\uFFFD")))) + "</code></pre>")
}

// errTooLong ends the rendering of a text whose output explodes.
var errTooLong = fmt.Errorf("output above %d bytes", maxOutput)

// output is what a text is rendered into. It refuses to grow beyond what a page
// may have, and tells the node renderers, which are shared, what they render.
type output struct {
	bytes.Buffer
	d       *Doc
	t       *tree // of d; nil where a prepared text is filled
	resolve Resolver
	entry   bool   // an entry of the timeline is rendered, so its time is left out
	gaps    *[]gap // left for a page to fill; nil where links are resolved at once
}

// Buffered and Flush make an output a util.BufWriter, so that goldmark hands it
// through to the node renderers as it is.
func (o *output) Buffered() int { return o.Len() }

// Flush has nothing to do.
func (o *output) Flush() error { return nil }

func (o *output) Write(p []byte) (int, error) {
	if o.Len()+len(p) > maxOutput {
		return 0, errTooLong
	}
	return o.Buffer.Write(p)
}

var outputs = sync.Pool{New: func() any { return new(output) }}

// finish collects what render writes and makes it trusted: an author's own
// tags go through the sanitiser, everything else was escaped where it was
// written.
func (r *Rendering) finish(entry bool, render func(*output) error) (html HTML) {
	if r.d.asIs {
		return r.d.asWritten()
	}
	w := outputs.Get().(*output)
	w.Reset()
	w.d, w.t, w.resolve, w.entry = r.d, r.tree(), r.resolve, entry
	defer func() {
		w.d, w.t, w.resolve, w.entry = nil, nil, nil, false
		outputs.Put(w)
		if recover() != nil {
			html = r.d.asWritten()
		}
	}()
	if err := render(w); err != nil || w.Len() >= maxOutput {
		return r.d.asWritten()
	}
	if r.d.hasHTML {
		safe, ok := sanitized(w.Bytes())
		if !ok {
			return r.d.asWritten()
		}
		return HTML(safe)
	}
	return HTML(strings.TrimRight(w.String(), "\n"))
}

func renderNode(w *output, n ast.Node) error { return nodes.Render(w, w.t.d.source, n) }

// nodes renders a node of any text: what it needs to know comes with the
// output.
var nodes = renderer.NewRenderer(renderer.WithNodeRenderers(
	util.Prioritized(nodeRenderer{}, 100),
	util.Prioritized(extension.NewTableHTMLRenderer(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)), 500),
	util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
	util.Prioritized(extension.NewFootnoteHTMLRenderer(extension.WithFootnoteIDPrefixFunction(prefixOf)), 500),
	util.Prioritized(emojihtml.NewHTMLRenderer(), 500),
	util.Prioritized(html.NewRenderer(html.WithUnsafe()), 1000),
))

func prefixOf(n ast.Node) []byte {
	prefix, _ := n.OwnerDocument().Meta()[footnotePrefix].(string)
	return []byte(prefix)
}

// nodeRenderer renders what differs from goldmark's own way. Every string it
// writes is escaped.
type nodeRenderer struct{}

func (r nodeRenderer) RegisterFuncs(register renderer.NodeRendererFuncRegisterer) {
	register.Register(ast.KindText, r.text)
	register.Register(ast.KindEmphasis, r.emphasis)
	register.Register(ast.KindHeading, r.heading)
	register.Register(ast.KindLink, r.link)
	register.Register(ast.KindAutoLink, r.autoLink)
	register.Register(ast.KindImage, r.image)
	register.Register(kindWikiLink, r.wikiLink)
	register.Register(kindAlert, r.alert)
	register.Register(ast.KindFencedCodeBlock, r.code)
	register.Register(ast.KindCodeBlock, r.code)
	register.Register(ast.KindList, r.list)
	register.Register(ast.KindListItem, r.listItem)
	register.Register(extast.KindTaskCheckBox, r.checkBox)
	register.Register(extast.KindTable, r.table)
	register.Register(ast.KindHTMLBlock, r.ownTags)
	register.Register(ast.KindRawHTML, r.ownTags)
}

func write(w io.Writer, parts ...string) {
	for _, p := range parts {
		_, _ = io.WriteString(w, p)
	}
}

func escape(s string) string { return string(util.EscapeHTML([]byte(s))) }

// escapeURL writes an address for an attribute.
func escapeURL(address string) string {
	return string(util.EscapeHTML(util.URLEscape([]byte(address), false)))
}
