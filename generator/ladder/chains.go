package ladder

import (
	"sync"

	"github.com/retrowiki/retrowiki/generator/collection"
)

// Chains makes the ladder of each chain of recurrences once, for all of its
// incidents. It may be asked by several goroutines.
type Chains struct {
	view  *collection.View
	known sync.Map // the first *collection.Entry of a chain -> *Ladder
}

// NewChains prepares to be asked about a View.
func NewChains(v *collection.View) *Chains { return &Chains{view: v} }

// Of is the ladder of the recurrences that an incident belongs to; nil where
// it stands alone.
func (c *Chains) Of(e *collection.Entry) *Ladder {
	chain := c.view.Occurrences(e)
	if chain == nil {
		return nil
	}
	if l, ok := c.known.Load(chain[0]); ok {
		return l.(*Ladder)
	}
	l, _ := c.known.LoadOrStore(chain[0], climb(c.view, chain, func(*collection.Remediation) bool { return true }))
	return l.(*Ladder)
}
