package frontmatter

import (
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// tomlReader builds the tree from TOML's expressions, which have places; the
// library's decoder has none, and only judges the rest of the rules.
type tomlReader struct {
	*parser
	unstable.Parser
	keys   map[*Node]map[string]*Node // of each mapping: its keys so far
	around map[*Node]*Node            // what a table stands in
	tables map[*Node]bool             // those that a `[header]` opened
}

func (p *parser) readTOML() *Node {
	t := &tomlReader{parser: p, keys: map[*Node]map[string]*Node{}, around: map[*Node]*Node{}, tables: map[*Node]bool{}}
	t.Reset(p.raw)
	root := &Node{Kind: Mapping, Span: p.span(0, len(p.raw))}
	current, depth := root, 1
	for t.NextExpression() {
		e := t.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			current, depth = t.header(root, e)
		case unstable.KeyValue:
			t.keyValue(current, e, depth)
		}
		if p.full {
			return nil
		}
	}
	var wrong *unstable.ParserError
	if errors.As(t.Error(), &wrong) {
		at := int(t.Range(wrong.Highlight).Offset)
		p.tomlError(at, max(1, len(wrong.Highlight)), wrong.Message)
		return nil
	}
	if len(p.findings) > 0 {
		return root
	}
	if err := toml.Unmarshal(p.raw, &map[string]any{}); err != nil {
		p.tomlInvalid(err)
		return nil
	}
	return root
}

// step goes from a mapping to the one below a key, which it makes where there
// is none; nil where something else stands there.
func (t *tomlReader) step(from *Node, key *Node) *Node {
	value := from.Get(key.Text)
	if value == nil {
		value = &Node{Kind: Mapping, Span: key.Span}
		t.put(from, key, value)
	}
	if value.Kind == Sequence && len(value.Items) > 0 {
		value = value.Items[len(value.Items)-1]
	}
	if value.Kind != Mapping {
		t.duplicate(t.keys[from][key.Text], key)
		return nil
	}
	return value
}

func (t *tomlReader) put(into, key, value *Node) {
	if t.keys[into] == nil {
		t.keys[into] = map[string]*Node{}
	}
	t.add(into, t.keys[into], key, value)
	t.within(into, value)
}

// within makes a value part of another one, which then ends no sooner.
func (t *tomlReader) within(outer, inner *Node) {
	t.around[inner] = outer
	for end := inner.Span.End; outer != nil; outer = t.around[outer] {
		if outer.Span.End.Offset < end.Offset {
			outer.Span.End = end
		}
	}
}

// path gives the keys of a dotted key as nodes.
func (t *tomlReader) path(e *unstable.Node) []*Node {
	var keys []*Node
	for it := e.Key(); it.Next(); {
		n := it.Node()
		start := int(n.Raw.Offset)
		t.count(2, len(keys)+1, start)
		keys = append(keys, &Node{Kind: String, Text: string(n.Data), Quoted: strings.IndexByte(`"'`, t.raw[start]) >= 0,
			Span: t.span(start, start+int(n.Raw.Length))})
	}
	return keys
}

// header opens the table that a `[header]` or `[[header]]` names. What follows
// a header that is wrong goes into a table that nobody sees.
func (t *tomlReader) header(root *Node, e *unstable.Node) (*Node, int) {
	keys := t.path(e)
	at, last := root, keys[len(keys)-1]
	for _, key := range keys[:len(keys)-1] {
		if at = t.step(at, key); at == nil || t.full {
			return &Node{Kind: Mapping}, 1
		}
	}
	table := &Node{Kind: Mapping, Span: t.headerSpan(keys)}
	there := at.Get(last.Text)
	switch {
	case e.Kind == unstable.ArrayTable && there == nil:
		list := &Node{Kind: Sequence, Span: table.Span, Items: []*Node{table}}
		t.put(at, last, list)
		t.within(list, table)
	case e.Kind == unstable.ArrayTable && there.Kind == Sequence:
		there.Items = append(there.Items, table)
		t.within(there, table)
	case there == nil:
		t.put(at, last, table)
	case e.Kind == unstable.Table && there.Kind == Mapping && !t.tables[there]:
		table = there
	default:
		t.duplicate(t.keys[at][last.Text], last)
		return table, len(keys) + 1
	}
	t.tables[table] = true
	return table, len(keys) + 1
}

