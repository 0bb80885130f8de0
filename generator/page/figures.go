package page

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/similar"
)

var milestoneLabels = map[incident.Milestone]string{
	incident.Introduced: "Fault introduced", incident.ImpactStarted: "Impact began", incident.Detected: "Detected",
	incident.Declared: "Response opened", incident.PublicNotice: "Customers told", incident.Mitigated: "Impact over",
	incident.Resolved: "Resolved",
}

// dayIn is the day that a moment falls on in a zone.
func dayIn(m incident.Moment, zone *time.Location) When {
	if m.Exact() {
		m.Time = m.Time.In(zone)
	}
	return dayOf(m)
}

// figures lists how long it took to reach each milestone, those that cannot be
// told included, unless nothing can.
func figures(e *collection.Entry, zone *time.Location) []Figure {
	var list []Figure
	known := false
	for _, f := range []struct {
		label string
		to    incident.Milestone
	}{
		{"To detect", incident.Detected}, {"To tell customers", incident.PublicNotice},
		{"To end the impact", incident.Mitigated}, {"To resolve", incident.Resolved},
	} {
		figure := Figure{Label: f.label, Duration: duration(e.Between(incident.ImpactStarted, f.to))}
		if at := e.Times.At(f.to); at.Exact() {
			at.Time = at.Time.In(zone)
			figure.At = when(at)
			known = true
		}
		list = append(list, figure)
	}
	if !known {
		return nil
	}
	return list
}

// phases divides the time from impact to resolution: not yet noticed, response
// until the impact was over, work after it.
func phases(e *collection.Entry) []Phase {
	began, end := e.Times.ImpactStartedAt, e.Times.At(incident.Resolved)
	over, seen := e.Times.At(incident.Mitigated), e.Times.At(incident.Detected)
	label := "response until the impact was over"
	if !over.Exact() {
		over, label = end, "until it was resolved"
	}
	if !end.Exact() {
		end = over
	}
	if !began.Exact() || !end.Exact() {
		return nil
	}
	var list []Phase
	add := func(class, label string, from, to time.Time) {
		if to.After(from) {
			list = append(list, Phase{Class: class, Label: label + ", " + DurationText(to.Sub(from)), from: from, to: to})
		}
	}
	noticed := began.Time
	if seen.Exact() && seen.Time.After(noticed) {
		noticed = seen.Time
		if noticed.After(over.Time) {
			noticed = over.Time
		}
		add("seg-unseen", "not yet noticed", began.Time, noticed)
	}
	add("seg-response", label, noticed, over.Time)
	add("seg-after", "work after it", over.Time, end.Time)
	return list
}

// chain tells every incident that recurrences join, with what was done after
// each.
func (b *Builder) chain(e *collection.Entry) []Occurrence {
	var chain []Occurrence
	var last incident.Moment
	steps := b.chainLadder(e)
	earlier := true
	for _, o := range around(b.View.Occurrences(e), e) {
		earlier = earlier && o != e
		occurrence := Occurrence{Row: b.row(o), Current: o == e, Earlier: earlier}
		if start := o.Start(); last.Known() && start.Known() {
			occurrence.Gap = gap(start.Time.Sub(last.Time))
		}
		last = o.Start()
		occurrence.Outcome = b.outcome(o)
		if step := steps.Step(o); step != nil {
			occurrence.Step = b.ladderStep(step)
		}
		chain = append(chain, occurrence)
	}
	return chain
}

// outcome counts what became of an incident's remediations.
func (b *Builder) outcome(e *collection.Entry) Outcome {
	var o Outcome
	levels := incident.Level("").Words()
	deepest := -1
	for _, r := range b.View.RemediationsOf(e) {
		o.Total++
		switch {
		case r.State == collection.Done:
			deepest = max(deepest, slices.Index(levels, string(r.Level)))
		case !r.State.Settled():
			o.Open++
		}
	}
	if deepest >= 0 {
		o.Deepest = levels[deepest]
	}
	return o
}

// likeMost is how many incidents like one its page names, and likeLeast the
// score that they need: a wrong hint costs more trust than a missing one.
const (
	likeMost  = 4
	likeLeast = 0.2
)

// Likeness compares all incidents of a View when it is first asked.
type Likeness struct {
	view  *collection.View
	once  sync.Once
	index *similar.Index
}

// NewLikeness is that of a View's incidents.
func NewLikeness(v *collection.View) *Likeness { return &Likeness{view: v} }

// Compare does now what the first page that asks would do otherwise, while the
// others wait.
func (l *Likeness) Compare() {
	l.once.Do(func() { l.index = similar.Of(l.view) })
}

func (b *Builder) likeness() *similar.Index {
	b.likenessOnce.Do(func() {
		if b.Likeness == nil {
			b.Likeness = NewLikeness(b.View)
		}
	})
	b.Likeness.Compare()
	return b.Likeness.index
}

// like finds earlier incidents like one, but for those that its page names
// already.
func (b *Builder) like(e *collection.Entry) []Like {
	index := b.likeness()
	named := append(slices.Clone(b.View.Occurrences(e)), b.View.Related(e)...)
	var like []Like
	for _, m := range index.To(e.ID, likeMost+len(named), likeLeast) {
		other := b.View.ByID(m.ID)
		if other == nil || slices.Contains(named, other) {
			continue
		}
		like = append(like, Like{Row: b.row(other), Why: capital(strings.Join(m.Why, "; ")), Outcome: b.outcome(other)})
	}
	return like[:min(len(like), likeMost)]
}

// chainLength is how many occurrences a page tells of.
const chainLength = 12

// around keeps the occurrences nearest to an incident.
func around(chain []*collection.Entry, e *collection.Entry) []*collection.Entry {
	if len(chain) <= chainLength {
		return chain
	}
	from := min(max(slices.Index(chain, e)-chainLength/2, 0), len(chain)-chainLength)
	return chain[from : from+chainLength]
}

func gap(d time.Duration) string {
	days := int(d.Hours() / 24)
	switch {
	case days < 1:
		return "the same day"
	case days < 60:
		return count(days, "day", "days") + " later"
	case days < 730:
		return count(days/30, "month", "months") + " later"
	}
	return count(days/365, "year", "years") + " later"
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
