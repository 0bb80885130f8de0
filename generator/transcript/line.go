package transcript

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/retrowiki/retrowiki/generator/incident"
)

// Line writes an entry as an item of a Timeline. What an author wrote stays
// words: nothing in it is a milestone, a person who did it, or a tag; only what
// leads to the web becomes a link.
func Line(e Entry, by string, milestone incident.Milestone) string {
	var b strings.Builder
	zone := "UTC"
	if _, offset := e.At.Zone(); offset != 0 {
		zone = e.At.Format("-07:00")
	}
	fmt.Fprintf(&b, "- %s %s - ", e.At.Format("2006-01-02 15:04"), zone)
	if e.Thread != "" {
		b.WriteString(plain(replyTo(e.Thread)))
	}
	for i, line := range strings.Split(linked(visible(e.Text), e.Links), "\n") {
		if line = strings.TrimSpace(line); i > 0 {
			if line == "" {
				continue
			}
			b.WriteString("\n  ")
			line = number.ReplaceAllString(line, `$1\$2`)
			if strings.ContainsAny(line[:1], "-+>=|") {
				b.WriteByte('\\')
			}
		}
		b.WriteString(line)
	}
	if target, ok := address(e.Link); ok {
		b.WriteString(" (<" + target + ">)")
	}
	if by != "" {
		b.WriteString(" @" + by)
	}
	if milestone != "" {
		fmt.Fprintf(&b, " {%s}", milestone)
	}
	return b.String()
}

// replyTo is what stands before a reply of a thread: the entries of a Timeline
// are in order of time, so that what it answers may stand far above.
func replyTo(thread string) string {
	if thread == "…" {
		return "Reply in a thread: "
	}
	return "Reply to “" + thread + "”: "
}

// number begins a line that Markdown would take for an item of a list.
var number = regexp.MustCompile(`^(\d{1,9})([.)])`)

// visible drops what a terminal or a reader's eye would obey.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, text)
}

// webAddress is an address that stands in a text by itself.
var webAddress = regexp.MustCompile(`https?://[^\s<>"]+`)

// linked writes a text with its links as Markdown.
func linked(text string, links []Link) string {
	var b strings.Builder
	for _, l := range links {
		words := visible(l.Words)
		i := strings.Index(text, words)
		target, ok := address(l.URL)
		if i < 0 || words == "" || !ok || strings.Contains(words, "\n") {
			continue
		}
		b.WriteString(addressed(text[:i]) + "[" + plain(words) + "](" + inBrackets.Replace(target) + ")")
		text = text[i+len(words):]
	}
	return b.String() + addressed(text)
}

var inBrackets = strings.NewReplacer("(", "%28", ")", "%29")

// addressed writes a text of which only addresses are links.
func addressed(text string) string {
	var b strings.Builder
	for {
		at := webAddress.FindStringIndex(text)
		if at == nil {
			return b.String() + plain(text)
		}
		found := strings.TrimRight(text[at[0]:at[1]], `.,;:!?'*_~|`)
		if !strings.Contains(found, "(") {
			found = strings.TrimRight(found, ")")
		}
		b.WriteString(plain(text[:at[0]]))
		if target, ok := address(found); ok {
			b.WriteString("<" + target + ">")
		} else {
			b.WriteString(plain(found))
		}
		text = text[at[0]+len(found):]
	}
}

// address is a link's target as it can stand in Markdown; ok is false for one
// that leads nowhere in the web, or is no address at all.
func address(link string) (target string, ok bool) {
	lower := strings.ToLower(link)
	if !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "mailto:") || strings.HasSuffix(lower, "://") {
		return "", false
	}
	if strings.ContainsFunc(link, func(r rune) bool { return r < ' ' || strings.ContainsRune("<>\"`", r) || !unicode.IsPrint(r) }) {
		return "", false
	}
	return entity.ReplaceAllString(inAddress.Replace(link), "&amp;$1"), true
}

var inAddress = strings.NewReplacer(`\`, "%5C", " ", "%20")

// entity is what Markdown would read as another character.
var entity = regexp.MustCompile(`&(#?[0-9A-Za-z]{1,40};)`)

// plain writes a text so that Markdown finds only words in it.
func plain(text string) string { return words.Replace(entity.ReplaceAllString(text, "&amp;$1")) }

var words = strings.NewReplacer(`\`, `\\`, "{", `\{`, "}", `\}`, "<", `\<`, "@", "&#64;", "[", `\[`, "]", `\]`, "*", `\*`, "_", `\_`, "#", `\#`, "~~", `\~\~`, "::", `\::`, "`", "\\`")
