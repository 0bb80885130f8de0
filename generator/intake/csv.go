package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// mostRows is how many incidents one file may hold.
const mostRows = 100_000

// mostColumns is how many columns a table, and names an object, may have.
const mostColumns = 500

// table is a CSV file being read.
type table struct {
	in      Source
	reader  *csv.Reader
	start   int // behind a byte order mark
	columns []string
	places  []diag.Span // of the columns' names
}

// readCSV reads a table as RFC 4180 has it, with a byte order mark or without,
// parted by commas, semicolons or tabs.
func readCSV(in Source) ([]Record, diag.List) {
	content := in.Text.Bytes
	t := &table{in: in}
	if bytes.HasPrefix(content, []byte("\ufeff")) {
		t.start = 3
	}
	t.reader = csv.NewReader(bytes.NewReader(content[t.start:]))
	t.reader.Comma = separator(content[t.start:])
	t.reader.FieldsPerRecord = -1
	header, err := t.reader.Read()
	if err != nil {
		return nil, t.syntax(err)
	}
	if len(header) > mostColumns {
		return nil, diag.List{{Rule: "import/too-large", Severity: diag.Error, Span: t.place(mostColumns, ""), Message: fmt.Sprintf("the table has more than %d columns", mostColumns),
			Hint: "export fewer columns"}}
	}
	for i, name := range header {
		t.columns = append(t.columns, strings.TrimSpace(name))
		t.places = append(t.places, t.place(i, name))
	}
	mapping, findings := t.mapping()
	if mapping == nil {
		return nil, findings
	}
	return t.rows(mapping, findings)
}

func (t *table) rows(mapping *Mapping, findings diag.List) ([]Record, diag.List) {
	var records []Record
	for len(records) < mostRows {
		row, err := t.reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return records, append(findings, t.syntax(err)...)
		}
		if strings.TrimSpace(strings.Join(row, "")) == "" {
			continue
		}
		record, found := t.record(mapping, row)
		findings = append(findings, found...)
		if found.AtLeast(diag.Error) == 0 {
			records = append(records, record)
		}
	}
	return records, findings
}

// separator is the mark that parts most columns of the header.
func separator(content []byte) rune {
	line, _, _ := bytes.Cut(content, []byte("\n"))
	quoted, counts := false, map[rune]int{}
	for _, r := range string(line) {
		if r == '"' {
			quoted = !quoted
		} else if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

// mapping checks the columns that were asked for, or guesses them.
func (t *table) mapping() (*Mapping, diag.List) {
	var findings diag.List
	m := t.in.Map
	if m == nil {
		m = guess(t.columns)
	}
	used := map[string]bool{}
	for _, c := range m.Columns {
		if strings.HasPrefix(c.Field, "remediations[]") {
			findings = append(findings, diag.Diagnostic{Rule: "import/mapping", Severity: diag.Error, Span: c.Span,
				Message: "a table has no lists, so remediations cannot be taken from it", Hint: "export as JSON, or remove this line"})
		}
		known := false
		for _, from := range c.From {
			used[from] = true
			known = known || slices.Contains(t.columns, from)
		}
		if !known {
			hint := "the columns are: " + strings.Join(t.columns, ", ")
			if near := diag.Nearest(c.From[0], t.columns); near != "" {
				hint = fmt.Sprintf("did you mean `%s`?", near)
			}
			findings = append(findings, diag.Diagnostic{Rule: "import/no-column", Severity: diag.Error, Span: c.Span,
				Message: fmt.Sprintf("%s has no column %q", t.in.Text.File, c.From[0]), Hint: hint})
		}
	}
	if findings.AtLeast(diag.Error) > 0 {
		return nil, findings
	}
	var names []string
	var at diag.Span
	for i, c := range t.columns {
		if used[c] || c == "" {
			continue
		}
		if names = append(names, c); len(names) == 1 {
			at = t.places[i]
		}
	}
	return m, append(findings, unused(at, names)...)
}

// unused tells which columns have no field.
func unused(at diag.Span, names []string) diag.List {
	if len(names) == 0 {
		return nil
	}
	return diag.List{{Rule: "import/unused-column", Severity: diag.Advice, Span: at,
		Message: "these have no field and go into the text: " + strings.Join(names, ", "), Hint: "say with --map which fields they are"}}
}

func (t *table) record(m *Mapping, row []string) (Record, diag.List) {
	whole := t.place(0, row[0])
	used := map[string]bool{}
	find := func(name string) ([]string, diag.Span) {
		used[name] = true
		i := slices.Index(t.columns, name)
		if i < 0 || i >= len(row) {
			return nil, whole
		}
		return []string{row[i]}, t.place(i, row[i])
	}
	record, findings := m.record(t.in.Config, whole, find, nil)
	var more []string
	for i, cell := range row {
		name := fmt.Sprintf("column %d", i+1)
		if i < len(t.columns) && t.columns[i] != "" {
			name = t.columns[i]
		}
		if !used[name] && strings.TrimSpace(cell) != "" && len(cell) <= longestCell {
			more = append(more, "- "+plain(name)+": "+plain(cell))
		}
	}
	record.Body = withMore(record.Body, more)
	if len(row) > len(t.columns) {
		findings = append(findings, diag.Diagnostic{Rule: "import/ragged", Severity: diag.Warning, Span: t.place(len(t.columns), row[len(t.columns)]),
			Message: fmt.Sprintf("this row has %d values for %d columns", len(row), len(t.columns)), Hint: "put values that hold the separator in double quotes"})
	}
	return record, findings
}

// withMore puts what has no field below the text, so that nothing is lost.
func withMore(body string, more []string) string {
	if len(more) == 0 {
		return body
	}
	return strings.TrimSpace(strings.TrimRight(body, "\n")+"\n\n## From the export\n\n"+strings.Join(more, "\n")) + "\n"
}

// place is where the i-th value of the row read last begins.
func (t *table) place(i int, value string) diag.Span {
	line, column := t.reader.FieldPos(i)
	return t.at(line, column, len(value))
}

// at counts columns in characters, as a finding does.
func (t *table) at(line, column, length int) diag.Span {
	from := t.in.Text.Offset(line, 1) + column - 1
	if line == 1 {
		from += t.start
	}
	end := min(from+length, len(t.in.Text.Bytes))
	if i := bytes.IndexByte(t.in.Text.Bytes[min(from, end):end], '\n'); i >= 0 {
		end = from + i
	}
	return t.in.Text.Span(from, end)
}

func (t *table) syntax(err error) diag.List {
	d := diag.Diagnostic{Rule: "import/syntax", Severity: diag.Error, Span: diag.Span{File: t.in.Text.File}, Message: "this is not CSV: " + err.Error(),
		Hint: "export it again, or mend this place; nothing behind it is read"}
	var parse *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		d.Message = "the file is empty"
	case errors.As(err, &parse):
		d.Message = "this is not CSV: " + parse.Err.Error()
		if line := parse.Line; errors.Is(parse.Err, csv.ErrQuote) && line > parse.StartLine && parse.Column <= 1 {
			d.Message, d.Span = `this quoted value is never closed with a "`, t.at(parse.StartLine, 1, 0)
			break
		}
		d.Span = t.at(parse.Line, max(parse.Column, 1), 1)
	}
	return diag.List{d}
}
