package frontmatter

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// yamlLines gives the offsets at which lines begin. YAML also breaks lines at
// a lone CR, NEL, LS and PS, which no editor counts.
func yamlLines(raw []byte) []int {
	lines := []int{0}
	for i := 0; i < len(raw); {
		size := breakAt(raw, i)
		if size == 0 {
			i++
			continue
		}
		i += size
		lines = append(lines, i)
	}
	return lines
}

// breakAt gives the length of the line break at i, 0 where there is none.
func breakAt(raw []byte, i int) int {
	if c := raw[i]; c != '\n' && c != '\r' && c != 0xC2 && c != 0xE2 {
		return 0
	}
	switch rest := raw[i:]; {
	case bytes.HasPrefix(rest, []byte("\r\n")), bytes.HasPrefix(rest, []byte("\u0085")):
		return 2
	case rest[0] == '\n', rest[0] == '\r':
		return 1
	case bytes.HasPrefix(rest, []byte("\u2028")), bytes.HasPrefix(rest, []byte("\u2029")):
		return 3
	}
	return 0
}

// offset finds the byte of raw at which the library saw n begin.
func (y *yamlReader) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(y.lines) {
		return len(y.raw)
	}
	if y.cursor.line != n.Line || y.cursor.column > n.Column {
		y.cursor = cursor{n.Line, 1, y.lines[n.Line-1]}
	}
	at := y.cursor.offset
	for column := y.cursor.column; column < n.Column && at < len(y.raw) && breakAt(y.raw, at) == 0; column++ {
		_, size := utf8.DecodeRune(y.raw[at:])
		at += size
		y.cursor = cursor{n.Line, column + 1, at}
	}
	return at
}

// start is where the value of n begins, behind an anchor and a tag, and the
// tag as it is written.
func (y *yamlReader) start(n *yaml.Node) (start int, tag string) {
	start = y.offset(n)
	if n.Kind != yaml.ScalarNode && n.Anchor == "" && n.Style&yaml.TaggedStyle == 0 {
		return start, "" // a tag there is that of a mapping's first key
	}
	for start < len(y.raw) && (y.raw[start] == '&' || y.raw[start] == '!') {
		end := start
		for end < len(y.raw) && !isBlank(y.raw[end]) && breakAt(y.raw, end) == 0 {
			end++
		}
		if y.raw[start] == '&' {
			end = min(start+1+len(n.Anchor), len(y.raw))
		} else {
			tag = string(y.raw[start:end])
			y.checkTag(start, end, tag)
		}
		if start = end; n.Kind != yaml.ScalarNode || n.Value != "" || n.Style&^yaml.TaggedStyle != 0 {
			start = y.skipTrivia(end, "")
		}
	}
	return start, tag
}

func (y *yamlReader) checkTag(start, end int, tag string) {
	if _, known := tagKinds[tag]; !known && !strings.HasPrefix(tag, "!<tag:yaml.org,2002:") {
		y.report(diag.Error, "tag", y.span(start, end), "put the value in quotes if it is to begin with `!`",
			"YAML takes %s for a tag, so it is not part of the text", tag)
	}
}

// scalarEnd is where a scalar that begins at start ends.
func (y *yamlReader) scalarEnd(n *yaml.Node, start, indent int) int {
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return quoteEnd(y.raw, start, '"')
	case n.Style&yaml.SingleQuotedStyle != 0:
		return quoteEnd(y.raw, start, '\'')
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return y.blockEnd(start, indent)
	}
	// A plain scalar has no escapes, and folding changes only white space: so
	// its other characters stand in the file one by one.
	at := start
	for _, r := range n.Value {
		if isFolded(r) {
			continue
		}
		next := y.skipFolded(at)
		found, size := utf8.DecodeRune(y.raw[next:])
		if found != r {
			break
		}
		at = next + size
	}
	return at
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' }

func isFolded(r rune) bool { return strings.ContainsRune(" \t\r\n\u0085\u2028\u2029", r) }

func (y *yamlReader) skipFolded(at int) int {
	for at < len(y.raw) {
		r, size := utf8.DecodeRune(y.raw[at:])
		if !isFolded(r) {
			break
		}
		at += size
	}
	return at
}

// skipTrivia skips white space, comments and the given characters.
func (y *yamlReader) skipTrivia(at int, also string) int {
	for at < len(y.raw) {
		c := y.raw[at]
		switch {
		case c == '#' && (at == 0 || isBlank(y.raw[at-1]) || y.raw[at-1] == '\n' || y.raw[at-1] == ','):
			for at < len(y.raw) && breakAt(y.raw, at) == 0 {
				at++
			}
		case isBlank(c), c < utf8.RuneSelf && strings.IndexByte(also, c) >= 0:
			at++
		case breakAt(y.raw, at) > 0:
			at += breakAt(y.raw, at)
		default:
			return at
		}
	}
	return at
}

