package page

import (
	"cmp"
	"slices"
	"time"

	"github.com/retrowiki/retrowiki/generator/chart"
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// Drawing is an incident's timeline to scale. Places on the time axis are
// percentages of the width, so that a browser draws it at any width without
// making its letters smaller.
type Drawing struct {
	Bars   []DrawnBar
	Marks  []DrawnMark
	Ticks  []DrawnTick
	Labels []DrawnLabel
	Height int // pixels that the labels take
	Beyond int // entries outside of what is drawn
}

// DrawnBar is a phase.
type DrawnBar struct{ Class, X, Width string }

// DrawnMark is an entry of the timeline.
type DrawnMark struct {
	X, Anchor string
	Title     string // what a pointer shows
	Milestone incident.Milestone
}

// DrawnLabel names a milestone above the bar.
type DrawnLabel struct {
	X, Text, Anchor, Side string // Side is "start" or "end", as SVG anchors text
	Y, From               int    // baseline of the text; where its line to the bar begins
	level                 int
	at, from, to          float64
}

// DrawnTick is a time on the axis.
type DrawnTick struct {
	X, Text, Machine string
	Clock            bool // a time of day, which a reader may see in another zone
}

const (
	drawnWidth  = 600.0 // pixels of the column that labels are placed for
	letterWidth = 7.2   // pixels of one letter of a label, on average
	labelHeight = 20    // pixels of a line of labels
	labelGap    = 3.0   // percent between two labels of a line
	mostTicks   = 7
	mostMarks   = 400 // beyond that, marks would be one black bar
)

// drawing draws the time from the beginning of an incident to its end, nil
// where that cannot be told.
func drawing(e *collection.Entry, days []TimelineDay, zone *time.Location) *Drawing {
	from, to := e.Times.ImpactStartedAt, e.Times.At(incident.Resolved)
	if !to.Exact() {
		to = e.Times.At(incident.Mitigated)
	}
	if !from.Exact() || !to.Exact() || !to.Time.After(from.Time) {
		return nil
	}
	a := newAxis(from.Time, to.Time)
	d := &Drawing{Ticks: a.ticks(zone)}
	for _, p := range phases(e) {
		d.Bars = append(d.Bars, DrawnBar{Class: p.Class, X: chart.Percent(a.at(p.from)), Width: chart.Percent(a.at(p.to) - a.at(p.from))})
	}
	d.mark(a, days)
	d.milestones(a, e, zone)
	slices.SortStableFunc(d.Labels, func(x, y DrawnLabel) int { return cmp.Compare(x.at, y.at) })
	d.place()
	return d
}

// axis maps times to 0..100.
type axis struct {
	from time.Time
	span time.Duration
}

// newAxis leaves a little room on both sides, for marks are wider than a point.
func newAxis(from, to time.Time) axis {
	room := to.Sub(from) / 50
	return axis{from.Add(-room), to.Sub(from) + 2*room}
}

func (a axis) at(t time.Time) float64 { return float64(t.Sub(a.from)) / float64(a.span) * 100 }

var tickSteps = []time.Duration{
	10 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 48 * time.Hour, 7 * 24 * time.Hour, 28 * 24 * time.Hour,
}

// ticks are round times of the zone, at most mostTicks of them.
func (a axis) ticks(zone *time.Location) []DrawnTick {
	step := 364 * 24 * time.Hour
	for _, s := range tickSteps {
		if a.span/s < mostTicks {
			step = s
			break
		}
	}
	_, offset := a.from.In(zone).Zone()
	shift := time.Duration(offset) * time.Second
	var ticks []DrawnTick
	for t := a.from.Add(shift).Truncate(step).Add(-shift); !t.After(a.from.Add(a.span)) && len(ticks) <= mostTicks+1; t = t.Add(step) {
		x := a.at(t)
		if x < 4 || x > 96 { // its text would be cut
			continue
		}
		local := t.In(zone)
		tick := DrawnTick{X: chart.Percent(x), Text: local.Format("15:04"), Machine: datetime(local), Clock: true}
		switch {
		case step < time.Minute:
			tick.Text, tick.Clock = local.Format("15:04:05"), false
		case step >= 24*time.Hour || local.Hour() == 0 && local.Minute() == 0:
			tick.Text, tick.Clock = local.Format("2 Jan"), false
		}
		ticks = append(ticks, tick)
	}
	return ticks
}

// milestones marks those that no entry of the timeline marks.
func (d *Drawing) milestones(a axis, e *collection.Entry, zone *time.Location) {
	for _, milestone := range incident.Milestones {
		at := e.Times.At(milestone)
		if !at.Exact() || slices.ContainsFunc(d.Marks, func(m DrawnMark) bool { return m.Milestone == milestone }) {
			continue
		}
		if x := a.at(at.Time); x >= 0 && x <= 100 {
			entry := TimelineEntry{Label: milestoneLabels[milestone]}
			d.Marks = append(d.Marks, DrawnMark{X: chart.Percent(x), Title: at.Time.In(zone).Format("15:04 ") + entry.Label, Milestone: milestone})
			d.Labels = append(d.Labels, newLabel(x, entry))
		}
	}
}

// mark puts each entry of which the time is known on the axis.
func (d *Drawing) mark(a axis, days []TimelineDay) {
	drawn := map[string]bool{}
	for _, day := range days {
		for _, group := range day.Groups {
			for _, entry := range group.Entries {
				if entry.exact.IsZero() {
					continue
				}
				x := a.at(entry.exact)
				if x < 0 || x > 100 {
					d.Beyond++
					continue
				}
				if group.Noise || len(d.Marks) >= mostMarks && entry.Label == "" {
					continue
				}
				m := DrawnMark{X: chart.Percent(x), Anchor: entry.Anchor, Title: entry.Clock}
				if entry.Label != "" && !drawn[entry.Milestone] {
					drawn[entry.Milestone] = true
					m.Milestone = incident.Milestone(entry.Milestone)
					m.Title += " " + entry.Label
					d.Labels = append(d.Labels, newLabel(x, entry))
				}
				d.Marks = append(d.Marks, m)
			}
		}
	}
}

func newLabel(x float64, entry TimelineEntry) DrawnLabel {
	l := DrawnLabel{X: chart.Percent(x), Text: entry.Label, Anchor: entry.Anchor, Side: "start", at: x, from: x, to: x + float64(len(entry.Label))*letterWidth/drawnWidth*100}
	if x > 60 {
		l.Side, l.from, l.to = "end", x-(l.to-x), x
	}
	return l
}

// place puts labels on lines, so that none covers another and no line to the
// bar runs through one: of labels that run to the right, an earlier one stands
// higher than those that it reaches over; of those that run to the left, a
// later one.
func (d *Drawing) place() {
	var placed []*DrawnLabel
	put := func(l *DrawnLabel) {
		for _, other := range placed {
			if l.from < other.to+labelGap && other.from-labelGap < l.to {
				l.level = max(l.level, other.level+1)
			}
		}
		placed = append(placed, l)
	}
	for i := len(d.Labels) - 1; i >= 0; i-- {
		if d.Labels[i].Side == "start" {
			put(&d.Labels[i])
		}
	}
	for i := range d.Labels {
		if d.Labels[i].Side == "end" {
			put(&d.Labels[i])
		}
	}
	highest := 0
	for _, l := range d.Labels {
		highest = max(highest, l.level)
	}
	d.Height = labelHeight * (highest + 1)
	for i := range d.Labels {
		l := &d.Labels[i]
		l.Y = labelHeight*(highest-l.level) + 14
		l.From = l.Y + 4
	}
}

// Add gives a place some pixels below the labels.
func (d *Drawing) Add(pixels int) int { return d.Height + pixels }
