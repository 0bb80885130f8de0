// Package frontmatter reads the fields at the head of a Markdown file, and
// retrowiki.yaml, into nodes that know their place.
//
// In go a file's bytes; out come the format, where the body begins, and a tree
// of Nodes whose text is what a person wrote (`1.10`, `no`, `2014-11-24` stay
// as they are) with the exact span of every key and value. Nothing is lost in
// silence: whatever keeps the fields from being read is a finding with a place
// and a hint, and the body survives it.
//
// The split itself is done by adrg/frontmatter. A scan of our own goes first,
// because adrg takes an indented fence for a real one and gives up without a
// word behind a byte order mark or when the closing fence is missing; where
// the two disagree, that is a finding too.
//
// The package is the only user of adrg/frontmatter, YAML and TOML. It knows no
// field by name.
package frontmatter

import (
	"bytes"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Limits that keep one file from costing more than it may.
const (
	maxBytes = 256 << 10 // of the block between the fences
	maxDepth = 64        // of lists and mappings in each other
	maxNodes = 10_000    // keys and values, with what aliases stand for counted each time
)

// Format is the language of a frontmatter.
type Format int

// None means that no frontmatter was split off.
const (
	None Format = iota
	YAML
	TOML
	JSON
)

func (f Format) String() string { return [...]string{"none", "YAML", "TOML", "JSON"}[f] }

// Kind says what a value looks like; what it is taken for is up to the field.
type Kind int

// The kinds of values. Only `true` and `false` are a Bool: `yes`, `no`, `on`
// and `off` are Strings.
const (
	Null Kind = iota
	Bool
	Int
	Float
	String
	Time
	Sequence
	Mapping
)

func (k Kind) String() string {
	return [...]string{"null", "bool", "int", "float", "string", "time", "sequence", "mapping"}[k]
}

// phrase is the kind with its article.
func (k Kind) phrase() string {
	if k == Int {
		return "an int"
	}
	return "a " + k.String()
}

// Node is a value and its place. What an alias stands for is shared between
// the places that use it, so Nodes are to be read, never changed.
type Node struct {
	Kind   Kind
	Text   string    // of a scalar: as written, with quotes and escapes resolved
	Quoted bool      // the scalar was in quotes or a block, so it is text for sure
	Span   diag.Span // of the value, with its quotes or brackets; of an alias, where it is used
	Pairs  []Pair    // of a Mapping, in the order written; what `<<` brings in comes last
	Items  []*Node   // of a Sequence
}

// Pair is a key of a Mapping and its value. Keys are scalars.
type Pair struct{ Key, Value *Node }

// Get returns the value of a key, or nil where n has none. n may be nil.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for _, pair := range n.Pairs {
		if pair.Key.Text == key {
			return pair.Value
		}
	}
	return nil
}

// Range is a part of a file in bytes, from Start up to but not including End.
type Range struct{ Start, End int }

// Document is a file split into frontmatter and body.
type Document struct {
	Text   *diag.Text
	Format Format
	Raw    Range // between the fences; of a bare JSON block, with its braces
	Body   int   // where the body begins: behind the closing fence, else behind a byte order mark
	Root   *Node // a Mapping, empty where there is no frontmatter or it cannot be read
}

// Parse splits a file and reads its frontmatter. A file without one is no
// finding. A block that turns out to be prose between two thematic breaks, or
// whose fence is never closed, is a finding and stays in the body.
func Parse(text *diag.Text) (*Document, diag.List) {
	p := newParser(text, "frontmatter")
	defer p.done()
	readable := p.checkEncoding()
	b := p.split()
	if readable && b.format != None && !p.adrgAgrees(b) {
		readable = false
	}
	doc := &Document{Text: text, Format: b.format, Raw: Range{b.rawStart, b.rawEnd}, Body: b.body}
	doc.Root = p.empty(b.rawStart, b.rawEnd)
	if readable && b.format != None {
		root, prose := p.read(b)
		if prose {
			doc.Format, doc.Body, doc.Raw = None, p.bom(), Range{p.bom(), p.bom()}
			root = p.empty(doc.Body, doc.Body)
		}
		doc.Root = root
	}
	p.findings.Sort()
	return doc, p.findings
}

// ParseYAML reads a whole file of YAML, whose root is to be a mapping. The
// Node is never nil; it is an empty Mapping where the file cannot be read.
func ParseYAML(text *diag.Text) (*Node, diag.List) {
	p := newParser(text, "file")
	defer p.done()
	root := p.empty(p.bom(), len(text.Bytes))
	if p.checkEncoding() {
		root, _ = p.read(block{fence: fence{format: YAML}, rawStart: p.bom(), rawEnd: len(text.Bytes)})
	}
	p.findings.Sort()
	return root, p.findings
}

// read makes nodes of a block. prose reports that a block between two plain
// `---` lines is not YAML that anyone meant as fields.
func (p *parser) read(b block) (root *Node, prose bool) {
	empty := p.empty(b.rawStart, b.rawEnd)
	if size := b.rawEnd - b.rawStart; size > maxBytes {
		p.tooLargeAt(empty.Span, "it has %d kB, and %d kB are allowed", (size+1023)>>10, maxBytes>>10)
		return empty, false
	}
	p.take(b.rawStart, b.rawEnd)
	if len(bytes.TrimSpace(p.raw)) == 0 {
		return empty, false
	}
	defer func() {
		if cause := recover(); cause != nil {
			p.gaveUp(cause)
			root, prose = empty, false
		}
	}()
	switch b.format {
	case TOML:
		root = p.readTOML()
	case JSON:
		root = p.readJSON()
	default:
		root, prose = p.readYAML(b.fence == plainFence)
	}
	if root == nil || root.Kind != Mapping || p.full {
		root = empty
	}
	return root, prose
}
