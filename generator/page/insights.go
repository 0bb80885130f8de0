package page

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/retrowiki/retrowiki/generator/chart"
	"github.com/retrowiki/retrowiki/generator/insight"
)

// Insights is the data of the page of what the incidents teach together.
type Insights struct {
	*Head
	Incidents, Enough int
	AsOf              When
	Figures           []InsightFigure
}

// InsightFigure is one insight, drawn and in words, and the table behind it.
type InsightFigure struct {
	Name, Title, Question, Doc, Field string
	Summary                           string // n first
	Chart                             *DotChart
	Groups                            []ShareGroup
	Rows                              []InsightLink // an incident each, newest first
	Years                             []InsightYearRow
}

// InsightLink is an incident behind a mark.
type InsightLink struct {
	Link
	Date        When
	Value, Note string
}

// InsightYearRow is a year of a chart of which the incidents have a page.
type InsightYearRow struct {
	Link
	Known  int
	Median string // "" where too few are known
}

const (
	chartMost  = 300 // marks that are drawn one by one
	tableMost  = 40  // incidents that the table behind a chart names
	behindMost = 200 // incidents that the table behind bars names, each as often as a part of one holds it
	partMost   = 8   // incidents that a part still names in a table that has more
)

// answer is an insight with what the view says to it.
type answer struct {
	insight.Insight
	points []insight.Point // those that are known
	of     int             // incidents that were asked
	spread insight.Spread
	shares []insight.Share
	behind int // incidents behind the parts of bars
}

// named reports whether the table behind the bars has room for the incidents
// of a part. It sends readers to the pages of years for others.
func (a *answer) named(s insight.Share) bool {
	return a.behind <= behindMost || len(s.Entries) <= partMost
}

// answers asks every insight once, for the page, its years and the API.
func (b *Builder) answers() []answer {
	b.answersOnce.Do(func() {
		for _, i := range insight.Insights {
			a := answer{Insight: i}
			if i.Shares != nil {
				a.shares = i.Shares(b.View, b.View.AsOf())
				for _, s := range a.shares {
					a.behind += len(s.Entries)
				}
			} else {
				list := i.Points(b.View)
				a.of, a.spread = len(list), insight.SpreadOf(list)
				for _, p := range list {
					if p.Known {
						a.points = append(a.points, p)
					}
				}
			}
			b.asked = append(b.asked, a)
		}
	})
	return b.asked
}

func insightPages(b *Builder) []Page {
	path := "insights/index.html"
	pages := []Page{
		{Path: path, Template: "insights", Data: func() any {
			p := &Insights{
				Head: b.head(path, "Insights", "insights"), Enough: insight.Enough,
				Incidents: len(b.View.Entries()), AsOf: day(b.View.AsOf()),
			}
			for _, a := range b.answers() {
				p.Figures = append(p.Figures, b.figure(a))
			}
			return p
		}},
	}
	for _, a := range b.answers() {
		pages = append(pages, b.insightYears(a)...)
	}
	return pages
}

func (b *Builder) figure(a answer) InsightFigure {
	f := InsightFigure{Name: a.Name, Title: a.Title, Question: a.Question, Doc: a.Doc, Field: a.Field}
	if a.Shares != nil {
		f.Groups, f.Summary = shareGroups(a)
		if a.Of != nil {
			f.Summary = fmt.Sprintf("n = %d.", a.Of(b.View))
		}
		return f
	}
	f.Summary = spreadSaid(a.spread, a.of, a.Unit)
	first, end := b.span()
	f.Chart = b.draw(a, a.points, chart.Years(first, end), a.spread)
	if len(a.points) <= tableMost {
		for _, p := range a.points {
			f.Rows = append(f.Rows, pointLink(p, a.Unit))
		}
		return f
	}
	for _, year := range pointYears(a.points) {
		row := InsightYearRow{Link: Link{Name: year.name, Path: insightYearPath(a.Name, year.name)}, Known: len(year.points)}
		if spread := insight.SpreadOf(year.points); spread.Enough {
			row.Median = inUnit(spread.Median, a.Unit)
		}
		f.Years = append(f.Years, row)
	}
	return f
}

