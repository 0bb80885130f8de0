package agenda

import (
	"fmt"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/similar"
)

// Earlier is an earlier incident like this one, with what became of what was
// to be done after it.
type Earlier struct {
	Entry          *collection.Entry
	ID, Title, Day string
	Why            string
	Named          bool // by a person, as an earlier occurrence
	Open, Total    int
	Done           int
	Deepest        string // the deepest level of what was done
	Remediations   []EarlierRemediation
	More           int // remediations that are not told
}

// EarlierRemediation is what was to be done then, and whether it was.
type EarlierRemediation struct{ ID, Title, State string }

const (
	earlierMost  = 4   // how many are told of
	earlierLeast = 0.2 // the score that they need; a wrong hint costs trust
	toldMost     = 6   // how many remediations of each that a person named
	likeMost     = 3   // and of each that is only like it
	dayLayout    = "2 January 2006"
)

// earlier finds what a person has named first, then what is like it.
func earlier(v *collection.View, e *collection.Entry, index *similar.Index) []Earlier {
	var list []Earlier
	var told []*collection.Entry
	for _, o := range v.Earlier(e) {
		if o != e {
			told = append(told, o)
			list = append(list, tell(v, o, "named as an earlier occurrence", true))
		}
	}
	if index != nil {
		for _, m := range index.To(e.ID, earlierMost+len(told), earlierLeast) {
			if o := v.ByID(m.ID); o != nil && o != e && !slices.Contains(told, o) {
				told = append(told, o)
				list = append(list, tell(v, o, clean(strings.Join(m.Why, "; ")), false))
			}
		}
	}
	return list[:min(len(list), earlierMost)]
}

func tell(v *collection.View, o *collection.Entry, why string, named bool) Earlier {
	t := Earlier{Entry: o, ID: o.ID, Title: clean(o.Title), Why: why, Named: named}
	if at := o.Start(); at.Known() {
		t.Day = at.Time.Format(dayLayout)
	}
	levels, deepest := incident.Level("").Words(), -1
	remediations := v.RemediationsOf(o)
	for _, r := range remediations {
		t.Total++
		if !r.State.Settled() {
			t.Open++
		}
		if r.State == collection.Done {
			t.Done++
			deepest = max(deepest, slices.Index(levels, string(r.Level)))
		}
	}
	if deepest >= 0 {
		t.Deepest = levels[deepest]
	}
	// What is open is what the meeting can still do something about.
	slices.SortStableFunc(remediations, func(a, b collection.Remediation) int { return weight(a.State) - weight(b.State) })
	tells := likeMost
	if named {
		tells = toldMost
	}
	t.More = max(0, len(remediations)-tells)
	for _, r := range remediations[:len(remediations)-t.More] {
		t.Remediations = append(t.Remediations, EarlierRemediation{ID: r.ID, Title: clean(r.Title), State: r.State.Words()})
	}
	return t
}

func weight(s collection.State) int {
	if s.Settled() {
		return 1
	}
	return 0
}

// Outcome says what became of the remediations.
func (t Earlier) Outcome() string {
	if t.Total == 0 {
		return "No remediation was written down."
	}
	open := fmt.Sprintf("%d of %s still open; ", t.Open, count(t.Total, "remediation"))
	switch {
	case t.Done == 0:
		return open + "nothing of it is known to be done."
	case t.Deepest == "":
		return open + fmt.Sprintf("%d done.", t.Done)
	}
	return open + "the deepest that was done: " + t.Deepest + "."
}
