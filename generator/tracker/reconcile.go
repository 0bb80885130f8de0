package tracker

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// Reconcile compares what the wiki says with what the tracker lists and gives
// what is to be done. It is a pure function: the same input, the same plan.
// The listings are those that Read made for Repositories(items, ...).
func Reconcile(items []Item, listings []Listing, cfg Settings, info RunInfo) *Plan {
	if cfg.Parents {
		items = append(slices.Clip(items), parents(items)...)
	}
	p := &Plan{settings: cfg, info: info, noMilestone: map[string]bool{}, children: map[Key]Action{}, listings: map[string]*Listing{}, issues: make(map[Key]Issue, len(items)), items: items, named: map[Key]Issue{}, dependents: map[Key][]Action{}, current: make(map[Key]int, len(items))}
	for n := range listings {
		for _, name := range []string{listings[n].Repository.Name, listings[n].Asked} {
			if name = strings.ToLower(name); name != "" && p.listings[name] == nil {
				p.listings[name] = &listings[n]
			}
		}
	}
	for _, it := range items {
		p.current[it.Key]++
	}
	p.index = p.newIndex(listings)
	r := &reconciler{Plan: p, used: make(map[Key]bool, len(items)), filed: map[Key]bool{}, badLabels: map[string]bool{}}
	r.labels = r.checkLabels(cfg.Labels)
	r.findDependencies()
	r.findParents()
	for n := range items {
		r.item(&items[n])
	}
	r.orphans()
	r.refuse()
	slices.SortStableFunc(p.Actions, func(a, b Action) int {
		return cmp.Compare(slices.Index(verbs, a.Verb), slices.Index(verbs, b.Verb))
	})
	r.warnHeld(listings)
	return p
}

// reconciler is a plan in the making.
type reconciler struct {
	*Plan
	labels    []string
	badLabels map[string]bool
	used      map[Key]bool // keys whose issues belong to some item
	filed     map[Key]bool // keys of the incidents' own issues that have something to hold
	common    []commonHold
}

func (r *reconciler) item(it *Item) {
	keys := r.keys(it)
	for _, k := range keys {
		r.used[k] = true
	}
	if _, there := r.issues[it.Key]; it.Parent && !there && !r.filed[it.Key] {
		return // it has none, and none of its remediations has
	}
	a := action(it, "")
	repo := cmp.Or(it.Repo, r.settings.Repo)
	a.Repo = repo
	if r.current[it.Key] > 1 {
		r.hold(a, Conflict, "another remediation has the same id", "give each its own id")
		return
	}
	listing := r.listings[strings.ToLower(repo)]
	switch {
	case repo == "":
		if !it.OptOut && r.wantsIssue(it) {
			r.holdAll(a, "no repository is named to open it in", "set github.repo, or repo in the file")
		}
		return
	case listing == nil || listing.Problem != nil:
		if !it.OptOut {
			r.holdAll(a, "the issues of "+repo+" cannot be read", "")
		}
		return
	}
	a.Repo = listing.Repository.Name
	found := r.index.find(keys, a.Repo)
	if len(found) > 0 {
		r.issues[it.Key] = found[0].issue
		r.filed[r.parentKey(it)] = true
	}
	if it.OptOut {
		if len(found) > 0 {
			r.Actions = append(r.Actions, a.on(found[0].issue).as(Keep, "the file says that it has no issue; this one is left as it is"))
		}
		return
	}
	r.warnUntrusted(a, keys)
	r.locate(it, a, keys, found)
}

// warnUntrusted tells of issues that claim to be an item's and don't count.
func (r *reconciler) warnUntrusted(a Action, keys []Key) {
	for _, k := range keys {
		for _, i := range r.index.untrusted[k] {
			r.warn(a.on(i), diag.Warning, "untrusted-marker", fmt.Sprintf("%s claims to be its issue, but %s may not write to the repository: not counted", i.Ref(), i.Author), "")
		}
	}
}

