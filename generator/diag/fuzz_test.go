package diag

import (
	"bytes"
	"testing"
	"unicode/utf8"
)

// FuzzApply holds for any two edits: they are refused, or every byte outside of
// them stays and theirs are replaced.
func FuzzApply(f *testing.F) {
	f.Add([]byte("title: x\n"), 0, 5, "id", 7, 8, "y")
	f.Add([]byte("ä"), 1, 1, "\n", 1, 2, "")
	f.Add([]byte(""), 0, 0, "a", 0, 0, "b")
	f.Add([]byte("abc"), -1, 9, "", 2, 1, "x")
	f.Fuzz(func(t *testing.T, data []byte, from, to int, a string, start, end int, b string) {
		at := func(from, to int) Span { return Span{Start: Position{Offset: from}, End: Position{Offset: to}} }
		got, err := Apply(data, []Fix{{Span: at(from, to), NewText: a}, {Span: at(start, end), NewText: b}})
		if err != nil {
			return
		}
		if start < from || start == from && end < to {
			from, to, a, start, end, b = start, end, b, from, to, a
		}
		want := bytes.Join([][]byte{data[:from], []byte(a), data[to:start], []byte(b), data[end:]}, nil)
		if !bytes.Equal(got, want) {
			t.Fatalf("%q became %q, want %q", data, got, want)
		}
	})
}

// FuzzPosition holds for any bytes: a place is told by its line and column, and
// found again by them.
func FuzzPosition(f *testing.F) {
	f.Add([]byte("a\nb\r\nä€\n"), 4)
	f.Add(bytes.Repeat([]byte("ä"), 5000), 9001)
	f.Add([]byte("\xff\x80\n"), 1)
	f.Fuzz(func(t *testing.T, content []byte, at int) {
		text := NewText("a.md", content)
		p := text.Position(at)
		if p.Offset < 0 || p.Offset > len(content) || p.Line < 1 || p.Column < 1 {
			t.Fatalf("%d is %+v", at, p)
		}
		begins := p.Offset == len(content) || utf8.RuneStart(content[p.Offset])
		if back := text.Offset(p.Line, p.Column); begins && utf8.Valid(content) && back != p.Offset {
			t.Fatalf("%+v is found at byte %d", p, back)
		}
		if line := text.Line(p.Line); bytes.IndexByte(line, '\n') >= 0 {
			t.Fatalf("%q is no line", line)
		}
	})
}
