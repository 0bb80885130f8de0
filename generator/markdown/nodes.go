package markdown

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"github.com/retrowiki/retrowiki/generator/highlight"
)

func (r nodeRenderer) text(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Text)
	value, o := n.Segment.Value(source), w.(*output)
	if o.entry {
		value = o.seen(n)
	}
	if n.IsRaw() {
		html.DefaultWriter.RawWrite(w, value)
		return ast.WalkContinue, nil
	}
	if (o.resolve != nil || o.gaps != nil) && mayRefer(value) && !inLink(n) {
		before := byte(0)
		if n.Segment.Start > 0 {
			before = source[n.Segment.Start-1]
		}
		o.words(value, before)
	} else {
		html.DefaultWriter.Write(w, value)
	}
	switch {
	case n.HardLineBreak():
		write(w, "<br>\n")
	case n.SoftLineBreak():
		write(w, "\n")
	}
	return ast.WalkContinue, nil
}

// seen is a text without the parts that an entry shows elsewhere.
func (o *output) seen(n *ast.Text) []byte {
	source := o.t.d.source
	hidden := o.t.unseen[n]
	if len(hidden) == 0 {
		return n.Segment.Value(source)
	}
	elsewhere := make([]bool, n.Segment.Len())
	for _, h := range hidden {
		for i := h.start; i < h.stop; i++ {
			elsewhere[i-n.Segment.Start] = true
		}
	}
	var value []byte
	for i, c := range source[n.Segment.Start:n.Segment.Stop] {
		if !elsewhere[i] {
			value = append(value, c)
		}
	}
	return value
}

// emphasis leaves out <strong></strong> around a time that is shown elsewhere.
func (r nodeRenderer) emphasis(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Emphasis)
	o := w.(*output)
	if t, ok := n.FirstChild().(*ast.Text); o.entry && ok && n.ChildCount() == 1 && len(bytes.TrimSpace(o.seen(t))) == 0 {
		return ast.WalkSkipChildren, nil
	}
	tag := "em"
	if n.Level == 2 {
		tag = "strong"
	}
	if entering {
		write(w, "<", tag, ">")
	} else {
		write(w, "</", tag, ">")
	}
	return ast.WalkContinue, nil
}

func (r nodeRenderer) heading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Heading)
	tag := "h" + strconv.Itoa(max(2, n.Level))
	id := escape(w.(*output).t.ids[n])
	if entering {
		write(w, "<", tag, ` id="`, id, `">`)
	} else {
		write(w, ` <a class="anchor" href="#`, id, `" aria-label="Link to this section">#</a></`, tag, ">\n")
	}
	return ast.WalkContinue, nil
}

func (r nodeRenderer) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n, o := node.(*ast.Link), w.(*output)
	index, known := o.t.linkIndex[n]
	elsewhere := known && o.d.links[index].Kind == External
	title := ""
	if len(n.Title) > 0 {
		title = string(unescape(n.Title))
	}
	switch {
	case entering && (elsewhere || !o.preparing(gap{kind: opensLink, link: int32(index), words: title})):
		o.openLink(o.target(index), title)
	case !entering && (elsewhere || !o.preparing(gap{kind: closesLink})):
		o.closeLink(o.target(index).ok)
	}
	return ast.WalkContinue, nil
}

func (o *output) openLink(t linked, title string) (ok bool) {
	if t.ok {
		openAnchor(o, t.Link, t.Target, cmp.Or(title, t.Title))
	} else {
		write(o, `<span class="broken-link">`)
	}
	return t.ok
}

func (o *output) closeLink(ok bool) {
	if ok {
		write(o, "</a>")
	} else {
		write(o, "</span>")
	}
}

func openAnchor(w util.BufWriter, l Link, target Target, title string) {
	write(w, `<a href="`, escapeURL(target.URL), `"`)
	if title != "" {
		write(w, ` title="`, escape(title), `"`)
	}
	if l.Kind == External {
		write(w, ` rel="noopener noreferrer"`)
	}
	write(w, ">")
}

// linked is a link or image and where it leads, if it does.
type linked struct {
	Link
	Target
	ok bool
}

// target finds where a link or image leads, and lets nothing pass that a
// browser should not be sent to.
func (o *output) target(index int) linked {
	if index >= len(o.d.links) {
		return linked{}
	}
	t := linked{Link: o.d.links[index]}
	switch {
	case t.Kind == External:
		t.URL, t.ok = withScheme(t.Destination), safeURL(t.Destination, false)
	case o.resolve != nil:
		t.Target, t.ok = o.resolve(t.Link)
		t.ok = t.ok && safeURL(t.URL, false)
	}
	return t
}

func (r nodeRenderer) autoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	address := string(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(address), "mailto:") {
		address = "mailto:" + address
	}
	label := escape(string(n.Label(source)))
	if !safeURL(address, false) {
		write(w, label)
		return ast.WalkContinue, nil
	}
	write(w, `<a href="`, escapeURL(address), `" rel="noopener noreferrer">`, label, "</a>")
	return ast.WalkContinue, nil
}

