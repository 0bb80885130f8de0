package insight

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// A median is given where there are enough values to bear one, and quartiles
// where there are more.
func TestSpread(t *testing.T) {
	of := func(n int) (list []Point) {
		for i := range n {
			list = append(list, Point{Value: float64(n - i), Known: true}, Point{Value: 1e6})
		}
		return list
	}
	for n, want := range map[int]Spread{
		0: {}, 7: {N: 7}, 8: {N: 8, HasMedian: true, Median: 4.5}, 9: {N: 9, HasMedian: true, Median: 5},
		21: {N: 21, HasMedian: true, HasSpread: true, Low: 6, Median: 11, High: 16},
	} {
		if got := SpreadOf(of(n)); got != want {
			t.Errorf("of %d: %+v, want %+v", n, got, want)
		}
	}
}

func entry(id, start string, change func(*incident.Incident)) *collection.Entry {
	at, _ := time.Parse(time.RFC3339, start)
	i := &incident.Incident{ID: id, Title: id, Origin: incident.Origin{Path: id + ".md"}}
	if !at.IsZero() {
		i.Times.ImpactStartedAt = incident.Moment{Time: at, Precision: incident.Minute}
	}
	change(i)
	return &collection.Entry{Incident: i}
}

// What is not known is counted as such, and never left out.
func TestUnknownIsCounted(t *testing.T) {
	moment := func(text string) incident.Moment {
		at, _ := time.Parse(time.RFC3339, text)
		return incident.Moment{Time: at, Precision: incident.Minute}
	}
	cfg, _ := config.Parse("retrowiki.yaml", nil)
	v := collection.New(collection.Input{Config: cfg, AsOf: time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC), Entries: []*collection.Entry{
		entry("a", "2024-05-01T10:00:00Z", func(i *incident.Incident) {
			i.Times.MitigatedAt, i.Times.PublicNoticeAt = moment("2024-05-01T11:30:00Z"), moment("2024-05-01T10:20:00Z")
			i.DetectedBy, i.Participants = "monitor", []string{"kim", "lex"}
			i.Retrospective.HeldAt = moment("2024-05-04T11:30:00Z")
			i.Remediations = []incident.Remediation{{ID: "x", Level: "fix", Size: "S", Decision: incident.Accepted}, {ID: "y", Level: "fix", Decision: incident.Declined}}
		}),
		entry("b", "2023-05-01T10:00:00Z", func(i *incident.Incident) { i.Status = incident.NotRequired }),
		entry("c", "", func(i *incident.Incident) { i.Remediations = []incident.Remediation{{ID: "z"}} }),
	}}).For(incident.Internal)
	values := map[string]float64{"impact": 90, "silence": 20, "lag": 3, "coordination": 2}
	counts := map[string]string{
		"detection": "monitor 1, customer 0, staff 0, a third party 0, not said 2?", "learning": "held 1, planned 0, decided against 1, not said 1?",
		"recurrence":   "no date happened before 0, no date for the first time 1, 2023 happened before 0, 2023 for the first time 1, 2024 happened before 0, 2024 for the first time 1",
		"waiting":      "below a month 0, one to six months 1, half a year to a year 0, one to two years 0, longer 0, no date 1?",
		"remediations": "level: fix accepted 1, level: fix declined 1, level: not said proposed 1, size: S accepted 1, size: not said proposed 1, size: not said declined 1, for: not said accepted 1, for: not said proposed 1, for: not said declined 1",
	}
	for _, i := range Insights {
		if i.Points != nil {
			list := i.Points(v)
			spread := SpreadOf(list)
			if len(list) != 3 || spread.N != 1 {
				t.Errorf("%s knows %d of %d", i.Name, spread.N, len(list))
			}
			for _, p := range list {
				if p.Known && p.Value != values[i.Name] {
					t.Errorf("%s is %v, want %v", i.Name, p.Value, values[i.Name])
				}
			}
			continue
		}
		if got := said(i.Shares(v, v.AsOf())); got != counts[i.Name] {
			t.Errorf("%s is\n%s, want\n%s", i.Name, got, counts[i.Name])
		}
	}
}

func said(shares []Share) string {
	var parts []string
	for _, s := range shares {
		text := strings.TrimSpace(fmt.Sprintf("%s %s %d", s.Group, s.Name, s.Count))
		if s.Unknown {
			text += "?"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}
