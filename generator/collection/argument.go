package collection

import (
	"slices"
	"strings"
	"time"
)

// Argument is what speaks for a remediation: the incidents that it would have
// made less likely, and what their customers went through. It is shared, and
// nobody may change it.
type Argument struct {
	Incidents []*Entry // newest first; the remediation's own is among them
	Impact    time.Duration
	Customers int64
	// Of how many of the incidents the two are known.
	ImpactKnown, CustomersKnown int

	has map[*Entry]bool
}

// Arguments gathers, for a remediation that says which factors it answers, every
// incident with one of them; for another, the occurrences of its own incident.
func (v *View) Arguments(r Remediation) *Argument {
	own := v.Occurrences(r.Entry)
	if len(own) == 0 {
		own = []*Entry{r.Entry}
	}
	if len(r.Factors) == 0 {
		return v.argument(own)
	}
	a := v.argumentOfFactors(r.Factors)
	if !slices.ContainsFunc(own, func(e *Entry) bool { return !a.has[e] }) {
		return a
	}
	return v.argument(slices.Concat(a.Incidents, own))
}

// argumentOfFactors is the same for every remediation that answers them, of
// which there may be thousands.
func (v *View) argumentOfFactors(factors []string) *Argument {
	key := strings.Join(factors, "\n")
	if known, ok := v.arguments.Load(key); ok {
		return known.(*Argument)
	}
	var all []*Entry
	for _, f := range factors {
		if t := v.Term("factors", f); t != nil {
			all = append(all, t.Entries...)
		}
	}
	a := v.argument(all)
	v.arguments.Store(key, a)
	return a
}

func (v *View) argument(entries []*Entry) *Argument {
	a := &Argument{has: make(map[*Entry]bool, len(entries))}
	for _, e := range entries {
		if a.has[e] {
			continue
		}
		a.has[e] = true
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
