package tracker

import "strings"

// Words puts author text into a comment or a summary on GitHub so that it does
// nothing there: no markup, mention, reference, command or marker of ours.
type Words struct{ d deadener }

// WordsFor takes the host of the tracker's pages; "" for github.com.
func WordsFor(host string) Words {
	if host == "" {
		host = "github.com"
	}
	return Words{deadener{host}}
}

// Inline is plain words for a place within a line, at most so many characters
// of them.
func (w Words) Inline(text string, most int) string { return w.d.inline(shorten(text, most)) }

// Link is a Markdown link to a page, or only its words where there is no
// address that a link could have.
func (w Words) Link(text, url string, most int) string { return w.d.link(shorten(text, most), url) }

// shorten comes before anything is made dead: a cut can make dead text live.
func shorten(text string, most int) string {
	if part := cut(text, most); len(part) < len(text) {
		return strings.TrimRight(part, " ") + "…"
	}
	return text
}
