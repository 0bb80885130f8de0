package collection

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// dependent is a wiki of one incident, whose remediations depend on others by
// their numbers.
func dependent(on [][]int) (*View, *Entry) {
	e := &Entry{Incident: &incident.Incident{ID: "i"}}
	for n, others := range on {
		r := incident.Remediation{ID: fmt.Sprint(n)}
		for _, other := range others {
			r.DependsOn = append(r.DependsOn, fmt.Sprint(other))
		}
		e.Remediations = append(e.Remediations, r)
	}
	cfg, _ := config.Parse("retrowiki.yaml", nil)
	return New(Input{Config: cfg, Entries: []*Entry{e}}).For(incident.Restricted), e
}

// reaches follows dependencies in the plainest way.
func reaches(on [][]int, from, to int, seen map[int]bool) bool {
	for _, next := range on[from] {
		if next == to {
			return true
		}
		if !seen[next] {
			seen[next] = true
			if reaches(on, next, to, seen) {
				return true
			}
		}
	}
	return false
}

func TestWhatWaitsForItselfIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 7).Draw(t, "remediations")
		on := make([][]int, n)
		for i := range on {
			on[i] = rapid.SliceOfN(rapid.IntRange(0, n-1), 0, 3).Draw(t, "depends on")
		}
		v, e := dependent(on)
		for i, r := range v.RemediationsOf(e) {
			if got, want := v.WaitsForItself(r), reaches(on, i, i, map[int]bool{}); got != want {
				t.Fatalf("%v: %d waits for itself: %t, want %t", on, i, got, want)
			}
		}
	})
}

func TestALongChainIsFollowedOnce(t *testing.T) {
	on := make([][]int, 5_000)
	for i := range on {
		on[i] = []int{(i + 1) % len(on)}
	}
	v, e := dependent(on)
	for _, r := range v.RemediationsOf(e) {
		if !v.WaitsForItself(r) {
			t.Fatalf("%s does not wait for itself", r.ID)
		}
	}
}

// Files that claim one id get numbers, however many they are.
func TestManyFilesOfOneID(t *testing.T) {
	cfg, _ := config.Parse("retrowiki.yaml", nil)
	in := Input{Config: cfg}
	for range 20_000 {
		in.Entries = append(in.Entries, &Entry{Incident: &incident.Incident{ID: "Same"}})
	}
	in.Entries[4].ID = "same-3"
	c := New(in)
	ids := map[string]bool{}
	for _, e := range in.Entries {
		ids[e.ID] = true
	}
	if len(ids) != len(in.Entries) || len(c.Findings()) != len(in.Entries)-1 || !ids["same-2"] || !ids["same-3-2"] {
		t.Errorf("%d ids for %d files, %d findings", len(ids), len(in.Entries), len(c.Findings()))
	}
}
