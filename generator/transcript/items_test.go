package transcript

import (
	"strings"
	"testing"
)

// Where an export is broken is told to the character, and what can be read
// behind the place is read.
func TestDamagedItems(t *testing.T) {
	const one, two = `{"user":"U1","text":"one","ts":"1416798720.0"}`, `{"user":"U2","text":"two","ts":"1416798780.0"}`
	for _, c := range []struct{ name, text, entries, told string }{
		{"whole", "[" + one + ",\n" + two + "]", "one two", ""},
		{"two answers of a paged API", "[" + one + "][" + two + "]", "one two", ""},
		{"cut off between two", "[" + one + ",\n" + two + ",\n", "one two", "x:3:1 the list does not end"},
		{"cut off within one", "[" + one + ",\n{\"user\":\"ü\",\"te", "one", "x:2:15 the file ends in the middle of an entry; the rest of the file is left out"},
		{"a quote is lacking", "[\n  " + one + ",\n  {\"user\":\"U1,\n   \"ts\":\"1\"},\n  " + two + "\n]", "one two", "x:3:15 a text that begins on this line does not end on it; lines up to 4 are left out"},
		{"a comma is lacking", "[" + one + ",\n{\"user\":\"U1\" \"ts\":\"1\"},\n" + two + "]", "one two", `x:2:14 invalid character '"' after object key:value pair; the entry from line 2 is left out`},
		{"another kind of value", "[" + one + ",\n{\"ts\":\"2\",\"text\":[1]},\n" + two + "]", "one two", "x:2:18 text is a array here"},
		{"something between them", "[" + one + ",\nnull, " + two + ",\n" + two + "]", "one two", `x:2:1 'n' is not the beginning of an entry; lines up to 2 are left out`},
		{"Latin-1 within", "[" + strings.Replace(one, "one", "sch\xf6n \U0001F389", 1) + "]", "schön 🎉", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			entries, findings := readAll(t, c.text, "slack")
			var texts []string
			for _, e := range entries {
				texts = append(texts, e.Text)
			}
			if got := strings.Join(texts, " "); got != c.entries || (findings == "[]") != (c.told == "") || !strings.Contains(findings, c.told) {
				t.Errorf("got %q, %s\nwant %q, %s", got, findings, c.entries, c.told)
			}
		})
	}
}
