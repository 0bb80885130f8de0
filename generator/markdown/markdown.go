// Package markdown reads Markdown as GitHub renders it and is the sole maker of
// trusted HTML.
//
// In go a file's bytes from where its body begins, or the text of a field; out
// come a Doc that tells what stands in the Markdown's own tree (headings,
// timeline, links, tasks, plain text) and renders any part of it. Text that
// would cost more than it may is shown as it is written, with a finding. A
// Doc's HTML holds only elements, attributes and schemes of an allow-list,
// whatever its author wrote. The package knows no incident, and is the only
// user of goldmark and bluemonday.
package markdown

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"strings"
	"unsafe"

	"github.com/yuin/goldmark"
	emojiast "github.com/yuin/goldmark-emoji"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Options say how text is read.
type Options struct {
	Public  bool       // leave out the parts between <!-- internal --> and <!-- /internal -->
	Guarded bool       // say nothing of a short link's target, which may be the name of what readers are not to know of
	Shown   bool       // the text is going to stand on pages, so prepare it for them
	File    *diag.Text // that a field stands in, to tell where its words are
}

// Doc is a text that has been read. It does not change and may be used by
// several goroutines at once. It holds what was found, not the tree: ten
// thousand trees would take a gigabyte, and a tree grows again when its page is
// rendered.
type Doc struct {
	text    *diag.Text
	span    diag.Span  // of a field; zero for a body
	file    *diag.Text // of a field
	from    int        // offset of the body in the file
	source  []byte
	public  bool
	guarded bool
	asIs    bool  // too complex to be parsed: shown as it is written
	hasHTML bool  // authors' own tags make a sanitiser needed
	isPlain bool  // a field of plain words, in which there is nothing to parse
	away    *away // nil where all is in memory
	*parts        // of which most fields have none
}

// parts are what was found in a text.
type parts struct {
	headings []Heading
	ids      map[string]bool // of headings, if they are many
	sections []int           // index in headings, -1 for a lead without
	prepared *prepared       // nil where the text is rendered from its tree
	links    []Link
	wentWell []Point
	first    string // paragraph, as plain text
}

// The parser has no renderer of its own: render.go has one for each way a link
// can be resolved.
var markdownParser = goldmark.New(
	goldmark.WithExtensions(extension.GFM, extension.Footnote, emojiast.Emoji),
	goldmark.WithParserOptions(
		parser.WithInlineParsers(util.Prioritized(wikiLinkParser{}, 102)),
		parser.WithASTTransformers(util.Prioritized(alerts{}, 500)),
	),
).Parser()

// Parse reads the body of a file, which begins at byte from. The timeline's
// entries are handed out, not kept: Rendering.TimelineItem knows
// them by their order.
func Parse(file *diag.Text, from int, o Options) (*Doc, []TimelineItem, diag.List) {
	d := &Doc{text: file, from: from, source: file.Bytes[from:]}
	return d.parse(o)
}

// ParseFragment reads a field that holds Markdown. Findings and links in it
// point to span.
func ParseFragment(span diag.Span, source string, o Options) (*Doc, diag.List) {
	d := field(span, source, o.File)
	if isParagraph(d.source) {
		d.isPlain, d.parts = true, onlyLead
		return d, nil
	}
	_, _, findings := d.parse(o)
	return d, findings
}

// field begins the Doc of a field. It shares the memory of the field's text,
// which nothing writes to.
func field(span diag.Span, source string, file *diag.Text) *Doc {
	if span.File == "" {
		span.File = "-"
	}
	return &Doc{span: span, file: file, source: unsafe.Slice(unsafe.StringData(source), len(source))}
}

// prefix begins the ids of the text's footnotes.
func (d *Doc) prefix() string {
	if d.text != nil {
		return "fn:"
	}
	return fmt.Sprintf("fn-%d:", d.span.Start.Offset)
}

// onlyLead are the parts of a text in which there is nothing but words.
var onlyLead = &parts{sections: []int{-1}}

// reporter takes a finding.
type reporter func(severity diag.Severity, rule string, at diag.Span, hint, message string)

func (d *Doc) parse(o Options) (doc *Doc, timeline []TimelineItem, findings diag.List) {
	doc, d.parts = d, &parts{}
	d.public, d.guarded = o.Public, o.Guarded || o.Public
	report := func(severity diag.Severity, rule string, at diag.Span, hint, message string) {
		findings = append(findings, diag.Diagnostic{Rule: rule, Severity: severity, Span: at, Message: message, Hint: hint})
	}
	tooMuch := func(where int, problem string) (*Doc, []TimelineItem, diag.List) {
		findings = nil // of the rest
		report(diag.Error, "markdown/too-complex", d.spanOf(where, where+1), "simplify this place, or move data into a file of its own",
			problem+"; the text is shown as it is written")
		d.giveUp()
		return d, nil, findings
	}
	if where, problem := tooComplex(d.source); problem != "" {
		return tooMuch(where, problem)
	}
	defer func() {
		if v := recover(); v != nil {
			report(diag.Error, "markdown/panic", d.spanOf(0, 0), "report this file to retrowiki's authors",
				fmt.Sprintf("the Markdown could not be parsed (%v); the text is shown as it is written", v))
			d.giveUp()
			timeline = nil
		}
	}()
	few, rest := atMost(maxFindings, report)
	t := d.grow(few)
	rest()
	if problem := t.tooMuch(); problem != "" {
		return tooMuch(0, problem)
	}
	d.headings, d.sections, d.ids = t.headings, t.sectionHeadings, idsOf(t.headings)
	d.links = t.links()
	d.wentWell = t.pointsUnder(WentWell)
	d.first = cut(t.firstParagraph(), longestExcerpt)
	d.hasHTML = t.hasHTML
	if o.Shown {
		d.prepared = t.prepare()
	}
	return d, t.timeline, findings
}

