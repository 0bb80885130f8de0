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
	if o.resolve != nil && mayRefer(value) && !inLink(n) {
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
	var value []byte
	for i := n.Segment.Start; i < n.Segment.Stop; i++ {
		visible := true
		for _, h := range hidden {
			visible = visible && (i < h.start || i >= h.stop)
		}
		if visible {
			value = append(value, source[i])
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
	n := node.(*ast.Link)
	l, target, ok := w.(*output).target(n)
	switch {
	case !ok && entering:
		write(w, `<span class="broken-link">`)
	case !ok:
		write(w, "</span>")
	case entering:
		title := target.Title
		if len(n.Title) > 0 {
			title = string(unescape(n.Title))
		}
		openAnchor(w, l, target, title)
	default:
		write(w, "</a>")
	}
	return ast.WalkContinue, nil
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

// target finds where a link or image leads, and lets nothing pass that a
// browser should not be sent to.
func (o *output) target(n ast.Node) (l Link, t Target, ok bool) {
	index, known := o.t.linkIndex[n]
	if !known || index >= len(o.t.d.links) {
		return Link{}, Target{}, false
	}
	l = o.t.d.links[index]
	if l.Kind == External {
		return l, Target{URL: withScheme(l.Destination)}, safeURL(l.Destination, false)
	}
	if o.resolve == nil {
		return l, Target{}, false
	}
	t, ok = o.resolve(l)
	return l, t, ok && safeURL(t.URL, false)
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
	n := node.(*ast.Image)
	l, target, ok := w.(*output).target(n)
	if ok && l.Kind == External {
		// A page loads nothing from other hosts: who looks at whose incidents
		// is nobody else's business.
		openAnchor(w, l, target, "")
		write(w, escape(cmp.Or(l.Text, l.Destination)), "</a>")
		return ast.WalkSkipChildren, nil
	}
	if !ok || !safeURL(target.URL, true) {
		write(w, `<span class="broken-link">`, escape(l.Text), "</span>")
		return ast.WalkSkipChildren, nil
	}
	write(w, `<img src="`, escapeURL(target.URL), `" alt="`, escape(l.Text), `"`)
	if len(n.Title) > 0 {
		write(w, ` title="`, escape(string(unescape(n.Title))), `"`)
	}
	if target.Width > 0 && target.Height > 0 {
		write(w, ` width="`, strconv.Itoa(target.Width), `" height="`, strconv.Itoa(target.Height), `"`)
	}
	write(w, ` loading="lazy" decoding="async">`)
	return ast.WalkSkipChildren, nil
}

func (r nodeRenderer) wikiLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*wikiLink)
	words := n.words(w.(*output).t.d.public)
	if l, target, ok := w.(*output).target(n); ok {
		title := target.Title
		if n.label == "" && title != "" {
			words, title = title, ""
		}
		openAnchor(w, l, target, title)
		write(w, escape(words), "</a>")
		return ast.WalkSkipChildren, nil
	}
	write(w, `<span class="broken-link">`, escape(words), "</span>")
	return ast.WalkSkipChildren, nil
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
