package page

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Ticks stand at round times of the incident's own zone, few enough to be read.
func TestTicksAreRoundTimes(t *testing.T) {
	pacific := time.FixedZone("", -8*3600)
	india := time.FixedZone("", 5*3600+1800)
	for _, c := range []struct {
		name string
		from time.Time
		long time.Duration
		want string
	}{
		{"half an hour", time.Date(2021, 1, 4, 6, 2, 0, 0, pacific), 27 * time.Minute, "06:05 06:10 06:15 06:20 06:25"},
		{"a minute", time.Date(2021, 1, 4, 6, 2, 0, 0, pacific), time.Minute, "06:02:10 06:02:20 06:02:30 06:02:40 06:02:50"},
		{"a day and a night", time.Date(2018, 10, 21, 22, 52, 0, 0, time.UTC), 24 * time.Hour, "22 Oct 06:00 12:00 18:00"},
		{"half hours of a zone", time.Date(2018, 10, 21, 22, 52, 0, 0, india), 5 * time.Hour, "23:00 22 Oct 01:00 02:00 03:00"},
		{"a month", time.Date(2018, 10, 1, 12, 0, 0, 0, time.UTC), 30 * 24 * time.Hour, "8 Oct 15 Oct 22 Oct 29 Oct"},
		{"years", time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC), 4 * 365 * 24 * time.Hour, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ticks := newAxis(c.from, c.from.Add(c.long)).ticks(c.from.Location())
			var texts []string
			for _, tick := range ticks {
				texts = append(texts, tick.Text)
			}
			if got := strings.Join(texts, " "); c.want != "" && got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if len(ticks) > mostTicks+1 {
				t.Errorf("%d ticks", len(ticks))
			}
		})
	}
}

// No label covers another, and no line from a label to the bar runs through
// the text of another, wherever milestones fall.
func TestLabelsStayApart(t *testing.T) {
	names := []string{"Impact began", "Detected", "Response opened", "Customers told", "Impact over", "Resolved"}
	for seed := range 2000 {
		d := &Drawing{}
		var at []float64
		for i := range names {
			at = append(at, float64((seed*(i*37+11)+i*seed*seed)%97)+1)
		}
		slices.Sort(at)
		for i, name := range names {
			d.Labels = append(d.Labels, newLabel(at[i], TimelineEntry{Label: name}))
		}
		d.place()
		for i, a := range d.Labels {
			for _, b := range d.Labels[i+1:] {
				if a.Y == b.Y && a.from < b.to && b.from < a.to {
					t.Fatalf("at %v %q covers %q", at, a.Text, b.Text)
				}
				if a.Side == b.Side && (crosses(a, b) || crosses(b, a)) {
					t.Fatalf("at %v a line runs through a label: %q, %q", at, a.Text, b.Text)
				}
			}
			if a.from < 0 || a.to > 100 {
				t.Fatalf("%q at %v leaves the drawing", a.Text, a.at)
			}
		}
	}
}

// crosses reports whether the line of a runs through the text of b.
func crosses(a, b DrawnLabel) bool {
	return b.from < a.at && a.at < b.to && a.at != b.at && a.Y < b.Y
}
