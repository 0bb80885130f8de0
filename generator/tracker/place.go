package tracker

import (
	"context"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// What an issue is part of: a milestone, and the issue of its incident. Both
// are the wiki's wish, not a file's, so that nothing here is a conflict: what
// people set themselves stays, and what they took away is not set again.

// parentID stands in the key of an incident's own issue where others have the
// remediation's id. No id of a file is written like it.
const parentID = "~incident"

// parentLabel is on the issues of incidents.
const parentLabel = "retrospective"

// parentKey is the key of the issue that an item's is a sub-issue of; zero for
// none.
func (p *Plan) parentKey(it *Item) Key {
	if !p.settings.Parents || it.Parent {
		return Key{}
	}
	return Key{it.Key.Namespace, it.Key.Incident, parentID}
}

// parents makes an item for each incident, with what the items of its
// remediations tell of it.
func parents(items []Item) []Item {
	var list []Item
	at := map[Key]int{}
	claimed := map[Key]bool{}
	for n := range items {
		it := &items[n]
		key := Key{it.Key.Namespace, it.Key.Incident, parentID}
		i, known := at[key]
		if !known {
			i = len(list)
			at[key] = i
			list = append(list, Item{
				Key: key, Parent: true, Title: it.IncidentTitle, Decision: incident.Accepted, Visibility: it.Visibility,
				IncidentTitle: it.IncidentTitle, IncidentURL: it.IncidentURL, URL: it.IncidentURL, ImpactSummary: it.ImpactSummary,
				Severity: it.Severity, Date: it.Date, Recurrences: it.Recurrences, SourcePath: it.SourcePath, SourceLine: 1,
			})
		}
		for _, k := range it.Formerly {
			if former := (Key{k.Namespace, k.Incident, parentID}); former != key && !claimed[former] {
				claimed[former] = true // of an incident that was divided, the first part keeps the issue
				list[i].Formerly = append(list[i].Formerly, former)
			}
		}
	}
	return list
}

// findParents finds the issues of incidents before those of remediations are
// compared with them.
func (r *reconciler) findParents() {
	for n := range r.items {
		it := &r.items[n]
		if !it.Parent {
			continue
		}
		if found := r.index.find(r.keys(it), r.settings.Repo); len(found) > 0 && found[0].section.Marker.Applied.State != Duplicate {
			r.issues[it.Key] = found[0].issue
		}
	}
}

func (p *Plan) mergeMilestone(w *wanted, m *merged, i Issue, next *Applied) {
	switch {
	case w.milestone == "" || p.noMilestone[strings.ToLower(i.Repo)] || w.status != Open || i.State != Open:
	case strings.EqualFold(i.Milestone, w.milestone):
		next.Milestone = w.milestone
	case next.Milestone != w.milestone && strings.EqualFold(i.Milestone, next.Milestone):
		m.edit.Milestone, next.Milestone = &w.milestone, w.milestone
		m.change(Relabel, "milestone: %s", w.milestone)
	}
}

func (p *Plan) mergeParent(w *wanted, m *merged, i Issue, next *Applied) {
	parent, ok := p.issues[p.parentKey(w.item)]
	if !ok || parent.Number == 0 {
		return
	}
	switch want := parent.Ref(); {
	case strings.EqualFold(i.Parent, want):
		next.Parent = want
	case next.Parent != want && strings.EqualFold(i.Parent, next.Parent) && w.status == Open && i.State == Open:
		m.edit.Parent = &Parent{Repo: parent.Repo, Number: parent.Number, ChildID: i.ID, Replace: i.Parent != ""}
		next.Parent = want
		m.change(Relabel, "part of: %s", want)
	}
}

// ensureMilestones makes the milestones that the actions will name. Where one
// cannot be had, issues are written without it.
func (r *applier) ensureMilestones(ctx context.Context, todo []Action) {
	asked := map[string]bool{}
	for _, a := range todo {
		repo := strings.ToLower(a.Repo)
		if a.wanted == nil || a.wanted.milestone == "" || asked[repo] || r.held(a) != "" {
			continue
		}
		if r.stopped || r.over(ctx) {
			return
		}
		asked[repo] = true
		wrote, err := r.tracker.EnsureMilestone(ctx, a.Repo, a.wanted.milestone)
		if wrote {
			r.writes++
		}
		if err == nil {
			continue
		}
		r.noMilestone[repo] = true
		switch p := problemOf(err); p.Kind {
		case Rejected, Denied, Missing, Unclear:
			r.tell(Action{}, diag.Warning, "milestone", a.Repo+": "+p.Error(), "open it again, or write another one in github.milestone")
		default:
			r.failed(Action{Repo: a.Repo}, err)
		}
	}
}

// linkChildren makes sub-issues of what was opened in this run, or whose parent
// was.
func (r *applier) linkChildren(ctx context.Context) {
	if !r.settings.Parents {
		return
	}
	opened := map[Key]bool{}
	for _, a := range r.result.Done {
		if a.Verb == Create && a.wanted != nil {
			opened[a.wanted.key] = true
		}
	}
	for n := range r.items {
		key := r.parentKey(&r.items[n])
		a, planned := r.children[r.items[n].Key]
		if !planned || !opened[key] && !opened[r.items[n].Key] {
			continue
		}
		i, found := r.issues[a.wanted.key]
		parent, filed := r.issues[key]
		if !found || !filed || strings.EqualFold(i.Parent, parent.Ref()) || r.stopped || r.blocked[i.Repo] {
			continue
		}
		if a = a.on(i).as(Relabel, "its incident has an issue"); r.held(a) != "" {
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
