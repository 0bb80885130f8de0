package tracker

import (
	"fmt"
	"regexp"
	"strings"
)

// line makes one line dead that begins a line of Markdown.
func (d deadener) line(s string) string {
	if m := task.FindStringSubmatch(s); m != nil {
		// A box that can be ticked would change our section behind our back.
		box := "☐"
		if m[2] != " " {
			box = "☑"
		}
		s = m[1] + box + s[len(m[0])-1:]
	}
	if trimmed := strings.TrimLeft(s, " "); command.MatchString(trimmed) {
		s = s[:len(s)-len(trimmed)] + zwsp + trimmed // "/close" is an order to some bots
	}
	return d.dead(s)
}

var (
	task    = regexp.MustCompile(`^(\s*(?:[-*+]|\d+[.)])\s+)\[([ xX])\]\s`)
	command = regexp.MustCompile(`^/[a-zA-Z]`)

	address = regexp.MustCompile("^(?i:https?://|www\\.)[^\\s<>\\[\\]`\\\\\"|*]+")
	pointed = regexp.MustCompile("^<(?i:https?://)[^\\s<>\\[\\]`\\\\\"|*]+>")
	entity  = regexp.MustCompile(`^&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[0-9a-zA-Z]+);`)
	number  = regexp.MustCompile("^#[\\\\*_~`\\[\\]]*[0-9]")
	ghIssue = regexp.MustCompile(`^(?i:gh)(\\?-)[0-9]`)
	word    = regexp.MustCompile(`^[0-9a-zA-Z]+`)
	hexWord = regexp.MustCompile(`^[0-9a-fA-F]{7,40}$`)
	hasHex  = regexp.MustCompile(`[a-fA-F]`)
)

// harmless are the entities that stand for nothing that could come alive.
var harmless = map[string]bool{"&amp;": true, "&lt;": true, "&gt;": true, "&quot;": true, "&nbsp;": true, "&ndash;": true, "&mdash;": true, "&hellip;": true}

// dead makes prose dead. It only puts zero-width spaces in, and rewrites
// addresses.
func (d deadener) dead(s string) string {
	var b strings.Builder
	for rest := s; rest != ""; {
		n, text := d.next(rest)
		b.WriteString(text)
		rest = rest[n:]
	}
	return markerWord.ReplaceAllString(b.String(), "${1}"+zwsp+"${2}")
}

// next gives how much of s the next piece takes, and what becomes of it.
func (d deadener) next(s string) (int, string) {
	switch c := s[0]; {
	case c == '@':
		return 1, "@" + zwsp
	case c == '#' && number.MatchString(s):
		return 1, "#" + zwsp
	case c == '!' && strings.HasPrefix(s, "!["):
		return 1, "!" + zwsp
	case c == '&':
		if m := entity.FindString(s); m != "" && !harmless[m] {
			return 1, "&" + zwsp
		}
	case c == '<':
		if m := pointed.FindString(s); m != "" {
			return len(m), "<" + d.address(m[1:len(m)-1]) + ">"
		}
		if len(s) > 1 && (s[1] == '/' || s[1] == '!' || s[1] == '?' || word.MatchString(s[1:])) {
			return 1, "<" + zwsp
		}
	case word.MatchString(s):
		if m := address.FindString(s); m != "" {
			if strings.HasPrefix(s[len(m):], "[") {
				m = strings.TrimRight(m, "!") // of an image that begins right behind it
			}
			return len(m), d.address(m)
		}
		return d.word(s)
	}
	return 1, s[:1]
}

func (d deadener) word(s string) (int, string) {
	w := word.FindString(s)
	for _, scheme := range []string{"http", "https"} { // an address may begin in the middle of a word
		if i := len(w) - len(scheme); i > 0 && strings.HasSuffix(strings.ToLower(w), scheme) && address.MatchString(s[i:]) {
			w = w[:i]
		}
	}
	if strings.HasSuffix(strings.ToLower(w), "gh") && ghIssue.MatchString(s[len(w)-2:]) {
		return len(w), w + zwsp
	}
	if hexWord.MatchString(w) && (hasHex.MatchString(w) || len(w) == 40) {
		var parts []string
		for rest := w; rest != ""; rest = rest[min(6, len(rest)):] {
			parts = append(parts, rest[:min(6, len(rest))])
		}
		return len(w), strings.Join(parts, zwsp)
	}
	return len(w), w
}