func (t *tomlReader) headerSpan(keys []*Node) diag.Span {
	start, end := t.startOf(keys[0]), t.endOf(keys[len(keys)-1])
	for start > 0 && strings.IndexByte("[ \t", t.raw[start-1]) >= 0 {
		start--
	}
	for end < len(t.raw) && strings.IndexByte("] \t", t.raw[end]) >= 0 {
		end++
	}
	return t.span(t.skip(start, ""), len(trimRight(t.raw[:end])))
}

// keyValue puts `a.b = value` into a table.
func (t *tomlReader) keyValue(into *Node, e *unstable.Node, depth int) {
	keys := t.path(e)
	last := keys[len(keys)-1]
	end := t.endOf(last)
	value, _ := t.value(e.Value(), end, depth+len(keys)-1)
	if value == nil {
		return
	}
	for _, key := range keys[:len(keys)-1] {
		if into = t.step(into, key); into == nil {
			return
		}
	}
	t.put(into, last, value)
}

var tomlKinds = map[unstable.Kind]Kind{
	unstable.String: String, unstable.Bool: Bool, unstable.Integer: Int, unstable.Float: Float,
	unstable.LocalDate: Time, unstable.LocalTime: Time, unstable.LocalDateTime: Time, unstable.DateTime: Time,
}

// value builds the value that stands behind an offset, and gives its end; the
// library knows the places of scalars only.
func (t *tomlReader) value(n *unstable.Node, behind, depth int) (*Node, int) {
	if !t.count(1, depth, behind) {
		return nil, 0
	}
	if n.Kind != unstable.Array && n.Kind != unstable.InlineTable {
		start, end := int(n.Raw.Offset), int(n.Raw.Offset+n.Raw.Length)
		return &Node{Kind: tomlKinds[n.Kind], Text: string(n.Data), Quoted: n.Kind == unstable.String, Span: t.span(start, end)}, end
	}
	node, start := &Node{Kind: Sequence}, t.skip(behind, "=,")
	if n.Kind == unstable.InlineTable {
		node.Kind = Mapping
	}
	end := start + 1
	for it := n.Children(); it.Next(); {
		child := it.Node()
		if child.Kind == unstable.KeyValue {
			t.keyValue(node, child, depth+1)
			end = int(child.Raw.Offset + child.Raw.Length)
		} else if item, after := t.value(child, end, depth+1); item != nil {
			node.Items = append(node.Items, item)
			end = after
		}
		if t.full {
			return nil, 0
		}
	}
	end = min(t.skip(end, ",")+1, len(t.raw))
	node.Span = t.span(start, end)
	return node, end
}

// skip goes over white space, comments and the given characters.
func (t *tomlReader) skip(at int, also string) int {
	for ; at < len(t.raw); at++ {
		if t.raw[at] == '#' {
			for at < len(t.raw) && t.raw[at] != '\n' {
				at++
			}
		} else if strings.IndexByte(" \t\r\n"+also, t.raw[at]) < 0 {
			break
		}
	}
	return min(at, len(t.raw))
}

// tomlInvalid reports what the library's decoder finds wrong with expressions
// that can be read.
func (p *parser) tomlInvalid(err error) {
	var wrong *toml.DecodeError
	if !errors.As(err, &wrong) {
		p.tomlError(0, len(p.raw), strings.TrimPrefix(err.Error(), "toml: "))
		return
	}
	line, column := wrong.Position()
	at := 0
	for ; line > 1; line-- {
		_, at = lineAt(p.raw, at)
	}
	p.tomlError(at+column-1, 1, strings.TrimPrefix(wrong.Error(), "toml: "))
}

func (p *parser) tomlError(at, length int, message string) {
	at = min(max(at, 0), len(p.raw))
	start := lineStart(p.raw, at)
	line, _ := lineAt(p.raw, start)
	hint := "mend this line; TOML wants `key = value`"
	if strings.Contains(message, "expected keyword") {
		message = "the text has no quotes"
	}
	switch {
	case keyed.Match(line) && !strings.Contains(string(line), "="):
		hint = "write `key = value`, or use `---` fences for YAML"
	case strings.Contains(message, "at start of value"), strings.Contains(message, "no quotes"):
		hint = "put text in double quotes"
	}
	p.syntaxError(at, max(at, min(at+length, start+len(trimRight(line)))), "this is not TOML: "+p.spelled(message, at), hint)
}
