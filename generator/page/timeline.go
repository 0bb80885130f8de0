package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// TimelineDay is the entries of one day.
type TimelineDay struct {
	Day    When // unknown where an entry's day cannot be told
	Groups []TimelineGroup
}

// TimelineGroup is a run of entries: either of things that matter, or of
// noise, which a page folds away.
type TimelineGroup struct {
	Noise   bool
	Entries []TimelineEntry
}

// TimelineEntry is one thing that happened.
type TimelineEntry struct {
	Anchor      string
	At          When
	Clock       string // "03:12", "" where only the day is known
	Elapsed     string // between it and the beginning of the impact: "9 min"
	Early       bool   // before the impact began
	Milestone   string // as a class
	Label       string // the milestone in words
	Approximate bool
	HTML        template.HTML
	By          []Link
	exact       time.Time // zero where only the day is known, or nothing
}

// Paragraph reports whether all that stands beside the entry's time is one
// paragraph.
func (e TimelineEntry) Paragraph() bool {
	html := strings.TrimSuffix(string(e.HTML), "\n")
	return e.Label == "" && strings.HasPrefix(html, "<p>") && strings.Index(html, "</p>") == len(html)-len("</p>")
}

func (b *Builder) timeline(e *collection.Entry, zone *time.Location, body *markdown.Rendering) []TimelineDay {
	var days []TimelineDay
	anchors := map[string]int{}
	for i, event := range e.Timeline {
		entry := b.timelineEntry(e, event, zone, body)
		anchors[entry.Anchor]++
		if n := anchors[entry.Anchor]; n > 1 {
			entry.Anchor = fmt.Sprintf("%s-%d", entry.Anchor, n)
		}
		on := dayIn(event.At, zone)
		if len(days) == 0 || on.Machine != "" && days[len(days)-1].Day.Machine != on.Machine {
			days = append(days, TimelineDay{Day: on})
		}
		d := &days[len(days)-1]
		if len(d.Groups) == 0 || d.Groups[len(d.Groups)-1].Noise != event.Noise {
			d.Groups = append(d.Groups, TimelineGroup{Noise: event.Noise, Entries: make([]TimelineEntry, 0, sameNoise(e.Timeline[i:]))})
		}
		g := &d.Groups[len(d.Groups)-1]
		g.Entries = append(g.Entries, entry)
	}
	return days
}

// sameNoise is how many of the first entries are noise as the first is, or are
// not.
func sameNoise(events []incident.Event) int {
	n := slices.IndexFunc(events, func(e incident.Event) bool { return e.Noise != events[0].Noise })
	if n < 0 {
		return len(events)
	}
	return n
}

func (b *Builder) timelineEntry(e *collection.Entry, event incident.Event, zone *time.Location, body *markdown.Rendering) TimelineEntry {
	entry := TimelineEntry{
		Anchor: "t-unknown", HTML: body.TimelineItem(event.Item), By: b.terms("people", event.By),
		Milestone: string(event.Milestone), Label: milestoneLabels[event.Milestone],
		Approximate: event.At.Approximate,
	}
	if !event.At.Known() {
		return entry
	}
	at := event.At
	if at.Exact() {
		at.Time = at.Time.In(zone)
	}
	entry.At = when(at)
	entry.Anchor = "t-" + day(at.Time).Machine
	if at.Exact() {
		entry.exact, entry.Clock = at.Time, clock(at.Time)
		if at.Precision == incident.Second && at.Time.Second() != 0 {
			entry.Clock = at.Time.Format("15:04:05")
		}
		entry.Anchor = "t-" + at.Time.Format("20060102-1504")
	}
	if began := e.Times.ImpactStartedAt; began.Exact() && at.Exact() && !at.Time.Equal(began.Time) {
		entry.Elapsed, entry.Early = shortDuration(at.Time.Sub(began.Time).Abs()), at.Time.Before(began.Time)
	}
	return entry
}