// spreadSaid tells of how many a chart is made, and their middle where there
// are enough.
func spreadSaid(s insight.Spread, of int, unit string) string {
	said := fmt.Sprintf("n = %d of %s", s.N, count(of, "incident", "incidents"))
	switch {
	case s.Enough:
		said += fmt.Sprintf(", median %s, half of them between %s and %s", inUnit(s.Median, unit), inUnit(s.Low, unit), inUnit(s.High, unit))
	case s.N > 0:
		said += fmt.Sprintf("; below %d a median would say less than the marks", insight.Enough)
	}
	return said + "."
}

func pointLink(p insight.Point, unit string) InsightLink {
	return InsightLink{Link: *entryLink(p.Entry), Date: dayOf(p.Entry.Start()), Value: inUnit(p.Value, unit)}
}

// inUnit says a value as a person would.
func inUnit(value float64, unit string) string {
	switch unit {
	case "minutes":
		if value < 1 {
			return "below a minute"
		}
		return DurationText(time.Duration(value * float64(time.Minute)).Round(time.Minute))
	case "people":
		return count(int(math.Round(value)), "person", "people")
	case "hours":
		if value < 10 && value != math.Trunc(value) {
			return fmt.Sprintf("%.1f hours", value)
		}
		return count(int(math.Round(value)), "hour", "hours")
	}
	if math.Round(value) < 1 {
		return "below a day"
	}
	return count(int(math.Round(value)), "day", "days")
}

// scales are the round values that the scale of a unit may show: a coarse
// list, and a fine one for values that lie close together.
var scales = map[string][][]float64{
	"minutes": {{1, 10, 60, 6 * 60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60}, {1, 2, 5, 10, 15, 20, 30, 45, 60, 2 * 60, 4 * 60, 8 * 60, 12 * 60, 24 * 60, 2 * 24 * 60, 4 * 24 * 60, 7 * 24 * 60, 14 * 24 * 60}},
	"days":    {{1, 7, 30, 90, 365, 5 * 365}, {1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 90, 180, 365, 2 * 365}},
	"people":  {{1, 3, 10, 30, 100}, {1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50}},
	"hours":   {{1, 10, 100, 1000}, {0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500}},
}

// DotChart is a chart with the words for its shapes.
type DotChart struct {
	*chart.Chart
	Shapes []ShapeKey
}

// ShapeKey says what a shape stands for.
type ShapeKey struct {
	Shape int
	Name  string
}

// shapes names the severities that have a shape of their own, of those that
// are drawn.
func (b *Builder) shapes(marks []chart.Mark) (keys []ShapeKey) {
	for i, s := range b.View.Config().Severities[:min(3, len(b.View.Config().Severities))] {
		if slices.ContainsFunc(marks, func(m chart.Mark) bool { return m.Shape == i+1 }) {
			keys = append(keys, ShapeKey{i + 1, s.ID})
		}
	}
	if slices.ContainsFunc(marks, func(m chart.Mark) bool { return m.Shape < 1 || m.Shape > 3 }) {
		keys = append(keys, ShapeKey{0, "any other severity, or none"})
	}
	return keys
}

func (b *Builder) draw(a answer, points []insight.Point, span chart.Span, spread insight.Spread) *DotChart {
	p := chart.Plan{
		Span: span, Least: 0.5, Levels: scales[a.Unit], Most: chartMost,
		Text: func(v float64) string { return inUnit(v, a.Unit) },
		Path: func(c chart.Column) string { return insightColumnPath(a.Name, c.Name) },
	}
	if spread.Enough {
		p.Median = spread.Median
	}
	for _, point := range points {
		at := point.Entry.Start().Time // its day as it was written down, in whatever zone
		p.Marks = append(p.Marks, chart.Mark{
			At: time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC), Value: point.Value,
			Shape: b.severity(point.Entry.Severity).Step, Path: IncidentPath(point.Entry.ID), Title: point.Entry.Title + ": " + inUnit(point.Value, a.Unit),
		})
	}
	drawn := chart.Draw(p)
	if drawn == nil {
		return nil
	}
	return &DotChart{drawn, b.shapes(p.Marks)}
}

// Any reports whether there is anything to draw.
func (f InsightFigure) Any() bool {
	for _, g := range f.Groups {
		if g.Total > 0 {
			return true
		}
	}
	return f.Chart != nil
}
