package frontmatter

import (
	"regexp"
	"slices"
	"strings"
)

// insertKey puts a key and its value into a mapping that lacks it.
func (e *editor) insertKey(mapping *Node, name string, edit Edit) {
	text, ok := e.spell(edit.Value)
	if !ok {
		e.refuse(mapping.Span, "the value of %s cannot be written in %s", edit.Path, e.doc.Format)
		return
	}
	line := e.spellKey(name) + text
	var siblings []Pair
	for _, pair := range mapping.Pairs {
		if e.isOwn(mapping, pair) {
			siblings = append(siblings, pair)
		}
	}
	slices.SortFunc(siblings, func(a, b Pair) int { return a.Key.Span.Start.Offset - b.Key.Span.Start.Offset })
	behind := before(name, siblings, edit.Order)
	switch {
	case e.isFlow(mapping):
		e.insertFlow(mapping, siblings, behind, line)
	case e.doc.Format == TOML:
		e.insertTOML(mapping, siblings, behind, line)
	default:
		e.insertBlock(mapping, siblings, behind, line)
	}
}

// insertFlow keeps to the way its neighbours are written: on lines of their
// own, or all on one.
func (e *editor) insertFlow(mapping *Node, siblings []Pair, behind int, line string) {
	if len(siblings) == 0 {
		at := mapping.Span.Start.Offset + 1
		if !strings.HasPrefix(e.written(mapping), "{") {
			e.refuse(mapping.Span, "there is no `{` to write a field behind")
			return
		}
		if rest, _ := lineAt(e.src, at); mapping == e.doc.Root && len(trimRight(rest)) == 0 {
			line = e.end + "  " + line
		}
		e.insert(at, line)
		return
	}
	neighbour := siblings[max(behind, 0)].Key.Span.Start.Offset
	gap := " "
	if lead := string(e.src[lineStart(e.src, neighbour):neighbour]); strings.TrimSpace(lead) == "" {
		gap = e.end + lead
	}
	if behind < 0 {
		e.insert(neighbour, line+","+gap)
	} else {
		e.insert(e.pairEnd(siblings[behind]), ","+gap+line)
	}
}

// insertTOML writes a line of its own. Keys stand above the tables below them.
func (e *editor) insertTOML(mapping *Node, siblings []Pair, behind int, line string) {
	plain := slices.DeleteFunc(slices.Clone(siblings), func(p Pair) bool { return e.isTable(p) })
	behind = min(behind, len(plain)-1)
	switch {
	case len(plain) == 0 && mapping == e.doc.Root:
		e.insert(e.doc.Raw.Start, line+e.end)
	case len(plain) == 0:
		header, _ := lineAt(e.src, mapping.Span.Start.Offset)
		e.insert(mapping.Span.Start.Offset+len(trimRight(header)), e.end+line)
	case behind < 0:
		start := plain[0].Key.Span.Start.Offset
		e.insert(start, line+e.end+string(e.src[lineStart(e.src, start):start]))
	default:
		start := plain[behind].Key.Span.Start.Offset
		e.insert(e.lineStop(e.pairEnd(plain[behind])), e.end+string(e.src[lineStart(e.src, start):start])+line)
	}
}

// isTable reports whether a pair is made by a `[header]`.
func (e *editor) isTable(p Pair) bool {
	line, _ := lineAt(e.src, lineStart(e.src, p.Key.Span.Start.Offset))
	return strings.HasPrefix(strings.TrimLeft(string(line), " \t"), "[")
}

// keyLead is what may stand before a key on its line: spaces, and the dashes
// of the lists that it begins an item of.
var keyLead = regexp.MustCompile(`^ *(- +)*$`)

