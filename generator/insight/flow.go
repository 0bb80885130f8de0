package insight

import (
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

func remediations(v *collection.View) int { return len(v.Remediations()) }

// flow counts remediations by what of says of each, and by state. A
// remediation may stand in several groups, or in none that is said.
func flow(vocabulary []string, of func(collection.Remediation) []string) func(*collection.View, time.Time) []Share {
	return func(v *collection.View, _ time.Time) []Share {
		var all tally
		for _, r := range v.Remediations() {
			groups := of(r)
			if len(groups) == 0 {
				groups = []string{""}
			}
			for _, group := range groups {
				if group == "" {
					group = notSaid
				}
				all.row(group, r.State.Words(), false).count(r.Entry)
			}
		}
		var ordered []Share
		for _, group := range append(vocabulary, notSaid) {
			for _, state := range collection.AllStates {
				if i, known := all.at[[2]string{group, state.Words()}]; known {
					ordered = append(ordered, all.shares[i])
				}
			}
		}
		return ordered
	}
}

func byLevel() func(*collection.View, time.Time) []Share {
	return flow(incident.Level("").Words(), func(r collection.Remediation) []string { return []string{string(r.Level)} })
}

func bySize() func(*collection.View, time.Time) []Share {
	return flow(incident.Size("").Words(), func(r collection.Remediation) []string { return []string{string(r.Size)} })
}

func byAudience() func(*collection.View, time.Time) []Share {
	return flow(incident.Audience("").Words(), func(r collection.Remediation) []string {
		var list []string
		for _, a := range r.Audience {
			list = append(list, string(a))
		}
		return list
	})
}

// ages are the steps in which waiting is told, from the shortest.
var ages = []struct {
	name string
	days int
}{{"below a month", 30}, {"one to six months", 182}, {"half a year to a year", 365}, {"one to two years", 730}, {"longer", 1 << 30}}

// waiting tells how long it is since the incident, for each state in which a
// remediation still waits.
func waiting(v *collection.View, now time.Time) []Share {
	var all tally
	for _, r := range v.Remediations() {
		if r.State.Settled() || r.State == collection.Parked {
			continue
		}
		name := age(r.Entry, now)
		all.row(r.State.Words(), name, name == noDate).count(r.Entry)
	}
	var ordered []Share
	for _, state := range collection.AllStates {
		for _, step := range ages {
			if i, known := all.at[[2]string{state.Words(), step.name}]; known {
				ordered = append(ordered, all.shares[i])
			}
		}
		if i, known := all.at[[2]string{state.Words(), noDate}]; known {
			ordered = append(ordered, all.shares[i])
		}
	}
	return ordered
}

const noDate = "no date"

func age(e *collection.Entry, now time.Time) string {
	start := e.Start()
	if !start.Known() || now.IsZero() {
		return noDate
	}
	days := int(now.Sub(start.Time).Hours() / 24)
	for _, step := range ages {
		if days < step.days {
			return step.name
		}
	}
	return noDate
}

func waits(v *collection.View) int {
	n := 0
	for _, r := range v.Remediations() {
		if !r.State.Settled() && r.State != collection.Parked {
			n++
		}
	}
	return n
}
