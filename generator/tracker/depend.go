package tracker

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// findDependencies finds the issues of the remediations that others come
// after, before any text is written that names them.
func (r *reconciler) findDependencies() {
	asked := map[Key]bool{}
	for n := range r.items {
		for _, d := range r.items[n].DependsOn {
			asked[d.Key] = true
		}
	}
	if len(asked) == 0 {
		return
	}
	for n := range r.items {
		it := &r.items[n]
		if !asked[it.Key] {
			continue
		}
		if i, ok := r.dependency(it); ok {
			r.named[it.Key] = i
		}
	}
}

// dependency finds the issue by which others name an item: its own, the one
// that it is about to adopt, or one whose marker is broken.
func (r *reconciler) dependency(it *Item) (Issue, bool) {
	repo := cmp.Or(it.Repo, r.settings.Repo)
	if l := r.listings[strings.ToLower(repo)]; l != nil {
		repo = l.Repository.Name
	}
	keys := r.keys(it)
	if found := r.index.find(keys, repo); len(found) > 0 {
		return found[0].issue, true
	}
	for _, k := range keys {
		if i, ok := r.index.broken[k]; ok {
			return i, true
		}
	}
	return r.index.at(repo, it.IssueNumber)
}

// linked is a wanted item with the issues of what it comes after, as far as
// they are there by now.
func (p *Plan) linked(w *wanted) *Item {
	if len(w.item.DependsOn) == 0 {
		return w.item
	}
	it := *w.item
	it.DependsOn = slices.Clone(it.DependsOn)
	for n := range it.DependsOn {
		d := &it.DependsOn[n]
		i, ok := p.named[d.Key]
		switch {
		case !ok:
		case strings.EqualFold(i.Repo, w.repo):
			d.Issue = i.Ref()[len(i.Repo):]
		default:
			d.Issue = i.Ref()
		}
	}
	return &it
}

// linkDependents writes the numbers of new issues into the issues of what comes
// after them, so that the next run finds nothing to do.
func (r *applier) linkDependents(ctx context.Context) {
	for _, created := range slices.Clone(r.result.Done) {
		if created.Verb != Create || created.wanted == nil {
			continue
		}
		for _, a := range r.dependents[created.wanted.key] {
			i, ok := r.issues[a.wanted.key]
			if !ok || r.stopped || r.blocked[i.Repo] {
				continue
			}
			a = a.on(i).as(Update, "what it comes after has an issue now")
			if r.held(a) != "" {
				continue
			}
			if r.over(ctx) {
				r.stopped = true
				r.remain(a, true)
				continue
			}
			r.edit(ctx, a)
		}
	}
}
