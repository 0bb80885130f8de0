// Package readiness says what a retrospective still lacks before it is held.
//
// In goes an entry; out comes a list of what a good meeting needs, done or not,
// with what to do about it. The rules of lint ask the same questions of a file,
// so both ask them here.
package readiness

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// Item is one thing that a retrospective needs. ToDo is empty where it is
// done.
type Item struct {
	Name string // "note taker"
	Done bool
	Says string // what is there, or what is missing
	ToDo string
}

// List is everything that a retrospective needs, in the order in which people
// see to it.
type List []Item

// Done counts what is done.
func (l List) Done() int {
	n := 0
	for _, i := range l {
		if i.Done {
			n++
		}
	}
	return n
}

// Words says the count as people do: "4 of 6 ready".
func (l List) Words() string { return fmt.Sprintf("%d of %d ready", l.Done(), len(l)) }

// Open lists what is not done.
func (l List) Open() List {
	return slices.DeleteFunc(slices.Clone(l), func(i Item) bool { return i.Done })
}

// Wanted reports whether an incident's retrospective is still to come: it was
// not held, is not declared needless, and is either planned or the incident is
// still being written. One that is reviewed or published, and whose day has
// passed, was held by all that anybody can tell.
func Wanted(e *collection.Entry, asOf time.Time) bool {
	r := e.Retrospective
	if e.Broken || r.HeldAt.Known() || e.NeedsNone() {
		return false
	}
	if e.Status == incident.Draft || e.Status == incident.InReview {
		return true
	}
	return r.ScheduledAt.Known() && (e.Status == "" || !asOf.IsZero() && !r.ScheduledAt.Time.Before(asOf))
}

// Of looks at everything that one incident's retrospective needs. At is when
// it is to be held, which may differ from what the file says.
func Of(e *collection.Entry, at incident.Moment) List {
	tells := func(section markdown.Known) bool { return Tells(e, section) }
	timeline, impact := HasTimeline(e, tells), KnowsImpact(e, tells)
	return List{
		dayItem(at), facilitatorItem(e), noteTakerItem(e),
		{
			Name: "timeline", Done: timeline, Says: either(timeline, "the timeline is filled", "the timeline is empty"),
			ToDo: "build it from chat, pager and deploys: a list below `## Timeline` whose items begin with a time",
		},
		{
			Name: "impact", Done: impact, Says: either(impact, "what customers went through is written down", "nothing says what customers went through"),
			ToDo: "ask support for their words, and write them under `customer_impact`",
		},
		sentItem(e, at),
	}.settled()
}

// settled takes away what to do where it is done.
func (l List) settled() List {
	for i := range l {
		if l[i].Done {
			l[i].ToDo = ""
		}
	}
	return l
}

func dayItem(at incident.Moment) Item {
	i := Item{Name: "day", Done: at.Known(), Says: "no day is set", ToDo: "agree on a day within the week, and write it to `retrospective.scheduled_at`"}
	if i.Done {
		i.Says = "it is on " + at.Time.Format("Monday 2 January 2006")
	}
	return i
}

func facilitatorItem(e *collection.Entry) Item {
	i := Item{Name: "facilitator", Says: "nobody facilitates", ToDo: "ask somebody who was no responder, and name them as `facilitator` under `roles`"}
	names := e.Roles.People("facilitator")
	if len(names) == 0 {
		return i
	}
	i.Done, i.Says = true, "a facilitator is chosen, and was no responder"
	for _, name := range names {
		if role := Responder(e, name); role != "" {
			i.Done, i.Says, i.ToDo = false, "the facilitator was a responder", "ask somebody who was not there to facilitate"
		}
	}
	return i
}

func noteTakerItem(e *collection.Entry) Item {
	takers, leads := e.Roles.People("note_taker"), e.Roles.People("facilitator")
	i := Item{Name: "note taker", Says: "nobody takes notes", ToDo: "ask somebody, and name them as `note_taker` under `roles`"}
	switch {
	case len(takers) == 0:
	case slices.ContainsFunc(takers, func(t string) bool {
		return !slices.ContainsFunc(leads, func(l string) bool { return strings.EqualFold(l, t) })
	}):
		i.Done, i.Says = true, "somebody takes notes"
	default:
		i.Says, i.ToDo = "the facilitator is to take notes as well", "ask somebody else: nobody can lead a conversation and write it down"
	}
	return i
}

func sentItem(e *collection.Entry, at incident.Moment) Item {
	sent := e.Retrospective.AgendaSentAt
	i := Item{Name: "agenda out", Says: "nothing says that the agenda is out", ToDo: "send it the working day before the meeting, and write the day to `retrospective.agenda_sent_at`"}
	if !at.Known() {
		i.Done = sent.Known()
		i.Says = either(i.Done, "the agenda is out", i.Says)
		return i
	}
	before := WorkingDayBefore(at.Time)
	i.ToDo = "send it by " + before.Format("Monday 2 January") + ", and write the day to `retrospective.agenda_sent_at`"
	switch {
	case !sent.Known():
	case civil(sent.Time.In(zoneFor(sent, at))).After(before):
		i.Says, i.ToDo = "the agenda went out later than the working day before", "begin with five minutes for reading, or move the meeting"
	default:
		i.Done, i.Says = true, "the agenda went out by the working day before"
	}
	return i
}

// zoneFor is the zone of a day that is compared with the meeting's: a day
// alone is that day wherever people are.
func zoneFor(m, at incident.Moment) *time.Location {
	if m.Exact() && at.Exact() {
		return at.Time.Location()
	}
	return m.Time.Location()
}

func either(yes bool, then, otherwise string) string {
	if yes {
		return then
	}
	return otherwise
}
