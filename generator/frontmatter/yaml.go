package frontmatter

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// yamlReader turns the tree of the YAML library into Nodes. The library
// decodes nothing: it resolves neither aliases nor kinds, and drops no key.
type yamlReader struct {
	*parser
	lines   []int                   // where each line begins, by YAML's notion of a line
	anchors map[*yaml.Node]anchored // whose value is complete
	used    map[*yaml.Node]bool
	cursor  cursor
}

// cursor is the last place that was looked up.
type cursor struct{ line, column, offset int }

// anchored is a value that aliases stand for: how many nodes and levels it
// adds wherever it is used.
type anchored struct {
	node          *Node
	nodes, levels int
}

// place is where a value stands in the tree.
type place struct {
	depth  int
	indent int // of the collection around it; a block of text ends at a line that is indented no deeper
}

// readYAML reads raw as one document. prose reports that it is no frontmatter
// at all; betweenBreaks that thematic breaks could stand around it.
func (p *parser) readYAML(betweenBreaks bool) (root *Node, prose bool) {
	y := &yamlReader{parser: p, lines: yamlLines(p.raw), anchors: map[*yaml.Node]anchored{}, used: map[*yaml.Node]bool{}}
	if !y.checkControls() {
		return nil, false
	}
	prose = betweenBreaks && !hasFieldLine(p.raw)
	doc, err := y.decode()
	switch {
	case err != nil && prose:
		y.reportProse()
	case err != nil:
		y.diagnose(err)
		return nil, false
	case doc == nil:
		return nil, false
	default:
		n := doc.Content[0]
		root, _ = y.build(n, place{indent: -1})
		y.reportUnused(n)
		if root == nil || root.Kind == Mapping || root.Kind == Null {
			return root, false
		}
		if !prose {
			y.reportRoot(root)
			return nil, false
		}
		y.reportProse()
	}
	return nil, prose
}

// decode gives the only document, nil where there is nothing but comments.
func (y *yamlReader) decode() (*yaml.Node, error) {
	if !mayHoldTwo(y.raw) {
		var doc yaml.Node
		if err := yaml.Unmarshal(y.raw, &doc); err != nil || len(doc.Content) == 0 {
			return nil, err
		}
		return &doc, nil
	}
	return y.decodeFirst()
}

// mayHoldTwo reports whether a line could part documents.
func mayHoldTwo(raw []byte) bool {
	return bytes.Contains(raw, []byte("---")) || bytes.Contains(raw, []byte("..."))
}

// decodeFirst gives the first document and reports a second one.
func (y *yamlReader) decodeFirst() (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(y.raw))
	var doc, second yaml.Node
	if err := decoder.Decode(&doc); err != nil || len(doc.Content) == 0 {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return nil, err
	}
	switch err := decoder.Decode(&second); {
	case errors.Is(err, io.EOF):
		return &doc, nil
	case err != nil:
		return nil, err
	}
	at := y.offset(&second)
	return nil, diagnosis{at, at + 3, "a second YAML document begins here, and only one is read", "delete this line or move what follows it elsewhere"}
}

// checkControls reports a character that YAML forbids: the library does not say
// where it stands, and behind a stray byte order mark it skips letters.
func (y *yamlReader) checkControls() bool {
	for i, r := range string(y.raw) {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r >= 0x7F && r < 0xA0 && r != 0x85 || r == 0xFEFF || r == 0xFFFE || r == 0xFFFF {
			y.report(diag.Error, "encoding", y.span(i, i+utf8.RuneLen(r)), "delete it, or write it as an escape in double quotes",
				"the invisible character %U stands here, which YAML does not allow", r)
			return false
		}
	}
	return true
}

// build gives the Node for n and how many levels it has; nil where it cannot.
func (y *yamlReader) build(n *yaml.Node, at place) (node *Node, levels int) {
	if y.full {
		return nil, 0
	}
	if n.Kind == yaml.AliasNode {
		return y.alias(n, at)
	}
	start, tag := y.start(n)
	before := y.nodes
	if !y.count(1, at.depth, start) {
		return nil, 0
	}
	switch n.Kind {
	case yaml.MappingNode:
		node, levels = y.mapping(n, start, at)
	case yaml.SequenceNode:
		node, levels = y.sequence(n, start, at)
	default:
		node = y.scalar(n, start, tag, at)
	}
	if n.Anchor != "" && node != nil {
		y.anchors[n] = anchored{node, y.nodes - before, levels}
	}
	return node, levels
}

