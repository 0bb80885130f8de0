package tracker

import (
	"fmt"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// want is what the item makes of its issue, unless the repository has readers
// whom the incident is not meant for.
func (r *reconciler) want(it *Item, a Action, l *Listing) (*wanted, bool) {
	audience := r.audience(l.Repository)
	if !it.Visibility.For(audience) {
		hint := "write `repo:` with a repository of fewer readers, or `issue: none`"
		if it.Visibility.For(incident.Internal) {
			hint += "; `github.visibility: internal` allows it for the whole wiki"
		}
		r.holdAll(a, fmt.Sprintf("its incident is %s, and %s can read %s", visibilityWord(it.Visibility), readersWord(l.Repository.Readers), l.Repository.Name), hint)
		return nil, false
	}
	w := &wanted{item: it, milestone: r.settings.Milestone, repo: l.Repository.Name, key: it.Key, title: titleOf(it, r.deadener()), labels: append(r.labels[:len(r.labels):len(r.labels)], r.labelsFor(it)...), status: Open, audience: audience}
	if it.Parent {
		w.labels = []string{parentLabel}
	}
	switch {
	case it.Done:
		w.status = Completed
	case it.Decision == incident.Declined:
		w.status = NotPlanned
	case it.Decision == incident.Parked:
		w.labels = append(w.labels, parkedLabel)
	}
	if it.OwnerLogin != "" {
		w.assignees = []string{it.OwnerLogin}
	}
	a.wanted = w
	if r.parentKey(it).Valid() {
		r.children[it.Key] = a
	}
	for _, d := range it.DependsOn {
		r.dependents[d.Key] = append(r.dependents[d.Key], a)
	}
	return w, true
}

// audience is whom a repository's readers are. It fails closed.
func (r *reconciler) audience(repo Repository) incident.Visibility {
	switch {
	case repo.Readers == Invited:
		return incident.Restricted
	case repo.Readers == Company, r.settings.AllowInternalInPublic:
		return incident.Internal
	}
	return incident.Public
}

func visibilityWord(v incident.Visibility) string {
	if v == "" {
		return string(incident.Internal)
	}
	return string(v)
}

func readersWord(r Readers) string {
	return [...]string{"everybody", "the whole company", "who is invited"}[r]
}

// refuse finds reasons to write nothing at all.
func (r *reconciler) refuse() {
	creates, closes, most := 0, 0, r.settings.maxChanges()
	for _, a := range r.Actions {
		if a.Verb == Create {
			creates++
		}
		if a.Verb.closes() {
			closes++
		}
	}
	info, newest := r.info, r.index.newest
	switch {
	case info.Head != "" && info.Commit != info.Head:
		r.Refused = fmt.Sprintf("commit %s is not the newest of the default branch (%s)", short(info.Commit), short(info.Head))
	case info.older(newest):
		r.Refused = fmt.Sprintf("the issues were last written from a newer commit, %s of %s", short(newest.Commit), newest.committed().Format("2006-01-02 15:04 MST"))
	case creates > most:
		r.Refused = fmt.Sprintf("it would open %d issues, and %d are allowed in one run; raise --max-changes if that is meant", creates, most)
	case closes > most:
		r.Refused = fmt.Sprintf("it would close %d issues, and %d are allowed in one run; raise --max-changes if that is meant", closes, most)
	}
}

// older reports whether a marker is from a newer commit than the run.
func (info RunInfo) older(m Marker) bool {
	return !info.AllowOlder && !info.CommittedAt.IsZero() && m.At > info.CommittedAt.Unix() && m.Commit != info.Commit
}

func short(commit string) string { return commit[:min(len(commit), 12)] }

// heldReason says why nothing is written to a repository, "" if it may be.
func heldReason(repo Repository) string {
	switch {
	case repo.Fork:
		return "it is a fork"
	case repo.Archived:
		return "it is archived"
	case repo.ReadOnly:
		return "the token may not write to it"
	}
	return ""
}

// warnHeld says once for each reason and repository what stands in the way.
func (r *reconciler) warnHeld(listings []Listing) {
	for _, c := range r.common {
		what := "1 remediation has"
		if c.count > 1 {
			what = fmt.Sprintf("%d remediations have", c.count)
		}
		r.warn(Action{}, diag.Warning, string(Hold), fmt.Sprintf("%s no issue: %s", what, c.why), c.hint)
	}
	for n := range listings {
		l := &listings[n]
		if l.Problem != nil {
			r.warn(Action{}, diag.Error, "repository", l.Problem.Error(), "correct the name, or give the token access")
			continue
		}
		if l.Asked != "" && !strings.EqualFold(l.Asked, l.Repository.Name) {
			r.warn(Action{}, diag.Warning, "renamed-repository", fmt.Sprintf("%s is called %s now", l.Asked, l.Repository.Name), "write its new name")
		}
		if reason := heldReason(l.Repository); reason != "" && r.writesTo(l.Repository.Name) > 0 {
			r.warn(Action{}, diag.Error, "repository", fmt.Sprintf("nothing is written to %s: %s", l.Repository.Name, reason), "")
		}
	}
}

func (p *Plan) writesTo(repo string) int {
	n := 0
	for _, a := range p.Actions {
		if a.Verb.Writes() && strings.EqualFold(a.Repo, repo) {
			n++
		}
	}
	return n
}

// held says why an action of the plan is not to be carried out.
func (p *Plan) held(a Action) string {
	if l := p.listings[strings.ToLower(a.Repo)]; l != nil {
		return heldReason(l.Repository)
	}
	return "its repository is unknown"
}

// action begins an Action of an item.
func action(it *Item, v Verb) Action {
	return Action{Verb: v, Key: it.Key.String(), Title: it.Title, Incident: it.Key.Incident, IncidentTitle: it.IncidentTitle, Path: it.SourcePath, Line: it.SourceLine, key: it.Key}
}

func (a Action) on(i Issue) Action {
	a.Repo, a.Number, a.URL = i.Repo, i.Number, i.URL
	return a
}

func (a Action) as(v Verb, why string) Action {
	a.Verb, a.Why = v, why
	return a
}

// hold records an action that writes nothing, and why.
func (r *reconciler) hold(a Action, v Verb, why, hint string) {
	r.Actions = append(r.Actions, a.as(v, why))
	d := finding(a, diag.Warning, string(v), a.Title+": "+why, hint)
	if v == Conflict {
		d.Severity = diag.Error
		r.Conflicts = append(r.Conflicts, d)
		return
	}
	r.Warnings = append(r.Warnings, d)
}

// holdAll is hold for what many remediations may have in common: it is warned
// of once for all of them, by warnHeld.
func (r *reconciler) holdAll(a Action, why, hint string) {
	r.Actions = append(r.Actions, a.as(Hold, why))
	for n := range r.common {
		if r.common[n].why == why {
			r.common[n].count++
			return
		}
	}
	r.common = append(r.common, commonHold{why, hint, 1})
}

type commonHold struct {
	why, hint string
	count     int
}

func (p *Plan) warn(a Action, s diag.Severity, rule, message, hint string) {
	if a.Title != "" {
		message = a.Title + ": " + message
	}
	p.Warnings = append(p.Warnings, finding(a, s, rule, message, hint))
}

// finding points to where the remediation is written.
func finding(a Action, s diag.Severity, rule, message, hint string) diag.Diagnostic {
	at := diag.Position{Line: a.Line}
	if a.Line > 0 {
		at.Column = 1
	}
	return diag.Diagnostic{Rule: "sync/" + rule, Severity: s, Message: message, Hint: hint, Span: diag.Span{File: a.Path, Start: at, End: at}}
}
