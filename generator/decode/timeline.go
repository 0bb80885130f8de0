package decode

import (
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// outOfOrder is how far an entry may lie before the one above it and still be
// read as the same day written in the wrong order, rather than as the next day.
const outOfOrder = time.Hour

// timeline turns the Markdown's items into events: gives each its day, and
// lets milestones supply the times that the frontmatter lacks.
func (r *Result) timeline(items []markdown.TimelineItem, zone *time.Location) {
	i := r.Incident
	clock := dayClock{zone: zone, start: i.Times.Start(), floating: true}
	if len(items) > 0 {
		i.Timeline = make([]incident.Event, 0, len(items))
	}
	for n, item := range items {
		e := incident.Event{Text: item.Text, By: item.Actors, Noise: item.Noise, Item: n}
		at, problem := clock.read(item.When)
		switch {
		case problem != "":
			r.report(diag.Warning, "timeline/bad-time", item.Span, "write a time such as 2014-11-24 03:12 UTC, or 03:12", problem)
		case clock.backwards:
			r.report(diag.Warning, "timeline/out-of-order", item.Span, "put the entries in the order in which things happened, or write the full date",
				"this entry is earlier than the one above it")
		}
		e.At = at
		if item.Milestone != "" {
			e.Milestone = r.milestone(item, at)
		}
		i.Timeline = append(i.Timeline, e)
	}
}

// milestone settles what a word in braces means for the incident's times.
func (r *Result) milestone(item markdown.TimelineItem, at incident.Moment) incident.Milestone {
	i := r.Incident
	m := incident.Milestone(strings.ReplaceAll(strings.ToLower(item.Milestone), "-", "_"))
	words := m.Words()
	known := false
	for _, w := range words {
		known = known || string(m) == w
	}
	if !known {
		hint := "one of: " + strings.Join(words, ", ") + ", noise"
		if near := diag.Nearest(item.Milestone, append(words, "noise")); near != "" {
			hint = "did you mean {" + near + "}? " + hint
		}
		r.report(diag.Warning, "timeline/unknown-milestone", item.MilestoneSpan, hint, fmt.Sprintf("{%s} is no milestone", item.Milestone))
		r.mendMilestone(item, words)
		return ""
	}
	if !at.Known() || i.Times.Supply(m, at) {
		return m
	}
	if written := i.Times.At(m); !agree(written, at) {
		field := string(m) + "_at"
		r.Findings = append(r.Findings, diag.Diagnostic{
			Rule: "timeline/milestone-disagrees", Severity: diag.Warning, Span: item.MilestoneSpan,
			Message: fmt.Sprintf("{%s} stands at %s, but %s is %s", m, format(at), field, format(written)),
			Hint:    "make the two say the same; the frontmatter counts",
			Related: []diag.Related{{Span: i.Origin.Span(field), Message: field}},
		})
	}
	return m
}

// mendMilestone adds a fix to the finding about a misspelt milestone, if there
// is no doubt which one was meant.
func (r *Result) mendMilestone(item markdown.TimelineItem, words []string) {
	at := item.MilestoneSpan
	meant := diag.Slip(item.Milestone, words)
	if meant == "" || at.End.Offset > len(r.Text.Bytes) || string(r.Text.Bytes[at.Start.Offset:at.End.Offset]) != "{"+item.Milestone+"}" {
		return
	}
	r.Findings[len(r.Findings)-1].Fixes = []diag.Fix{{Span: at, NewText: "{" + meant + "}"}}
}

// agree allows for what each side does not know: seconds, the time of day, or
// a quarter of an hour where one is approximate.
func agree(a, b incident.Moment) bool {
	if !a.Exact() || !b.Exact() {
		ay, am, ad := a.Time.Date()
		by, bm, bd := b.Time.In(a.Time.Location()).Date()
		return ay == by && am == bm && ad == bd
	}
	slack := time.Minute - 1
	if a.Approximate || b.Approximate {
		slack = 15 * time.Minute
	}
	return a.Time.Sub(b.Time).Abs() <= slack
}

func format(m incident.Moment) string {
	if !m.Exact() {
		return m.Time.Format("2006-01-02")
	}
	return m.Time.Format("2006-01-02 15:04 MST")
}

// dayClock gives times of day their day: an entry is on the day of the one
// above it, or on the next where that would take it back in time.
type dayClock struct {
	zone      *time.Location  // of entries that name none: the last one named
	floating  bool            // no entry has named a zone yet
	start     incident.Moment // the incident's, for a first entry without a date
	last      time.Time
	backwards bool // the entry just read lies before the one above it
}

func (c *dayClock) read(s markdown.Stamp) (m incident.Moment, problem string) {
	c.backwards = false
	if s.HasZone {
		c.zone, c.floating = s.Zone, false
	}
	m = incident.Moment{Approximate: s.Approximate, Floating: c.floating, Precision: precision(s)}
	switch {
	case s.HasDate:
		m.Time = time.Date(s.Year, time.Month(s.Month), s.Day, s.Hour, s.Minute, s.Second, 0, c.zone)
		c.backwards = m.Exact() && !c.last.IsZero() && m.Time.Before(c.last)
	case !c.last.IsZero():
		m.Time = c.on(c.last, s)
		if back := c.last.Sub(m.Time); back > outOfOrder {
			m.Time = m.Time.AddDate(0, 0, 1)
		} else {
			c.backwards = back > 0
		}
	case c.start.Known():
		m.Time = c.nearest(s)
	default:
		return incident.Moment{}, "the entry's day cannot be told: no entry above it and no field of the incident has a date"
	}
	c.last = m.Time
	return m, ""
}

func (c *dayClock) on(day time.Time, s markdown.Stamp) time.Time {
	y, mo, d := day.In(c.zone).Date()
	return time.Date(y, mo, d, s.Hour, s.Minute, s.Second, 0, c.zone)
}

// nearest puts a first entry without a date on the day that brings it closest
// to the incident's start; where only the start's day is known, on that day.
func (c *dayClock) nearest(s markdown.Stamp) time.Time {
	if !c.start.Exact() {
		y, mo, d := c.start.Time.Date()
		return time.Date(y, mo, d, s.Hour, s.Minute, s.Second, 0, c.zone)
	}
	best := c.on(c.start.Time, s)
	for _, days := range []int{-1, 1} {
		if t := c.on(c.start.Time.AddDate(0, 0, days), s); t.Sub(c.start.Time).Abs() < best.Sub(c.start.Time).Abs() {
			best = t
		}
	}
	return best
}

func precision(s markdown.Stamp) incident.Precision {
	switch {
	case !s.HasClock:
		return incident.Day
	case s.HasSeconds:
		return incident.Second
	}
	return incident.Minute
}

// dateInName finds the first YYYY-MM-DD in a file's path, from its last part.
func dateInName(filePath string) incident.Moment {
	for p := filePath; p != "." && p != "/"; p = path.Dir(p) {
		name := path.Base(p)
		for i := 0; i+10 <= len(name); i++ {
			if t, err := time.Parse("2006-01-02", name[i:i+10]); err == nil {
				return incident.Moment{Time: t, Precision: incident.Day, Floating: true}
			}
		}
	}
	return incident.Moment{}
}
