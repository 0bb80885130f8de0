package diag

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// Text is a file's content that can say at which line and column a byte
// stands. The index of lines is made once, when first asked for; a Text is
// not for use by several goroutines at a time.
type Text struct {
	File  string
	Bytes []byte
	lines []int32
	marks []Position // here and there in long lines, so that none is counted through for every place in it
}

// NewText wraps the content of the file at path.
func NewText(path string, content []byte) *Text { return &Text{File: path, Bytes: content} }

// Rest lets go of the index of lines, until somebody asks again.
func (t *Text) Rest() { t.lines, t.marks = nil, nil }

func (t *Text) index() []int32 {
	if t.lines == nil {
		t.lines = make([]int32, 1, 1+bytes.Count(t.Bytes, []byte{'\n'}))
		for i, b := range t.Bytes {
			if b == '\n' {
				t.lines = append(t.lines, int32(i+1))
			}
		}
		t.mark()
	}
	return t.lines
}

// betweenMarks is how many bytes are counted for a column at most.
const betweenMarks = 4096

func (t *Text) mark() {
	for n, line := range t.lines {
		start, end, column := int(line), len(t.Bytes), 1
		if n+1 < len(t.lines) {
			end = int(t.lines[n+1])
		}
		for start+betweenMarks+utf8.UTFMax < end {
			next := start + betweenMarks
			for k := 1; k < utf8.UTFMax && !utf8.RuneStart(t.Bytes[next]); k++ {
				next++
			}
			column += utf8.RuneCount(t.Bytes[start:next])
			t.marks = append(t.marks, Position{Offset: next, Line: n + 1, Column: column})
			start = next
		}
	}
}

// Position gives line and column of the byte at offset; an offset outside the
// file is moved to its nearest end.
func (t *Text) Position(offset int) Position {
	offset = min(max(offset, 0), len(t.Bytes))
	lines := t.index()
	line := sort.Search(len(lines), func(i int) bool { return int(lines[i]) > offset })
	from, column := int(lines[line-1]), 1
	if k := sort.Search(len(t.marks), func(i int) bool { return t.marks[i].Offset > offset }) - 1; k >= 0 && t.marks[k].Line == line {
		from, column = t.marks[k].Offset, t.marks[k].Column
	}
	return Position{Offset: offset, Line: line, Column: column + utf8.RuneCount(t.Bytes[from:offset])}
}

// Span gives the part of the file from byte start up to byte end.
func (t *Text) Span(start, end int) Span {
	return Span{File: t.File, Start: t.Position(start), End: t.Position(max(start, end))}
}

// Offset gives the byte offset of a line and column (both from 1), moved to
// the line's end if the line is shorter.
func (t *Text) Offset(line, column int) int {
	lines := t.index()
	if line < 1 || line > len(lines) {
		return len(t.Bytes)
	}
	i := int(lines[line-1])
	for ; column > 1 && i < len(t.Bytes) && t.Bytes[i] != '\n'; column-- {
		_, size := utf8.DecodeRune(t.Bytes[i:])
		i += size
	}
	return i
}

// Line gives the text of a line (from 1) without its line end.
func (t *Text) Line(line int) []byte {
	lines := t.index()
	if line < 1 || line > len(lines) {
		return nil
	}
	rest := t.Bytes[lines[line-1]:]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	return bytes.TrimSuffix(rest, []byte{'\r'})
}
