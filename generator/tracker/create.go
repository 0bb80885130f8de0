package tracker

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// create opens an issue, after a last look whether somebody else did. The
// marker is in the first request: an issue is never ours without saying so.
func (r *applier) create(ctx context.Context, a Action) {
	if !r.relisted[a.Repo] {
		if err := r.relist(ctx, a.Repo); err != nil {
			r.failed(a, err)
			return
		}
		r.relisted[a.Repo] = true
	}
	if i, ok := r.exists(a); ok {
		r.edit(ctx, a.on(i).as(Update, a.Why))
		return
	}
	body, err := r.newBody(a)
	if err != nil {
		r.tell(a, diag.Error, "body", err.Error(), "")
		return
	}
	asked := NewIssue{Title: a.wanted.title, Body: body, Labels: a.wanted.labels, Assignees: a.wanted.assignees, Milestone: r.milestone(a.wanted)}
	r.writes++
	i, err := r.tracker.Create(ctx, a.Repo, asked)
	if err != nil {
		found := false
		if problemOf(err).Kind == Unclear {
			i, found = r.lookFor(ctx, a)
		}
		if !found {
			r.failed(a, err)
			return
		}
	}
	r.opened(a.on(i), i)
	r.compare(a, Edit{Title: &asked.Title, Body: &asked.Body, AddLabels: asked.Labels, AddAssignees: asked.Assignees, Milestone: &asked.Milestone}, i)
}

// milestone is the one that an issue is to be opened under.
func (r *applier) milestone(w *wanted) string {
	if r.noMilestone[strings.ToLower(w.repo)] || w.status != Open {
		return ""
	}
	return w.milestone
}

func (r *applier) opened(a Action, i Issue) {
	r.unclear = 0
	r.index.add(i)
	r.know(a, i)
	r.created[a.Repo] = append(r.created[a.Repo], a)
	r.result.Done = append(r.result.Done, a)
	if !i.Trusted && !r.blocked[a.Repo] {
		r.blocked[a.Repo] = true // the next run would not know its own issues, and open them again
		r.tell(Action{}, diag.Error, "untrusted-author", fmt.Sprintf("%s may not write to %s, so that its issues would not be counted: stopped there", i.Author, i.Repo), "use a token that may write")
	}
}

// newBody is the first text of an issue. Nothing but our section is in it.
func (r *applier) newBody(a Action) (string, error) {
	w := a.wanted
	applied := Applied{Title: hash(w.title), State: Open, Labels: w.labels, Assignees: w.assignees, Milestone: r.milestone(w)}
	visible, whole, err := r.visible(w, section{Key: w.key}, applied)
	if err != nil {
		return "", err
	}
	if whole {
		applied.Source = r.settings.Body.source(r.linked(w), w.audience, r.deadener())
	}
	applied.Section = hash(visible)
	body := r.compose(w.key, section{}, visible, applied)
	if n := utf8.RuneCountInString(body); n > maxBody {
		return "", fmt.Errorf("its text is %d characters too long", n-maxBody)
	}
	return body, nil
}

// relistMargin is how many numbers before the highest known one are listed
// again: a listing that lags may lack some that are not the newest.
const relistMargin = 50

// relist takes in what is new in a repository.
func (r *applier) relist(ctx context.Context, repo string) error {
	highest := 0
	for n := range r.index.numbers[strings.ToLower(repo)] {
		highest = max(highest, n)
	}
	issues, err := r.tracker.Issues(ctx, repo, max(0, highest-relistMargin))
	if err != nil {
		return err
	}
	for _, i := range issues {
		r.index.add(i)
	}
	return nil
}

// exists finds an issue that the plan did not know of.
func (r *applier) exists(a Action) (Issue, bool) {
	found := r.index.find(a.keys(), a.Repo)
	if len(found) == 0 || found[0].section.Marker.Applied.State == Duplicate {
		return Issue{}, false
	}
	return found[0].issue, true
}

func (a Action) keys() []Key { return append([]Key{a.key}, a.former...) }

// lookFor waits and lists until a create whose answer was lost shows up.
// It is never sent again in this run.
func (r *applier) lookFor(ctx context.Context, a Action) (Issue, bool) {
	for _, wait := range []time.Duration{2 * time.Second, 5 * time.Second, 15 * time.Second} {
		if r.options.Clock.Sleep(ctx, wait) != nil || r.relist(ctx, a.Repo) != nil {
			return Issue{}, false
		}
		if i, ok := r.exists(a); ok {
			return i, true
		}
	}
	return Issue{}, false
}

