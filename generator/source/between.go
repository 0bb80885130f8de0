package source

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Landed is a commit as the timeline of an incident wants it.
type Landed struct {
	Hash       string
	When       time.Time // when it was committed, in its committer's time zone
	AuthorName string    // as .mailmap has it
	Subject    string
}

// patience is how many commits in a row may be older than what is asked for
// before the search ends: clocks go wrong, and a child may look older than its
// parent.
const patience = 1000

// Between lists the commits that were made from one time to another, among
// those that the commit to read goes back to, in the order of their times. It
// goes by the committer's clock, as git log --since does: what counts is when a
// change came in, not when somebody began it. why says in a sentence why some
// may be missing; "" if none is.
func (r *Repository) Between(ctx context.Context, from, to time.Time) (landed []Landed, why string, err error) {
	defer recovered(&err)
	if r.git == nil {
		return nil, "", fmt.Errorf("%s is not in a git repository", visible(r.root))
	}
	if r.tip.commit == (hash{}) {
		return nil, "nothing has been committed yet", nil
	}
	if why, err = r.whyUnknown(); err != nil {
		return nil, "", err
	}
	w := &walk{objects: r.git.objects, seen: map[hash]bool{}}
	if err := w.reach(r.tip.commit, why != ""); err != nil {
		return nil, "", err
	}
	names := r.readMailmap()
	for older := 0; w.Len() > 0 && older < patience; {
		if err := ctx.Err(); err != nil {
			return nil, "", err
		}
		c := heap.Pop(w).(waiter)
		for _, parent := range c.parents {
			if err := w.reach(parent, why != ""); err != nil {
				return nil, "", err
			}
		}
		older++
		if when := c.committer.when; !when.Before(from) {
			older = 0
			if !when.After(to) {
				by := names.resolve(Contributor{Name: c.author.name, Email: c.author.email})
				landed = append(landed, Landed{Hash: c.hash.String(), When: when, AuthorName: by.Name, Subject: c.subject})
			}
		}
	}
	slices.Reverse(landed)
	return landed, why, nil
}

// waiter is a commit that a walk has come to.
type waiter struct {
	commitObject
	hash   hash
	number int
}

// walk goes back through commits, always from the youngest.
type walk struct {
	objects *objects
	seen    map[hash]bool
	waiting []waiter
}

// reach reads a commit once. One that an incomplete clone lacks is passed over.
func (w *walk) reach(h hash, incomplete bool) error {
	if w.seen[h] {
		return nil
	}
	w.seen[h] = true
	c, err := w.objects.commit(h)
	if errors.Is(err, errMissing) && incomplete {
		return nil
	}
	if err == nil {
		heap.Push(w, waiter{c, h, len(w.seen)})
	}
	return err
}

func (w *walk) Len() int { return len(w.waiting) }

func (w *walk) Less(i, j int) bool {
	a, b := w.waiting[i], w.waiting[j]
	if x, y := a.committer.when, b.committer.when; !x.Equal(y) {
		return x.After(y)
	}
	return a.number < b.number
}

func (w *walk) Swap(i, j int) { w.waiting[i], w.waiting[j] = w.waiting[j], w.waiting[i] }
func (w *walk) Push(x any)    { w.waiting = append(w.waiting, x.(waiter)) }

func (w *walk) Pop() any {
	last := w.waiting[len(w.waiting)-1]
	w.waiting = w.waiting[:len(w.waiting)-1]
	return last
}
