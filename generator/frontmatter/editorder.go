package frontmatter

import (
	"bytes"
	"slices"
	"sort"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Reorder plans to put the keys of the mapping at path (empty for the whole
// frontmatter) into the order of rank; equal ranks keep theirs. The comments
// right above a key move with it, as do those below it that are indented
// deeper; blank lines stay where they are, and so does the comment that tells
// editors the schema.
//
// Only YAML with a line for each key is reordered. Everything else, and what
// would then read otherwise, is refused as Edit does. Where the keys are in
// order already there is nothing to do and nothing to refuse.
func (d *Document) Reorder(path string, rank func(key string) int) ([]diag.Fix, diag.List) {
	e := &editor{doc: d, src: d.Text.Bytes, end: lineEnd(d.Text.Bytes)}
	mapping := d.Root
	if path != "" {
		parent, _, _, ok := e.find(path + ".x")
		if !ok || parent.Kind != Mapping {
			return nil, nil
		}
		mapping = parent
	}
	pairs := make([]Pair, 0, len(mapping.Pairs))
	for _, pair := range mapping.Pairs {
		if e.isOwn(mapping, pair) {
			pairs = append(pairs, pair)
		}
	}
	sort.SliceStable(pairs, func(a, b int) bool { return pairs[a].Key.Span.Start.Offset < pairs[b].Key.Span.Start.Offset })
	if slices.IsSortedFunc(pairs, func(a, b Pair) int { return rank(a.Key.Text) - rank(b.Key.Text) }) {
		return nil, nil
	}
	e.reorder(mapping, pairs, rank)
	if e.refused == nil {
		e.checkReordered()
	}
	if e.refused != nil {
		return nil, e.refused
	}
	return e.fixes, nil
}

func (e *editor) checkReordered() {
	changed, err := diag.Apply(e.src, e.fixes)
	if err != nil {
		e.refuse(e.doc.Root.Span, "two of the changes touch one place")
		return
	}
	e.mustRead(changed, e.doc.Root, nil)
}

// chunk is a key with its value and comments, as the lines that move together.
type chunk struct {
	key      string
	comments string // above the key, each line with its end
	text     string // from the key to the end of its last line, which has no line end
	gap      string // blank lines, and what is told to editors, above the place; they stay there
}

func (e *editor) reorder(mapping *Node, pairs []Pair, rank func(string) int) {
	if e.doc.Format != YAML || e.isFlow(mapping) || e.isAlias(mapping) || len(pairs) != len(mapping.Pairs) {
		e.refuse(mapping.Span, "its fields are put in order only in YAML with a line for each and without merge keys")
		return
	}
	start := pairs[0].Key.Span.Start.Offset
	lead := strings.TrimPrefix(string(e.src[lineStart(e.src, start):start]), utf8BOM)
	if !keyLead.MatchString(lead) {
		e.refuse(pairs[0].Key.Span, "something stands before this key on its line")
		return
	}
	indent := strings.Repeat(" ", len(lead))
	if lead == indent {
		start = e.commentsAbove(start, indent)
	}
	from := start
	chunks := make([]chunk, len(pairs))
	for i, pair := range pairs {
		end := e.valueStop(pair, indent)
		if key := pair.Key.Span.Start.Offset; key < from || end < key {
			e.refuse(pair.Key.Span, "this key is written inside of another one's value")
			return
		}
		ok := chunks[i].cut(e.src[from:end], pair, pair.Key.Span.Start.Offset-from, indent, lead != indent && i == 0)
		if !ok {
			e.refuse(pair.Key.Span, "something other than a comment stands before this key")
			return
		}
		_, from = lineAt(e.src, end)
	}
	last := e.valueStop(pairs[len(pairs)-1], indent)
	gaps := make([]string, len(chunks))
	for i, c := range chunks {
		gaps[i] = c.gap
	}
	slices.SortStableFunc(chunks, func(a, b chunk) int { return rank(a.key) - rank(b.key) })
	if lead != indent && chunks[0].comments != "" {
		e.refuse(pairs[0].Key.Span, "a comment would come between a dash and its first key")
		return
	}
	var out strings.Builder
	for i, c := range chunks {
		out.WriteString(gaps[i] + c.comments)
		if i > 0 || lead == indent {
			out.WriteString(indent)
		}
		out.WriteString(c.text)
		if i+1 < len(chunks) {
			out.WriteString(e.end)
		}
	}
	e.replace(start, last, out.String())
}

// commentsAbove goes up from a key over the comment lines right above it.
func (e *editor) commentsAbove(key int, indent string) int {
	start := lineStart(e.src, key)
	for start > e.doc.Raw.Start {
		above := lineStart(e.src, start-1)
		line := string(e.src[above : start-1])
		if !strings.HasPrefix(line, indent+"#") || forEditors(line) || above < e.doc.Raw.Start {
			break
		}
		start = above
	}
	return start
}

// forEditors knows the comment that names the schema to YAML's language server.
func forEditors(line string) bool {
	return strings.HasPrefix(strings.TrimLeft(line, "# \t"), "yaml-language-server:")
}

// valueStop is the end of a pair's last line, and of the comments below it
// that are indented deeper than the key.
func (e *editor) valueStop(pair Pair, indent string) int {
	stop := e.lineStop(e.pairEnd(pair))
	for {
		_, next := lineAt(e.src, stop)
		line, _ := lineAt(e.src, next)
		text := string(trimRight(line))
		if next >= e.doc.Raw.End || !strings.HasPrefix(strings.TrimLeft(text, " "), "#") || len(text)-len(strings.TrimLeft(text, " ")) <= len(indent) {
			return stop
		}
		stop = next + len(strings.TrimRight(string(line), "\r\n"))
	}
}

// cut takes the lines of a pair apart; at is where the key begins in them.
func (c *chunk) cut(lines []byte, pair Pair, at int, indent string, behindDash bool) bool {
	c.key, c.text = pair.Key.Text, string(lines[at:])
	above := lines[:at]
	if behindDash {
		return len(above) == 0
	}
	if !bytes.HasSuffix(above, []byte(indent)) {
		return false
	}
	above = above[:len(above)-len(indent)]
	for from := 0; from < len(above); {
		line, next := lineAt(above, from)
		text := bytes.TrimSpace(line)
		switch {
		case len(text) > 0 && text[0] != '#' || !bytes.HasSuffix(line, []byte("\n")):
			return false
		case len(text) == 0 && c.comments == "" || forEditors(string(text)):
			c.gap += string(line)
		default:
			c.comments += string(line)
		}
		from = next
	}
	return true
}
