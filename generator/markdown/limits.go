package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/util"
)

// limits are what a text may hold. goldmark takes no context and can be kept
// busy for minutes by a small text, so it is bounded before it is parsed.
type limits struct {
	bytes      int
	depth      int // quotes and lists in each other, on one line
	open       int // quotes and lists that are open, summed over all lines
	delimiters int // characters that mark something up, in one block
	brackets   int // [ that are open in each other
	lines      int // of one block
	looks      int // characters that mark something up, times the bytes of their block, since each may be looked for to its end
	columns    int // of a table
	cells      int // of all tables
	references int // definitions and footnotes
}

var allowed = limits{
	bytes: 1 << 20, depth: 100, open: 500_000, delimiters: 5_000, brackets: 200, lines: 10_000, looks: 100_000_000,
	columns: 200, cells: 100_000, references: 2_000,
}

// What a text may come to, however little its author wrote.
const (
	maxOutput    = 5 << 20
	maxHeadings  = 10_000
	maxAddresses = 5 << 20 // of all links, a definition counted each time it is used
)

// tooComplex says what keeps a text from being parsed and at which byte; ""
// if nothing does.
func tooComplex(source []byte) (at int, problem string) { return allowed.exceeded(source) }

func (l limits) exceeded(source []byte) (at int, problem string) {
	if len(source) > l.bytes {
		return l.bytes, fmt.Sprintf("the text has more than %d bytes", l.bytes)
	}
	m := meter{limits: l, wasBlank: true}
	offset := 0
	for line := range bytes.Lines(source) {
		if problem := m.line(line); problem != "" {
			return offset, problem
		}
		offset += len(line)
	}
	return 0, ""
}

// meter counts, line by line and without a tree, what a text would cost. Where
// it cannot be sure it counts too much.
type meter struct {
	limits
	block             counts
	references, cells int
	depth, open       int
	wasBlank          bool
	fence             []byte // that is open; it marks nothing up
	tags              bool   // a block of tags is open, and a fence in it is none
	tagsEnd           string // what ends it, if that is no blank line
}

// counts are those of one block.
type counts struct{ delimiters, brackets, lines, bytes, columns int }

func (m *meter) line(line []byte) (problem string) {
	if m.fence != nil {
		if closesFence(line, m.fence) {
			m.fence = nil
		}
		return ""
	}
	blank := util.IsBlank(line)
	if problem := m.containers(line, blank); problem != "" {
		return problem
	}
	m.wasBlank = blank
	switch {
	case blank:
		m.block, m.tags = counts{}, false
		return ""
	case !m.tags && m.tagsEnd == "" && opensFence(line) != nil:
		m.fence = opensFence(line)
		m.block, m.depth = counts{}, 0
		return ""
	case beginsBlock(line):
		m.block = counts{}
	}
	m.tagsOn(line)
	return m.marks(line)
}

// containers follows how deep the line stands. What is open stays open on a
// blank line, and on one that may go on with the paragraph above it.
func (m *meter) containers(line []byte, blank bool) (problem string) {
	opened, indent := containers(line)
	if d := max(opened, indent/4); d > m.limits.depth {
		return fmt.Sprintf("quotes and lists stand %d deep in each other, more than %d", d, m.limits.depth)
	}
	switch here := opened + indent/2; {
	case blank:
	case m.wasBlank, beginsBlock(line):
		m.depth = here
	default:
		m.depth = max(m.depth, here)
	}
	if m.open += m.depth; m.open > m.limits.open {
		return fmt.Sprintf("too many lines stand deep in quotes and lists: more than %d, each counted as often as it is deep", m.limits.open)
	}
	return ""
}

// marks counts what has to be looked at with the rest of its block.
func (m *meter) marks(line []byte) (problem string) {
	b := &m.block
	b.lines++
	b.bytes += len(line)
	pipes, deepest := 0, 0
	for i, c := range line {
		switch c {
		case '[':
			b.brackets++
			deepest = max(deepest, b.brackets)
			if i+1 < len(line) && line[i+1] == '^' {
				m.references++
			}
		case ']':
			b.brackets = max(0, b.brackets-1)
			if i+1 < len(line) && line[i+1] == ':' {
				m.references++
			}
		case '|':
			pipes++
		}
		if marksUp[c] {
			b.delimiters++
		}
	}
	if pipes > 0 && len(bytes.Trim(line, "|-: \t\r\n>*+")) == 0 {
		b.columns = max(b.columns, pipes+1)
	}
	m.cells += b.columns
	return m.tooMuch(pipes, deepest)
}

