package adopt

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// candidate is a value with a name before it.
type candidate struct {
	name    string // normal
	written string
	value   markdown.Words
	more    []string  // further values: items of a list under a heading
	tail    string    // lines that go on with a paragraph
	section bool      // a heading is its name
	foreign bool      // a field of another tool's frontmatter
	line    diag.Span // the whole line, if it holds nothing else
}

// longestLabel is how many characters a name has at most; more is a sentence.
const longestLabel = 40

// gather lists everything with a name before it, the surest first: fields,
// then the header's lines and tables, then sections.
func (r *reading) gather() []candidate {
	var found []candidate
	for _, p := range r.Foreign {
		found = append(found, foreign(p)...)
	}
	headings := 0
	for _, part := range r.Parts {
		if part.Heading != nil {
			headings++
		}
		if headings <= 1 || overview[normal(part.Heading.Text)] {
			for _, b := range part.Blocks {
				found = append(found, ofBlock(b)...)
			}
		}
	}
	first, titled := true, candidate{}
	for _, part := range r.Parts {
		if part.Heading != nil && !(first && part.Heading.Level == 1) {
			found = append(found, ofSection(part)...)
		}
		if first && part.Heading != nil {
			first, titled = false, dateInTitle(part.Heading)
		}
	}
	if r.Day.IsZero() && titled.name != "" {
		found = append(found, titled)
	}
	return found
}

var titleDate = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)

// dateInTitle takes a day that the first heading names.
func dateInTitle(h *markdown.Heading) candidate {
	day := titleDate.FindString(typed.Replace(h.Text))
	if day == "" {
		return candidate{}
	}
	return candidate{name: "date", written: h.Text, value: markdown.Words{Text: day, Source: day, Span: h.Span}}
}

// overview are headings of which the lists and tables are a header too.
var overview = map[string]bool{
	"overview": true, "incident overview": true, "metadata": true, "details": true, "incident details": true, "at a glance": true,
	"general information": true, "information": true, "incident information": true, "facts": true, "key facts": true, "incident": true,
	"incident summary": true, "postmortem": true, "incident report": true, "summary": true, "incident metadata": true, "impact": true, "impact assessment": true, "timing": true, "incident timing": true, "timings": true, "key information": true,
}

func foreign(p frontmatter.Pair) []candidate {
	v := p.Value
	c := candidate{name: normal(p.Key.Text), written: p.Key.Text, foreign: true, value: markdown.Words{Text: strings.TrimSpace(v.Text), Span: v.Span}}
	if v.Kind == frontmatter.Mapping {
		return nil
	}
	for _, item := range v.Items {
		if item.Kind != frontmatter.Mapping && item.Kind != frontmatter.Sequence {
			c.more = append(c.more, strings.TrimSpace(item.Text))
		}
	}
	if v.Kind == frontmatter.Sequence {
		c.value.Text = strings.Join(c.more, ", ")
	}
	c.value.Source = c.value.Text
	return []candidate{c}
}

func ofBlock(b markdown.Block) []candidate {
	var found []candidate
	lines := len(b.Lines)
	b.Lines = parted(b.Lines)
	alone := len(b.Lines) == lines // no two names share a line
	for n, line := range b.Lines {
		c, ok := ofLine(line)
		if !ok {
			continue
		}
		if alone {
			c.line = line.Span
		}
		// Lines without a name go on with the value above them.
		var tail strings.Builder
		for _, next := range b.Lines[n+1:] {
			if _, named := ofLine(next); named || c.value.Text == "" {
				break
			}
			tail.WriteString(" " + next.Source)
			c.line = diag.Span{}
		}
		c.tail = tail.String()
		found = append(found, c)
	}
	for _, item := range b.Items {
		if c, ok := ofLine(item.Words); ok && !item.Task {
			if len(item.Below) == 0 {
				c.line = item.Span
			}
			for _, below := range item.Below {
				c.more = append(c.more, strings.TrimLeft(below, "-* "))
			}
			if c.value.Text == "" {
				c.value.Text = strings.Join(c.more, ", ")
				c.value.Source, c.value.Span = c.value.Text, item.Span
			}
			found = append(found, c)
		}
	}
	return append(found, ofTable(b.Rows)...)
}

// parted makes lines of "**Severity:** 2 | **Status:** Draft".
func parted(lines []markdown.Words) []markdown.Words {
	var all []markdown.Words
	for _, l := range lines {
		texts, sources := strings.Split(l.Text, " | "), strings.Split(l.Source, " | ")
		if len(texts) < 2 || len(texts) != len(sources) || strings.Count(l.Source, "**") < 2*len(texts) {
			all = append(all, l)
			continue
		}
		for i, text := range texts {
			w := markdown.Words{Text: text, Source: sources[i], Span: narrow(l.Span, strings.Join(sources[:i+1], " | "), sources[i]), Links: l.Links}
			if at := strings.IndexByte(text, ':'); at >= 0 {
				w.Strong = at + 1
			}
			all = append(all, w)
		}
	}
	return all
}