// locate finds out which issue is the item's, or why there is none.
func (r *reconciler) locate(it *Item, a Action, keys []Key, found []match) {
	for _, k := range keys {
		i, broken := r.index.broken[k]
		if broken && len(found) > 0 && found[0].staysBefore(i) {
			r.warn(a.on(i), diag.Warning, "broken-copy", fmt.Sprintf("%s has a hidden marker of it that is broken or doubled; %s stays its issue", i.Ref(), found[0].issue.Ref()), "")
			continue
		}
		if broken {
			r.issues[it.Key] = i
			r.hold(a.on(i), Conflict, "the hidden marker in "+i.Ref()+" is broken or doubled", "put the issue's text back as it was, from its history")
			return
		}
	}
	if len(found) > 0 {
		r.existing(it, a, keys, found)
		return
	}
	if it.IssueNumber > 0 {
		r.pinned(it, a)
		return
	}
	if !r.wantsIssue(it) {
		return
	}
	if known, was := r.lastSeen(it); was && known.Number > 0 {
		r.vanished(a, known)
		return
	}
	w, ok := r.want(it, a, r.listings[strings.ToLower(a.Repo)])
	if !ok {
		return
	}
	if i, ok := r.index.lookalike(w, r.labels, a.Repo); ok {
		r.hold(a.on(i), Conflict, i.Ref()+" has its title and labels, but no marker, as if somebody had deleted it",
			fmt.Sprintf("write `issue: %d` in the file if it is the one, or rename it", i.Number))
		return
	}
	a.wanted, a.former, a.labels = w, keys[1:], w.labels
	r.filed[r.parentKey(it)] = true
	r.Actions = append(r.Actions, a.as(Create, "it has no issue yet"))
}

// wantsIssue reports whether an issue is to be opened where there is none.
func (r *reconciler) wantsIssue(it *Item) bool {
	switch {
	case it.Done, it.Decision == incident.Declined, it.Decision == incident.Parked:
		return false
	}
	return it.Decision == incident.Accepted || !r.settings.SkipUndecided
}

// existing compares an item with its issue.
func (r *reconciler) existing(it *Item, a Action, keys []Key, found []match) {
	first := found[0]
	a = a.on(first.issue)
	if first.section.Marker.Applied.State == Duplicate {
		r.hold(a, Conflict, first.issue.Ref()+" was closed as the duplicate of an issue that is gone",
			"write `issue:` with the number of the one to go on with")
		return
	}
	if it.IssueNumber > 0 && it.IssueNumber != first.issue.Number {
		r.hold(a, Conflict, fmt.Sprintf("the file names issue %d, but %s is the remediation's", it.IssueNumber, first.issue.Ref()),
			"take `issue:` out of the file, or the hidden marker out of the issue")
		return
	}
	w, ok := r.want(it, a, r.listings[strings.ToLower(first.issue.Repo)])
	if !ok {
		return
	}
	for _, other := range found[1:] {
		r.duplicate(it, first.issue, other)
	}
	if asked := r.listings[strings.ToLower(cmp.Or(it.Repo, r.settings.Repo))]; asked != nil && !strings.EqualFold(asked.Repository.Name, first.issue.Repo) {
		r.warn(a, diag.Warning, "other-repository", "its issue is in "+first.issue.Repo+", not in "+asked.Repository.Name, "transfer it there on the tracker, or write `repo: "+first.issue.Repo+"`")
	}
	a.wanted, a.former = w, keys[1:]
	r.compared(a, r.merge(w, first.issue, first.section), "the file has changed")
}

// compared turns the outcome of a comparison into actions.
func (r *reconciler) compared(a Action, m merged, why string) {
	for _, c := range m.conflicts {
		r.hold(a, Conflict, c, "")
	}
	if len(m.kept) > 0 {
		r.Actions = append(r.Actions, a.as(Keep, strings.Join(m.kept, "; ")))
		for _, k := range m.kept {
			r.warn(a, diag.Advice, "kept", k, "")
		}
	}
	if m.edit.Empty() {
		if len(m.conflicts) == 0 {
			r.InSync++
		}
		return
	}
	a = a.as(m.verb, why)
	a.Changes, a.labels = m.changes, m.edit.AddLabels
	r.Actions = append(r.Actions, a)
}

func (r *reconciler) duplicate(it *Item, stays Issue, other match) {
	a := action(it, MarkDuplicate).on(other.issue)
	a.of, a.ofRepo, a.key = stays.Number, stays.Repo, other.section.Key
	m := r.mergeDuplicate(a, other.issue, other.section)
	if m.edit.Empty() {
		return
	}
	a.Changes, a.Why = m.changes, "two issues have one remediation; the lowest number stays"
	r.Actions = append(r.Actions, a)
}

