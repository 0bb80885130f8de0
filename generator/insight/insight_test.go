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

// A median and quartiles are given where there are enough values to bear them.
func TestSpread(t *testing.T) {
	of := func(n int) (list []Point) {
		for i := range n {
			list = append(list, Point{Value: float64(n - i), Known: true}, Point{Value: 1e6})
		}
		return list
	}
	for n, want := range map[int]Spread{
		0: {}, Enough - 1: {N: Enough - 1}, 10: {N: 10, Enough: true, Low: 3.25, Median: 5.5, High: 7.75},
		21: {N: 21, Enough: true, Low: 6, Median: 11, High: 16},
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

func moment(text string) incident.Moment {
	at, err := time.Parse(time.RFC3339, text)
	if err == nil {
		return incident.Moment{Time: at, Precision: incident.Minute}
	}
	at, _ = time.Parse(time.DateOnly, text)
	return incident.Moment{Time: at, Precision: incident.Day}
}

func wiki(t *testing.T, entries ...*collection.Entry) *collection.View {
	t.Helper()
	cfg, _ := config.Parse("retrowiki.yaml", nil)
	return collection.New(collection.Input{Config: cfg, AsOf: time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC), Entries: entries}).For(incident.Internal)
}

// What is not known is counted as such, and never left out.
func TestUnknownIsCounted(t *testing.T) {
	v := wiki(t,
		entry("a", "2024-05-01T10:00:00Z", func(i *incident.Incident) {
			i.Times.MitigatedAt, i.Times.PublicNoticeAt = moment("2024-05-01T11:30:00Z"), moment("2024-05-01T10:20:00Z")
			i.DetectedBy, i.Participants, i.RecurrenceOf = "monitor", []string{"kim", "lex"}, []string{"b"}
			i.Retrospective.HeldAt, i.Retrospective.PublishedAt = moment("2024-05-04T11:30:00Z"), moment("2024-05-01")
			i.Remediations = []incident.Remediation{{ID: "x", Level: "fix", Size: "S", Decision: incident.Accepted}, {ID: "y", Level: "fix", Decision: incident.Declined}}
		}),
		entry("b", "2024-04-01T10:00:00Z", func(i *incident.Incident) { i.Status = incident.NotRequired }),
		entry("c", "", func(i *incident.Incident) {
			i.Remediations = []incident.Remediation{{ID: "z"}}
			i.Retrospective.Skipped = "The provider tells it all."
		}))
	values := map[string]float64{"impact": 90, "silence": 20, "interval": 30, "lag": 3, "publication": 0, "coordination": 2, "effort": 3}
	counts := map[string]string{
		"detection":  "monitor 1, customer 0, staff 0, a third party 0, not said 2?",
		"learning":   "held 1, planned 0, skipped, with a reason 1, skipped, without one 1, not said 0?",
		"recurrence": "undated happened before 0, undated for the first time 1, 2024 happened before 1, 2024 for the first time 1",
		"reach":      "by three pages or more 0, by one or two 1, by none so far 2",
		"waiting":    "accepted one to six months 1, proposed no date 1?",
		"level":      "fix accepted 1, fix declined 1, not said proposed 1",
		"size":       "S accepted 1, not said proposed 1, not said declined 1",
		"audience":   "not said accepted 1, not said proposed 1, not said declined 1",
	}
	for _, i := range Insights {
		if i.Points != nil {
			list := i.Points(v)
			if spread := SpreadOf(list); len(list) != 3 || spread.N != 1 {
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

// Every part of a bar knows its incidents, each once.
func TestSharesNameTheirIncidents(t *testing.T) {
	v := wiki(t, entry("a", "2024-05-01T10:00:00Z", func(i *incident.Incident) {
		i.Remediations = []incident.Remediation{{ID: "x", Level: "fix"}, {ID: "y", Level: "fix"}}
	}))
	for _, i := range Insights {
		if i.Shares == nil {
			continue
		}
		for _, s := range i.Shares(v, v.AsOf()) {
			if want := min(1, s.Count); len(s.Entries) != want {
				t.Errorf("%s, %s %s: %d, of %d incidents", i.Name, s.Group, s.Name, s.Count, len(s.Entries))
			}
		}
	}
}

// A file that says why no retrospective was held is shown with its reason, but
// not once one was held after all.
func TestWhySkipped(t *testing.T) {
	e := entry("a", "", func(i *incident.Incident) { i.Retrospective.Skipped = "Nobody was hurt." })
	if got := whySkipped(e); got != "Nobody was hurt." {
		t.Errorf("got %q", got)
	}
	e.Retrospective.HeldAt = moment("2024-05-04")
	if got := whySkipped(e); got != "" {
		t.Errorf("held, and yet %q", got)
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
