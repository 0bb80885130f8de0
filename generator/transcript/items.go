package transcript

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// longestItem is how large one item of a list may be: a message of a chat with
// all its attachments is far smaller.
const longestItem = 4 << 20

// damaged is a finding about a place where an export is not what it should be.
func damaged(in Input, severity diag.Severity, at diag.Position, message, hint string) diag.Diagnostic {
	return diag.Diagnostic{Rule: "import/damaged", Severity: severity, Span: diag.Span{File: in.Name, Start: at, End: at}, Message: message, Hint: hint}
}

// again is what helps against a damaged export.
const again = "export it again, and run timeline again: it adds only what is missing"

// list takes a file of JSON apart into its objects, one in memory at a time: a
// list of them, several lists one behind the other, or one on each line. Where
// an object is broken, it goes on with the next line that begins one.
type list struct {
	in     Input
	from   *bufio.Reader
	at     diag.Position // of the next byte
	indent int           // of the first object
	open   bool          // whether a list has not ended
	visit  func(raw []byte) error
	found  diag.List
}

// each calls visit for every object. Errors that visit gives are those of
// decoding it.
func each(in Input, visit func(raw []byte) error) diag.List {
	l := &list{in: in, from: bufio.NewReaderSize(in.Content, 64<<10), at: diag.Position{Line: 1, Column: 1}, indent: -1, visit: visit}
	for {
		b, err := l.next()
		switch {
		case err == io.EOF:
			if l.open {
				l.tell(diag.Error, l.at, "the list does not end: the file is cut off here; what stands above was read", again)
			}
			return l.found
		case err != nil:
			l.tell(diag.Error, l.at, "it cannot be read on: "+err.Error(), "see whether the file is whole")
			return l.found
		case b == '[' || b == ']':
			l.open = b == '['
		case b == '{':
			l.object()
		case strings.IndexByte(" \t\r\n,", b) < 0:
			at := l.at
			at.Column--
			l.skip(at, fmt.Sprintf("%q is not the beginning of an entry", rune(b)))
		}
	}
}

func (l *list) tell(severity diag.Severity, at diag.Position, message, hint string) {
	l.found = append(l.found, damaged(l.in, severity, at, message, hint))
}

// next reads a byte and keeps count of the place.
func (l *list) next() (byte, error) {
	b, err := l.from.ReadByte()
	if err == nil {
		l.at = after(l.at, b)
	}
	return b, err
}

func after(at diag.Position, b byte) diag.Position {
	at.Offset++
	switch {
	case b == '\n':
		at.Line, at.Column = at.Line+1, 1
	case utf8.RuneStart(b):
		at.Column++
	}
	return at
}

// object reads one whose { has been read.
func (l *list) object() {
	start := l.at
	start.Column, start.Offset = start.Column-1, start.Offset-1
	if l.indent < 0 {
		l.indent = start.Column
	}
	raw, whole := l.gather()
	err := whole
	if err == nil {
		err = l.visit([]byte(readable(string(raw))))
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
	case errors.As(err, &kind):
		l.tell(diag.Error, place(start, raw, kind.Offset-1), fmt.Sprintf("%s is a %s here, which it cannot be; the entry from line %d is left out", strings.ToLower(kind.Field), kind.Value, start.Line), again)
	case errors.As(json.Unmarshal(raw, new(json.RawMessage)), &syntax) || errors.As(err, &syntax):
		at := place(start, raw, syntax.Offset-1)
		if !l.back(raw, at.Offset-start.Offset, at) && whole == nil {
			l.tell(diag.Error, at, fmt.Sprintf("%s; the entry from line %d is left out", said(syntax), start.Line), again)
			return
		}
		l.skip(at, said(syntax))
	default:
		l.tell(diag.Error, start, err.Error()+"; the entry is left out", again)
	}
}

// said is what is wrong with JSON, for somebody who did not write it.
func said(err error) string {
	switch text := err.Error(); {
	case strings.Contains(text, "unexpected end"):
		return "the file ends in the middle of an entry"
	case strings.Contains(text, `'\n' in string`):
		return "a text that begins on this line does not end on it"
	default:
		return text
	}
}

// gather reads to the end of an object, or as far as there is something.
func (l *list) gather() ([]byte, error) {
	raw, depth, quoted, escaped := []byte{'{'}, 1, false, false
	for depth > 0 {
		b, err := l.next()
		if err != nil || len(raw) > longestItem {
			return raw, errors.Join(err, errors.New("it does not end"))
		}
		raw = append(raw, b)
		switch {
		case escaped:
			escaped = false
		case quoted && b == '\\':
			escaped = true
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '{' || b == '[':
			depth++
		case b == '}' || b == ']':
			depth--
		}
	}
	return raw, nil
}

// place is where a byte of an object lies in the file.
func place(start diag.Position, raw []byte, offset int64) diag.Position {
	for _, b := range raw[:max(0, min(int(offset), len(raw)))] {
		start = after(start, b)
	}
	return start
}

// back puts what stands behind a place of an object back, to be read again, if
// another object begins there.
func (l *list) back(raw []byte, offset int, at diag.Position) bool {
	rest := raw[min(offset, len(raw)):]
	for line := range bytes.Lines(rest) {
		if l.begins(line) {
			l.from = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(rest), l.from), 64<<10)
			l.at = at
			return true
		}
	}
	return false
}

// begins reports whether a line is the first of an object of the list.
func (l *list) begins(line []byte) bool {
	inner := bytes.TrimLeft(line, " \t,")
	return bytes.HasPrefix(inner, []byte("{")) && len(line)-len(inner) < max(l.indent, 1)
}

// skip passes over what cannot be read, to the next line that begins an object.
func (l *list) skip(at diag.Position, why string) {
	end := "the rest of the file is left out"
	for {
		b, err := l.next()
		if err != nil {
			break
		}
		head, _ := l.from.Peek(l.indent + 64)
		if b == '\n' && l.begins(head) {
			end = fmt.Sprintf("lines up to %d are left out", l.at.Line-1)
			break
		}
	}
	if strings.Contains(end, "rest") {
		l.open = false
	}
	l.tell(diag.Error, at, why+"; "+end, again)
}