// insertBlock writes a line of its own, indented like its neighbours.
func (e *editor) insertBlock(mapping *Node, siblings []Pair, behind int, line string) {
	if len(siblings) == 0 {
		if mapping != e.doc.Root {
			e.refuse(mapping.Span, "there is no key to put another one beside")
			return
		}
		e.insert(e.doc.Raw.Start, line+e.end)
		return
	}
	first := siblings[0].Key.Span.Start.Offset
	lead := string(e.src[lineStart(e.src, first):first])
	lead = strings.TrimPrefix(lead, utf8BOM)
	if !keyLead.MatchString(lead) {
		e.refuse(siblings[0].Key.Span, "something stands before this key on its line")
		return
	}
	indent := strings.Repeat(" ", len(lead))
	if behind < 0 {
		e.insert(first, line+e.end+indent)
		return
	}
	e.insert(e.lineStop(e.pairEnd(siblings[behind])), e.end+indent+line)
}

// lineStop is the end of the line that holds the byte before an offset, its
// comment included and its line end not.
func (e *editor) lineStop(at int) int {
	line, _ := lineAt(e.src, lineStart(e.src, at))
	return max(at, lineStart(e.src, at)+len(strings.TrimRight(string(line), "\r\n")))
}

// wrap makes mappings of the scalars that edits want fields beside. The scalar
// keeps its bytes unless it takes several lines.
func (e *editor) wrap() {
	for _, scalar := range e.order {
		w := e.wrapped[scalar]
		place := func(name string) int {
			if i := slices.Index(w.names, name); i >= 0 {
				return i
			}
			return len(w.names)
		}
		slices.SortStableFunc(w.pairs, func(a, b Edit) int { return place(a.Path) - place(b.Path) })
		lines, at := []string{}, len(w.pairs)
		for i, pair := range w.pairs {
			text, ok := e.spell(pair.Value)
			if !ok {
				e.refuse(scalar.Span, "the value of %s cannot be written in %s", pair.Path, e.doc.Format)
				return
			}
			lines = append(lines, e.spellKey(pair.Path)+text)
			if at == len(w.pairs) && place(pair.Path) > place(w.key) {
				at = i
			}
		}
		start, end := scalar.Span.Start.Offset, scalar.Span.End.Offset
		if own := e.written(scalar); strings.Contains(own, "\n") {
			text, _ := e.spell(NewText(scalar.Text))
			e.replace(start, end, text)
		}
		lines = slices.Insert(lines, at, e.spellKey(w.key))
		if e.isFlow(w.list) {
			e.insertAround(start, end, "{"+strings.Join(lines[:at+1], ", "), strings.Join(append([]string{""}, lines[at+1:]...), ", ")+"}")
			continue
		}
		lead := string(e.src[lineStart(e.src, start):start])
		if !keyLead.MatchString(lead) {
			e.refuse(scalar.Span, "something stands before this value on its line")
			return
		}
		gap := e.end + strings.Repeat(" ", len(lead))
		after := ""
		if at+1 < len(lines) {
			after = gap + strings.Join(lines[at+1:], gap)
		}
		e.insertAround(start, max(end, e.lineStop(end)), strings.Join(lines[:at+1], gap), after)
	}
}

// insertAround puts text before and behind a part of the file, which may
// itself be replaced.
func (e *editor) insertAround(start, end int, before, behind string) {
	if last := len(e.fixes) - 1; last >= 0 && e.fixes[last].Span.Start.Offset == start && e.fixes[last].Span.End.Offset > start {
		e.fixes[last].NewText = before + e.fixes[last].NewText
	} else {
		e.insert(start, before)
	}
	if behind != "" {
		e.insert(end, behind)
	}
}

// begin writes a frontmatter into a file that has none.
func (e *editor) begin(edits []Edit) {
	lines := []string{"---"}
	e.doc.Format = YAML
	defer func() { e.doc.Format = None }()
	for _, edit := range edits {
		text, ok := e.spell(edit.Value)
		if !ok || strings.ContainsAny(edit.Path, ".[]") {
			e.refuse(e.doc.Root.Span, "it has no frontmatter, and %s is not a field that one can begin with", edit.Path)
			return
		}
		lines = append(lines, e.spellKey(edit.Path)+text)
	}
	lines = append(lines, "---", "")
	if line, _ := lineAt(e.src, e.doc.Body); len(strings.TrimSpace(string(line))) > 0 {
		lines = append(lines, "")
	}
	e.insert(e.doc.Body, strings.Join(lines, e.end))
}
