package frontmatter

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	keyed     = regexp.MustCompile(`^[ ]*(?:- +)*("[^"]*"|'[^']*'|[^\s"'#:][^"'#:]*?)[ \t]*:(?:[ \t]+|$)`)
	unspaced  = regexp.MustCompile(`^[ ]*(?:- +)*[A-Za-z_][\w-]*(:)[^\s/:]`)
	valueFrom = regexp.MustCompile(`^[ ]*(?:- +)*(?:(?:"[^"]*"|'[^']*'|[^\s"'#:][^"'#:]*?)[ \t]*:[ \t]+)?`)
)

const hintQuote = "put the whole value in quotes"

// value is where the value on a line begins, and its text.
func (y *yamlReader) value(line int) (start int, text []byte) {
	all := y.line(line)
	skip := len(valueFrom.Find(all))
	return y.lines[line] + skip, all[skip:]
}

// openQuoteAbove explains a quote of which the end was not found. The library
// names its line, but that of the end where it is the first line.
func (y *yamlReader) openQuoteAbove(f failure) (diagnosis, bool) {
	for line := f.line; line >= 0; line-- {
		if at, ok := y.openQuote(line); ok {
			return unclosedQuote(at, y.raw[at]), true
		}
	}
	return diagnosis{}, false
}

// openQuoteBefore explains a quote that runs on until the next one in the
// text, so that the error shows only there.
func (y *yamlReader) openQuoteBefore(f failure) (diagnosis, bool) {
	for line := y.lineOf(f.mark); line >= 0; line-- {
		at, ok := y.openQuote(line)
		if !ok {
			continue
		}
		end := quoteEnd(y.raw, at, y.raw[at])
		for last := y.lineOf(min(end, len(y.raw)-1)); line < last; line++ {
			if next := y.line(line + 1); keyed.Match(next) || bytes.HasPrefix(bytes.TrimLeft(next, " "), []byte("- ")) {
				return unclosedQuote(at, y.raw[at]), true
			}
		}
		return diagnosis{}, false
	}
	return diagnosis{}, false
}

// openQuote finds a value on a line that begins with a quote and does not end
// on that line.
func (y *yamlReader) openQuote(line int) (int, bool) {
	at, value := y.value(line)
	if len(value) == 0 || value[0] != '"' && value[0] != '\'' {
		return 0, false
	}
	end := quoteEnd(value, 0, value[0])
	return at, end == len(value) && (len(value) == 1 || value[end-1] != value[0])
}

func unclosedQuote(at int, quote byte) diagnosis {
	return diagnosis{at, at + 1, fmt.Sprintf("the quote `%c` that begins here is never closed", quote),
		fmt.Sprintf("end the value with `%c`", quote)}
}

// strayColon explains a `: ` where no key may stand.
func (y *yamlReader) strayColon(f failure) (diagnosis, bool) {
	at := max(f.mark-1, 0)
	for at < len(y.raw) && (y.raw[at] != ':' || at+1 < len(y.raw) && !isBlank(y.raw[at+1]) && breakAt(y.raw, at+1) == 0) {
		at++
	}
	if at >= len(y.raw) {
		return diagnosis{}, false
	}
	line := y.lineOf(at)
	if first := keyed.FindSubmatchIndex(y.line(line)); first != nil && y.lines[line]+first[1] <= at {
		return diagnosis{at, at + 1, y.key(line) + " has a colon and a space in it, which YAML takes for another key", hintQuote}, true
	}
	start, end := y.content(line)
	if above := y.before(line); above >= 0 {
		if d, ok := y.missingSpace(y.lines[above]); ok {
			return d, true
		}
		if !keyed.Match(y.line(above)) {
			from, to := y.content(above)
			return diagnosis{from, to, "this line is neither `key: value` nor part of the value above", "write `key: value`, or indent it below the key it belongs to"}, true
		}
	}
	return diagnosis{start, end, "this line is indented deeper than the one above allows", "begin it in the same column as the keys beside it"}, true
}

// missingSpace explains `key:value`, which YAML takes for one word.
func (y *yamlReader) missingSpace(at int) (diagnosis, bool) {
	line := y.lineOf(at)
	m := unspaced.FindSubmatchIndex(y.line(line))
	if m == nil || keyed.Match(y.line(line)) {
		return diagnosis{}, false
	}
	colon := y.lines[line] + m[2]
	return diagnosis{colon, colon + 1, "a space is missing behind this colon", "write `key: value` with a space"}, true
}

// noColon explains a line that should have a key.
func (y *yamlReader) noColon(f failure) (diagnosis, bool) {
	if d, ok := y.missingSpace(y.lines[f.line]); ok {
		return d, true
	}
	start, end := y.content(f.line)
	if start == end {
		return diagnosis{}, false
	}
	return diagnosis{start, end, "this line is neither `key: value` nor part of the value above", "write `key: value`, or indent it below the key it belongs to"}, true
}

var badStarts = map[byte]string{
	'@': "which YAML reserves", '`': "which YAML reserves", '%': "which YAML reserves for directives",
	'*': "which YAML takes for a reference to a named value", '&': "which YAML takes for the name of a value",
	'!': "which YAML takes for a tag", '|': "which YAML takes for the start of a block of text",
	'>': "which YAML takes for the start of a block of text", '?': "which YAML takes for a key",
	'{': "which YAML takes for the start of a mapping", '[': "which YAML takes for the start of a list",
}

