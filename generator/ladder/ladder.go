// Package ladder answers the question that a recurrence asks: was last time's
// remediation ever done, and did it go deep enough?
//
// In goes a collection.View; out comes a Ladder for a factor, or for the chain
// of recurrences that an incident belongs to: the occurrences in order, and
// under each what was to be done about it, with what had become of that by the
// day the next one began. What cannot be known is said to be unknown, with the
// reason. Nothing here judges a person: a level that came back is named as
// what it is, the same answer to the same question.
package ladder

import (
	"slices"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// Ladder is a failure that came more than once, and the answers to it.
type Ladder struct {
	Steps []Step // an occurrence each, the oldest first

	places  map[*collection.Entry]int // in Steps
	deepest []past                    // by step
}

// Step is one occurrence with what was to be done about it.
type Step struct {
	Entry   *collection.Entry
	Next    *collection.Entry // the first one that began later; nil for the last
	Answers []Answer          // in the incident's order

	// Reached is the deepest level of what was done by the day the next one
	// began, Asked that of what anybody asked for and nobody declined. Climbed
	// is the deepest level reached so far, earlier steps included.
	Reached, Asked, Climbed incident.Level
	// Again is the level that had been reached before and was reached once
	// more, with nothing deeper: "" where this step climbed, or where there was
	// nothing before it.
	Again incident.Level

	before *Step // the last one that began earlier
}

// Answer is a remediation and what had become of it by the day the next
// occurrence began.
type Answer struct {
	*collection.Remediation
	Fate Fate
	On   Day    // when it was done, if it was and that is known
	Why  string // why Fate is Unknown, to stand behind "unknown: "
}

// Of is the ladder of a factor: of each incident that carries it, the
// remediations that answer the factor, and those that do not say what they
// answer.
func Of(v *collection.View, factor *collection.Term) *Ladder {
	return climb(v, factor.Entries, func(r *collection.Remediation) bool {
		return len(r.Factors) == 0 || slices.ContainsFunc(r.Factors, func(word string) bool { return v.Term("factors", word) == factor })
	})
}

// Step finds an incident's step; nil if it has none.
func (l *Ladder) Step(e *collection.Entry) *Step {
	if l == nil {
		return nil
	}
	if i, ok := l.places[e]; ok {
		return &l.Steps[i]
	}
	return nil
}

// Before lists the steps before an incident's, the last most of them, the
// oldest first.
func (l *Ladder) Before(e *collection.Entry, most int) []Step {
	if l.Step(e) == nil {
		return nil
	}
	at := l.places[e]
	return l.Steps[max(0, at-most):at]
}

func climb(v *collection.View, entries []*collection.Entry, counts func(*collection.Remediation) bool) *Ladder {
	l := &Ladder{places: map[*collection.Entry]int{}}
	for _, e := range entries {
		if !e.Broken {
			l.Steps = append(l.Steps, Step{Entry: e})
		}
	}
	slices.SortStableFunc(l.Steps, func(a, b Step) int { return inOrder(a.Entry, b.Entry) })
	for i := len(l.Steps) - 2; i >= 0; i-- {
		l.Steps[i].Next = l.next(i)
	}
	for i := range l.Steps {
		s := &l.Steps[i]
		l.places[s.Entry] = i
		remediations := v.RemediationsOf(s.Entry)
		for k := range remediations {
			if r := &remediations[k]; counts(r) {
				if s.Answers == nil {
					s.Answers = make([]Answer, 0, len(remediations)-k)
				}
				s.Answers = append(s.Answers, answer(r, s.Next))
			}
		}
		if i > 0 && !together(l.Steps[i-1].Entry, s.Entry) {
			s.before = &l.Steps[i-1]
		} else if i > 0 {
			s.before = l.Steps[i-1].before
		}
		s.weigh()
	}
	l.look()
	return l
}

// inOrder puts the oldest first; what has no day goes before everything else,
// as in all lists.
func inOrder(a, b *collection.Entry) int {
	if c := a.Start().Time.Compare(b.Start().Time); c != 0 {
		return c
	}
	switch {
	case a.ID < b.ID:
		return -1
	case a.ID > b.ID:
		return 1
	}
	return 0
}

// next is the first occurrence that began later than one: two that began
// together left no time to do anything in between. Those behind it know
// theirs already.
func (l *Ladder) next(i int) *collection.Entry {
	if together(l.Steps[i].Entry, l.Steps[i+1].Entry) {
		return l.Steps[i+1].Next
	}
	return l.Steps[i+1].Entry
}

// together reports whether neither of two occurrences is known to have begun
// before the other.
func together(a, b *collection.Entry) bool {
	return a.Start().Known() && b.Start().Known() && !earlier(a.Start(), b.Start()) && !earlier(b.Start(), a.Start())
}

// weigh fills in the levels.
func (s *Step) weigh() {
	for _, a := range s.Answers {
		if a.Fate != Declined {
			s.Asked = deeper(s.Asked, a.Level)
		}
		if a.Fate == Before || a.Fate == Done {
			s.Reached = deeper(s.Reached, a.Level)
		}
	}
	s.Climbed = s.Reached
	if s.before == nil {
		return
	}
	s.Climbed = deeper(s.before.Climbed, s.Reached)
	if s.Reached != "" && s.before.Climbed != "" && Depth(s.Reached) <= Depth(s.before.Climbed) {
		s.Again = s.Reached
	}
}

// Depth counts a level's rung from 1, the fix; 0 for none.
func Depth(l incident.Level) int { return slices.Index(l.Words(), string(l)) + 1 }

func deeper(a, b incident.Level) incident.Level {
	if Depth(b) > Depth(a) {
		return b
	}
	return a
}
