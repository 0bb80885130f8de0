package chart

import (
	"math"
	"strconv"
	"time"
)

// Height is what the scale takes, in pixels; Room is above it, and Below it
// stands the axis.
const (
	Height = 190
	Room   = 12
	Below  = 30
)

// left and right are where the days begin and end, in percent: what is left of
// them holds the words of the scale.
const left, right = 12.0, 98.5

// Mark is one thing that is told of.
type Mark struct {
	At    time.Time
	Value float64
	Shape int // 1, 2 and 3 have a shape of their own
	Path  string
	Title string
}

// Plan is what a chart is made from.
type Plan struct {
	Span   Span
	Marks  []Mark
	Least  float64     // values below it stand at the bottom
	Levels [][]float64 // values that may be ticks, the coarsest list first
	Median float64     // 0 for none
	Most   int         // of so many marks, each is drawn; of more, how many there are
	Text   func(float64) string
	Path   func(Column) string // where the marks of a column are told one by one
}

// Chart is marks on scales.
type Chart struct {
	Dots   []Dot
	Cells  []Cell // instead of dots, where there are many
	Levels []Level
	Ticks  []Tick
	Median *Level
}

// Dot is one mark.
type Dot struct {
	X, Path, Title string
	Y, Shape       int
}

// Cell is the marks of one column between two levels.
type Cell struct {
	X, Path, Title string
	Y, R           int
	Count          int
}

// Level is a line of the scale.
type Level struct {
	Y    int
	Text string
}

// Tick is a year or a month on the axis.
type Tick struct{ X, Text string }

// Draw makes a chart; nil where there is nothing to draw.
func Draw(p Plan) *Chart {
	if len(p.Marks) == 0 || !p.Span.To.After(p.Span.From) {
		return nil
	}
	values := make([]float64, len(p.Marks))
	for i, m := range p.Marks {
		values[i] = m.Value
	}
	scale := LogOf(values, p.Least)
	levels := scale.Ticks(p.Levels...)
	c := &Chart{Ticks: ticks(p.Span)}
	for _, level := range levels {
		c.Levels = append(c.Levels, Level{y(scale.At(level)), p.Text(level)})
	}
	if p.Median > 0 {
		c.Median = &Level{y(scale.At(p.Median)), "median"}
	}
	if len(p.Marks) > p.Most {
		c.Cells = cells(p, scale, levels)
		return c
	}
	for _, m := range p.Marks {
		c.Dots = append(c.Dots, Dot{X: x(p.Span, m.At), Y: y(scale.At(m.Value)), Shape: m.Shape, Path: m.Path, Title: m.Title})
	}
	return c
}

// Bottom is the line that the days stand on, Axis where their words stand, and
// Tall the height of it all.
func (c *Chart) Bottom() int { return Room + Height }

// Axis is where the words of the days stand.
func (c *Chart) Axis() int { return Room + Height + 20 }

// Tall is the height of the whole drawing.
func (c *Chart) Tall() int { return Room + Height + Below }

func x(s Span, at time.Time) string { return Percent(left + (right-left)*s.At(at)) }

func y(share float64) int { return Room + Height - int(math.Round(share*Height)) }

// mostTicks is how many words the axis of a phone has room for.
const mostTicks = 6

func ticks(s Span) []Tick {
	columns := s.Columns()
	step := (len(columns) + mostTicks - 1) / mostTicks
	var list []Tick
	for i := 0; i < len(columns); i += step {
		list = append(list, Tick{x(s, columns[i].From), columns[i].Label})
	}
	return list
}

// largest is the radius of the cell with the most marks, in pixels.
const largest = 13.0

// cells counts the marks of each column between the levels. The area of a cell
// is as large as its count.
func cells(p Plan, scale Log, levels []float64) []Cell {
	bounds := append(append([]float64{0}, levels...), math.Inf(1))
	columns := p.Span.Columns()
	counts, most := make([][]int, len(columns)), 0
	for i := range counts {
		counts[i] = make([]int, len(bounds)-1)
	}
	for _, m := range p.Marks {
		column, band := columnOf(columns, m.At), bandOf(levels, m.Value)
		counts[column][band]++
		most = max(most, counts[column][band])
	}
	var list []Cell
	for i, column := range columns {
		middle := column.From.Add(column.To.Sub(column.From) / 2)
		for band, n := range counts[i] {
			if n == 0 {
				continue
			}
			low, high := max(bounds[band], scale.low), min(bounds[band+1], scale.high)
			list = append(list, Cell{
				X: x(p.Span, middle), Y: y((scale.At(low) + scale.At(high)) / 2), Count: n, Path: p.Path(column),
				R: max(3, int(math.Round(largest*math.Sqrt(float64(n)/float64(most))))), Title: column.Name + ", " + between(p.Text, bounds, band),
			})
		}
	}
	return list
}

// between names the values between two levels.
func between(text func(float64) string, bounds []float64, band int) string {
	switch low, high := bounds[band], bounds[band+1]; {
	case low == 0 && math.IsInf(high, 1):
		return "all"
	case low == 0:
		return "below " + text(high)
	case math.IsInf(high, 1):
		return text(low) + " or more"
	default:
		return text(low) + " to " + text(high)
	}
}

func columnOf(columns []Column, at time.Time) int {
	for i := len(columns) - 1; i > 0; i-- {
		if !at.Before(columns[i].From) {
			return i
		}
	}
	return 0
}

func bandOf(levels []float64, value float64) int {
	for i := len(levels) - 1; i >= 0; i-- {
		if value >= levels[i] {
			return i + 1
		}
	}
	return 0
}

// Foot is where the marks of the axis end.
func (c *Chart) Foot() int { return c.Bottom() + 5 }

// Said tells what is drawn to those who cannot see it.
func (c *Chart) Said() string {
	said := counted(len(c.Dots), "mark")
	if len(c.Cells) > 0 {
		said = counted(len(c.Cells), "circle") + ", each of one mark or more"
	}
	if n := len(c.Levels); n > 1 {
		said += "; lines from " + c.Levels[0].Text + " to " + c.Levels[n-1].Text
	}
	if n := len(c.Ticks); n > 1 {
		said += "; days from " + c.Ticks[0].Text + " on"
	}
	return said + ". The incidents are listed below."
}

func counted(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return strconv.Itoa(n) + " " + name + "s"
}
