package transcript

import (
	"strings"
	"testing"
	"time"
)

// Of two messages of one person in one minute, the one that was put into other
// words is not taken for the other; where nothing tells, that is said.
func TestMissing(t *testing.T) {
	at := time.Date(2014, 11, 24, 3, 12, 0, 0, time.UTC)
	a, b := Entry{At: at, By: "lex", Text: "the old primary is back in rotation"}, Entry{At: at.Add(20 * time.Second), By: "lex", Text: "support may tell customers"}
	reply := Entry{At: at.Add(50 * time.Second), By: "kim", Text: "done", Thread: "support may tell customers"}
	there := func(texts ...string) (all []Present) {
		for _, text := range texts {
			all = append(all, Present{At: at, Text: text, By: []string{"lex"}})
		}
		return all
	}
	for _, c := range []struct {
		name            string
		entries         []Entry
		present         []Present
		missing, unsure []Entry
	}{
		{"both, in other words", []Entry{a, b}, there("Primary rotates", "Told people"), nil, nil},
		{"the second, in other words", []Entry{a, b}, there("Customers are told by support, who know what to say now"), []Entry{a}, nil},
		{"one, in words of neither", []Entry{a, b}, there("Things move"), []Entry{b}, []Entry{b}},
		{"one as it is", []Entry{a, b}, there(b.Text), []Entry{a}, nil},
		{"a reply that quotes what was taken out", []Entry{b, reply}, []Present{{At: at, Text: "Reply to “support may tell customers”: done", By: []string{"kim"}}}, []Entry{b}, nil},
		{"another person", []Entry{a, reply}, there("Things move"), []Entry{reply}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			missing, unsure := Missing(c.entries, c.present, strings.ToLower)
			if listed(missing) != listed(c.missing) || listed(unsure) != listed(c.unsure) {
				t.Errorf("missing\n%sunsure\n%s", listed(missing), listed(unsure))
			}
		})
	}
}
