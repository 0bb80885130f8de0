package diag

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A column is the same whether it is counted from the line's beginning or
// from somewhere in it.
func TestColumnsOfALongLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SampledFrom([]string{"a", "ä", "€", "😀", "\xff", "\xe2\x82", "\n"})
		content := ""
		for range rapid.IntRange(0, 6).Draw(t, "parts") {
			content += strings.Repeat(part.Draw(t, "part"), rapid.IntRange(0, 9000).Draw(t, "times"))
		}
		text := NewText("a.md", []byte(content))
		at := rapid.IntRange(0, len(content)).Draw(t, "at")
		got := text.Position(at)
		line, start := 1, 0
		for i := range at {
			if content[i] == '\n' {
				line, start = line+1, i+1
			}
		}
		if want := len([]rune(content[start:at])) + 1; got.Line != line || got.Column != want {
			t.Fatalf("byte %d stands at %d:%d, not at %d:%d", at, line, want, got.Line, got.Column)
		}
	})
}