// badStart explains a value that begins with a character of YAML's own.
func (y *yamlReader) badStart(f failure) (diagnosis, bool) {
	for _, line := range append(y.suspects(f), f.line) {
		at, value := y.value(line)
		if len(value) == 0 {
			continue
		}
		if why, ok := badStarts[value[0]]; ok && value[0] != '{' && value[0] != '[' {
			return diagnosis{at, at + 1, "a value cannot begin with " + named(value[0]) + ", " + why, hintQuote}, true
		}
	}
	for at := max(f.mark-1, 0); at < min(f.mark+ahead, len(y.raw)); at++ {
		if strings.IndexByte("@`%*&!\t", y.raw[at]) >= 0 {
			return diagnosis{at, at + 1, "a value cannot begin with " + named(y.raw[at]), hintQuote}, true
		}
	}
	return diagnosis{}, false
}

func (y *yamlReader) directive(failure) (diagnosis, bool) {
	at := bytes.Index(y.raw, []byte("%YAML"))
	return diagnosis{at, at + len("%YAML"), "YAML is read without directives such as this one", "delete this line"}, at >= 0
}

// named is a character as a message shows it.
func named(c byte) string {
	switch c {
	case '`':
		return "a backtick"
	case '\t':
		return "a tab"
	}
	return fmt.Sprintf("`%c`", c)
}

func (y *yamlReader) unknownAnchor(f failure) (diagnosis, bool) {
	name, _, _ := strings.Cut(strings.TrimPrefix(f.problem, "unknown anchor '"), "'")
	for at := 0; at < len(y.raw); at++ {
		if !bytes.HasPrefix(y.raw[at:], []byte("*"+name)) || at > 0 && !strings.ContainsRune(" \t\r\n,[{", rune(y.raw[at-1])) {
			continue
		}
		if end := at + 1 + len(name); end == len(y.raw) || strings.IndexByte(" \t\r\n,]}:", y.raw[end]) >= 0 {
			return diagnosis{at, end, fmt.Sprintf("YAML takes *%s for a reference, and nothing is named &%s", name, name), hintQuote + " if it is to begin with `*`"}, true
		}
	}
	return diagnosis{}, false
}

func (y *yamlReader) strayDash(f failure) (diagnosis, bool) {
	at := max(f.mark-1, 0)
	for at < len(y.raw) && y.raw[at] != '-' {
		at++
	}
	return diagnosis{at, at + 1, "a list cannot begin here", "begin the list on the next line, or put the value in quotes"}, at < len(y.raw)
}

func (y *yamlReader) badEscape(f failure) (diagnosis, bool) {
	from := y.lines[y.lineOf(min(f.mark, max(len(y.raw)-1, 0)))]
	at := bytes.LastIndexByte(y.raw[from:min(f.mark+ahead+1, len(y.raw))], '\\')
	if at < 0 {
		return diagnosis{}, false
	}
	at += from
	_, size := utf8.DecodeRune(y.raw[min(at+1, len(y.raw)):])
	return diagnosis{at, at + 1 + size, fmt.Sprintf("`%s` means nothing in double quotes", y.raw[at:at+1+size]),
		"put the value in single quotes, or write `\\\\` for a backslash"}, true
}

// openBracket explains a list or mapping in brackets that goes wrong before
// its end.
func (y *yamlReader) openBracket(f failure) (diagnosis, bool) {
	var stack []int
	for at := 0; at < min(f.mark, len(y.raw)); at++ {
		switch c := y.raw[at]; c {
		case '[', '{':
			stack = append(stack, at)
		case ']', '}':
			stack = stack[:max(0, len(stack)-1)]
		case '"', '\'':
			if at > 0 && strings.IndexByte(" \t\n[{,:", y.raw[at-1]) >= 0 {
				at = quoteEnd(y.raw, at, c) - 1
			}
		}
	}
	if len(stack) == 0 {
		return diagnosis{}, false
	}
	at := stack[len(stack)-1]
	closer := map[byte]string{'[': "]", '{': "}"}[y.raw[at]]
	return diagnosis{at, at + 1, fmt.Sprintf("what begins with this `%c` lacks a comma, a value or its `%s`", y.raw[at], closer),
		"mend the list, or put the whole value in quotes if it is text"}, true
}

// textBehindValue explains text that follows the end of a value in quotes or
// brackets.
func (y *yamlReader) textBehindValue(f failure) (diagnosis, bool) {
	for _, line := range y.suspects(f) {
		at, value := y.value(line)
		if len(value) == 0 {
			continue
		}
		end := 0
		switch value[0] {
		case '"', '\'':
			end = quoteEnd(value, 0, value[0])
		case '[', '{':
			end = 1 + bytes.LastIndexAny(value, "]}")
		case '*':
			end = len(value) - len(bytes.TrimLeft(value[1:], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"))
		default:
			continue
		}
		rest := bytes.TrimLeft(value[end:], " \t")
		if len(rest) > 0 && rest[0] != '#' && rest[0] != ':' && rest[0] != ',' {
			from := at + len(value) - len(rest)
			return diagnosis{from, from + len(trimRight(rest)), "text follows the end of " + y.key(line),
				"put the whole value in quotes; inside of single quotes, write ' twice"}, true
		}
	}
	return diagnosis{}, false
}

func (y *yamlReader) badIndent(f failure) (diagnosis, bool) {
	start, end := y.content(y.lineOf(y.backToText(f.mark)))
	return diagnosis{start, end, "the indentation of this line fits no line above it", "begin it in the same column as the keys or the list items beside it"}, start < end
}
