package tracker

import (
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
		if found := r.index.find(r.keys(it), ""); len(found) > 0 {
			r.issues[it.Key] = found[0].issue
		}
	}
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
		i, ok := p.issues[d.Key]
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
