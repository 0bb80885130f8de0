package diag_test

import (
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
)

func TestApply(t *testing.T) {
	text := diag.NewText("x", []byte("one two three"))
	fix := func(start, end int, by string) diag.Fix {
		return diag.Fix{Span: text.Span(start, end), NewText: by}
	}
	for _, c := range []struct {
		name  string
		fixes []diag.Fix
		want  string // "" where the fixes are refused
	}{
		{"nothing to do", nil, "one two three"},
		{"any order", []diag.Fix{fix(8, 13, "3"), fix(0, 3, "1")}, "1 two 3"},
		{"inserts at one place keep theirs", []diag.Fix{fix(4, 4, "a"), fix(4, 4, "b")}, "one abtwo three"},
		{"an insert before what is replaced", []diag.Fix{fix(4, 7, "2"), fix(4, 4, "a")}, "one a2 three"},
		{"neighbours", []diag.Fix{fix(0, 4, ""), fix(4, 8, "")}, "three"},
		{"overlap", []diag.Fix{fix(0, 5, ""), fix(4, 8, "")}, ""},
		{"outside", []diag.Fix{{Span: diag.Span{Start: diag.Position{Offset: 5}, End: diag.Position{Offset: 99}}}}, ""},
	} {
		got, err := diag.Apply(text.Bytes, c.fixes)
		if (err != nil) != (c.want == "") || string(got) != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
}
