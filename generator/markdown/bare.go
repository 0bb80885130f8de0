package markdown

import (
	"bytes"
	"strings"
	"sync"
)

// Plain is what stands under one heading, as plain text on one line. The
// first may have no heading.
type Plain struct {
	Heading *Heading
	Text    string
}

// Plain parts a text at its headings, for search. Most texts are cut as they
// were written, and their markup is passed over, since to grow a tree for each
// would take longer than all else that search does. Where it is not sure what
// is markup, or where something is hidden, the tree tells: no address of a
// link may become text, for it can be the name of what nobody is to know of.
func (d *Doc) Plain() (parts []Plain) {
	d.lend(func(d *Doc) { parts = d.plainParts() })
	return parts
}

func (d *Doc) plainParts() []Plain {
	if d.asIs {
		return []Plain{{Text: spaced(string(d.source))}}
	}
	if d.hasHTML || bytes.Contains(d.source, []byte("<!--")) || d.text == nil && len(d.headings) > 0 || d.public && bytes.Contains(bytes.ToLower(d.source), []byte("internal")) {
		return d.plainOfTree()
	}
	parts := make([]Plain, len(d.sections))
	end := len(d.source)
	for i := len(d.sections) - 1; i >= 0; i-- {
		start, line := 0, 0
		if h := d.sections[i]; h >= 0 {
			parts[i].Heading = &d.headings[h]
			line = min(max(d.headings[h].Span.Start.Offset-d.from, 0), end)
			start = end
			if n := bytes.IndexByte(d.source[line:end], '\n'); n >= 0 {
				start = line + n + 1
			}
			line = bytes.LastIndexByte(d.source[:line], '\n') + 1
			if !headingOfOneLine(d.source[line:end]) {
				return d.plainOfTree()
			}
		}
		sure := false
		if parts[i].Text, sure = bare(d.source[min(start, end):end]); !sure {
			return d.plainOfTree()
		}
		end = min(line, end)
	}
	return parts
}

// headingOfOneLine tells whether the heading that source begins with ends with
// its line, or with a line below it that only underlines it.
func headingOfOneLine(source []byte) bool {
	line, rest, _ := bytes.Cut(source, []byte("\n"))
	under, _, _ := bytes.Cut(rest, []byte("\n"))
	under = bytes.Trim(under, " \t\r")
	line = bytes.Trim(line, " \t\r")
	name := bytes.TrimLeft(line, "#")
	return len(name) < len(line) && (len(name) == 0 || name[0] == ' ' || name[0] == '\t') || len(under) > 0 && len(bytes.Trim(under, "=-")) == 0
}

func (d *Doc) plainOfTree() []Plain {
	t := d.grow(nil)
	parts := make([]Plain, len(t.sections))
	for i, nodes := range t.sections {
		if h := t.sectionHeadings[i]; h >= 0 {
			parts[i].Heading = &t.headings[h]
		}
		var text strings.Builder
		for _, n := range nodes {
			text.WriteString(d.plain(n))
			text.WriteByte(' ')
		}
		parts[i].Text = spaced(text.String())
	}
	return parts
}

// bare leaves out what is only markup: marks of lists, quotes and tables,
// emphasis, addresses of links, and diagrams. It is not sure of everything.
func bare(source []byte) (text string, sure bool) {
	b := barers.Get().(*barer)
	defer barers.Put(b)
	*b = barer{out: b.out[:0]}
	if bytes.ContainsFunc(source, isControl) {
		return "", false
	}
	for len(source) > 0 {
		line := source
		if n := bytes.IndexByte(source, '\n'); n >= 0 {
			line, source = source[:n], source[n+1:]
		} else {
			source = nil
		}
		if !b.line(line) {
			return "", false
		}
	}
	return strings.ToValidUTF8(string(bytes.TrimRight(b.out, " ")), "\uFFFD"), true
}

var barers = sync.Pool{New: func() any { return &barer{} }}

type barer struct {
	out     []byte
	fence   []byte // that is open
	diagram bool   // what is fenced is a drawing
	cells   int    // of the last row, if this may be a table
}

