package collection

import (
	"slices"
	"time"
)

// Argument is what speaks for a remediation: the incidents that it would have
// made less likely, and what their customers went through.
type Argument struct {
	Incidents []*Entry // newest first; the remediation's own is among them
	Impact    time.Duration
	Customers int64
	// Of how many of the incidents the two are known.
	ImpactKnown, CustomersKnown int
}

// Arguments gathers, for a remediation that says which factors it answers, every
// incident with one of them; for another, the occurrences of its own incident.
func (v *View) Arguments(r Remediation) Argument {
	found := map[*Entry]bool{r.Entry: true}
	for _, o := range v.Occurrences(r.Entry) {
		found[o] = true
	}
	for _, f := range r.Factors {
		if t := v.Term("factors", f); t != nil {
			for _, e := range t.Entries {
				found[e] = true
			}
		}
	}
	var a Argument
	for e := range found {
		a.Incidents = append(a.Incidents, e)
		if d, known := e.ImpactDuration(); known {
			a.Impact += d
			a.ImpactKnown++
		}
		if c := e.CustomerImpact.Customers; c.Known {
			a.Customers += c.Count
			a.CustomersKnown++
		}
	}
	slices.SortFunc(a.Incidents, func(x, y *Entry) int { return v.position[x] - v.position[y] })
	return a
}