// pinned adopts the issue that the file names.
func (r *reconciler) pinned(it *Item, a Action) {
	i, ok := r.index.at(a.Repo, it.IssueNumber)
	a.Number = it.IssueNumber
	switch what, s, _ := parse(i.Body); {
	case !ok:
		r.hold(a, Hold, fmt.Sprintf("there is no issue %s", ref(a.Repo, it.IssueNumber)), "correct `issue:` in the file, or take it out")
	case i.PullRequest:
		r.hold(a, Hold, i.Ref()+" is a pull request", "name an issue")
	case what == tampered:
		r.hold(a.on(i), Conflict, "the hidden marker in "+i.Ref()+" is broken or doubled", "put the issue's text back as it was, from its history")
	case what == oneMarker:
		r.hold(a.on(i), Conflict, fmt.Sprintf("%s is the issue of %s already", i.Ref(), s.Key), "name another issue")
	default:
		a = a.on(i)
		w, ok := r.want(it, a, r.listings[strings.ToLower(a.Repo)])
		if !ok {
			return
		}
		r.issues[it.Key] = i
		r.filed[r.parentKey(it)] = true
		m := r.merge(w, i, adopted(it.Key, i))
		m.verb = Adopt
		a.wanted = w
		r.compared(a, m, "the file names this issue")
	}
}

// vanished is for an issue that the last run saw: whatever became of it, a
// second one is not opened silently.
func (r *reconciler) vanished(a Action, known IssueState) {
	a.Number, a.URL = known.Number, known.URL
	hint := "to open a new one, take it out of the state file; `issue: none` in the remediation wants none"
	listing := r.listings[strings.ToLower(known.Repo)]
	if listing == nil || listing.Problem != nil {
		r.hold(a, Hold, "its issue "+ref(known.Repo, known.Number)+" cannot be read", hint)
		return
	}
	a.Repo = listing.Repository.Name
	if gone, ok := listing.Gone[known.Number]; ok {
		why := fmt.Sprintf("its issue %s is %s", ref(a.Repo, known.Number), gone.How)
		if gone.To != "" {
			why += ", see " + gone.To
		}
		r.hold(a, Hold, why, hint)
		return
	}
	r.hold(a, Conflict, "the hidden marker was taken out of its issue "+ref(a.Repo, known.Number),
		fmt.Sprintf("write `issue: %d` in the file to adopt it again; or %s", known.Number, hint))
}

// orphans are issues of ours that no remediation claims any more.
func (r *reconciler) orphans() {
	if r.info.Incomplete {
		return // the remediation may be in the file that could not be read
	}
	var left []match
	for key, all := range r.index.byKey {
		if key.Remediation == parentID && !r.settings.Parents {
			continue // the wiki wants none any more; they are left as they are
		}
		if !r.used[key] {
			left = append(left, all...)
		}
	}
	slices.SortFunc(left, func(a, b match) int {
		return cmp.Or(strings.Compare(a.issue.Repo, b.issue.Repo), cmp.Compare(a.issue.Number, b.issue.Number))
	})
	opening := r.opening()
	for _, m := range left {
		if m.issue.State != Open || m.section.Marker.Applied.State == Duplicate {
			continue
		}
		a := Action{key: m.section.Key, Key: m.section.Key.String(), Title: m.issue.Title, Incident: m.section.Key.Incident}.on(m.issue)
		why := "no remediation has its key any more" + renamed(m, opening)
		if closing := r.mergeOrphan(m.issue, m.section); r.settings.CloseRemoved && !closing.edit.Empty() {
			a.Changes = closing.changes
			r.Actions = append(r.Actions, a.as(CloseOrphan, why))
			continue
		}
		r.Actions = append(r.Actions, a.as(Orphan, why))
		r.warn(a, diag.Warning, "orphan", fmt.Sprintf("%s: %s", m.issue.Ref(), why), "close the issue, or bring the remediation back")
	}
}

// opening finds the remediations that are to get an issue by the hash of their
// title.
func (r *reconciler) opening() map[string]Key {
	opening := map[string]Key{}
	for _, a := range r.Actions {
		if a.Verb != Create {
			continue
		}
		if title := hash(a.wanted.title); !opening[title].Valid() {
			opening[title] = a.key
		}
	}
	return opening
}

// renamed tells if a remediation that is to get an issue looks like the one
// that is gone.
func renamed(m match, opening map[string]Key) string {
	for _, title := range []string{m.section.Marker.Applied.Title, hash(m.issue.Title)} {
		if key := opening[title]; key.Valid() {
			return fmt.Sprintf("; %s has the same title: if it is the same under a new id, write `formerly: [%s]` there first", key.Short(), m.section.Key.Remediation)
		}
	}
	return ""
}
