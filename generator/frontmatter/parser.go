package frontmatter

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// parser is the state of reading one file. Offsets given to its methods count
// in raw unless they say otherwise.
type parser struct {
	text     *diag.Text
	subject  string // what messages call the thing that is read
	base     int    // where raw begins in the file
	raw      []byte
	places   []linePlace // of each byte of raw, and of its end
	pool     *[]linePlace
	nodes    int    // made so far, with what aliases stand for
	blank    []Node // to be used next
	full     bool   // a limit was passed and reported, so that nothing counts any more
	findings diag.List
}

// linePlace is a line and a column, both from 1. They are found once for all
// bytes, as counting anew for each node takes seconds where a line is long.
type linePlace struct{ line, column int32 }

// linePlaces keeps what parsers found their places in, for the next ones.
var linePlaces = sync.Pool{New: func() any { return new([]linePlace) }}

func newParser(text *diag.Text, subject string) *parser {
	return &parser{text: text, subject: subject, pool: linePlaces.Get().(*[]linePlace)}
}

// done lets go of the places; the nodes that were made have theirs.
func (p *parser) done() {
	p.places = nil
	linePlaces.Put(p.pool)
}

const utf8BOM = "\xef\xbb\xbf"

// bom is the length of the file's byte order mark.
func (p *parser) bom() int {
	if bytes.HasPrefix(p.text.Bytes, []byte(utf8BOM)) {
		return len(utf8BOM)
	}
	return 0
}

// node gives a new Node. They are made by the dozen, as they are let go.
func (p *parser) node() *Node {
	if len(p.blank) == 0 {
		p.blank = make([]Node, 32)
	}
	n := &p.blank[0]
	p.blank = p.blank[1:]
	return n
}

// empty is a Mapping of nothing at a place in the file.
func (p *parser) empty(fileStart, fileEnd int) *Node {
	return &Node{Kind: Mapping, Span: p.text.Span(fileStart, fileEnd)}
}

// take makes a part of the file the one that is read.
func (p *parser) take(fileStart, fileEnd int) {
	p.base, p.raw = fileStart, p.text.Bytes[fileStart:fileEnd:fileEnd]
	first := p.text.Position(fileStart)
	at := linePlace{int32(first.Line), int32(first.Column)}
	p.places = slices.Grow(*p.pool, len(p.raw)+1)[:len(p.raw)+1]
	*p.pool = p.places
	for i, b := range p.raw {
		p.places[i] = at
		if b == '\n' {
			at = linePlace{at.line + 1, 1}
		} else if i+1 == len(p.raw) || utf8.RuneStart(p.raw[i+1]) {
			at.column++
		}
	}
	p.places[len(p.raw)] = at
}

func (p *parser) position(offset int) diag.Position {
	offset = min(max(offset, 0), len(p.raw))
	return diag.Position{Offset: p.base + offset, Line: int(p.places[offset].line), Column: int(p.places[offset].column)}
}

func (p *parser) span(start, end int) diag.Span {
	return diag.Span{File: p.text.File, Start: p.position(start), End: p.position(max(start, end))}
}

// startOf and endOf are the way back from a span of the file to raw.
func (p *parser) startOf(n *Node) int { return n.Span.Start.Offset - p.base }
func (p *parser) endOf(n *Node) int   { return n.Span.End.Offset - p.base }

func (p *parser) report(severity diag.Severity, rule string, span diag.Span, hint, format string, args ...any) {
	p.findings = append(p.findings, diag.Diagnostic{
		Rule: "frontmatter/" + rule, Severity: severity, Span: span, Message: fmt.Sprintf(format, args...), Hint: hint,
	})
}

// syntaxError reports what keeps the whole block from being read. The
// libraries count bytes; the span has whole characters.
func (p *parser) syntaxError(start, end int, message, hint string) {
	for start > 0 && start < len(p.raw) && !utf8.RuneStart(p.raw[start]) {
		start--
	}
	for end < len(p.raw) && !utf8.RuneStart(p.raw[end]) {
		end++
	}
	p.report(diag.Error, "syntax", p.span(start, end), hint+"; nothing of the "+p.subject+" can be read until then", "%s", message)
}

var strayByte = regexp.MustCompile(`(U\+[0-9A-F]{4} )?'.{1,6}'`)

// spelled puts the character at an offset into a library's message that calls
// it by its first byte.
func (p *parser) spelled(message string, at int) string {
	if at >= len(p.raw) || p.raw[at] < utf8.RuneSelf {
		return message
	}
	r, _ := utf8.DecodeRune(p.raw[at:])
	return strayByte.ReplaceAllLiteralString(message, fmt.Sprintf("%q", r))
}

func (p *parser) tooLarge(start, end int, format string, args ...any) {
	p.tooLargeAt(p.span(start, end), format, args...)
}

func (p *parser) tooLargeAt(span diag.Span, format string, args ...any) {
	if !p.full {
		p.report(diag.Error, "too-large", span,
			"move what is long into the body or split the file; nothing of the "+p.subject+" is read",
			"the %s is too large: %s", p.subject, fmt.Sprintf(format, args...))
	}
	p.full = true
}

func (p *parser) gaveUp(cause any) {
	p.syntaxError(0, len(p.raw), fmt.Sprintf("the parser broke down on this %s (%v)", p.subject, cause),
		"write the block more plainly and report this as a bug of retrowiki")
}

// count takes n more nodes at a depth into account and reports whether they
// are within the limits.
func (p *parser) count(n, depth, at int) bool {
	p.nodes += n
	if p.nodes > maxNodes {
		p.tooLarge(at, at, "it has more than %d keys and values, what aliases stand for included", maxNodes)
	}
	if depth > maxDepth {
		p.tooLarge(at, at, "lists and mappings stand more than %d deep in each other", maxDepth)
	}
	return !p.full
}

// add puts a pair into a mapping unless its key is there already; seen holds
// the mapping's keys so far.
func (p *parser) add(mapping *Node, seen map[string]*Node, key, value *Node) {
	if first, twice := seen[key.Text]; twice {
		p.duplicate(first, key)
		return
	}
	seen[key.Text] = key
	mapping.Pairs = append(mapping.Pairs, Pair{Key: key, Value: value})
}

func (p *parser) duplicate(first, again *Node) {
	p.report(diag.Error, "duplicate-key", again.Span, "keep one of the two; the first one counts until then",
		"the key %q is written twice", again.Text)
	last := &p.findings[len(p.findings)-1]
	last.Related = []diag.Related{{Span: first.Span, Message: "it is written here first"}}
}

// notMapping reports a root that has no keys.
func (p *parser) notMapping(root *Node) {
	p.report(diag.Error, "not-mapping", root.Span, "write `key: value` lines", "the %s is %s, not a mapping of keys to values", p.subject, root.Kind.phrase())
}
