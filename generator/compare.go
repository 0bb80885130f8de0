package generator

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/page"
	"github.com/retrowiki/retrowiki/generator/review"
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
	slices.SortFunc(changes, func(a, b review.Change) int { return cmp.Compare(a.Path, b.Path) })
	return changes
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
