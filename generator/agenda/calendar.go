package agenda

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/feed"
)

// ErrNoDay is why there is no event for a calendar.
var ErrNoDay = errors.New("no time is set for the retrospective: write retrospective.scheduled_at with a time of day, or give --at")

// Calendar is the meeting as a calendar of one event, with the read-ahead as
// its description and the whole agenda attached. Stamp is when it was made. The
// identity follows from the incident's, so that a later file moves the event.
func (s *Set) Calendar(v *collection.View, a *Agenda, stamp time.Time) (feed.Calendar, error) {
	if !a.At.Exact() {
		return feed.Calendar{}, ErrNoDay
	}
	text, err := s.execute("agenda.txt", a)
	if err != nil {
		return feed.Calendar{}, err
	}
	attached, err := s.Markdown(a)
	if err != nil {
		return feed.Calendar{}, err
	}
	_, description, _ := strings.Cut(squeeze(text), "\n\n") // the Subject is the event's summary
	roles := a.Entry.Roles
	meeting := &feed.Meeting{
		Start: a.At.Time, End: a.At.Time.Add(a.Length), Location: clean(a.Entry.Retrospective.Location),
		Attached: feed.Attachment{Name: "agenda-" + a.Entry.ID + ".md", Type: "text/markdown", Content: []byte(attached)},
	}
	if leads := roles.People("facilitator"); len(leads) > 0 {
		meeting.Organizer = person(v, leads[0])
	}
	for _, p := range a.Entry.People() {
		if who := person(v, p); who.Email != meeting.Organizer.Email && !slices.Contains(meeting.Attendees, who) {
			meeting.Attendees = append(meeting.Attendees, who)
		}
	}
	return feed.Calendar{
		Name: "Retrospective: " + a.Title, Product: "agenda", Stamp: stamp,
		Events: []feed.Event{{
			UID: "retrospective/" + a.Entry.ID + "@retrowiki", Summary: "Retrospective: " + a.Title, Description: description,
			Address: a.Address, Meeting: meeting,
		}},
	}, nil
}

func person(v *collection.View, p string) feed.Person {
	return feed.Person{Name: name(v, p), Email: v.Config().People[p].Email}
}
