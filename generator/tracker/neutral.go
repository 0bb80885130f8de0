package tracker

import (
	"regexp"
	"strings"
	"unicode"
)

// zwsp is the zero-width space. Text with it reads the same and is nothing
// that GitHub acts on.
const zwsp = "\u200b"

// deadener makes author text dead: no mention, reference to an issue, closing
// keyword, commit, image, HTML or command in it has an effect, on GitHub or on
// its bots. Code stays code, byte for byte, wherever it is certain that GitHub
// takes it for code too. Its answer never holds a marker of ours.
type deadener struct {
	host string // of the tracker's pages, such as github.com
}

// maxQuotes is how deep quotes in quotes are read.
const maxQuotes = 8

// markdown makes a text of many lines dead and closes what it leaves open. It
// has to come after cutting: a cut can turn dead text into live text.
func (d deadener) markdown(text string) string {
	lines := strings.Split(strings.Trim(clean(text), "\n"), "\n")
	return strings.Join(d.lines(lines, 0), "\n")
}

func (d deadener) lines(lines []string, depth int) []string {
	blocks, sure := split(lines)
	if !sure || depth > maxQuotes {
		return d.unsure(lines)
	}
	var out []string
	for _, b := range blocks {
		switch b.kind {
		case code:
			for _, line := range b.lines {
				out = append(out, breakMarker(line))
			}
		case quote:
			out = append(out, d.quote(b.lines, depth)...)
		default:
			out = append(out, d.prose(b.lines)...)
		}
	}
	return out
}

// unsure trusts nothing: code becomes dead too, and no block of code begins.
func (d deadener) unsure(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		if trimmed := strings.TrimLeft(line, " "); len(line)-len(trimmed) < 4 && (strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~")) {
			line = zwsp + trimmed
		}
		out[i] = d.line(line)
	}
	return out
}

func (d deadener) quote(lines []string, depth int) []string {
	prefixes, inner := make([]string, len(lines)), make([]string, len(lines))
	for i, line := range lines {
		m := quoted.FindStringSubmatch(line)
		prefixes[i], inner[i] = m[1], m[2]
	}
	out := d.lines(inner, depth+1)
	for i := range out {
		out[i] = prefixes[min(i, len(prefixes)-1)] + out[i]
	}
	return out
}

// prose makes lines dead that are no blocks of code, sparing the code in them.
func (d deadener) prose(lines []string) []string {
	var out []string
	for len(lines) > 0 {
		n := 0
		for n < len(lines) && strings.TrimSpace(lines[n]) != "" {
			n++
		}
		out = append(out, d.paragraph(lines[:n])...)
		for ; n < len(lines) && strings.TrimSpace(lines[n]) == ""; n++ {
			out = append(out, "")
		}
		lines = lines[n:]
	}
	return out
}

// paragraph spares code spans only if every line of it is complete by itself:
// else GitHub may pair the backticks in another way.
func (d deadener) paragraph(lines []string) []string {
	out := make([]string, len(lines))
	sure := plainLinks(lines)
	parts := make([][]string, len(lines))
	for i, line := range lines {
		var ok bool
		parts[i], ok = spans(line)
		sure = sure && ok
	}
	for i, line := range lines {
		if !sure {
			out[i] = d.line(line)
			continue
		}
		for n, part := range parts[i] {
			switch {
			case n%2 == 1:
				out[i] += breakMarker(part)
			case n == 0:
				out[i] = d.line(part)
			default:
				out[i] += d.dead(part)
			}
		}
	}
	return out
}

var (
	linkEnd  = regexp.MustCompile(`\]\(|\]\[|\[\^`)
	plainEnd = regexp.MustCompile("^(?:\\]\\([^\\s()<>`\"'\\\\]*\\)|\\]\\[[^`\\[\\]\\\\]*\\]|\\[\\^[^`\\s\\[\\]\\\\]*\\])")
)

// plainLinks reports whether no link's second half could swallow a backtick.
func plainLinks(lines []string) bool {
	for _, line := range lines {
		for _, at := range linkEnd.FindAllStringIndex(line, -1) {
			if !plainEnd.MatchString(line[at[0]:]) {
				return false
			}
		}
	}
	return true
}

