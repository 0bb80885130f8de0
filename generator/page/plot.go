package page

import (
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
)

// Plot is a line of time with a dot for each incident. X runs from plotLeft
// to plotRight over the years of the whole wiki, so that plots on one page can
// be compared.
type Plot struct {
	Dots     []PlotDot
	From, To string // years at the ends
	Text     string // the days in words
}

// PlotDot is an incident on the line, or several at one place.
type PlotDot struct{ X int }

const plotLeft, plotRight = 8, 312

func (b *Builder) plot(entries []*collection.Entry) Plot {
	first, last := b.span()
	if first == 0 {
		return Plot{}
	}
	p := Plot{From: yearText(first), To: yearText(last)}
	var days []string
	for i := len(entries) - 1; i >= 0; i-- {
		start := entries[i].Start()
		if !start.Known() {
			continue
		}
		year := float64(start.Time.Year()) + float64(start.Time.YearDay())/366
		x := plotLeft + int(float64(plotRight-plotLeft)*(year-float64(first))/float64(last-first))
		if n := len(p.Dots); n == 0 || p.Dots[n-1].X != x {
			p.Dots = append(p.Dots, PlotDot{X: x})
		}
		days = append(days, start.Time.Format("2006-01-02"))
	}
	p.Text = strings.Join(days[:min(len(days), 12)], ", ")
	if len(days) > 12 {
		p.Text += " and " + count(len(days)-12, "more", "more")
	}
	return p
}

// span is the first year that the wiki tells of and the year after the last;
// zero where no incident has a time.
func (b *Builder) span() (first, end int) {
	b.spanOnce.Do(func() { b.first, b.end = years(b.View) })
	return b.first, b.end
}

func years(v *collection.View) (first, end int) {
	for _, e := range v.Entries() {
		if start := e.Start(); start.Known() {
			year := start.Time.Year()
			if end == 0 {
				end = year + 1
			}
			first = year
		}
	}
	return first, end
}
