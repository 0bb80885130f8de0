package collection

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Argument is what speaks for a remediation: the incidents that it would have
// made less likely, and what their customers went through.
type Argument struct {
	Count     int // of the incidents
	Impact    time.Duration
	Customers int64
	// Of how many of the incidents the two are known.
	ImpactKnown, CustomersKnown int

	common *answered // what the factors have, shared by all that answer them
	own    []*Entry  // occurrences of the remediation's incident that are not in common, newest first
}

// answered is every incident that has one of some factors.
type answered struct {
	Argument
	incidents []*Entry // newest first
	has       map[*Entry]bool
}

// Arguments gathers, for a remediation that says which factors it answers, every
// incident with one of them; for another, the occurrences of its own incident.
func (v *View) Arguments(r Remediation) Argument {
	own := v.Occurrences(r.Entry)
	if len(own) == 0 {
		return v.gather(r.Factors, []*Entry{r.Entry})
	}
	// The same for all that answer these factors after any occurrence.
	key := strings.Join(append([]string{own[0].ID}, r.Factors...), "\n")
	if known, ok := v.chainArguments.Load(key); ok {
		return known.(Argument)
	}
	a := v.gather(r.Factors, own)
	v.chainArguments.Store(key, a)
	return a
}

func (v *View) gather(factors []string, own []*Entry) Argument {
	a := Argument{common: &answered{}}
	if len(factors) > 0 {
		common := v.answered(factors)
		a = common.Argument
		a.common = common
	}
	for _, e := range own {
		if !a.common.has[e] {
			a.own = append(a.own, e)
			a.count(e)
		}
	}
	slices.SortFunc(a.own, v.inOrder)
	return a
}

// answered is the same for every remediation that answers the factors, of
// which there may be thousands.
func (v *View) answered(factors []string) *answered {
	key := strings.Join(factors, "\n")
	if known, ok := v.arguments.Load(key); ok {
		return known.(*answered)
	}
	a := &answered{has: map[*Entry]bool{}}
	for _, f := range factors {
		if t := v.Term("factors", f); t != nil {
			for _, e := range t.Entries {
				if !a.has[e] {
					a.has[e] = true
					a.incidents = append(a.incidents, e)
					a.count(e)
				}
			}
		}
	}
	slices.SortFunc(a.incidents, v.inOrder)
	v.arguments.Store(key, a)
	return a
}

func (a *Argument) count(e *Entry) {
	a.Count++
	if d, known := e.ImpactDuration(); known {
		a.Impact += d
		a.ImpactKnown++
	}
	if c := e.CustomerImpact.Customers; c.Known {
		a.Customers += c.Count
		a.CustomersKnown++
	}
}

// Incidents lists at most n of the incidents, the newest first.
func (v *View) Incidents(a Argument, n int) []*Entry {
	n = min(n, a.Count)
	list := slices.Concat(a.common.incidents[:min(len(a.common.incidents), n)], a.own)
	slices.SortFunc(list, v.inOrder)
	return list[:n]
}

// inOrder compares incidents as Entries lists them.
func (v *View) inOrder(x, y *Entry) int { return cmp.Compare(v.position[x], v.position[y]) }