// quoteEnd is the offset behind the quote that closes the one at start.
func quoteEnd(raw []byte, start int, quote byte) int {
	for at := start + 1; at < len(raw); at++ {
		switch {
		case quote == '"' && raw[at] == '\\':
			at++
		case raw[at] != quote:
		case quote == '\'' && at+1 < len(raw) && raw[at+1] == quote:
			at++
		default:
			return at + 1
		}
	}
	return len(raw)
}

// blockEnd is the end of the last line of a `|` or `>` block. The block goes
// on while lines are indented deeper than what is around it; empty lines at
// its end belong to it only where `+` keeps them.
func (y *yamlReader) blockEnd(start, indent int) int {
	end := start
	for end < len(y.raw) && breakAt(y.raw, end) == 0 {
		end++
	}
	header, _, _ := strings.Cut(string(y.raw[start:end]), " ")
	keep := strings.Contains(header, "+")
	if i := bytes.IndexByte(y.raw[start:end], '#'); i >= 0 {
		end = start + i
	}
	end = start + len(trimRight(y.raw[start:end]))
	for line := y.lineOf(start) + 1; line < len(y.lines); line++ {
		text := y.line(line)
		content := bytes.TrimLeft(text, " ")
		if len(bytes.TrimSpace(text)) == 0 {
			if keep && y.lines[line] < len(y.raw) {
				end = y.lines[line] + len(text)
			}
			continue
		}
		if len(text)-len(content) <= indent {
			break
		}
		end = y.lines[line] + len(text)
	}
	return end
}

// lineOf is the index in lines of the line that a byte stands in.
func (y *yamlReader) lineOf(at int) int {
	return max(0, sort.SearchInts(y.lines, at+1)-1)
}

// line is the text of a line without its break.
func (y *yamlReader) line(i int) []byte {
	end := y.lines[i]
	for end < len(y.raw) && breakAt(y.raw, end) == 0 {
		end++
	}
	return y.raw[y.lines[i]:end]
}

// dashIndent is the indentation of the `-` in front of a list's item.
func (y *yamlReader) dashIndent(item, list *yaml.Node) int {
	at := y.offset(item)
	for at > 0 && (isBlank(y.raw[at-1]) || y.raw[at-1] == '\n' || y.raw[at-1] == '\r') {
		at--
	}
	if list.Style&yaml.FlowStyle != 0 || at == 0 || y.raw[at-1] != '-' {
		return list.Column - 1
	}
	return utf8.RuneCount(y.raw[y.lines[y.lineOf(at-1)] : at-1])
}

// closeFlow is the end of a collection whose last value ends at end: behind
// its bracket, if it has one.
func (y *yamlReader) closeFlow(n *yaml.Node, start, end int, bracket byte) int {
	opener := map[byte]byte{']': '[', '}': '{'}[bracket]
	if n.Style&yaml.FlowStyle == 0 || start >= len(y.raw) || y.raw[start] != opener {
		return end
	}
	if at := y.skipTrivia(max(end, start+1), ",:?"); at < len(y.raw) && y.raw[at] == bracket {
		return at + 1
	}
	return end
}

// checkComment warns where a `#word` follows a value, as in `channel: #ops`:
// a comment, and so lost, for want of quotes.
func (y *yamlReader) checkComment(end int) {
	at := end
	for at < len(y.raw) && isBlank(y.raw[at]) {
		at++
	}
	if at == end || at+1 >= len(y.raw) || y.raw[at] != '#' || strings.ContainsRune("# \t\r\n!", rune(y.raw[at+1])) {
		return
	}
	stop := at
	for stop < len(y.raw) && breakAt(y.raw, stop) == 0 {
		stop++
	}
	stop = at + len(trimRight(y.raw[at:stop]))
	y.report(diag.Warning, "comment", y.span(at, stop), "put the whole value in quotes, or a space behind the `#` if it is a comment",
		"YAML takes everything from this `#` on for a comment, so it is not part of the value")
}

// reportUnused warns of anchors that nothing refers to: most likely text that
// was meant to begin with `&`.
func (y *yamlReader) reportUnused(n *yaml.Node) {
	if n.Anchor != "" && !y.used[n] && !y.full {
		at := y.offset(n)
		if i := bytes.IndexByte(y.raw[at:], '&'); i >= 0 {
			at += i
		}
		y.report(diag.Warning, "anchor", y.span(at, at+1+len(n.Anchor)), "put the value in quotes if it is to begin with `&`",
			"YAML takes &%s for the name of this value, and nothing refers to it", n.Anchor)
	}
	for _, child := range n.Content {
		y.reportUnused(child)
	}
}
