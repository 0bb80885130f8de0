package markdown

import (
	"bytes"
	"strings"
)

// Plain is what stands under one heading, as plain text on one line. The
// first may have no heading.
type Plain struct {
	Heading *Heading
	Text    string
}

// Plain parts a text at its headings, for search. Where nothing is hidden
// it cuts the text as it was written and passes over the markup, since to grow
// a tree for each text would take longer than all else that search does.
func (d *Doc) Plain() []Plain {
	if d.asIs {
		return []Plain{{Text: strings.Join(strings.Fields(string(d.source)), " ")}}
	}
	if d.text == nil && len(d.headings) > 0 || d.public && bytes.Contains(bytes.ToLower(d.source), []byte("internal")) {
		return d.plainOfTree()
	}
	passages := make([]Plain, len(d.sections))
	end := len(d.source)
	for i := len(d.sections) - 1; i >= 0; i-- {
		start, line := 0, 0
		if h := d.sections[i]; h >= 0 {
			passages[i].Heading = &d.headings[h]
			line = min(max(d.headings[h].Span.Start.Offset-d.from, 0), end)
			start = end
			if n := bytes.IndexByte(d.source[line:end], '\n'); n >= 0 {
				start = line + n + 1
			}
			line = bytes.LastIndexByte(d.source[:line], '\n') + 1
		}
		passages[i].Text = bare(d.source[min(start, end):end])
		end = min(line, end)
	}
	return passages
}

func (d *Doc) plainOfTree() []Plain {
	t := d.grow(nil)
	passages := make([]Plain, len(t.sections))
	for i, nodes := range t.sections {
		if h := t.sectionHeadings[i]; h >= 0 {
			passages[i].Heading = &t.headings[h]
		}
		var text strings.Builder
		for _, n := range nodes {
			text.WriteString(d.plain(n))
			text.WriteByte(' ')
		}
		passages[i].Text = strings.Join(strings.Fields(text.String()), " ")
	}
	return passages
}

// bare leaves out what is only markup: marks of lists, quotes and tables,
// emphasis, addresses of links, tags, comments, and diagrams.
func bare(source []byte) string {
	b := barer{out: make([]byte, 0, len(source))}
	for len(source) > 0 {
		line := source
		if n := bytes.IndexByte(source, '\n'); n >= 0 {
			line, source = source[:n], source[n+1:]
		} else {
			source = nil
		}
		b.line(line)
	}
	return strings.ToValidUTF8(string(bytes.TrimRight(b.out, " ")), "\uFFFD")
}

type barer struct {
	out     []byte
	fence   []byte // that is open
	diagram bool   // what is fenced is a drawing
	comment bool   // a comment is open
}

func (b *barer) line(line []byte) {
	line = bytes.TrimSpace(line)
	if b.fence != nil {
		if bytes.HasPrefix(line, b.fence) {
			b.fence, b.diagram = nil, false
		} else if !b.diagram {
			b.add(line)
		}
		return
	}
	if bytes.HasPrefix(line, []byte("```")) || bytes.HasPrefix(line, []byte("~~~")) {
		b.fence, b.diagram = line[:3], bytes.HasPrefix(bytes.TrimLeft(line, "`~ "), []byte("mermaid"))
		return
	}
	if len(bytes.Trim(line, "|-: =*_")) > 0 {
		b.inline(bytes.TrimLeft(line, "#>+*- \t"))
	}
}

// add writes text, with one space for each stretch of space.
func (b *barer) add(text []byte) {
	for _, c := range text {
		b.put(c)
	}
	b.put(' ')
}

func (b *barer) put(c byte) {
	if c == '\t' || c == '\r' {
		c = ' '
	}
	if c == ' ' && (len(b.out) == 0 || b.out[len(b.out)-1] == ' ') {
		return
	}
	b.out = append(b.out, c)
}

func (b *barer) inline(line []byte) {
	code := false
	for i := 0; i < len(line); i++ {
		rest := line[i:]
		if b.comment {
			n := bytes.Index(rest, []byte("-->"))
			if n < 0 {
				return
			}
			i, b.comment = i+n+2, false
			continue
		}
		switch c := line[i]; {
		case c == '`':
			code = !code
		case code:
			b.put(c)
		case c == '*' || c == '[' || c == '|' && len(rest) < 2:
		case c == '|':
			b.put(' ')
		case c == ']':
			i += addressLength(rest)
		case c == '!' && bytes.HasPrefix(rest, []byte("![")):
		case c == '\\' && len(rest) > 1 && bytes.IndexByte([]byte("\\`*_[]<>#|!()"), rest[1]) >= 0:
			b.put(rest[1])
			i++
		case c == '_' && !(i > 0 && isWord(line[i-1]) && len(rest) > 1 && isWord(rest[1])):
		case c == '<' && bytes.HasPrefix(rest, []byte("<!--")):
			b.comment = true
			i += 3
		case c == '<':
			n := tagLength(rest)
			if n == 0 {
				b.put(c)
			}
			i += max(n-1, 0)
		default:
			b.put(c)
		}
	}
	b.put(' ')
}

// addressLength is how many bytes after a closing bracket are a link's
// address.
func addressLength(rest []byte) int {
	if len(rest) > 1 && rest[1] == '(' {
		if n := bytes.IndexByte(rest, ')'); n > 0 {
			return n
		}
	}
	return 0
}

// tagLength is how many bytes at the beginning are a tag, 0 if they are none.
func tagLength(rest []byte) int {
	if len(rest) < 2 || rest[1] != '/' && !(rest[1]|0x20 >= 'a' && rest[1]|0x20 <= 'z') {
		return 0
	}
	n := bytes.IndexByte(rest, '>')
	if n < 0 || bytes.Contains(rest[:n], []byte("://")) && !bytes.ContainsAny(rest[:n], " =") {
		return 0
	}
	return n + 1
}

func isWord(c byte) bool {
	return c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_'
}
