package search

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// FuzzScript holds for any text in any slot of a document: what is published
// is one call with one string, in which nothing ends the string or the script,
// and it can be read again.
func FuzzScript(f *testing.F) {
	for _, seed := range []string{"it's", `\'`, `\\'`, "</script><!--", "\u2028\u2029", "\x00\xff", "a\nb\rc", "''+alert(1)+''", "__proto__", "~", strings.Repeat("x", 300)} {
		f.Add(seed, "a")
		f.Add("a b", seed)
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		docs := []Document{{
			Kind: "incident", Address: name, Title: text, Summary: name, Names: []string{text, name},
			Sections: []Section{{Text: text}, {Anchor: name, Heading: text, Text: name, Strong: true}},
		}}
		files := built(t, docs, nil)
		for file, content := range files {
			shard := strings.TrimSuffix(file, ".js")
			if bytes.ContainsAny(content, "<>&\r") || bytes.Contains(content, []byte("\u2028")) || bytes.Count(content, []byte("\n")) != 1 {
				t.Fatalf("%s is %q", file, content)
			}
			literal := strings.TrimSuffix(strings.TrimPrefix(string(content), "retrowikiShard('"+shard+"','"), "')\n")
			if strings.Contains(strings.NewReplacer(`\\`, "", `\'`, "").Replace(literal), "'") {
				t.Fatalf("the string in %s ends early: %q", file, content)
			}
			var value any
			held(t, files, shard, &value)
		}
	})
}

// FuzzNumbers reads back the numbers that stand in a script.
func FuzzNumbers(f *testing.F) {
	f.Add(uint32(0), uint32(31), uint32(32))
	f.Add(uint32(1<<31), uint32(1023), uint32(1024))
	f.Fuzz(func(t *testing.T, a, b, c uint32) {
		numbers := []int{int(a), int(a) + int(b) + 1, int(a) + int(b) + int(c) + 2}
		read, _ := documentsOf(string(appendGaps(nil, numbers)))
		if !slices.Equal(read, numbers) {
			t.Fatal(fmt.Sprint(numbers, " are read as ", read))
		}
		encoded, err := json.Marshal(string(appendGaps(nil, numbers)))
		if err != nil || bytes.ContainsAny(encoded, `\'<>&`) {
			t.Fatalf("%s has to be escaped", encoded)
		}
	})
}
