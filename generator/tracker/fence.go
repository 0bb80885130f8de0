package tracker

import (
	"regexp"
	"strings"
)

// A block is some lines of Markdown of one kind.
type block struct {
	kind  blockKind
	lines []string
}

type blockKind int

const (
	prose blockKind = iota
	code
	quote
)

var (
	openFence = regexp.MustCompile("^( *)(`{3,}|~{3,})([^`]*)$")
	listItem  = regexp.MustCompile(`^( *)([-*+]|(\d{1,9})[.)])( +)(\S.*)$`)
	rule      = regexp.MustCompile(`^ *(?:[-*_] *){3,}$`)
	quoted    = regexp.MustCompile(`^( {0,3}> ?)(.*)$`)
	anyFence  = regexp.MustCompile("^[ \t>*+\\-.)\\d]*(?:```|~~~)")
)

// split parts fenced code, quotes and the rest. It is sure only of shapes that
// every reader of CommonMark takes for the same; where it is not, it says so,
// and the caller has to trust nothing: what it takes for code is left as it
// is, and a mention in there would be live if GitHub read it otherwise.
func split(lines []string) (blocks []block, sure bool) {
	var list listDepth
	for i := 0; i < len(lines); {
		line := lines[i]
		list.next(line)
		n, b, ok := 1, block{prose, lines[i : i+1]}, true
		switch {
		case openFence.MatchString(line):
			n, b, ok = fence(lines[i:], list.content())
			list.fresh = true
		case quoted.MatchString(line):
			for n = 1; i+n < len(lines) && quoted.MatchString(lines[i+n]); n++ {
			}
			b = block{quote, lines[i : i+n]}
			list.fresh = true
		default:
			ok = !anyFence.MatchString(line)
		}
		if !ok {
			return nil, false
		}
		if last := len(blocks) - 1; b.kind == prose && last >= 0 && blocks[last].kind == prose {
			blocks[last].lines = append(blocks[last].lines, b.lines...)
		} else {
			blocks = append(blocks, block{b.kind, append([]string(nil), b.lines...)})
		}
		i += n
	}
	return blocks, true
}

// fence reads the fenced block that begins with the first line. One that is
// left open is closed, since GitHub would take all that follows our text for
// code as well.
func fence(lines []string, content int) (length int, b block, ok bool) {
	m := openFence.FindStringSubmatch(lines[0])
	if len(m[1])-content > 3 {
		return 0, block{}, false
	}
	length, closed, ok := fenceEnd(lines, len(m[1]), m[2])
	text := append([]string(nil), lines[:length]...)
	if !closed {
		text = append(text, m[1]+m[2])
	}
	return length, block{code, text}, ok
}

// fenceEnd counts the lines of a fenced block. It is sure (ok) only if the end
// stands at the same depth as the beginning and no line leaves that depth.
func fenceEnd(lines []string, indent int, fence string) (length int, closed, ok bool) {
	for i, line := range lines[1:] {
		trimmed := strings.TrimLeft(line, " ")
		if strings.TrimSpace(line) == "" {
			continue
		}
		depth := len(line) - len(trimmed)
		if depth < indent {
			return 0, false, false
		}
		run := strings.TrimRight(trimmed, " \t")
		if len(run) >= len(fence) && strings.Trim(run, fence[:1]) == "" {
			return i + 2, true, depth == indent
		}
	}
	return len(lines), false, true
}

// maxLists is how deep lists in lists are followed.
const maxLists = 50

// listDepth follows how deep lists are nested: at which column each item's
// content begins. It forgets rather than guesses.
type listDepth struct {
	columns []int
	before  int  // depth of the last line that was not blank
	fresh   bool // no paragraph is open, so that any list may begin
	begun   bool
}

// content is the column at which the innermost item's text begins.
func (l *listDepth) content() int {
	if len(l.columns) == 0 {
		return 0
	}
	return l.columns[len(l.columns)-1]
}

func (l *listDepth) next(line string) {
	trimmed := strings.TrimLeft(line, " ")
	if strings.TrimSpace(line) == "" {
		l.fresh = true
		return
	}
	indent := len(line) - len(trimmed)
	for len(l.columns) > 0 && indent < l.content() {
		l.columns = l.columns[:len(l.columns)-1]
	}
	fresh := l.fresh || !l.begun || len(l.columns) < l.before
	for !rule.MatchString(line) && len(l.columns) < maxLists {
		m := listItem.FindStringSubmatch(line)
		if m == nil || len(m[1])-l.content() > 3 || len(m[4]) > 4 || !fresh && m[3] != "" && m[3] != "1" {
			break
		}
		column := len(line) - len(m[5])
		l.columns = append(l.columns, column)
		line = strings.Repeat(" ", column) + m[5]
		fresh = true
	}
	l.before, l.fresh, l.begun = len(l.columns), false, true
}