func (b *barer) line(line []byte) (sure bool) {
	trimmed := bytes.TrimSpace(line)
	if b.fence != nil {
		if bytes.Equal(trimmed, b.fence) {
			b.fence, b.diagram = nil, false
		} else if bytes.HasPrefix(trimmed, b.fence) {
			return false
		} else if !b.diagram {
			b.add(trimmed)
		}
		return true
	}
	if bytes.HasPrefix(trimmed, []byte("```")) || bytes.HasPrefix(trimmed, []byte("~~~")) {
		b.fence = trimmed[:3]
		b.diagram = bytes.HasPrefix(trimmed[3:], []byte("mermaid"))
		return len(line) > 0 && line[0] == b.fence[0] && !bytes.ContainsAny(trimmed[3:], "`~")
	}
	if bytes.Contains(trimmed, []byte("]:")) { // where a link leads that is named elsewhere
		return false
	}
	if indented := bytes.HasPrefix(line, []byte("    ")) || bytes.IndexByte(line[:min(4, len(line))], '\t') >= 0; indented && bytes.ContainsAny(line, "[`\\") {
		return false // as it is, if it is code
	}
	if !b.row(trimmed) {
		return false
	}
	if len(bytes.Trim(trimmed, "|-: =*_")) == 0 {
		return true
	}
	return b.inline(bytes.TrimLeft(trimmed, "#>+*- \t"))
}

// row is sure of a line that may be a table's row if no cell can be one too
// many: such a cell is not shown.
func (b *barer) row(line []byte) (sure bool) {
	if len(line) == 0 {
		b.cells = 0
	}
	if bytes.IndexByte(line, '|') < 0 {
		return true
	}
	before := b.cells
	b.cells = 1 + bytes.Count(bytes.TrimSuffix(bytes.TrimPrefix(line, []byte("|")), []byte("|")), []byte("|"))
	return (before == 0 || b.cells <= before) && !bytes.Contains(line, []byte("\\|"))
}

// add writes text, with one space for each stretch of space.
func (b *barer) add(text []byte) {
	for _, c := range text {
		b.put(c)
	}
	b.put(' ')
}

func (b *barer) put(c byte) {
	if c < ' ' {
		c = ' '
	}
	if c == ' ' && (len(b.out) == 0 || b.out[len(b.out)-1] == ' ') {
		return
	}
	b.out = append(b.out, c)
}

func (b *barer) inline(line []byte) (sure bool) {
	if len(line) > 2 && line[0] == '[' && line[2] == ']' && strings.IndexByte("xX \t", line[1]) >= 0 { // a box to tick
		line = line[3:]
		if len(line) > 0 && line[0] != ' ' {
			return false
		}
	}
	if bytes.Contains(line, []byte("~~~")) {
		return false
	}
	if n := bytes.Count(line, []byte("`")); n%2 == 1 || n > 0 && (bytes.Contains(line, []byte("``")) || bytes.Contains(line, []byte("\\`"))) {
		return false
	}
	code, open := false, 0 // open are brackets
	for i := 0; i < len(line); i++ {
		rest := line[i:]
		switch c := line[i]; {
		case c == '`':
			code = !code
		case code:
			b.put(c)
		case c == '[' && bytes.HasPrefix(rest, []byte("[[")):
			n := bytes.Index(rest, []byte("]]"))
			if n <= 2 || n > 400 || i > 0 && line[i-1] == '!' || bytes.ContainsAny(rest[2:n], "[]<>`\\") || len(rest) > n+2 && bytes.IndexByte([]byte("([]"), rest[n+2]) >= 0 {
				return false
			}
			if _, label, ok := bytes.Cut(rest[:n], []byte("|")); ok {
				b.add(label)
			} else {
				b.put(' ') // its title is not at hand
			}
			i += n + 1
		case c == '[':
			open++
		case c == '*':
		case c == '!' && bytes.HasPrefix(rest, []byte("![")):
		case c == ']':
			n, sure := addressLength(rest)
			if !sure || n > 0 && open != 1 { // no link starts without a bracket, and none stands in another
				return false
			}
			open = max(open-1, 0)
			i += n
		case c == '|':
			b.put(' ')
		case c == '\\' && len(rest) > 1 && bytes.IndexByte([]byte("\\*_[]<>#|!()"), rest[1]) >= 0:
			b.put(rest[1])
			i++
		case c == '_' && !(i > 0 && isWord(line[i-1]) && len(rest) > 1 && isWord(rest[1])):
		default:
			b.put(c)
		}
	}
	b.put(' ')
	return true
}

// addressLength is how many bytes after a closing bracket are a link's
// address.
func addressLength(rest []byte) (n int, sure bool) {
	if len(rest) < 2 || rest[1] != '(' && rest[1] != '[' {
		return 0, true
	}
	if rest[1] == '[' {
		return 0, false
	}
	n = bytes.IndexByte(rest, ')')
	return n, n > 0 && !bytes.ContainsFunc(rest[2:n], endsAddress)
}

func endsAddress(r rune) bool {
	return r <= ' ' || strings.ContainsRune("(<\"'`\\", r)
}

// isControl tells of what is space to some readers of Markdown and none to
// others.
func isControl(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0x7F || r == 0x85 || r == 0xA0
}

func isWord(c byte) bool {
	return c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
