package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// policy is the allow-list that HTML with an author's own tags goes through,
// whole, as the last step. It knows no svg, math, style, script, form or frame.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "blockquote", "pre", "code", "kbd",
		"samp", "var", "sub", "sup", "strong", "b", "em", "i", "u", "s", "del", "ins", "mark", "small", "q", "cite", "abbr",
		"dfn", "ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "figure", "figcaption", "table", "caption", "thead",
		"tbody", "tfoot", "tr", "th", "td", "section", "picture", "wbr", "time")
	p.AllowAttrs("open").Matching(regexp.MustCompile(`^$|^open$`)).OnElements("details")
	p.AllowAttrs("align").Matching(regexp.MustCompile(`^(left|center|right)$`)).OnElements("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "img", "table", "tr")
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^\d{1,3}$`)).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(row|col)$`)).OnElements("th")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^\d{1,9}$`)).OnElements("ol")
	p.AllowAttrs("title").OnElements("abbr", "dfn", "a", "img", "span")
	p.AllowAttrs("datetime").Matching(regexp.MustCompile(`^[0-9T:Z.+-]{4,35}$`)).OnElements("time", "del", "ins")
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^[\p{L}\p{N}\p{M}_:-]+$`)).OnElements("h1", "h2", "h3", "h4", "h5", "h6", "li", "sup", "a")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^([a-z0-9]{1,3}|code|mermaid|anchor|broken-link|table-scroll|contains-task-list|task-list-item|footnotes|footnote-ref|footnote-backref|markdown-alert-title|markdown-alert markdown-alert-[a-z]+)$`)).Globally()
	p.AllowAttrs("tabindex").Matching(regexp.MustCompile(`^0$`)).OnElements("pre", "div")
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^(region|doc-noteref|doc-backlink|doc-endnotes)$`)).OnElements("div", "a", "section")
	p.AllowAttrs("aria-label").OnElements("a", "div", "section", "input")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^checkbox$`)).OnElements("input")
	p.AllowAttrs("checked", "disabled").Matching(regexp.MustCompile(`^$`)).OnElements("input")
	p.AllowAttrs("href", "rel").OnElements("a")
	p.AllowAttrs("src", "alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(regexp.MustCompile(`^\d{1,4}%?$`)).OnElements("img")
	p.AllowAttrs("loading").Matching(regexp.MustCompile(`^lazy$`)).OnElements("img")
	p.AllowAttrs("decoding").Matching(regexp.MustCompile(`^async$`)).OnElements("img")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
})

// sanitized is HTML with what the policy lets pass, every element closed: an
// author's </div> ends nothing of the page around it. ok is false where that
// would cost too much.
func sanitized(fragment []byte) (safe string, ok bool) {
	passed := policy().SanitizeReader(bytes.NewReader(fragment))
	if tooManyTags(passed.Bytes()) != "" {
		return "", false
	}
	context := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(passed, context)
	if err != nil {
		return "", false
	}
	var out strings.Builder
	for _, n := range nodes {
		if err := html.Render(&out, n); err != nil || out.Len() > maxOutput {
			return "", false
		}
	}
	return strings.TrimRight(out.String(), "\n"), true
}