// marksUp are the bytes that may mark something up.
var marksUp = func() (marks [256]bool) {
	for _, c := range []byte("*_~[](`<!:") {
		marks[c] = true
	}
	return marks
}()

func (m *meter) tooMuch(pipes, brackets int) (problem string) {
	b, l := m.block, m.limits
	switch {
	case brackets > l.brackets:
		return fmt.Sprintf("more than %d brackets are open in each other", l.brackets)
	case pipes > l.columns:
		return fmt.Sprintf("a table has %d columns, more than %d", pipes, l.columns)
	case b.delimiters > l.delimiters:
		return fmt.Sprintf("a paragraph has more than %d characters that mark something up", l.delimiters)
	case b.delimiters*b.bytes > l.looks:
		return fmt.Sprintf("a paragraph of %d kB has %d characters that mark something up: the longer it is, the fewer it may have", b.bytes>>10, b.delimiters)
	case b.lines > l.lines:
		return fmt.Sprintf("a paragraph has more than %d lines", l.lines)
	case m.references > l.references:
		return fmt.Sprintf("the text has more than %d references", l.references)
	case m.cells > l.cells:
		return fmt.Sprintf("the tables have more than %d cells", l.cells)
	}
	return ""
}

// never is what no line of text holds.
const never = "\n\n"

// tagsOn notes where a block of tags may begin and end.
func (m *meter) tagsOn(line []byte) {
	trimmed := bytes.TrimLeft(line, " ")
	comment := bytes.HasPrefix(trimmed, []byte("<!--"))
	switch {
	case m.tagsEnd != "" && bytes.Contains(line, []byte(m.tagsEnd)):
		m.tagsEnd = ""
	case trimmed[0] != '<', comment && bytes.Contains(trimmed[4:], []byte("-->")):
	case comment && m.tagsEnd == "":
		m.tagsEnd = "-->"
	default:
		m.tags = true
		for _, name := range []string{"!", "?", "script", "pre", "style", "textarea"} {
			if len(trimmed) > len(name) && bytes.EqualFold(trimmed[1:1+len(name)], []byte(name)) {
				m.tagsEnd = never
			}
		}
	}
}

// opensFence gives the fence that a line opens, if it stands in nothing else
// for sure: at the very beginning of the line.
func opensFence(line []byte) []byte {
	if line[0] != '`' && line[0] != '~' {
		return nil
	}
	rest := bytes.TrimLeft(line, string(line[:1]))
	n := len(line) - len(rest)
	if n < 3 || line[0] == '`' && bytes.IndexByte(rest, '`') >= 0 {
		return nil
	}
	return line[:n]
}

func closesFence(line, fence []byte) bool {
	trimmed := bytes.TrimLeft(line, " ")
	rest := bytes.TrimLeft(trimmed, string(fence[:1]))
	return len(line)-len(trimmed) < 4 && len(trimmed)-len(rest) >= len(fence) && util.IsBlank(rest)
}

// beginsBlock reports whether a line ends the paragraph above it for sure: an
// item of a list with words, or a heading.
func beginsBlock(line []byte) bool {
	trimmed := bytes.TrimLeft(line, " ")
	if len(line)-len(trimmed) > 3 || len(trimmed) < 2 || util.IsBlank(trimmed[1:]) {
		return false
	}
	return bytes.IndexByte([]byte("-+*#"), trimmed[0]) >= 0 && trimmed[1] == ' '
}

// containers counts how many quotes and lists a line opens or stands in, and
// the spaces between them, by which it may stand in more.
func containers(line []byte) (depth, spaces int) {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == ' ':
			spaces++
		case c == '\t':
			spaces += 4
		case c == '>':
			depth++
		case (c == '-' || c == '+' || c == '*') && i+1 < len(line) && util.IsSpace(line[i+1]):
			depth++
		case c >= '0' && c <= '9':
			j := i
			for j < len(line) && line[j] >= '0' && line[j] <= '9' {
				j++
			}
			if j+1 < len(line) && (line[j] == '.' || line[j] == ')') && util.IsSpace(line[j+1]) {
				depth++
				i = j
				continue
			}
			return depth, spaces
		default:
			return depth, spaces
		}
	}
	return depth, spaces
}
