package markdown

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// LinkKind is the form of a link.
type LinkKind int

// Relative leads to a file, Wiki is a short form, External has an address
// outside, Fragment stays on the page, Image shows a file.
const (
	Relative LinkKind = iota
	Wiki
	External
	Fragment
	Image

	// What is a link without brackets: @somebody or @org/team, #123 or
	// acme/api#123, and the name of a commit. These are resolved, and not
	// listed by Doc.Links, since they need not lead anywhere.
	Mention
	IssueReference
	CommitReference
)

// Link is a link or an image of the text.
type Link struct {
	Kind        LinkKind
	Destination string // decoded; of a Wiki link without its namespace
	Namespace   string // of a Wiki link: "factor" in [[factor:x]]
	Text        string
	Sentence    string // the sentence that it stands in, as plain text
	Span        diag.Span
}

// Target is where a link leads as seen from the page that shows it.
type Target struct {
	URL   string
	Title string // shown on hovering, where the author gave none

	Width, Height int // of an image, in pixels; 0 if unknown
}

// Resolver finds a link's target; false if it leads nowhere, and is shown as
// words that say so.
type Resolver func(Link) (Target, bool)

// Links lists links and images in order. An image with an address outside is
// External.
func (d *Doc) Links() []Link { return d.links }

func (t *tree) indexLinks() {
	t.linkIndex = map[ast.Node]int{}
	_ = ast.Walk(t.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if k := n.Kind(); entering && (k == ast.KindLink || k == ast.KindImage || k == kindWikiLink) {
			t.linkIndex[n] = len(t.linkNodes)
			t.linkNodes = append(t.linkNodes, n)
			switch n := n.(type) {
			case *ast.Link:
				t.addresses += len(n.Destination) + len(n.Title)
			case *ast.Image:
				t.addresses += len(n.Destination) + len(n.Title)
			}
		}
		return ast.WalkContinue, nil
	})
}

func (t *tree) links() []Link {
	list := make([]Link, len(t.linkNodes))
	for i, n := range t.linkNodes {
		list[i] = t.link(n)
	}
	return append(list, t.rawLinks()...)
}

// longestSentence is how far a sentence is looked for on each side of a link,
// and how much of a link's words is kept.
const longestSentence = 2000

func (t *tree) link(n ast.Node) (l Link) {
	d := t.d
	switch n := n.(type) {
	case *ast.Link:
		l = classify(decodeURL(n.Destination), Relative)
		l.Text, l.Span = cut(d.oneLine(n), longestSentence), d.nodeSpan(n)
	case *ast.Image:
		l = classify(decodeURL(n.Destination), Image)
		l.Text, l.Span = cut(d.oneLine(n), longestSentence), d.nodeSpan(n)
	case *wikiLink:
		l = Link{Kind: Wiki, Destination: n.target, Text: n.words(d.guarded), Span: d.spanOf(n.start, n.stop)}
		if namespace, rest, ok := strings.Cut(n.target, ":"); ok {
			l.Namespace, l.Destination = strings.TrimSpace(namespace), strings.TrimSpace(rest)
		}
	}
	l.Sentence = t.sentence(n, l.Text)
	return l
}

func classify(destination string, kind LinkKind) Link {
	switch {
	case destination == "" || strings.HasPrefix(destination, "#"):
		kind = Fragment
	case scheme(destination) != "" || strings.HasPrefix(destination, "//"):
		kind = External
	}
	return Link{Kind: kind, Destination: destination}
}

// decodeURL undoes escapes and entities, as the browser would, so that checks
// see what it would see.
func decodeURL(raw []byte) string {
	decoded := util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(raw)))
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f || r == utf8.RuneError {
			return -1 // browsers pass over these inside of a scheme
		}
		return r
	}, strings.TrimSpace(string(decoded)))
}

// scheme is what stands before the first colon, if that could be a scheme.
func scheme(address string) string {
	i := strings.IndexAny(address, ":/?#")
	if i < 1 || address[i] != ':' || !isLetter(address[0]) {
		return ""
	}
	for _, c := range []byte(address[:i]) {
		if !isLetter(c) && !isDigit(c) && c != '+' && c != '.' && c != '-' {
			return ""
		}
	}
	return strings.ToLower(address[:i])
}

// Refused reports whether the link has an address that no page leads to, such
// as one of a scheme that may run script.
func (l Link) Refused() bool { return l.Kind == External && !safeURL(l.Destination, false) }

// withScheme completes //host/path, which on a page opened from a folder would
// lead to a file.
func withScheme(address string) string {
	if strings.HasPrefix(address, "//") {
		return "https:" + address
	}
	return address
}

// safeURL reports whether a browser may be sent to an address.
func safeURL(address string, image bool) bool {
	if i := strings.IndexAny(address, ":/?#"); i >= 0 && address[i] == ':' && scheme(address) == "" {
		return false // no scheme that can be known
	}
	switch scheme(address) {
	case "", "http", "https":
		return !strings.Contains(address, "\\")
	case "mailto":
		return !image
	}
	return false
}

// sentence is the sentence of the block around a node that holds its text.
func (t *tree) sentence(n ast.Node, text string) string {
	block := n
	for block != nil && block.Type() == ast.TypeInline {
		block = block.Parent()
	}
	if block == nil {
		return ""
	}
	if t.lastBlock != block {
		t.lastBlock, t.lastWords = block, t.d.oneLine(block)
	}
	whole := t.lastWords
	at := strings.Index(whole, text)
	if at < 0 {
		return cut(whole[:min(len(whole), longestSentence)], 240)
	}
	from, to := max(0, at-longestSentence), min(len(whole), at+len(text)+longestSentence)
	for i := at; i > from+1; i-- {
		if whole[i-1] == ' ' && strings.IndexByte(".!?", whole[i-2]) >= 0 {
			from = i
			break
		}
	}
	for i := at + len(text); i+1 < to; i++ {
		if strings.IndexByte(".!?", whole[i]) >= 0 && whole[i+1] == ' ' {
			to = i + 1
			break
		}
	}
	return cut(strings.ToValidUTF8(whole[from:to], ""), 240)
}

func unescape(value []byte) []byte {
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value)))
}
