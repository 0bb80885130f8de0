// Package chart puts marks on scales: values on a logarithmic one upwards,
// days on a linear one across. What comes out are plain places, for a template
// to draw: percentages of the width, so that a browser draws a chart at any
// width without making its letters smaller, and pixels from the top.
//
// It knows no incidents.
package chart

import (
	"math"
	"strconv"
	"time"
)

// Log is a logarithmic scale with a little room at both ends.
type Log struct{ low, high float64 }

// LogOf is a scale that every value fits on. What is below least, or nothing
// at all, stands at the bottom.
func LogOf(values []float64, least float64) Log {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	if len(values) == 0 {
		low, high = 1, 10
	}
	return Log{max(low, least) * 0.8, max(high, 2*least) * 1.25}
}

// At gives the place of a value from 0, the bottom, to 1.
func (l Log) At(value float64) float64 {
	return math.Log(max(value, l.low)/l.low) / math.Log(l.high/l.low)
}

// fewTicks are as many as a scale needs to be read.
const fewTicks = 3

// Ticks gives those of the levels that are on the scale: of the first list
// that has enough of them, or else of the one that has most.
func (l Log) Ticks(lists ...[]float64) []float64 {
	var best []float64
	for _, levels := range lists {
		var on []float64
		for _, v := range levels {
			if v >= l.low && v <= l.high {
				on = append(on, v)
			}
		}
		if len(on) > len(best) {
			best = on
		}
		if len(best) >= fewTicks {
			break
		}
	}
	return best
}

// Span is the days that a chart tells of, the last one not among them.
type Span struct{ From, To time.Time }

// Years is a span of whole years, end not among them.
func Years(first, end int) Span { return Span{newYear(first), newYear(end)} }

func newYear(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

// At gives the place of a day from 0 to 1.
func (s Span) At(day time.Time) float64 {
	return min(1, max(0, float64(day.Sub(s.From))/float64(s.To.Sub(s.From))))
}

// Columns are the years of a span, or the months where it is a year or less.
func (s Span) Columns() []Column {
	if s.To.After(s.From.AddDate(1, 0, 0)) {
		return s.columns(1, 0, "2006", "2006")
	}
	return s.columns(0, 1, "2006-01", "Jan")
}

// Column is a year or a month of a span.
type Column struct {
	Span
	Name  string // as in an address: 2021, or 2021-03
	Label string // on the axis
}

func (s Span) columns(years, months int, name, label string) []Column {
	var list []Column
	for from := s.From; from.Before(s.To); {
		to := from.AddDate(years, months, 0)
		list = append(list, Column{Span{from, to}, from.Format(name), from.Format(label)})
		from = to
	}
	return list
}

// Percent writes a place across, as SVG and CSS take it.
func Percent(x float64) string {
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64) + "%"
}