func (r nodeRenderer) image(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n, o := node.(*ast.Image), w.(*output)
	title := ""
	if len(n.Title) > 0 {
		title = string(unescape(n.Title))
	}
	if index := o.t.linkIndex[n]; !o.preparing(gap{kind: showsImage, link: int32(index), words: title}) {
		o.image(o.target(index), title)
	}
	return ast.WalkSkipChildren, nil
}

func (o *output) image(t linked, title string) {
	if t.ok && t.Kind == External {
		// A page loads nothing from other hosts: who looks at whose incidents
		// is nobody else's business.
		openAnchor(o, t.Link, t.Target, "")
		write(o, escape(cmp.Or(t.Text, t.Destination)), "</a>")
		return
	}
	if !t.ok || !safeURL(t.URL, true) {
		write(o, `<span class="broken-link">`, escape(t.Text), "</span>")
		return
	}
	write(o, `<img src="`, escapeURL(t.URL), `" alt="`, escape(t.Text), `"`)
	if title != "" {
		write(o, ` title="`, escape(title), `"`)
	}
	if t.Width > 0 && t.Height > 0 {
		write(o, ` width="`, strconv.Itoa(t.Width), `" height="`, strconv.Itoa(t.Height), `"`)
	}
	write(o, ` loading="lazy" decoding="async">`)
}

func (r nodeRenderer) wikiLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n, o := node.(*wikiLink), w.(*output)
	if index := o.t.linkIndex[n]; !o.preparing(gap{kind: showsWikiLink, link: int32(index), words: n.label}) {
		o.wikiLink(o.target(index), n.label)
	}
	return ast.WalkSkipChildren, nil
}

// wikiLink writes a short link: by its label, or by the title of its target.
func (o *output) wikiLink(t linked, label string) {
	if !t.ok {
		write(o, `<span class="broken-link">`, escape(t.Text), "</span>")
		return
	}
	words, title := t.Text, t.Title
	if label == "" && title != "" {
		words, title = title, ""
	}
	openAnchor(o, t.Link, t.Target, title)
	write(o, escape(words), "</a>")
}

func (r nodeRenderer) alert(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*alert)
	if entering {
		write(w, `<div class="markdown-alert markdown-alert-`, n.kind, `"><p class="markdown-alert-title">`,
			strings.ToUpper(n.kind[:1]), n.kind[1:], "</p>\n")
	} else {
		write(w, "</div>\n")
	}
	return ast.WalkContinue, nil
}

func (r nodeRenderer) code(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	var code bytes.Buffer
	for i := range node.Lines().Len() {
		line := node.Lines().At(i)
		code.Write(line.Value(source))
	}
	language := ""
	if fenced, ok := node.(*ast.FencedCodeBlock); ok {
		language = string(fenced.Language(source))
	}
	if language == "mermaid" {
		write(w, `<pre class="mermaid" tabindex="0">`, escape(code.String()), "</pre>\n")
		return ast.WalkContinue, nil
	}
	write(w, `<pre class="code" tabindex="0"><code>`)
	_, _ = w.Write(highlight.Append(w.(*output).AvailableBuffer(), language, bytes.ToValidUTF8(code.Bytes(), []byte("\uFFFD"))))
	write(w, "</code></pre>\n")
	return ast.WalkContinue, nil
}

func (r nodeRenderer) list(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.List)
	tag := "ul"
	if n.IsOrdered() {
		tag = "ol"
	}
	if !entering {
		write(w, "</", tag, ">\n")
		return ast.WalkContinue, nil
	}
	write(w, "<", tag)
	if n.IsOrdered() && n.Start != 1 {
		write(w, ` start="`, strconv.Itoa(n.Start), `"`)
	}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if isTask(item) {
			write(w, ` class="contains-task-list"`)
			break
		}
	}
	write(w, ">\n")
	return ast.WalkContinue, nil
}

func isTask(item ast.Node) bool {
	block := item.FirstChild()
	return block != nil && block.FirstChild() != nil && block.FirstChild().Kind() == extast.KindTaskCheckBox
}

func (r nodeRenderer) listItem(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	switch {
	case !entering:
		write(w, "</li>\n")
	case isTask(node):
		write(w, `<li class="task-list-item">`)
	default:
		write(w, "<li>")
	}
	return ast.WalkContinue, nil
}

func (r nodeRenderer) checkBox(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	if node.(*extast.TaskCheckBox).IsChecked {
		write(w, `<input type="checkbox" disabled checked aria-label="done"> `)
	} else {
		write(w, `<input type="checkbox" disabled aria-label="to do"> `)
	}
	return ast.WalkContinue, nil
}

func (r nodeRenderer) table(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		write(w, `<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table>`, "\n")
	} else {
		write(w, "</table></div>\n")
	}
	return ast.WalkContinue, nil
}
