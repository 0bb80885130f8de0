package frontmatter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Edit is one change to a frontmatter: the field at Path is to hold Value.
//
// Path counts as package fields does: "remediations[2].issue", where an empty
// item of a list has no number and a single value is its own item [0]. All of
// it but the last name has to be there. The last one is replaced where it is a
// scalar, and otherwise inserted.
type Edit struct {
	Path  string
	Value *Node // made by NewText, NewInt, NewWord or NewList

	// Order is the order that keys are wanted in. A new key goes behind the
	// last sibling that comes before it there, or before all of them; one that
	// Order does not name goes to the end.
	Order []string

	// Shorthand is the key that a plain scalar stands for where the path wants
	// a mapping: with "title", `- Do it` becomes `- title: Do it`. A scalar is
	// refused where it is empty.
	Shorthand string
}

// NewText is text, quoted where it would be read as something else.
func NewText(text string) *Node { return &Node{Kind: String, Text: text, Quoted: true} }

// NewInt is a whole number.
func NewInt(n int) *Node { return &Node{Kind: Int, Text: strconv.Itoa(n)} }

// NewTime is a date or a time, written as it is in YAML and TOML. Text that is
// none is refused by Edit.
func NewTime(text string) *Node { return &Node{Kind: Time, Text: text} }

// NewList is a list of texts.
func NewList(texts ...string) *Node {
	n := &Node{Kind: Sequence}
	for _, text := range texts {
		n.Items = append(n.Items, NewText(text))
	}
	return n
}

// Edit plans changes to the file: the fixes to be made by diag.Apply, all of
// them or none. No byte outside of them changes, so comments, quoting, line
// ends and unknown fields stay as they are.
//
// The plan is tried out first: unless the file then reads as before plus these
// changes and nothing else, it is refused with a finding that says where and
// why. So an anchor that something else refers to, a merge key, or a layout
// that nobody thought of costs an edit by hand, never a file.
//
// Several edits of one mapping may be given together; two of the same path may
// not.
func (d *Document) Edit(edits ...Edit) ([]diag.Fix, diag.List) {
	if len(edits) == 0 {
		return nil, nil
	}
	e := &editor{doc: d, src: d.Text.Bytes, end: lineEnd(d.Text.Bytes), wrapped: map[*Node]*mappingText{}}
	if _, findings := Parse(d.Text); findings.AtLeast(diag.Error) > 0 {
		return nil, e.refusal(d.Root.Span, "its frontmatter has errors", "mend what `retrowiki check` reports first")
	}
	if d.Format == None {
		e.begin(edits)
	} else {
		for _, edit := range edits {
			if e.set(edit); e.refused != nil {
				return nil, e.refused
			}
		}
		e.wrap()
	}
	if e.refused == nil {
		e.verify(edits)
	}
	if e.refused != nil {
		return nil, e.refused
	}
	return e.fixes, nil
}

// editor plans the fixes of one call.
type editor struct {
	doc     *Document
	src     []byte
	end     string // of a line
	fixes   []diag.Fix
	wrapped map[*Node]*mappingText // scalars that become mappings
	order   []*Node                // of wrapped
	refused diag.List
}

// mappingText is what a scalar becomes.
type mappingText struct {
	key   string   // of the scalar itself
	pairs []Edit   // that stand with it
	list  *Node    // around it
	names []string // the order of keys
}

func (e *editor) refusal(span diag.Span, why, hint string) diag.List {
	return diag.List{{Rule: "frontmatter/edit", Severity: diag.Warning, Span: span, Hint: hint,
		Message: "this file is left as it is: " + why}}
}

func (e *editor) refuse(span diag.Span, format string, args ...any) {
	if e.refused == nil {
		e.refused = e.refusal(span, fmt.Sprintf(format, args...), "make the change by hand")
	}
}

func (e *editor) replace(start, end int, by string) {
	e.fixes = append(e.fixes, diag.Fix{Span: e.doc.Text.Span(start, end), NewText: by})
}

func (e *editor) insert(at int, text string) { e.replace(at, at, text) }

// set plans one edit.
func (e *editor) set(edit Edit) {
	parent, list, name, ok := e.find(edit.Path)
	switch {
	case !ok:
		e.refuse(e.doc.Root.Span, "it has no place for %s", edit.Path)
	case e.isAlias(parent):
		e.refuse(parent.Span, "%s stands for a value that is written elsewhere", e.written(parent))
	case parent.Kind == Mapping:
		if pair := e.own(parent, name); pair != nil {
			e.setValue(*pair, edit)
		} else {
			e.insertKey(parent, name, edit)
		}
	case parent.Kind == Sequence || parent.Kind == Null || edit.Shorthand == "" || list == nil:
		e.refuse(parent.Span, "there is %s where fields are wanted", parent.Kind.phrase())
	default:
		w := e.wrapped[parent]
		if w == nil {
			w = &mappingText{key: edit.Shorthand, list: list, names: edit.Order}
			e.wrapped[parent] = w
			e.order = append(e.order, parent)
		}
		edit.Path = name
		w.pairs = append(w.pairs, edit)
	}
}

