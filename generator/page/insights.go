package page

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/insight"
)

// Insights is the data of the page of what the incidents teach together.
type Insights struct {
	*Head
	Incidents int
	AsOf      When
	Figures   []InsightFigure
}

// InsightFigure is one insight, drawn and in words.
type InsightFigure struct {
	Name, Title, Question, Doc, Field string
	Summary                           string // n first
	Chart                             *DotChart
	Groups                            []ShareGroup
	Rows                              []InsightRow // the newest incidents behind the marks
	More                              int
}

// InsightRow is an incident in the table behind a chart.
type InsightRow struct {
	Link
	Date  When
	Value string
}

// DotChart is marks over time on a logarithmic scale. Places across are
// percentages, those upwards pixels from the top.
type DotChart struct {
	Dots   []ChartDot
	Lines  []ChartLine // of the scale
	Years  []ChartYear
	Median *ChartLine
	Each   int // of so many incidents one is drawn, over the whole time
}

// ChartDot is an incident; its shape says how severe it was.
type ChartDot struct {
	X     string
	Y     int
	Step  int // 1 is the worst, 0 off the scale
	Path  string
	Title string
}

// ChartLine is a level of the scale.
type ChartLine struct {
	Y    int
	Text string
}

// ChartYear is a year on the axis.
type ChartYear struct{ X, Text string }

// ShareGroup is a bar: how many of each.
type ShareGroup struct {
	Name  string
	Total int
	Parts []SharePart
}

// SharePart is a part of a bar.
type SharePart struct {
	Name     string
	Count    int
	X, Width string
	Class    string
}

const (
	chartHeight = 180 // pixels between the top and the bottom of the scale
	chartMost   = 300 // marks that are drawn
	tableMost   = 40  // incidents that a table names
)

func insightPages(b *Builder) []Page {
	path := "insights/index.html"
	return []Page{
		{Path: path, Template: "insights", Data: func() any {
			p := &Insights{Head: b.head(path, "Insights", "insights"), Incidents: len(b.View.Entries()), AsOf: day(b.View.AsOf())}
			for _, i := range insight.Insights {
				p.Figures = append(p.Figures, b.figure(i))
			}
			return p
		}},
		{Path: "api/insights.json", Write: b.writeInsights},
	}
}

func (b *Builder) figure(i insight.Insight) InsightFigure {
	f := InsightFigure{Name: i.Name, Title: i.Title, Question: i.Question, Doc: i.Doc, Field: i.Field}
	if i.Shares != nil {
		f.Groups, f.Summary = shareGroups(i.Shares(b.View, b.View.AsOf()))
		if i.Of != nil {
			f.Summary = fmt.Sprintf("n = %d.", i.Of(b.View))
		}
		return f
	}
	list := i.Points(b.View)
	spread := insight.SpreadOf(list)
	f.Summary = fmt.Sprintf("n = %d of %s", spread.N, count(len(list), "incident", "incidents"))
	if spread.HasMedian {
		f.Summary += ", median " + inUnit(spread.Median, i.Unit)
	}
	if spread.HasSpread {
		f.Summary += fmt.Sprintf(", half of them between %s and %s", inUnit(spread.Low, i.Unit), inUnit(spread.High, i.Unit))
	}
	if !spread.HasMedian && spread.N > 0 {
		f.Summary += fmt.Sprintf("; below %d a median would say less than the marks", insight.MedianFrom)
	}
	f.Summary += "."
	f.Chart = b.dotChart(list, i.Unit, spread)
	for _, p := range list {
		if p.Known && len(f.Rows) < tableMost {
			f.Rows = append(f.Rows, InsightRow{Link: *entryLink(p.Entry), Date: dayOf(p.Entry.Start()), Value: inUnit(p.Value, i.Unit)})
		}
	}
	f.More = spread.N - len(f.Rows)
	return f
}

// inUnit says a value as a person would.
func inUnit(value float64, unit string) string {
	switch unit {
	case "minutes":
		return DurationText(time.Duration(value * float64(time.Minute)).Round(time.Minute))
	case "people":
		return count(int(math.Round(value)), "person", "people")
	}
	if n := int(math.Round(value)); n < 1 {
		return "below a day"
	} else {
		return count(n, "day", "days")
	}
}

// levels are the round values that a scale may have.
var levels = map[string][]float64{
	"minutes": {1, 10, 60, 6 * 60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60},
	"days":    {1, 3, 7, 14, 30, 90, 365},
	"people":  {1, 2, 5, 10, 20, 50, 100},
}

