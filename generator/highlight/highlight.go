// Package highlight colours code: comments, texts, numbers, keywords and keys.
//
// In goes code and the name of its language; out comes HTML in which every
// character is escaped and some stand in a span with one of six classes, which
// are those of Pygments. One pass from left to right, with nothing ever read
// twice: the time is linear in the code, whatever it holds. A language is a
// row in languages.go. The package knows what a language looks like and not
// what it means, which is enough for the few lines of an incident, and costs a
// hundredth of what a lexer of regular expressions does.
package highlight

import (
	"bytes"
	"strings"
)

// class is a kind of token, as the style sheet calls it.
type class string

const (
	comment class = "c"
	keyword class = "k"
	key     class = "nt"
	text    class = "s"
	number  class = "m"
	added   class = "gi"
	removed class = "gd"
)

// Knows reports whether a language, by name or alias and in any case, is
// highlighted.
func Knows(name string) bool { return find(name) != nil }

// Append appends code as HTML; code in an unknown language is only escaped.
func Append(out []byte, name string, code []byte) []byte {
	l := find(name)
	if l == nil {
		return appendEscaped(out, code)
	}
	s := scanner{language: l, code: code, out: out}
	if l.diff {
		s.diffLines()
	} else {
		s.scan()
	}
	return s.out
}

type scanner struct {
	*language
	code []byte
	at   int // the next character
	done int // what is written
	out  []byte
}

// mark writes the code up to at as it is, and up to end with a class.
func (s *scanner) mark(end int, c class) {
	s.out = appendEscaped(s.out, s.code[s.done:s.at])
	s.out = append(s.out, `<span class="`...)
	s.out = append(s.out, c...)
	s.out = append(s.out, `">`...)
	s.out = appendEscaped(s.out, s.code[s.at:end])
	s.out = append(s.out, `</span>`...)
	s.at, s.done = end, end
}

func (s *scanner) scan() {
	for lineStart := true; s.at < len(s.code); {
		if lineStart && s.keys != "" {
			s.lineKey()
		}
		lineStart = false
		switch c := s.code[s.at:]; {
		case len(c) == 0:
		case c[0] == '\n':
			s.at++
			lineStart = true
		case c[0] == ' ' || c[0] == '\t':
			s.at++
		case s.comment():
		case s.text():
		case isWord(c[0]) || strings.IndexByte(s.inWords, c[0]) >= 0:
			s.word()
		case s.markup && c[0] == '<':
			s.tag()
		default:
			s.at++
		}
	}
	s.out = appendEscaped(s.out, s.code[s.done:])
}

func (s *scanner) starts(prefix string) bool {
	c := s.code[s.at:]
	return len(c) >= len(prefix) && string(c[:len(prefix)]) == prefix
}

// comment marks a comment that begins here. In languages where # may stand
// within a word, it begins one only behind a space.
func (s *scanner) comment() bool {
	for _, b := range s.block {
		if s.starts(b[0]) {
			s.mark(s.after(s.at+len(b[0]), b[1]), comment)
			return true
		}
	}
	for _, begin := range s.line {
		if !s.starts(begin) || begin == "#" && s.at > 0 && !isSpace(s.code[s.at-1]) {
			continue
		}
		s.mark(s.lineEnd(s.at), comment)
		return true
	}
	return false
}

func (s *scanner) text() bool {
	for _, q := range s.quotes {
		if !s.starts(q.mark) {
			continue
		}
		if q.mark == "'" && !s.apostropheOpens() {
			return false
		}
		s.mark(s.closing(s.at+len(q.mark), q), text)
		return true
	}
	return false
}

// apostropheOpens tells a text from the apostrophe of a word (don't), and from
// a Rust lifetime ('a).
func (s *scanner) apostropheOpens() bool {
	if s.lifetimes {
		rest := s.code[s.at+1:]
		return len(rest) > 1 && (rest[0] == '\\' || rest[1] == '\'' || rest[0] >= 0x80)
	}
	before := s.at
	for before > 0 && isWord(s.code[before-1]) && s.at-before < 3 {
		before--
	}
	return s.at-before <= s.prefix
}

