package page

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
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

// leastPhase is how wide a phase is drawn at least, so that two minutes of a day
// can be seen.
const leastPhase = 6

// phases divides the time from impact to resolution for the strip: not yet
// noticed, response until the impact was over, work after it.
func phases(e *collection.Entry) []Phase {
	whole, known := e.Between(incident.ImpactStarted, incident.Resolved)
	if !known {
		whole, known = e.Between(incident.ImpactStarted, incident.Mitigated)
	}
	if !known || whole <= 0 {
		return nil
	}
	over, overKnown := e.Between(incident.ImpactStarted, incident.Mitigated)
	if !overKnown {
		over = whole
	}
	unseen, seen := e.Between(incident.ImpactStarted, incident.Detected)
	unseen = min(unseen, over)
	var list []Phase
	x := 0
	add := func(class, label string, from, to time.Duration) {
		if to > from {
			width := max(leastPhase, int((to-from)*1000/whole))
			list = append(list, Phase{Class: class, Label: label + ", " + DurationText(to-from), X: x, Width: min(width, 1000-x)})
			x += width
		}
	}
	if seen {
		add("seg-unseen", "not yet noticed", 0, unseen)
	}
	label := "response until the impact was over"
	if !overKnown {
		label = "until it was resolved"
	}
	add("seg-response", label, unseen, over)
	add("seg-after", "work after it", over, whole)
	if n := len(list); n > 0 {
		list[n-1].Width = 1000 - list[n-1].X
	}
	return list
}

// PhasesText says the phases in words, for those who do not see the strip.
func (p *Incident) PhasesText() string {
	labels := make([]string, len(p.Phases))
	for i, phase := range p.Phases {
		labels[i] = phase.Label
	}
	return strings.Join(labels, "; ")
}

// chain tells every incident that recurrences join, with what was done after
// each.
func (b *Builder) chain(e *collection.Entry) []Occurrence {
	var chain []Occurrence
	levels := incident.Level("").Words()
	var last incident.Moment
	for _, o := range around(b.View.Occurrences(e), e) {
		occurrence := Occurrence{Row: b.row(o), Current: o == e}
		if start := o.Start(); last.Known() && start.Known() {
			occurrence.Gap = gap(start.Time.Sub(last.Time))
		}
		last = o.Start()
		deepest := -1
		for _, r := range b.View.RemediationsOf(o) {
			occurrence.Total++
			switch {
			case r.State == collection.Done:
				deepest = max(deepest, slices.Index(levels, string(r.Level)))
			case !r.State.Settled():
				occurrence.Open++
			}
		}
		if deepest >= 0 {
			occurrence.Deepest = levels[deepest]
		}
		chain = append(chain, occurrence)
	}
	return chain
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
