package generator

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/ladder"
	"github.com/retrowiki/retrowiki/generator/page"
	"github.com/retrowiki/retrowiki/generator/review"
	"github.com/retrowiki/retrowiki/generator/similar"
)

// Compare lists the incidents that differ between two commits, by path. Both
// wikis were loaded for the restricted audience; what is not for the audience
// of those who are told is named by its path alone.
func Compare(before, after *Wiki, audience incident.Visibility) []review.Change {
	old, changes := byPath(before), []review.Change(nil)
	for path, e := range byPath(after) {
		was, existed := old[path]
		delete(old, path)
		switch {
		case !existed:
			changes = append(changes, change("added", e, "", audience))
		case !bytes.Equal(content(was), content(e)):
			changes = append(changes, change("changed", e, before.address(page.IncidentPath(was.ID)), audience))
		}
	}
	for _, e := range old {
		c := change("removed", e, "", audience)
		c.Page = ""
		changes = append(changes, c)
	}
	seenBefore(after, changes, audience)
	happenedAgain(after, changes, audience)
	slices.SortFunc(changes, func(a, b review.Change) int { return cmp.Compare(a.Path, b.Path) })
	return changes
}

// How many earlier incidents are named of one that changed, and the score that
// those need which nobody has named.
const (
	earlierMost = 3
	beforeMost  = 3
	beforeLeast = 0.2
)

// seenBefore adds earlier incidents like those that changed, out of what the
// audience may read.
func seenBefore(w *Wiki, changes []review.Change, audience incident.Visibility) {
	view := w.Collection.For(audience)
	index := similar.Of(view)
	entries := byPath(w)
	for i := range changes {
		c := &changes[i]
		if c.Title == "" || c.Verb == "removed" {
			continue
		}
		for _, m := range index.To(entries[c.Path].ID, beforeMost, beforeLeast) {
			other := view.ByID(m.ID)
			b := review.Before{Title: other.Title, Address: w.address(page.IncidentPath(m.ID)), Why: m.Why}
			for _, r := range view.RemediationsOf(other) {
				b.Total++
				if !r.State.Settled() {
					b.Open++
				}
			}
			c.Before = append(c.Before, b)
		}
	}
}

// happenedAgain adds what became of the answers to the occurrences before
// those that changed, as far as the audience may read of them.
func happenedAgain(w *Wiki, changes []review.Change, audience incident.Visibility) {
	chains := ladder.NewChains(w.Collection.For(audience))
	entries := byPath(w)
	for i := range changes {
		c := &changes[i]
		if c.Title == "" || c.Verb == "removed" {
			continue
		}
		e := entries[c.Path]
		l := chains.Of(e)
		for _, s := range l.Before(e, earlierMost) {
			c.Earlier = append(c.Earlier, review.Earlier{Title: s.Entry.Title, Address: w.address(page.IncidentPath(s.Entry.ID)), Verdict: s.Verdict()})
		}
		if again, ok := l.SameAgain(e); ok {
			c.Again = again.Words()
		}
	}
}

func byPath(w *Wiki) map[string]*collection.Entry {
	entries := map[string]*collection.Entry{}
	for _, e := range w.View.Entries() {
		entries[e.Origin.Path] = e
	}
	return entries
}

func content(e *collection.Entry) []byte {
	if e.Text == nil {
		return nil
	}
	return e.Text.Bytes
}

// change tells of one incident; published is where its page is already.
func change(verb string, e *collection.Entry, published string, audience incident.Visibility) review.Change {
	c := review.Change{Verb: verb, Path: e.Origin.Path}
	if e.Broken || !e.Visibility.For(audience) {
		return c
	}
	c.Title, c.Page, c.Address = e.Title, page.IncidentPath(e.ID), published
	return c
}
