package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// deepest is how many lists and objects may stand in each other.
const deepest = 64

// readJSON reads a list of objects, or an object with such a list in it.
func readJSON(in Source) ([]Record, diag.List) {
	t := &jsonReader{text: in.Text}
	if bytes.HasPrefix(in.Text.Bytes, []byte("\ufeff")) {
		t.start = 3
	}
	t.decoder = json.NewDecoder(bytes.NewReader(in.Text.Bytes[t.start:]))
	t.decoder.UseNumber()
	root, err := t.value(0)
	if err == nil {
		if _, more := t.decoder.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("text follows the end of the data")
		}
	}
	if err != nil {
		return nil, t.syntax(err)
	}
	objects := listOf(root)
	m, findings := in.Map, diag.List(nil)
	if m == nil {
		m = guessJSON(objects)
	} else if findings = unknownPaths(in, m, objects); findings.AtLeast(diag.Error) > 0 {
		return nil, findings
	}
	used := map[string]bool{}
	for _, c := range m.Columns {
		for _, from := range c.From {
			used[from[:len(from)-len(strings.TrimLeftFunc(from, func(r rune) bool { return r != '.' && r != '[' }))]] = true
			used[from] = true
		}
	}
	findings = append(findings, unusedNames(objects, used)...)
	var records []Record
	for _, o := range objects[:min(len(objects), mostRows)] {
		find := func(path string) ([]string, diag.Span) { return texts(o, path) }
		record, found := m.record(in.Config, first(o.Span), find, actions(m, o))
		findings = append(findings, found...)
		if found.AtLeast(diag.Error) == 0 {
			record.Body = withMore(record.Body, rest(o, used))
			records = append(records, record)
		}
	}
	return records, findings
}

// unusedNames tells which names of the objects have no field.
func unusedNames(objects []*frontmatter.Node, used map[string]bool) diag.List {
	var names []string
	var at diag.Span
	for _, o := range objects {
		for _, p := range o.Pairs {
			if text, _ := words([]*frontmatter.Node{p.Value}, p.Value.Span); len(text) > 0 && !used[p.Key.Text] && !slices.Contains(names, p.Key.Text) && len(names) < 100 {
				if names = append(names, p.Key.Text); len(names) == 1 {
					at = p.Key.Span
				}
			}
		}
	}
	return unused(at, names)
}

// rest is what an object says in names that have no field.
func rest(o *frontmatter.Node, used map[string]bool) []string {
	var lines []string
	for _, p := range o.Pairs {
		all, _ := words([]*frontmatter.Node{p.Value}, p.Value.Span)
		if text := strings.Join(all, ", "); !used[p.Key.Text] && strings.TrimSpace(text) != "" && len(text) <= longestCell && len(lines) < 200 {
			lines = append(lines, "- "+plain(p.Key.Text)+": "+plain(text))
		}
	}
	return lines
}

type jsonReader struct {
	text    *diag.Text
	start   int
	decoder *json.Decoder
}

// value reads one value with its place.
func (t *jsonReader) value(depth int) (*frontmatter.Node, error) {
	if depth > deepest {
		return nil, fmt.Errorf("lists and objects stand more than %d deep in each other", deepest)
	}
	from := t.next()
	token, err := t.decoder.Token()
	if err != nil {
		return nil, err
	}
	n := &frontmatter.Node{}
	switch v := token.(type) {
	case json.Delim:
		n.Kind = frontmatter.Sequence
		if v == '{' {
			n.Kind = frontmatter.Mapping
		}
		if err := t.fill(n, depth); err != nil {
			return nil, err
		}
	case string:
		n.Kind, n.Text = frontmatter.String, v
	case json.Number:
		n.Kind, n.Text = frontmatter.Int, v.String()
	case bool:
		n.Kind, n.Text = frontmatter.Bool, strconv.FormatBool(v)
	}
	n.Span = t.text.Span(from, t.start+int(t.decoder.InputOffset()))
	return n, nil
}

func (t *jsonReader) fill(n *frontmatter.Node, depth int) error {
	for t.decoder.More() {
		if len(n.Pairs) == mostColumns {
			return fmt.Errorf("an object has more than %d names", mostColumns)
		}
		var p frontmatter.Pair
		if n.Kind == frontmatter.Mapping {
			from := t.next()
			name, err := t.decoder.Token()
			if err != nil {
				return err
			}
			text, _ := name.(string)
			p.Key = &frontmatter.Node{Kind: frontmatter.String, Text: text, Span: t.text.Span(from, t.start+int(t.decoder.InputOffset()))}
		}
		v, err := t.value(depth + 1)
		if err != nil {
			return err
		}
		if n.Kind == frontmatter.Mapping {
			p.Value = v
			n.Pairs = append(n.Pairs, p)
		} else {
			n.Items = append(n.Items, v)
		}
	}
	_, err := t.decoder.Token()
	return err
}

// next is where the next token begins.
func (t *jsonReader) next() int {
	at := t.start + int(t.decoder.InputOffset())
	for at < len(t.text.Bytes) && strings.IndexByte(" \t\r\n,:", t.text.Bytes[at]) >= 0 {
		at++
	}
	return at
}

var badCharacter = regexp.MustCompile(`^invalid character ('(?:\\.[^']*|.)')`)

func (t *jsonReader) syntax(err error) diag.List {
	at := t.start + int(t.decoder.InputOffset())
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		at = min(max(t.start+int(syntax.Offset)-1, 0), len(t.text.Bytes))
		if m := badCharacter.FindStringSubmatch(err.Error()); m != nil { // the decoder counts in two ways
			if c, err := strconv.Unquote(m[1]); err == nil {
				at += max(bytes.Index(t.text.Bytes[at:], []byte(c)), 0)
			}
		}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		at, err = len(t.text.Bytes), errors.New("the data ends too early")
	}
	return diag.List{{Rule: "import/syntax", Severity: diag.Error, Span: t.text.Span(at, at+1),
		Message: "this is not JSON: " + err.Error(), Hint: "export it again, or mend this place; nothing of the file is read"}}
}
