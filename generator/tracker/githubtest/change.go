package githubtest

import (
	"slices"
	"time"
)

// A change is an edit of an issue; what is nil stays as it is.
type change struct {
	title, body  *string
	state        *string
	reason       string // counts only when the state changes
	labels       *[]*label
	assignees    *[]*user
	setMilestone bool
	milestone    *milestone
}

// apply edits the issue and tells whether anything became different. An edit
// that changes nothing doesn't move the time of the last update either.
func (w *world) apply(i *issue, by *user, c change) bool {
	changed := set(&i.title, c.title)
	changed = set(&i.body, c.body) || changed
	if c.labels != nil && !sameSet(i.labels, *c.labels) {
		i.labels, changed = *c.labels, true
	}
	if c.assignees != nil && !sameSet(i.assignees, *c.assignees) {
		i.assignees, changed = *c.assignees, true
	}
	if c.setMilestone && i.milestone != c.milestone {
		i.milestone, changed = c.milestone, true
	}
	if c.state != nil && *c.state != i.state {
		w.turn(i, by, *c.state, c.reason)
		changed = true
	}
	if changed {
		w.touch(i)
	}
	return changed
}

// turn closes or reopens.
func (w *world) turn(i *issue, by *user, state, reason string) {
	i.state = state
	if state == "open" {
		i.reason = "reopened"
		i.closed, i.closedBy = time.Time{}, nil
		return
	}
	i.reason = reason
	if reason == "" || reason == "reopened" {
		i.reason = "completed"
	}
	i.closed, i.closedBy = w.clock.Now(), by
}

func set(field *string, to *string) bool {
	if to == nil || *field == *to {
		return false
	}
	*field = *to
	return true
}

func sameSet[T comparable](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		if !slices.Contains(b, x) {
			return false
		}
	}
	return true
}

// adopt makes child a sub-issue of parent.
func (w *world) adopt(parent, child *issue) {
	w.orphan(child)
	child.parent = parent
	parent.children = append(parent.children, child)
	w.touch(parent)
	w.touch(child)
}

func (w *world) orphan(child *issue) {
	if child.parent == nil {
		return
	}
	from := child.parent
	from.children = slices.DeleteFunc(from.children, func(i *issue) bool { return i == child })
	child.parent = nil
	w.touch(from)
	w.touch(child)
}

// transfer gives the issue a new number in another repository, and its old
// number a forwarding address. Labels come along where the target knows them.
func (w *world) transfer(i *issue, to *repository) *issue {
	from, old := i.repo, i.number
	delete(from.issues, old)
	to.last++
	i.repo, i.number, i.id = to, to.last, w.id()
	to.issues[i.number] = i
	from.moved[old] = i
	var labels []*label
	for _, l := range i.labels {
		if same := to.label(l.name); same != nil {
			labels = append(labels, same)
		}
	}
	i.labels, i.milestone = labels, nil
	w.touch(i)
	return i
}

func (w *world) deleteIssue(i *issue) {
	w.orphan(i)
	for _, child := range i.children {
		child.parent = nil
	}
	delete(i.repo.issues, i.number)
	i.repo.deleted[i.number] = true
	w.changes++
}

func (w *world) deleteLabel(r *repository, l *label) {
	r.labels = slices.DeleteFunc(r.labels, func(x *label) bool { return x == l })
	for _, i := range r.sorted() {
		if slices.Contains(i.labels, l) {
			i.labels = slices.DeleteFunc(slices.Clone(i.labels), func(x *label) bool { return x == l })
			w.touch(i)
		}
	}
	w.changes++
}