// ofLine parts a line such as "**Date:** 2021-03-01" or "**Date** 2021-03-01".
func ofLine(w markdown.Words) (candidate, bool) {
	at := strings.IndexByte(w.Text, ':')
	name, rest := "", ""
	switch {
	case at > 0 && (w.Strong == 0 || at <= w.Strong):
		name, rest = w.Text[:at], w.Text[at+1:]
	case w.Strong > 0:
		name, rest = w.Text[:w.Strong], strings.TrimLeft(strings.TrimPrefix(w.Text[w.Strong:], ":"), " -–—:")
	default:
		return candidate{}, false
	}
	name = strings.TrimSpace(name)
	if name == "" || utf8.RuneCountInString(name) > longestLabel || w.Strong == 0 && byName[normal(name)].read == nil && strings.Count(name, " ") > 3 {
		return candidate{}, false
	}
	c := candidate{name: normal(name), written: name, value: w}
	c.value.Text = strings.TrimSpace(rest)
	c.value.Source = sourceOf(w.Source, c.value.Text)
	c.value.Span = narrow(w.Span, w.Source, c.value.Source)
	return c, true
}

// sourceOf is the end of a line's source that makes the value: behind the
// first colon, or behind the emphasis.
func sourceOf(source, value string) string {
	if i := strings.IndexByte(source, ':'); i >= 0 {
		rest := source[i+1:]
		for _, mark := range []string{"**", "__", "*", "_"} {
			if before, ok := strings.CutPrefix(rest, mark); ok && !strings.HasPrefix(before, mark) {
				return strings.TrimSpace(before)
			}
		}
		return strings.TrimSpace(rest)
	}
	return value
}

// narrow is the place of a line's end.
func narrow(whole diag.Span, source, end string) diag.Span {
	i := strings.LastIndex(source, end)
	if i < 0 || whole.Start.Line != whole.End.Line || end == "" {
		return whole
	}
	whole.Start.Offset += i
	whole.Start.Column += utf8.RuneCountInString(source[:i])
	return whole
}

// ofTable reads a table of two columns, or one with a header and one row.
func ofTable(rows [][]markdown.Words) []candidate {
	var found []candidate
	add := func(name, value markdown.Words) {
		found = append(found, candidate{name: normal(strings.TrimSuffix(name.Text, ":")), written: name.Text, value: value})
	}
	switch {
	case len(rows) == 0:
	case len(rows[0]) == 2:
		for _, row := range rows {
			if len(row) == 2 {
				add(row[0], row[1])
			}
		}
		if len(rows) == 2 && meant(rows[0][1]) {
			found = nil // a header of two names
			add(rows[0][0], rows[1][0])
			add(rows[0][1], rows[1][1])
		}
	case len(rows[0]) == 4 && meant(rows[0][0]) && meant(rows[len(rows)-1][0]) && (len(rows) > 2 || !meant(rows[0][1])):
		for _, row := range rows { // two columns of names beside each other
			if len(row) == 4 {
				add(row[0], row[1])
				add(row[2], row[3])
			}
		}
	case len(rows) == 2 && len(rows[0]) == len(rows[1]):
		for i := range rows[0] {
			add(rows[0][i], rows[1][i])
		}
	}
	return found
}

// meant reports whether a cell is a name that means something.
func meant(w markdown.Words) bool { return byName[normal(strings.TrimSuffix(w.Text, ":"))].read != nil }

// named reports whether a line has a name of its own, so that it is no value.
func named(w markdown.Words) bool {
	c, ok := ofLine(w)
	return ok && byName[c.name].read != nil
}

// ofSection takes a heading as the name of what begins its section.
func ofSection(part markdown.Part) []candidate {
	c := candidate{name: normal(strings.TrimSuffix(part.Heading.Text, ":")), written: part.Heading.Text, section: true}
	if len(part.Blocks) == 0 {
		return nil
	}
	first := part.Blocks[0]
	switch {
	case len(first.Lines) > 0 && named(first.Lines[0]), len(first.Items) > 0 && named(first.Items[0].Words):
		return nil
	case len(first.Lines) > 0:
		for _, line := range first.Lines {
			c.more = append(c.more, line.Text)
		}
		c.value = first.Lines[0]
		var tail strings.Builder
		for _, line := range first.Lines[1:] {
			tail.WriteString(" " + line.Source)
			c.value.Links = append(c.value.Links, line.Links...)
		}
		c.tail = tail.String()
	case len(first.Items) > 0:
		c.value = first.Items[0].Words
		for _, item := range first.Items {
			c.more = append(c.more, item.Text)
		}
		c.value.Text = strings.Join(c.more, ", ")
		c.value.Source = strings.Join(c.more, "; ")
	default:
		return nil
	}
	return []candidate{c}
}
