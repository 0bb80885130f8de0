package similar

import (
	"fmt"
	"testing"
)

func Example() {
	index := New([]Document{
		{ID: "2018-basecamp", Day: "2018-11-08", Title: "Events table ran out of ids", Texts: []string{"The id column was a signed 32-bit integer and reached 2,147,483,647."}},
		{ID: "2019-regex", Day: "2019-07-02", Title: "A firewall rule exhausted every CPU", Texts: []string{"A regular expression backtracked without end."}},
		{ID: "2021-github", Day: "2021-05-16", Title: "Scoped tokens fail", Texts: []string{"A foreign key overflowed int32."}, Services: []string{"api"}},
	})
	for _, m := range index.To("2021-github", 5, 0) {
		fmt.Println(m.ID, m.Why[0])
	}
	// Output: 2018-basecamp both: an integer ran out of range
}

// A sign needs all of what it says near each other, and a word only once.
func TestKindsOfFailure(t *testing.T) {
	for text, want := range map[string]string{
		"The certificate had expired on Saturday.":                                      "a certificate or key expired",
		"It had expired, that certificate.":                                             "a certificate or key expired",
		"The certificate was fine, and many words later in the story a session expired": "",
		"ids up to 2,147,483,647":                                                       "an integer ran out of range",
		"We saw a thundering herd.":                                                     "retries and reconnections made it worse",
		"See [the certificate](https://expired.example/expired) for more.":              "",
	} {
		kinds := newCounter()
		v := newVocabulary(newCounter(), kinds)
		v.read(1, 1, text)
		got := ""
		for _, id := range kinds.met {
			got += kinds.names[id]
		}
		if got != want {
			t.Errorf("%q is of the kind %q, want %q", text, got, want)
		}
	}
}

// Two that share no rare word, and of which neither says a sign whole, are like
// each other by what they are about.
func TestNearToTheSameKind(t *testing.T) {
	index := New([]Document{
		{ID: "a", Title: "Nobody could enter the shop", Texts: []string{"Handshakes were refused: the intermediate had lapsed."}},
		{ID: "b", Title: "Payments were turned away", Texts: []string{"A renewal was forgotten, so TLS to the bank ended."}},
		{ID: "c", Title: "Pictures were lost", Texts: []string{"The volume had no inodes left."}},
	})
	got := fmt.Sprint(index.Around("a", 5, 0))
	if want := "[{b 0.203 [perhaps both: a certificate or key expired]}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzAnyTextCanBeCompared(f *testing.F) {
	f.Add("2,147,483,647 ids", "Zertifikat läuft ab](x) \xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		x := New([]Document{{ID: "a", Title: a, Texts: []string{b}, Tags: []string{a}}, {ID: "b", Title: b, Texts: []string{a}, Known: []string{"a", "none"}}, {ID: "c"}})
		for _, id := range []string{"a", "b", "c", "none"} {
			for _, m := range x.Around(id, 2, 0) {
				if m.ID == id || m.Score < least || len(m.Why) == 0 && m.Score < knownWeight {
					t.Errorf("%s is like %+v", id, m)
				}
			}
		}
	})
}
