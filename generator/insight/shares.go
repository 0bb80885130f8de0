package insight

import (
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// notSaid is what a file leaves open.
const notSaid = "not said"

// tally counts by group and name, in the order given, unknown last.
type tally struct {
	shares []Share
	at     map[[2]string]int
}

// row makes a share, so that it is told of even where there is none.
func (t *tally) row(group, name string, unknown bool) *Share {
	if t.at == nil {
		t.at = map[[2]string]int{}
	}
	key := [2]string{group, name}
	i, known := t.at[key]
	if !known {
		i = len(t.shares)
		t.at[key] = i
		t.shares = append(t.shares, Share{Group: group, Name: name, Unknown: unknown})
	}
	return &t.shares[i]
}

// count adds one thing of an incident. Several of one incident name it once.
func (s *Share) count(e *collection.Entry) {
	s.Count++
	if n := len(s.Entries); n == 0 || s.Entries[n-1] != e {
		s.Entries = append(s.Entries, e)
	}
}

func detection(v *collection.View, _ time.Time) []Share {
	var t tally
	for _, word := range incident.Detector("").Words() {
		t.row("", words(word), false)
	}
	t.row("", notSaid, true)
	for _, e := range readable(v) {
		if e.DetectedBy == "" {
			t.row("", notSaid, true).count(e)
		} else {
			t.row("", words(string(e.DetectedBy)), false).count(e)
		}
	}
	return t.shares
}

func words(word string) string {
	if word == "third_party" {
		return "a third party"
	}
	return word
}

func recurrence(v *collection.View, _ time.Time) []Share {
	var t tally
	entries := readable(v)
	for n := range entries {
		e := entries[len(entries)-1-n]
		year := Year(e)
		before, first := t.row(year, "happened before", false), "for the first time"
		if len(v.Earlier(e)) > 0 {
			before.count(e)
			t.row(year, first, false)
		} else {
			t.row(year, first, false).count(e)
		}
	}
	return t.shares
}

// The ways in which an incident may have been learned from.
const (
	held         = "held"
	planned      = "planned"
	skippedWhy   = "skipped, with a reason"
	skippedNoWhy = "skipped, without one"
)

func learning(v *collection.View, _ time.Time) []Share {
	var t tally
	for _, name := range []string{held, planned, skippedWhy, skippedNoWhy} {
		t.row("", name, false)
	}
	t.row("", notSaid, true)
	for _, e := range readable(v) {
		name := notSaid
		switch {
		case e.Retrospective.HeldAt.Known():
			name = held
		case e.Retrospective.Skipped != "":
			name = skippedWhy
		case e.Status == incident.NotRequired:
			name = skippedNoWhy
		case e.Retrospective.ScheduledAt.Known():
			name = planned
		}
		t.row("", name, name == notSaid).count(e)
	}
	return t.shares
}

// whySkipped is the reason for holding no retrospective.
func whySkipped(e *collection.Entry) string {
	if e.Retrospective.HeldAt.Known() {
		return ""
	}
	return e.Retrospective.Skipped
}

func reach(v *collection.View, _ time.Time) []Share {
	var t tally
	for _, name := range []string{"by three pages or more", "by one or two", "by none so far"} {
		t.row("", name, false)
	}
	for _, e := range readable(v) {
		from := map[string]bool{}
		for _, link := range v.Backlinks(e) {
			from[link.From.ID] = true
		}
		for _, later := range v.Later(e) {
			from[later.ID] = true
		}
		switch n := len(from); {
		case n >= 3:
			t.shares[0].count(e)
		case n > 0:
			t.shares[1].count(e)
		default:
			t.shares[2].count(e)
		}
	}
	return t.shares
}