// maxFindings is how many findings of a kind one text may have.
const maxFindings = 1_000

// atMost passes so many findings of each rule on, and the last of them with how
// many there are in all once rest is called.
func atMost(most int, tell reporter) (few reporter, rest func()) {
	counts, last := map[string]int{}, map[string]func(more string){}
	var rules []string
	few = func(severity diag.Severity, rule string, at diag.Span, hint, message string) {
		switch counts[rule]++; {
		case counts[rule] < most:
			tell(severity, rule, at, hint, message)
		case counts[rule] == most:
			rules = append(rules, rule)
			last[rule] = func(more string) { tell(severity, rule, at, hint, message+more) }
		}
	}
	return few, func() {
		for _, rule := range rules {
			more := ""
			if n := counts[rule] - most; n > 0 {
				more = fmt.Sprintf("; there are %d more like it, which are not listed", n)
			}
			last[rule](more)
		}
	}
}

// giveUp leaves the text as it is written. What is internal in it cannot be
// told, so the public sees nothing of it.
func (d *Doc) giveUp() {
	d.asIs, d.parts = true, &parts{}
	if d.public {
		d.source = nil
	}
}

// spanOf is the place of bytes of the text in its file.
func (d *Doc) spanOf(start, end int) diag.Span {
	if d.text == nil {
		return d.span
	}
	return d.text.Span(d.from+start, d.from+end)
}

// nodeSpan is the place of a node: that of its first text.
func (d *Doc) nodeSpan(n ast.Node) diag.Span {
	start, end := -1, -1
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			if start < 0 {
				start = t.Segment.Start
			}
			end = t.Segment.Stop
		}
		return ast.WalkContinue, nil
	})
	if start < 0 {
		for n != nil && start < 0 {
			if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
				start = n.Lines().At(0).Start
				end = start
			}
			n = n.Parent()
		}
	}
	return d.spanOf(max(start, 0), max(end, 0))
}

// Title is the text of the first heading of level 1.
func (d *Doc) Title() (title string, ok bool) {
	for _, h := range d.headings {
		if h.Level == 1 {
			return h.Text, h.Text != ""
		}
	}
	return "", false
}

// PlainText is the text without markup, for search; diagrams are left out.
func (d *Doc) PlainText() string {
	d = d.written()
	if d.asIs {
		return string(d.source)
	}
	return strings.TrimSpace(d.plain(d.grow(nil).root))
}

// Words is the text for comparing it with others: as it was written, which
// costs nothing, or without markup where a part of it is hidden.
func (d *Doc) Words() string {
	d = d.written()
	if d.hides() {
		return d.PlainText()
	}
	return unsafe.String(unsafe.SliceData(d.source), len(d.source)) // which nothing writes to
}

// WriteWords is Words for whoever wants to see them once.
func (d *Doc) WriteWords(w io.Writer) (n int, err error) {
	d.lend(func(d *Doc) {
		if d.hides() {
			n, err = io.WriteString(w, d.PlainText())
		} else {
			n, err = w.Write(d.source)
		}
	})
	return n, err
}

// Size is how many bytes Words has.
func (d *Doc) Size() int {
	if d.away != nil && !d.public {
		return d.away.file - d.from
	}
	d = d.written()
	if d.hides() {
		return len(d.PlainText())
	}
	return len(d.source)
}

// hides reports whether a part of what is written may be hidden.
func (d *Doc) hides() bool {
	return d.public && !d.asIs && bytes.Contains(bytes.ToLower(d.source), []byte("internal"))
}

// longestExcerpt is how many characters of the first paragraph are kept.
const longestExcerpt = 2000

// Excerpt is the first paragraph as plain text, cut at a word; at most 2,000
// characters.
func (d *Doc) Excerpt(maxRunes int) string {
	if d.asIs {
		return cut(spaced(string(d.source[:min(len(d.source), 8*maxRunes)])), maxRunes)
	}
	if d.isPlain {
		return cut(spaced(unsafe.String(unsafe.SliceData(d.source), len(d.source))), maxRunes)
	}
	return cut(d.first, maxRunes)
}

func cut(s string, maxRunes int) string {
	if len(s) <= maxRunes {
		return s
	}
	runes := []rune(s)
	if len(runes) <= maxRunes {
		return s
	}
	short := string(runes[:maxRunes])
	if i := strings.LastIndexByte(short, ' '); i > len(short)/2 {
		short = short[:i]
	}
	return strings.TrimRight(short, " ,;:-") + "…"
}

// HTML is markup that may stand in a page as it is.
type HTML = template.HTML
