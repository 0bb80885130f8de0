package ladder

import (
	"fmt"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// Again says that the answers to an occurrence go no deeper than the answers
// to those before it.
type Again struct {
	Asked   incident.Level    // the deepest level of the new answers
	Earlier incident.Level    // the deepest level of the earlier ones
	Done    bool              // whether Earlier was done; it was only agreed on if not
	From    *collection.Entry // the latest that Earlier was an answer to
}

func (a *Again) take(answer Answer) {
	if answer.Level != "" && Depth(answer.Level) >= Depth(a.Earlier) {
		a.Earlier, a.From = answer.Level, answer.Entry
	}
}

// SameAgain compares what an incident asks for with what was done after the
// occurrences before it, or agreed on where nothing is known to be done. What
// is parked counts as an answer: a big one may have to wait. An answer that
// does not say how deep it goes may go deep.
func (l *Ladder) SameAgain(e *collection.Entry) (Again, bool) {
	s := l.Step(e)
	if s == nil || s.Asked == "" || s.unleveled() {
		return Again{}, false
	}
	if s.before == nil {
		return Again{}, false
	}
	past := l.deepest[l.places[s.before.Entry]]
	a, agreed := past.done, past.agreed
	a.Asked, agreed.Asked, a.Done = s.Asked, s.Asked, true
	if a.Earlier == "" {
		a = agreed
	}
	return a, a.Earlier != "" && Depth(a.Asked) <= Depth(a.Earlier)
}

// past is how deep the answers went up to a step: of those that were done
// before it happened again, and of those that were agreed on.
type past struct{ done, agreed Again }

// look notes it for every step, as a chain may have thousands.
func (l *Ladder) look() {
	var so past
	l.deepest = make([]past, len(l.Steps))
	for i, step := range l.Steps {
		for _, answer := range step.Answers {
			switch {
			case answer.Fate == Before:
				so.done.take(answer)
			case answer.agreed():
				so.agreed.take(answer)
			}
		}
		l.deepest[i] = so
	}
}

func (s *Step) unleveled() bool {
	for _, a := range s.Answers {
		if a.Fate != Declined && a.Level == "" {
			return true
		}
	}
	return false
}

// agreed reports whether somebody meant to do it.
func (a Answer) agreed() bool {
	switch a.State {
	case collection.Proposed, collection.Parked, collection.Declined:
		return false
	}
	return true
}

// Words says it without a reproach.
func (a Again) Words() string {
	then, but := "done", ""
	if !a.Done {
		then, but = "agreed on", " and is not known to be done"
	}
	if a.Asked == a.Earlier {
		return fmt.Sprintf("this has happened before, and the answer is %s again, on the level of what was %s then%s", Article(a.Asked), then, but)
	}
	return fmt.Sprintf("this has happened before, and the answer goes as deep as %s; what was %s then went as deep as %s%s", Article(a.Asked), then, Article(a.Earlier), but)
}

// Higher lists the rungs above the answer, for whoever wants to climb.
func (a Again) Higher() []incident.Level {
	var higher []incident.Level
	for _, word := range a.Asked.Words()[Depth(a.Asked):] {
		higher = append(higher, incident.Level(word))
	}
	return higher
}
