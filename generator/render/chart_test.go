package render

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/chart"
	"github.com/retrowiki/retrowiki/generator/page"
	"github.com/retrowiki/retrowiki/internal/golden"
	"github.com/retrowiki/retrowiki/templates"
)

// What a chart looks like: a mark of each shape with its link, and of many
// marks a circle for each year and step of the scale. Titles are escaped.
func TestCharts(t *testing.T) {
	set, err := Parse(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	plan := chart.Plan{
		Span: chart.Years(2020, 2023), Least: 0.5, Levels: [][]float64{{1, 10, 100}}, Median: 12,
		Text: func(v float64) string { return fmt.Sprint(v, " min") },
		Path: func(c chart.Column) string { return "insights/impact/" + c.Name + "/index.html" },
	}
	for i, value := range []float64{0, 4, 12, 30, 150, 7} {
		plan.Marks = append(plan.Marks, chart.Mark{
			At: time.Date(2020+i/2, time.Month(1+2*i), 1, 0, 0, 0, 0, time.UTC), Value: value, Shape: i,
			Path: fmt.Sprintf("incidents/%d/index.html", i), Title: fmt.Sprintf("<%d> & more", i),
		})
	}
	for name, most := range map[string]int{"marks": 6, "circles": 5} {
		plan.Most = most
		h := &page.Head{Path: "insights/index.html"}
		c := &page.DotChart{Chart: chart.Draw(plan), Shapes: []page.ShapeKey{{Shape: 1, Name: "SEV1"}, {Shape: 0, Name: "others"}}}
		var out bytes.Buffer
		if err := set.Template("insights").ExecuteTemplate(&out, "dots", h.ForChart(c, "impact", "How long", "n = 6.")); err != nil {
			t.Fatal(err)
		}
		golden.Check(t, "testdata/chart-"+name+".html", out.Bytes())
	}
}
