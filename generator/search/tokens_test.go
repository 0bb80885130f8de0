package search

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// vector is a text with its words in order. The browser's test reads the same
// file.
type vector struct {
	Name, Text string
	Words      []string
}

func TestWordsOfTexts(t *testing.T) {
	content, err := os.ReadFile("testdata/tokens.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(content, &vectors); err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		if got := wordsIn(v.Text); !slices.Equal(got, v.Words) {
			t.Errorf("%s: %q has\n  %q, want\n  %q", v.Name, v.Text, got, v.Words)
		}
	}
}

func wordsIn(text string) []string {
	var words []string
	t := tokenizer{each: func(w []byte) { words = append(words, string(w)) }}
	t.read(text)
	slices.Sort(words)
	return words
}

func FuzzWords(f *testing.F) {
	for _, text := range []string{"maxRetries fail-over", "2,147,483,647", "数据库 é \xff", "A.b_c-D", "e\u0301A"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, w := range wordsIn(text) {
			if n := utf8.RuneCountInString(w); n > longest || !utf8.ValidString(w) || strings.ContainsAny(w, " ,.-_\"'\\<>&") {
				t.Errorf("%q has the word %q", text, w)
			}
		}
	})
}