// alias gives the value of an anchor, at the place where it is used.
func (y *yamlReader) alias(n *yaml.Node, at place) (*Node, int) {
	start := y.offset(n)
	end := min(start+1+len(n.Value), len(y.raw))
	y.used[n.Alias] = true
	target, ok := y.anchors[n.Alias]
	if !ok {
		y.report(diag.Error, "alias", y.span(start, end), "write out what is meant; nothing of the "+y.subject+" is read until then",
			"*%s stands inside of what it refers to", n.Value)
		y.full = true
		return nil, 0
	}
	if !y.count(target.nodes, at.depth+target.levels, start) {
		return nil, 0
	}
	used := *target.node
	used.Span = y.span(start, end)
	return &used, target.levels
}

func (y *yamlReader) sequence(n *yaml.Node, start int, at place) (*Node, int) {
	node := &Node{Kind: Sequence}
	end, levels := start, 0
	for _, item := range n.Content {
		child, deep := y.build(item, place{depth: at.depth + 1, indent: y.dashIndent(item, n)})
		if child == nil {
			return nil, 0
		}
		node.Items = append(node.Items, child)
		end, levels = max(end, y.endOf(child)), max(levels, deep)
	}
	node.Span = y.span(start, y.closeFlow(n, start, end, ']'))
	return node, levels + 1
}

func (y *yamlReader) mapping(n *yaml.Node, start int, at place) (*Node, int) {
	node := &Node{Kind: Mapping}
	seen := map[string]*Node{}
	var merged []*Node
	end, levels := start, 0
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		key, _ := y.build(k, place{depth: at.depth + 1, indent: k.Column - 1})
		if key == nil {
			return nil, 0
		}
		value, deep := y.build(n.Content[i+1], place{depth: at.depth + 1, indent: k.Column - 1})
		if value == nil {
			return nil, 0
		}
		end, levels = max(end, y.endOf(key), y.endOf(value)), max(levels, deep)
		switch {
		case key.Kind == Sequence || key.Kind == Mapping:
			y.report(diag.Error, "key", key.Span, "write a plain word as the key", "%s cannot be a key", key.Kind.phrase())
		case key.Text == "<<" && !key.Quoted && seen["<<"] == nil:
			seen["<<"] = key
			merged = append(merged, value)
		default:
			y.add(node, seen, key, value)
		}
	}
	for _, value := range merged {
		y.merge(node, seen, value)
	}
	node.Span = y.span(start, y.closeFlow(n, start, end, '}'))
	return node, levels + 1
}

// merge brings in the pairs of a mapping, or of each mapping in a list, whose
// keys are not there yet.
func (y *yamlReader) merge(into *Node, seen map[string]*Node, from *Node) {
	switch from.Kind {
	case Mapping:
		for _, pair := range from.Pairs {
			if seen[pair.Key.Text] == nil {
				seen[pair.Key.Text] = pair.Key
				into.Pairs = append(into.Pairs, pair)
			}
		}
	case Sequence:
		for _, item := range from.Items {
			if item.Kind == Mapping {
				y.merge(into, seen, item)
				continue
			}
			y.notMergeable(item)
		}
	default:
		y.notMergeable(from)
	}
}

func (y *yamlReader) notMergeable(n *Node) {
	y.report(diag.Error, "merge", n.Span, "write `<<: *name` with the name of a mapping, or put `<<` in quotes",
		"`<<` brings in the keys of a mapping, and this is %s", n.Kind.phrase())
}

func (y *yamlReader) scalar(n *yaml.Node, start int, tag string, at place) *Node {
	node := y.node()
	node.Text, node.Kind, node.Quoted = n.Value, String, true
	end := y.scalarEnd(n, start, at.indent)
	node.Span = y.span(start, end)
	kind, tagged := tagKinds[tag]
	switch plain := n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0; {
	case tagged && kind != String:
		node.Kind, node.Quoted = kind, false
	case plain && !tagged:
		node.Kind, node.Quoted = plainKind(n.Value), false
		y.checkComment(end)
	}
	return node
}

var fieldStart = regexp.MustCompile(`(?m)^["']?[A-Za-z_][\w .-]{0,40}["']?:([ \t\r]|$|[^\s/:])`)

// hasFieldLine reports whether anything in raw looks like a field, also one
// that lacks the space behind its colon.
func hasFieldLine(raw []byte) bool { return fieldStart.Match(raw) }

func (y *yamlReader) reportProse() {
	start, end := 0, len(trimRight(y.raw))
	start += len(y.raw) - len(bytes.TrimLeft(y.raw, " \t\r\n"))
	y.report(diag.Error, "not-mapping", y.span(start, max(start, end)),
		"write `key: value` lines there, or `***` for a line across the page and an empty line before it",
		"the text between the two `---` lines holds no `key: value`, so it is read as part of the body")
}

func (y *yamlReader) reportRoot(root *Node) {
	if d, ok := y.missingSpace(y.startOf(root)); ok {
		y.syntaxError(d.start, d.end, d.message, d.hint)
		return
	}
	y.notMapping(root)
}