// phrase makes one line of Markdown of a text, for a place within a line.
func (d deadener) phrase(text string) string {
	text = strings.Join(strings.Fields(withoutComments(clean(text))), " ")
	if parts, sure := spans(text); sure && plainLinks([]string{text}) {
		text = ""
		for n, part := range parts {
			if n%2 == 1 {
				text += breakMarker(part)
			} else {
				text += d.dead(part)
			}
		}
		return text
	}
	return d.dead(text)
}

// uncertain is what may keep a backtick from being the delimiter it looks like:
// an escape, mathematics, and an address that swallows it.
var uncertain = regexp.MustCompile("(?i)\\\\`|\\$|(?:[a-z][a-z0-9+.-]*://|www\\.|mailto:|xmpp:)[^\\s`]*`")

// spans parts a line into prose and code spans, in turn, the first being prose.
func spans(line string) (parts []string, sure bool) {
	if !strings.Contains(line, "`") {
		return []string{line}, true
	}
	if uncertain.MatchString(line) {
		return nil, false
	}
	start := 0
	for i := strings.IndexByte(line, '`'); i >= 0; {
		end := i + run(line[i:])
		length := closing(line[end:], line[i:end])
		if length < 0 || strings.Contains(line[end:end+length], "|") {
			return nil, false
		}
		parts = append(parts, line[start:i], line[i:end+length])
		start = end + length
		if i = strings.IndexByte(line[start:], '`'); i >= 0 {
			i += start
		}
	}
	return append(parts, line[start:]), true
}

func run(s string) int { return len(s) - len(strings.TrimLeft(s, "`")) }

// closing is how far it is to behind the run of backticks that equals fence.
func closing(s, fence string) int {
	for i := 0; i < len(s); {
		if s[i] != '`' {
			i++
			continue
		}
		n := run(s[i:])
		i += n
		if n == len(fence) {
			return i
		}
	}
	return -1
}

var markerWord = regexp.MustCompile(`(?i)(retrowiki:)(begin|end)`)

// breakMarker keeps code from holding a marker.
func breakMarker(s string) string {
	if !strings.Contains(strings.ToLower(s), "retrowiki:") {
		return s
	}
	return markerWord.ReplaceAllString(s, "${1}"+zwsp+"${2}")
}

// clean drops what no text needs: control characters, and those that turn the
// direction of writing, by which a text can read as what it is not.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || turns(r) || r == '\u2028' || r == '\u2029' {
			return -1
		}
		return r
	}, text)
}

func turns(r rune) bool {
	return '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069' || r == '\u200e' || r == '\u200f' || r == '\u061c'
}

var internalMark = regexp.MustCompile(`(?i)<!--\s*(/?)internal\s*-->`)

// withoutInternal drops the parts between <!-- internal --> and
// <!-- /internal -->; one that is never closed reaches to the end.
func withoutInternal(text string) string {
	var out strings.Builder
	depth, from := 0, 0
	for _, m := range internalMark.FindAllStringSubmatchIndex(text, -1) {
		if depth == 0 {
			out.WriteString(text[from:m[0]])
		}
		from = m[1]
		if m[2] == m[3] {
			depth++
		} else {
			depth = max(0, depth-1)
		}
	}
	if depth == 0 {
		out.WriteString(text[from:])
	}
	return out.String()
}

var comment = regexp.MustCompile(`(?s)<!--.*?-->`)

// withoutComments drops HTML comments outside of code, which nobody would see
// on the wiki either. Where it errs, the comment is shown: it is made dead
// later on.
func withoutComments(text string) string {
	if !strings.Contains(text, "<!--") || strings.Contains(text, "```") || strings.Contains(text, "~~~") {
		text = internalMark.ReplaceAllString(text, "")
		return text
	}
	return comment.ReplaceAllStringFunc(text, func(c string) string {
		if strings.Contains(c, "`") {
			return c
		}
		return ""
	})
}