var (
	numberInURL = regexp.MustCompile(`#([0-9])`)
	ghInURL     = regexp.MustCompile(`(?i)(gh)-([0-9])`)
	hexInURL    = regexp.MustCompile(`([({:,;])([0-9a-fA-F])([0-9a-fA-F]{6,39})\b`)
	innerURL    = regexp.MustCompile(`(?i)(.https?)://`)
	entityInURL = regexp.MustCompile(`&(#?[0-9a-zA-Z]+;)`)
	ownPage     = regexp.MustCompile(`^(?i)(https?://)?(www\.)?([^/?#:@]+)(:\d+)?(/[^?#]*)?`)
	plainPage   = regexp.MustCompile(`^(?:/[\w.-]+)?(?:/[\w.-]+)?/?(?:/(?:blob|tree|releases|wiki)/[\w./-]*)?$`)
)

// address makes a URL dead without breaking it where that can be: an address
// of something on GitHub leads there by way of GitHub's redirector, which
// leaves no trace on the other side.
func (d deadener) address(url string) string {
	url = strings.ReplaceAll(url, "@", "%40")
	url = numberInURL.ReplaceAllStringFunc(url, func(m string) string { return "#%3" + m[1:] })
	url = hexInURL.ReplaceAllStringFunc(url, func(m string) string { // where the address may end before it
		return fmt.Sprintf("%s%%%02x%s", m[:1], m[1], m[2:])
	})
	url = innerURL.ReplaceAllString(url, "${1}%3A//")
	url = ghInURL.ReplaceAllString(url, "${1}%2D${2}")
	url = entityInURL.ReplaceAllString(url, "&amp;${1}")
	m := ownPage.FindStringSubmatchIndex(url)
	if m == nil {
		return url
	}
	host, path := strings.ToLower(url[m[6]:m[7]]), url[m[1]:]
	if m[10] >= 0 {
		path = url[m[10]:]
	}
	if plainPage.MatchString(path) && !strings.Contains(path, "..") {
		return url
	}
	switch {
	case host == "github.com":
		return "https://redirect.github.com" + path
	case host == strings.ToLower(d.host):
		return url[:4] + zwsp + url[4:]
	}
	return url
}

// inline makes plain words dead and keeps Markdown from seeing anything in
// them, for a place within a line.
func (d deadener) inline(text string) string {
	text = strings.Join(strings.Fields(clean(text)), " ")
	return d.dead(special.ReplaceAllString(text, `\$0`))
}

var special = regexp.MustCompile("[\\\\`*_\\[\\]<>|~$]")

// title makes a title dead. Titles are plain text but for references.
func (d deadener) title(text string) string {
	if !strings.ContainsAny(text, "@#-") {
		return text // nothing that could be alive
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		b.WriteByte(text[i])
		rest := text[i:]
		if rest[0] == '@' && word.MatchString(rest[1:]) || number.MatchString(rest) ||
			i > 0 && rest[0] != '\\' && ghIssue.MatchString(text[i-1:]) {
			b.WriteString(zwsp)
		}
	}
	return b.String()
}

// link is a Markdown link to a page, or only its words where there is no
// address that a link could have.
func (d deadener) link(text, url string) string {
	text = d.inline(text)
	if !isAddress(url) {
		return text
	}
	return "[" + text + "](<" + d.address(url) + ">)"
}

func isAddress(url string) bool { return len(url) <= maxAddress && webAddress.MatchString(url) }

var webAddress = regexp.MustCompile("^(?i:https?://)[^\\s<>\\\\`\"]+$")