func (b *Builder) dotChart(list []insight.Point, unit string, spread insight.Spread) *DotChart {
	first, last := b.span()
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range list {
		if p.Known {
			low, high = min(low, p.Value), max(high, p.Value)
		}
	}
	if spread.N == 0 || first == 0 {
		return nil
	}
	low, high = math.Max(low, 0.5)*0.8, math.Max(high, 1)*1.25
	y := func(value float64) int {
		share := math.Log(math.Max(value, low)/low) / math.Log(high/low)
		return 10 + chartHeight - int(math.Round(share*chartHeight))
	}
	x := func(at time.Time) string {
		year := float64(at.Year()) + float64(at.YearDay())/366
		return percent(10 + 88*(year-float64(first))/float64(last-first))
	}
	c := &DotChart{}
	for _, level := range levels[unit] {
		if level >= low && level <= high {
			c.Lines = append(c.Lines, ChartLine{Y: y(level), Text: inUnit(level, unit)})
		}
	}
	step := 1 + (last-first)/8
	for year := first; year < last; year += step {
		c.Years = append(c.Years, ChartYear{X: x(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)), Text: yearText(year)})
	}
	c.Each = 1 + (spread.N-1)/chartMost
	known := 0
	for _, p := range list {
		if !p.Known {
			continue
		}
		if known++; (known-1)%c.Each != 0 {
			continue
		}
		c.Dots = append(c.Dots, ChartDot{
			X: x(p.Entry.Start().Time), Y: y(p.Value), Step: b.severity(p.Entry.Severity).Step, Path: IncidentPath(p.Entry.ID),
			Title: p.Entry.Title + ": " + inUnit(p.Value, unit),
		})
	}
	if spread.HasMedian {
		c.Median = &ChartLine{Y: y(spread.Median), Text: "median"}
	}
	return c
}

// Height is that of the whole drawing, and Axis where its bottom is.
func (c *DotChart) Height() int { return chartHeight + 45 }

// Axis is where the years stand.
func (c *DotChart) Axis() int { return chartHeight + 20 }

func shareGroups(shares []insight.Share) (groups []ShareGroup, summary string) {
	known, unknown := 0, 0
	for _, s := range shares {
		if s.Unknown {
			unknown += s.Count
		} else {
			known += s.Count
		}
		if len(groups) == 0 || groups[len(groups)-1].Name != s.Group {
			groups = append(groups, ShareGroup{Name: s.Group})
		}
		g := &groups[len(groups)-1]
		g.Total += s.Count
		class := "share-" + strings.ReplaceAll(s.Name, " ", "-")
		if s.Unknown {
			class = "share-unknown"
		}
		g.Parts = append(g.Parts, SharePart{Name: s.Name, Count: s.Count, Class: class})
	}
	for i := range groups {
		at := 0.0
		for j := range groups[i].Parts {
			p := &groups[i].Parts[j]
			width := 100 * float64(p.Count) / float64(max(1, groups[i].Total))
			p.X, p.Width = percent(at), percent(width)
			at += width
		}
	}
	if len(groups) > 1 { // one thing may stand in several groups
		return groups, ""
	}
	summary = fmt.Sprintf("n = %d", known)
	if unknown > 0 {
		summary += fmt.Sprintf("; of %d more the files do not say", unknown)
	}
	return groups, summary + "."
}

// Said is the bar in words.
func (g ShareGroup) Said() string {
	var parts []string
	for _, p := range g.Parts {
		if p.Count > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", p.Name, p.Count))
		}
	}
	if parts == nil {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// InsightJSON is an insight in api/insights.json.
type InsightJSON struct {
	Name     string             `json:"name"`
	Title    string             `json:"title"`
	Unit     string             `json:"unit,omitempty"`
	Known    int                `json:"known" jsonschema:"description=Incidents that say what is asked"`
	Of       int                `json:"of,omitempty" jsonschema:"description=Incidents in all"`
	Median   *float64           `json:"median,omitempty" jsonschema:"description=Where enough are known"`
	LowHigh  []float64          `json:"quartiles,omitempty"`
	Values   map[string]float64 `json:"values,omitempty" jsonschema:"description=By the incident's id"`
	Counts   []InsightCount     `json:"counts,omitempty"`
	Question string             `json:"question"`
}

// InsightCount is how many of something there are.
type InsightCount struct {
	Group   string `json:"group,omitempty"`
	Name    string `json:"name"`
	Count   int    `json:"count"`
	Unknown bool   `json:"unknown,omitempty"`
}

func (b *Builder) writeInsights(w io.Writer) error {
	return writeArray(w, "insights", len(insight.Insights), func(n int) any {
		return insightJSON(insight.Insights[n], b.View)
	})
}

func insightJSON(i insight.Insight, v *collection.View) InsightJSON {
	j := InsightJSON{Name: i.Name, Title: i.Title, Unit: i.Unit, Question: i.Question}
	if i.Shares != nil {
		for _, s := range i.Shares(v, v.AsOf()) {
			j.Counts = append(j.Counts, InsightCount(s))
			if !s.Unknown {
				j.Known += s.Count
			}
		}
		if i.Of != nil {
			j.Known = i.Of(v)
		}
		return j
	}
	list := i.Points(v)
	spread := insight.SpreadOf(list)
	j.Known, j.Of, j.Values = spread.N, len(list), map[string]float64{}
	if spread.HasMedian {
		j.Median = &spread.Median
	}
	if spread.HasSpread {
		j.LowHigh = []float64{spread.Low, spread.High}
	}
	for _, p := range list {
		if p.Known {
			j.Values[p.Entry.ID] = math.Round(p.Value*100) / 100
		}
	}
	return j
}
