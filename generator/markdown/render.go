package markdown

import (
	"bytes"
	"fmt"
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

// Render renders the whole text. A heading keeps its anchor; a timeline is
// shown as it was written.
func (d *Doc) Render(resolve Resolver) HTML {
	if d.root == nil {
		return d.asWritten()
	}
	r := d.renderer(resolve, false)
	return d.finish(func(w util.BufWriter) error { return r.Render(w, d.source, d.root) })
}

// RenderSection renders the i-th of Sections without its heading, and without
// the lists and tables that the timeline was read from.
func (d *Doc) RenderSection(i int, resolve Resolver) HTML {
	if d.root == nil {
		return d.asWritten()
	}
	r := d.renderer(resolve, false)
	return d.finish(func(w util.BufWriter) error {
		for _, n := range d.sections[i].nodes {
			if d.isEntry[n] || n.Parent() == nil {
				continue
			}
			if err := r.Render(w, d.source, n); err != nil {
				return err
			}
		}
		return nil
	})
}

// RenderTimelineItem renders the i-th entry of Timeline without its time,
// milestone, and those who are named at its end.
func (d *Doc) RenderTimelineItem(i int, resolve Resolver) HTML {
	r := d.renderer(resolve, true)
	return d.finish(func(w util.BufWriter) error {
		item := d.items[i]
		first := item.FirstChild()
		if item.Kind() == extast.KindTableRow && first != nil {
			first = first.NextSibling()
		}
		for n := first; n != nil; n = n.NextSibling() {
			open, closing := "", ""
			if n.Kind() == ast.KindTextBlock || n.Kind() == extast.KindTableCell {
				open, closing = "<p>", "</p>\n"
			}
			_, _ = w.WriteString(open)
			if n.Kind() == extast.KindTableCell {
				for c := n.FirstChild(); c != nil; c = c.NextSibling() {
					if err := r.Render(w, d.source, c); err != nil {
						return err
					}
				}
			} else if err := r.Render(w, d.source, n); err != nil {
				return err
			}
			_, _ = w.WriteString(closing)
		}
		return nil
	})
}

// asWritten shows text that was too complex to be parsed.
func (d *Doc) asWritten() HTML {
	if len(d.source) == 0 {
		return ""
	}
	return HTML(`<pre tabindex="0"><code>` + string(util.EscapeHTML(bytes.ToValidUTF8(d.source, []byte("\uFFFD")))) + "</code></pre>")
}

var outputs = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// errTooLong ends the rendering of a text whose output explodes.
var errTooLong = fmt.Errorf("output above %d bytes", maxOutput)

// bounded is a buffer that refuses to grow beyond what a page may have.
type bounded struct{ *bytes.Buffer }

func (b bounded) Available() int { return b.Buffer.Available() }
func (b bounded) Buffered() int  { return b.Buffer.Len() }
func (b bounded) Flush() error   { return nil }

func (b bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxOutput {
		return 0, errTooLong
	}
	return b.Buffer.Write(p)
}

// finish collects what render writes and makes it trusted: an author's own
// tags go through the sanitiser, everything else was escaped where it was
// written.
func (d *Doc) finish(render func(util.BufWriter) error) (out HTML) {
	buffer := outputs.Get().(*bytes.Buffer)
	buffer.Reset()
	defer outputs.Put(buffer)
	defer func() {
		if recover() != nil {
			out = d.asWritten()
		}
	}()
	if err := render(bounded{buffer}); err != nil || buffer.Len() >= maxOutput {
		return d.asWritten()
	}
	if d.hasHTML {
		return HTML(policy().SanitizeBytes(buffer.Bytes()))
	}
	return HTML(strings.TrimRight(buffer.String(), "\n"))
}

// renderer makes a renderer for one way of resolving links. entry says that an
// entry of the timeline is rendered, so that its time is left out.
func (d *Doc) renderer(resolve Resolver, entry bool) renderer.Renderer {
	own := &nodeRenderer{d: d, resolve: resolve, entry: entry}
	return renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(own, 100),
		util.Prioritized(extension.NewTableHTMLRenderer(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)), 500),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
		util.Prioritized(extension.NewFootnoteHTMLRenderer(extension.WithFootnoteIDPrefix([]byte(d.prefix))), 500),
		util.Prioritized(emojihtml.NewHTMLRenderer(), 500),
		util.Prioritized(html.NewRenderer(html.WithUnsafe()), 1000),
	))
}

// nodeRenderer renders what differs from goldmark's own way. Every string it
// writes is escaped.
type nodeRenderer struct {
	d       *Doc
	resolve Resolver
	entry   bool
}

func (r *nodeRenderer) RegisterFuncs(register renderer.NodeRendererFuncRegisterer) {
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
	register.Register(ast.KindHTMLBlock, r.htmlBlock)
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