// settleDuplicates looks, after the last create, whether another run opened
// the same issues at the same time, and closes all but the first. Both runs
// come to the same end.
func (r *applier) settleDuplicates(ctx context.Context) {
	var repos []string
	for repo := range r.created {
		repos = append(repos, repo)
	}
	slices.Sort(repos)
	for _, repo := range repos {
		if ctx.Err() != nil || r.stopped {
			return
		}
		if err := r.relist(ctx, repo); err != nil {
			r.failed(Action{Repo: repo}, err)
			return
		}
		for _, a := range r.created[repo] {
			r.settle(ctx, a)
		}
	}
}

func (r *applier) settle(ctx context.Context, a Action) {
	found := r.index.find(a.keys(), a.Repo)
	for _, other := range found[min(1, len(found)):] {
		if other.section.Marker.Applied.State == Duplicate || r.stopped {
			continue
		}
		d := a.on(other.issue).as(MarkDuplicate, "another run opened an issue at the same time; the lowest number stays")
		d.key, d.of, d.ofRepo, d.wanted = other.section.Key, found[0].issue.Number, found[0].issue.Repo, nil
		if r.over(ctx) {
			r.remain(d, true)
			continue
		}
		r.edit(ctx, d)
	}
	if len(found) > 1 {
		r.know(a, found[0].issue)
	}
}

// compare reports what the tracker left out of a change.
func (r *applier) compare(a Action, asked Edit, got Issue) {
	missing := func(severity diag.Severity, what string) {
		r.tell(a.on(got), severity, "dropped", got.Ref()+" was written without "+what, "")
	}
	if asked.Title != nil && hash(*asked.Title) != hash(got.Title) {
		missing(diag.Error, "its title")
	}
	if asked.Body != nil && normal(*asked.Body) != normal(got.Body) {
		missing(diag.Error, "its text")
	}
	if asked.State != "" && asked.State != got.State {
		missing(diag.Error, "its state, "+asked.State)
	}
	if asked.State == Closed && asked.Reason != got.status() {
		missing(diag.Warning, "the reason "+asked.Reason)
	}
	for _, name := range without(asked.AddLabels, got.Labels) {
		missing(diag.Warning, "the label "+name)
	}
	for _, name := range without(asked.AddAssignees, got.Assignees) {
		missing(diag.Warning, "the assignee "+name+", who cannot be assigned there")
	}
	if asked.Milestone != nil && *asked.Milestone != "" && !strings.EqualFold(*asked.Milestone, got.Milestone) {
		missing(diag.Warning, "the milestone "+*asked.Milestone)
	}
	if asked.Parent != nil && !strings.EqualFold(ref(asked.Parent.Repo, asked.Parent.Number), got.Parent) {
		missing(diag.Warning, "becoming a sub-issue of "+ref(asked.Parent.Repo, asked.Parent.Number)+", which may have 100 already")
	}
	for _, name := range append(among(asked.RemoveLabels, got.Labels), among(asked.RemoveAssignees, got.Assignees)...) {
		missing(diag.Warning, "taking away "+name)
	}
}

// states is what is known at the end, for the wiki and the next run.
func (r *applier) states() State {
	now := r.options.Clock.Now().UTC().Truncate(time.Second)
	s := State{Version: stateVersion, Namespace: r.settings.Namespace, ReadAt: now, Issues: map[string]IssueState{}}
	mine := map[string]bool{}
	for n := range r.items {
		key := r.items[n].Key
		mine[key.Short()] = true
		known, was := r.lastSeen(&r.items[n])
		i, found := r.issues[key]
		switch {
		case found && r.goneNow(i.Repo, i.Number).How != "":
			last := snapshot(i, now)
			last.Gone = r.goneNow(i.Repo, i.Number).How
			s.put(key, last)
		case found:
			s.put(key, snapshot(i, now))
		case was:
			known.Gone = r.goneNow(known.Repo, known.Number).How
			s.put(key, known)
		}
	}
	if previous := r.info.Previous; (r.info.Incomplete || r.Refused != "") && previous != nil && previous.Namespace == s.Namespace {
		for short, known := range previous.Issues {
			if !mine[short] { // its file could not be read this time, or an older commit lacks it
				s.Issues[short] = known
			}
		}
	}
	return s
}

func (r *applier) goneNow(repo string, number int) Gone {
	if l := r.listings[strings.ToLower(repo)]; l != nil {
		return l.Gone[number]
	}
	return Gone{}
}
