package chart

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// A scale shows round values, finer ones where all lie close together.
func TestTicks(t *testing.T) {
	coarse, fine := []float64{1, 10, 100}, []float64{1, 2, 5, 10, 20, 50, 100}
	for _, tt := range []struct {
		values, want []float64
	}{
		{[]float64{1, 100}, coarse},
		{[]float64{9, 22}, []float64{10, 20}},
		{[]float64{3, 40}, []float64{5, 10, 20, 50}},
		{nil, []float64{1, 2, 5, 10}},
		{[]float64{0, 0}, []float64{1}},
	} {
		if got := LogOf(tt.values, 0.5).Ticks(coarse, fine); !slices.Equal(got, tt.want) {
			t.Errorf("of %v: %v, want %v", tt.values, got, tt.want)
		}
	}
}

// Equal ratios are equal distances, and nothing falls off the scale.
func TestLog(t *testing.T) {
	l := LogOf([]float64{0, 1, 1000}, 0.5)
	if a, b := l.At(10)-l.At(1), l.At(100)-l.At(10); a-b > 1e-9 || b-a > 1e-9 {
		t.Errorf("from 1 to 10 it is %v, from 10 to 100 %v", a, b)
	}
	for _, v := range []float64{0, 1, 1000} {
		if at := l.At(v); at < 0 || at > 1 {
			t.Errorf("%v stands at %v", v, at)
		}
	}
}

// An axis shows years, or the months of one year, and no more than a phone has
// room for.
func TestAxis(t *testing.T) {
	for _, tt := range []struct {
		first, end int
		want       string
	}{
		{2024, 2025, "Jan 12%, Mar 26.18%, May 40.6%, Jul 55.01%, Sep 69.67%, Nov 84.08%"},
		{2023, 2025, "2023 12%, 2024 55.19%"},
		{1990, 2025, "1990 12%, 1996 26.82%, 2002 41.66%, 2008 56.48%, 2014 71.31%, 2020 86.14%"},
	} {
		var parts []string
		for _, tick := range ticks(Years(tt.first, tt.end)) {
			parts = append(parts, tick.Text+" "+tick.X)
		}
		if got := strings.Join(parts, ", "); got != tt.want {
			t.Errorf("%d to %d:\n%s, want\n%s", tt.first, tt.end, got, tt.want)
		}
	}
}

func plan(values ...float64) Plan {
	p := Plan{
		Span: Years(2020, 2022), Least: 0.5, Levels: [][]float64{{1, 10, 100}}, Most: 3,
		Text: func(v float64) string { return fmt.Sprint(v) },
		Path: func(c Column) string { return c.Name },
	}
	for i, v := range values {
		p.Marks = append(p.Marks, Mark{At: time.Date(2020+i%2, 7, 1, 0, 0, 0, 0, time.UTC), Value: v, Shape: i, Path: fmt.Sprint("mark-", i), Title: fmt.Sprint(v)})
	}
	return p
}

// Few marks are drawn one by one, each with its path.
func TestDots(t *testing.T) {
	c := Draw(plan(1, 10, 100))
	var got []string
	for _, d := range c.Dots {
		got = append(got, fmt.Sprintf("%s %d %s", d.X, d.Y, d.Path))
	}
	want := "33.54% 194 mark-0, 76.73% 107 mark-1, 33.54% 20 mark-2"
	if said := strings.Join(got, ", "); said != want || c.Cells != nil {
		t.Errorf("%s, want %s", said, want)
	}
}

// Of many marks, a circle for each year and step of the scale says how many
// there are; none is lost.
func TestCells(t *testing.T) {
	c := Draw(plan(0.6, 2, 3, 20, 5, 200, 6))
	var got []string
	n := 0
	for _, cell := range c.Cells {
		got = append(got, fmt.Sprintf("%s: %d", cell.Title, cell.Count))
		n += cell.Count
		if cell.Path != cell.Title[:4] {
			t.Errorf("%s leads to %s", cell.Title, cell.Path)
		}
	}
	want := "2020, below 1: 1, 2020, 1 to 10: 3, 2021, 1 to 10: 1, 2021, 10 to 100: 1, 2021, 100 or more: 1"
	if said := strings.Join(got, ", "); said != want || n != 7 || c.Dots != nil {
		t.Errorf("%s, want %s", said, want)
	}
}

func TestNothingToDraw(t *testing.T) {
	if c := Draw(plan()); c != nil {
		t.Errorf("drew %+v", c)
	}
}