// closing is where a text ends that begins before from: behind its mark, or at
// the end of the line if it may not go on.
func (s *scanner) closing(from int, q quote) int {
	for i := from; i < len(s.code); i++ {
		switch c := s.code[i]; {
		case c == '\\' && q.escapes:
			i++
		case c == '\n' && !q.lines:
			return i
		case c == q.mark[0] && bytes.HasPrefix(s.code[i:], []byte(q.mark)):
			return i + len(q.mark)
		}
	}
	return len(s.code)
}

func (s *scanner) after(from int, mark string) int {
	if i := bytes.Index(s.code[from:], []byte(mark)); i >= 0 {
		return from + i + len(mark)
	}
	return len(s.code)
}

func (s *scanner) lineEnd(from int) int {
	if i := bytes.IndexByte(s.code[from:], '\n'); i >= 0 {
		return from + i
	}
	return len(s.code)
}

// word marks a number or a keyword, and passes over any other name.
func (s *scanner) word() {
	end := s.at
	digits := isDigit(s.code[end])
	for end < len(s.code) {
		c := s.code[end]
		if !isWord(c) && strings.IndexByte(s.inWords, c) < 0 && (!digits || c != '.' || end+1 == len(s.code) || !isDigit(s.code[end+1])) {
			break
		}
		end++
	}
	if end == s.at {
		end++
	}
	word := s.code[s.at:end]
	switch {
	case digits:
		s.mark(end, number)
	case s.keyword(word):
		s.mark(end, keyword)
	default:
		s.at = end
	}
}

// longestKeyword bounds what is looked up.
const longestKeyword = 24

func (s *scanner) keyword(word []byte) bool {
	if len(word) > longestKeyword {
		return false
	}
	if !s.fold {
		return s.keywords[string(word)]
	}
	var lower [longestKeyword]byte
	for i, c := range word {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	return s.keywords[string(lower[:len(word)])]
}

// lineKey marks what stands before the separator of a line "key: value" or
// "key = value".
func (s *scanner) lineKey() {
	line := s.code[s.at:s.lineEnd(s.at)]
	start := 0
	for start < len(line) && (isSpace(line[start]) || line[start] == '-' && start+1 < len(line) && line[start+1] == ' ') {
		start++
	}
	end := start
	for end < len(line) && (isWord(line[end]) || strings.IndexByte(`-./"'@$[]`, line[end]) >= 0) {
		end++
	}
	rest := bytes.TrimLeft(line[end:], " \t")
	if start == 0 && len(line) > 0 && line[0] == '[' && s.keys == "=" {
		s.mark(s.at+len(line), key)
		return
	}
	if end == start || len(rest) == 0 || strings.IndexByte(s.keys, rest[0]) < 0 ||
		rest[0] == ':' && len(rest) > 1 && !isSpace(rest[1]) {
		return
	}
	s.at += start
	s.mark(s.at+end-start, key)
}

// tag marks the name of an element.
func (s *scanner) tag() {
	end := s.at + 1
	for end < len(s.code) && (isWord(s.code[end]) || strings.IndexByte("/!?-:.", s.code[end]) >= 0) {
		end++
	}
	s.mark(end, key)
}

func (s *scanner) diffLines() {
	for s.at < len(s.code) {
		end := s.lineEnd(s.at)
		switch {
		case s.starts("+++"), s.starts("---"), s.starts("diff "), s.starts("index "):
			s.mark(end, comment)
		case s.starts("@@"):
			s.mark(end, keyword)
		case s.starts("+"):
			s.mark(end, added)
		case s.starts("-"):
			s.mark(end, removed)
		}
		s.at = min(end+1, len(s.code))
	}
	s.out = appendEscaped(s.out, s.code[s.done:])
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || isDigit(c) || c == '_' || c >= 0x80
}
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// appendEscaped appends code for the inside of an element.
func appendEscaped(out, code []byte) []byte {
	from := 0
	for i, c := range code {
		var entity string
		switch c {
		case '&':
			entity = "&amp;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		case '"':
			entity = "&quot;"
		case 0:
			entity = "\uFFFD"
		default:
			continue
		}
		out = append(out, code[from:i]...)
		out = append(out, entity...)
		from = i + 1
	}
	return append(out, code[from:]...)
}