// find walks to the value around the last name of a path. list is the sequence
// that it is an item of, if it is one.
func (e *editor) find(path string) (parent, list *Node, name string, ok bool) {
	steps := strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' })
	if len(steps) == 0 {
		return nil, nil, "", false
	}
	at := e.doc.Root
	for _, step := range steps[:len(steps)-1] {
		digits, item := strings.CutSuffix(step, "]")
		if !item {
			if at, list = at.Get(step), nil; at == nil {
				return nil, nil, "", false
			}
			continue
		}
		n, err := strconv.Atoi(digits)
		if at, list = at.item(n); at == nil || err != nil {
			return nil, nil, "", false
		}
	}
	last := steps[len(steps)-1]
	return at, list, last, !strings.HasSuffix(last, "]")
}

// item is the nth item that is not empty, and the list that it stands in.
func (n *Node) item(number int) (item, list *Node) {
	if n.Kind != Sequence {
		if number == 0 {
			return n, nil
		}
		return nil, nil
	}
	for _, item := range n.Items {
		if item.Kind == Null {
			continue
		}
		if number == 0 {
			return item, n
		}
		number--
	}
	return nil, nil
}

// own is the pair of a key that is written in the mapping itself, and was not
// brought in by a merge key.
func (e *editor) own(mapping *Node, key string) *Pair {
	for i, pair := range mapping.Pairs {
		if pair.Key.Text == key && e.isOwn(mapping, pair) {
			return &mapping.Pairs[i]
		}
	}
	return nil
}

func (e *editor) isOwn(mapping *Node, pair Pair) bool {
	return mapping == e.doc.Root || e.doc.Format == TOML ||
		pair.Key.Span.Start.Offset >= mapping.Span.Start.Offset && pair.Key.Span.End.Offset <= mapping.Span.End.Offset
}

func (e *editor) written(n *Node) string {
	return string(e.src[n.Span.Start.Offset:n.Span.End.Offset])
}

func (e *editor) isAlias(n *Node) bool {
	return e.doc.Format == YAML && strings.HasPrefix(e.written(n), "*")
}

func (e *editor) isFlow(n *Node) bool {
	return e.doc.Format == JSON || n.Kind == Mapping && strings.HasPrefix(e.written(n), "{") ||
		n.Kind == Sequence && strings.HasPrefix(e.written(n), "[") && !strings.HasPrefix(e.written(n), "[[")
}

// setValue replaces a scalar.
func (e *editor) setValue(pair Pair, edit Edit) {
	value := pair.Value
	start, end := value.Span.Start.Offset, value.Span.End.Offset
	text, ok := e.spell(edit.Value)
	switch {
	case !ok:
		e.refuse(value.Span, "the new value of %s cannot be written in %s", edit.Path, e.doc.Format)
	case value.Kind == Mapping || value.Kind == Sequence && edit.Value.Kind != Sequence:
		e.refuse(value.Span, "%s is %s", edit.Path, value.Kind.phrase())
	case e.isAlias(value):
		e.refuse(value.Span, "%s stands for a value that is written elsewhere", e.written(value))
	case value.Kind == Sequence && !e.isFlow(value):
		e.refuse(value.Span, "%s is a list with lines of its own", edit.Path)
	case start == end: // `key:` with nothing behind it
		at := e.behindColon(pair.Key)
		e.insert(at, " "+text)
	default:
		e.replace(start, end, text)
	}
}

// behindColon is where the value of a key without one would begin.
func (e *editor) behindColon(key *Node) int {
	at := key.Span.End.Offset
	for at < len(e.src) && isBlank(e.src[at]) {
		at++
	}
	if at < len(e.src) && e.src[at] == ':' {
		return at + 1
	}
	return key.Span.End.Offset
}

// pairEnd is the end of what a pair is written with.
func (e *editor) pairEnd(pair Pair) int {
	if pair.Value.Span.Start.Offset == pair.Value.Span.End.Offset {
		return e.behindColon(pair.Key)
	}
	return max(pair.Key.Span.End.Offset, pair.Value.Span.End.Offset)
}

// before gives the sibling that a new key goes behind; -1 for the first place.
func before(name string, siblings []Pair, order []string) int {
	rank := slices.Index(order, name)
	if rank < 0 || len(siblings) == 0 {
		return len(siblings) - 1
	}
	behind := -1
	for i, pair := range siblings {
		if at := slices.Index(order, pair.Key.Text); at >= 0 && at < rank {
			behind = i
		}
	}
	return behind
}

// lineEnd is how the file ends its lines.
func lineEnd(src []byte) string {
	line, _ := lineAt(src, 0)
	if strings.HasSuffix(string(line), "\r\n") {
		return "\r\n"
	}
	return "\n"
}
