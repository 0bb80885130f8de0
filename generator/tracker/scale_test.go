package tracker

import (
	"fmt"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/incident"
)

// many makes n remediations, five to an incident, and the listing of their
// issues, each hundredth of which is to be written again.
func many(t testing.TB, n int) ([]Item, []Listing) {
	t.Helper()
	items, issues := make([]Item, n), make([]Issue, n)
	for k := range n {
		items[k] = item(fmt.Sprint("r", k%5), func(it *Item) {
			it.Key.Incident = fmt.Sprint("2014-11-24-i", k/5)
			it.Title = fmt.Sprint("Do number ", k)
			it.Decision = incident.Accepted
			it.Description = "Start with the ten tables closest to the ceiling.\n\n- `physicals`\n- [events](https://acme.example/events)\n\n```sql\nSELECT 1;\n```\n"
		})
	}
	p := Reconcile(items, public(), settings(t), thisRun)
	for k, a := range p.Actions {
		body, err := (&applier{Plan: p}).newBody(a)
		if err != nil {
			t.Fatal(err)
		}
		issues[k] = Issue{Repo: "acme/retros", Number: k + 1, Title: a.wanted.title, Body: body, State: Open, Labels: a.wanted.labels, Trusted: true}
		if k%100 == 0 {
			issues[k].Title = "An older title"
		}
	}
	return items, public(issues...)
}

// BenchmarkPlan holds the promise of planning 50,000 remediations in a second.
func BenchmarkPlan(b *testing.B) {
	for _, n := range []int{1000, 10000, 50000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			items, listings := many(b, n)
			cfg := settings(b)
			for b.Loop() {
				Reconcile(items, listings, cfg, thisRun)
			}
		})
	}
}

// Neither does it where every id was changed without a word: as many issues
// are left over as are to be opened.
func TestPlanningAfterAMassRename(t *testing.T) {
	items, listings := many(t, 5000)
	for n := range items {
		items[n].Key.Incident = "new-" + items[n].Key.Incident
		listings[0].Issues = append(listings[0].Issues, Issue{Repo: "acme/retros", Number: 100000 + n, Title: "Somebody else's", State: Open, Trusted: true})
	}
	began := time.Now()
	p := Reconcile(items, listings, settings(t), thisRun)
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
	if p.Refused == "" || p.Writes() != 5000 || len(p.Actions) != 10000 {
		t.Errorf("%d actions, %d writes, refused %q", len(p.Actions), p.Writes(), p.Refused)
	}
}

// Planning takes memory in proportion to what there is to plan, not to its
// square; BenchmarkPlan tells the time.
func TestPlanningIsLinear(t *testing.T) {
	cfg := settings(t)
	made := func(n int) float64 {
		items, listings := many(t, n)
		return testing.AllocsPerRun(1, func() { Reconcile(items, listings, cfg, thisRun) })
	}
	if few, lots := made(500), made(5000); lots > 12*few {
		t.Errorf("500 take %.0f allocations, 5,000 take %.0f", few, lots)
	}
}
