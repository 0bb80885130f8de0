package diag_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
)

func edit(from, to int, text string) diag.Fix {
	return diag.Fix{Span: diag.Span{File: "a.md", Start: diag.Position{Offset: from}, End: diag.Position{Offset: to}}, NewText: text}
}

func finding(line int, fixes ...diag.Fix) diag.Diagnostic {
	return diag.Diagnostic{Rule: "a/b", Span: diag.Span{File: "a.md", Start: diag.Position{Line: line}}, Fixes: fixes}
}

func TestMend(t *testing.T) {
	for name, test := range map[string]struct {
		findings diag.List
		want     string
		mended   int
	}{
		"nothing":                       {nil, "0123456789", 0},
		"a finding without a fix":       {diag.List{finding(1)}, "0123456789", 0},
		"one":                           {diag.List{finding(1, edit(2, 4, "xyz"))}, "01xyz456789", 1},
		"an insertion":                  {diag.List{finding(1, edit(10, 10, "!"))}, "0123456789!", 1},
		"in whatever order":             {diag.List{finding(2, edit(8, 9, "")), finding(1, edit(0, 1, "A"))}, "A12345679", 2},
		"side by side":                  {diag.List{finding(1, edit(0, 2, "A")), finding(2, edit(2, 4, "B"))}, "AB456789", 2},
		"overlapping: the first counts": {diag.List{finding(1, edit(0, 3, "A")), finding(2, edit(2, 4, "B"))}, "A3456789", 1},
		"all of a finding's or none":    {diag.List{finding(1, edit(0, 3, "A")), finding(2, edit(2, 4, "B"), edit(8, 9, "C"))}, "A3456789", 1},
		"two insertions at one place":   {diag.List{finding(1, edit(4, 4, "A")), finding(2, edit(4, 4, "B"))}, "0123A456789", 1},
		"the same twice in one finding": {diag.List{finding(1, edit(4, 5, "A"), edit(4, 5, "A"))}, "0123A56789", 1},
		"the same from two findings":    {diag.List{finding(1, edit(4, 5, "A")), finding(2, edit(4, 5, "B"))}, "0123A56789", 1},
		"a finding that fights itself":  {diag.List{finding(1, edit(0, 5, "A"), edit(3, 6, "B"))}, "0123456789", 0},
		"outside of the file":           {diag.List{finding(1, edit(9, 11, "A")), finding(2, edit(-1, 2, "B"))}, "0123456789", 0},
		"the end before the start":      {diag.List{finding(1, edit(5, 3, "A"))}, "0123456789", 0},
	} {
		t.Run(name, func(t *testing.T) {
			got, mended := diag.Mend([]byte("0123456789"), test.findings)
			if string(got) != test.want || len(mended) != test.mended {
				t.Errorf("%q with %d mended, want %q with %d", got, len(mended), test.want, test.mended)
			}
		})
	}
}

// Whatever the fixes are, the bytes outside of their spans are those of the
// file, in their order.
func TestMendLeavesEveryOtherByte(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 2000 {
		content := make([]byte, random.IntN(60))
		for i := range content {
			content[i] = byte('a' + random.IntN(26))
		}
		var findings diag.List
		for n := range random.IntN(8) {
			var fixes []diag.Fix
			for range 1 + random.IntN(3) {
				from := random.IntN(len(content) + 1)
				fixes = append(fixes, edit(from, from+random.IntN(len(content)-from+1), fmt.Sprintf("<%d>", n)[:random.IntN(4)]))
			}
			findings = append(findings, finding(n, fixes...))
		}
		got, mended := diag.Mend(content, findings)
		var made []diag.Fix
		for _, f := range mended {
			made = append(made, f.Fixes...)
		}
		slices.SortStableFunc(made, func(a, b diag.Fix) int { return a.Span.Start.Offset - b.Span.Start.Offset })
		made = slices.Compact(made)
		rest, at := got, 0
		for _, m := range append(made, edit(len(content), len(content), "")) {
			between := content[at:m.Span.Start.Offset]
			if !bytes.HasPrefix(rest, between) || !bytes.HasPrefix(rest[len(between):], []byte(m.NewText)) {
				t.Fatalf("round %d: %q became %q by %v", round, content, got, made)
			}
			rest, at = rest[len(between)+len(m.NewText):], m.Span.End.Offset
		}
		if len(rest) > 0 {
			t.Fatalf("round %d: %q is left over at the end of %q", round, rest, got)
		}
	}
}
