package tracker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Apply carries a plan out, in its order: a run that ends half-way leaves the
// least surprise. It never trusts the plan for what an issue is now: each
// issue is read and compared again right before it is changed.
//
// The Result is there whatever happens, with what is known of all issues. The
// error is for a plan that was refused, and for a context that ended.
func Apply(ctx context.Context, t Tracker, plan *Plan, o Options) (*Result, error) {
	r := &applier{Plan: plan, tracker: t, options: o, started: o.Clock.Now(), result: &Result{Conflicts: slices.Clone(plan.Conflicts)},
		blocked: map[string]bool{}, relisted: map[string]bool{}, created: map[string][]Action{}}
	if plan.Refused != "" {
		r.result.Remaining = plan.writing()
		r.result.States = r.states()
		return r.result, fmt.Errorf("nothing was written: %s", plan.Refused)
	}
	r.run(ctx)
	r.result.States = r.states()
	return r.result, ctx.Err()
}

// applier is a plan being carried out.
type applier struct {
	*Plan
	tracker  Tracker
	options  Options
	started  time.Time
	result   *Result
	writes   int
	unclear  int             // writes in a row whose outcome stayed unknown
	stopped  bool            // nothing more is to be tried
	blocked  map[string]bool // repositories that refused
	relisted map[string]bool
	created  map[string][]Action // by repository
}

// writing lists the actions that change something, in order.
func (p *Plan) writing() []Action {
	var list []Action
	for _, a := range p.Actions {
		if a.Verb.Writes() {
			list = append(list, a)
		}
	}
	return list
}

func (r *applier) run(ctx context.Context) {
	todo := r.writing()
	r.ensureLabels(ctx, todo)
	r.ensureMilestones(ctx, todo)
	for n, a := range todo {
		if r.over(ctx) {
			r.stopped, r.result.Incomplete = true, true
		}
		if r.stopped || r.held(a) != "" || r.blocked[a.Repo] {
			r.result.Remaining = append(r.result.Remaining, a)
			continue
		}
		if r.options.Progress != nil {
			r.options.Progress(n, len(todo), a)
		}
		if a.Verb == Create {
			r.create(ctx, a)
		} else {
			r.edit(ctx, a)
		}
	}
	r.settleDuplicates(ctx)
	r.linkChildren(ctx)
	r.linkDependents(ctx)
}

// over reports whether a limit of the run is reached.
func (r *applier) over(ctx context.Context) bool {
	o := r.options
	return ctx.Err() != nil || o.MaxWrites > 0 && r.writes >= o.MaxWrites ||
		o.MaxTime > 0 && o.Clock.Now().Sub(r.started) >= o.MaxTime
}

// ensureLabels makes the labels that the actions will name, first of all: an
// unknown one would get a default colour, or be dropped.
func (r *applier) ensureLabels(ctx context.Context, todo []Action) {
	needed, repos := map[string][]string{}, []string{}
	for _, a := range todo {
		if len(a.labels) > 0 && r.held(a) == "" {
			if needed[a.Repo] == nil {
				repos = append(repos, a.Repo)
			}
			needed[a.Repo] = append(needed[a.Repo], without(a.labels, needed[a.Repo])...)
		}
	}
	for _, repo := range repos {
		for _, name := range needed[repo] {
			if r.stopped || r.over(ctx) {
				return
			}
			r.ensureLabel(ctx, repo, labelOf(name))
		}
	}
}

// ensureLabel makes one. Without it the issue is written all the same.
func (r *applier) ensureLabel(ctx context.Context, repo string, label Label) {
	wrote, err := r.tracker.EnsureLabel(ctx, repo, label)
	if wrote {
		r.writes++
	}
	if err == nil {
		return
	}
	switch p := problemOf(err); p.Kind {
	case Rejected, Denied, Missing, Unclear:
		r.tell(Action{}, diag.Warning, "label", repo+": "+p.Error(), "")
	default:
		r.failed(Action{Repo: repo}, err)
	}
}

// edit reads an issue, compares again and changes what is to be changed still.
// It comes round again for what takes two steps: labels and assignees go
// first, and the issue is read anew before its text is replaced, so that what a
// person wrote a moment ago is seen.
func (r *applier) edit(ctx context.Context, a Action) {
	i, err := r.tracker.Issue(ctx, a.Repo, a.Number)
	if err != nil {
		r.failed(a, err)
		return
	}
	if r.overtaken(i) {
		r.tell(Action{}, diag.Warning, "overtaken", "a run for a newer commit has begun meanwhile: stopped", "")
		r.stopped = true
		r.remain(a, true)
		return
	}
	for round := range 4 {
		m, ok := r.again(a, i)
		if !ok {
			r.know(a, i)
			return
		}
		next := m.edit.texts()
		if sets := m.edit.sets(); round == 0 && !sets.Empty() {
			next = sets
		}
		if next.Empty() {
			break
		}
		if most := r.options.MaxWrites; most > 0 && r.writes > 0 && r.writes+m.edit.writes() > most {
			r.remain(a, true)
			return
		}
		if i, ok = r.write(ctx, a, i, next); !ok {
			return
		}
	}
	r.know(a, i)
	r.unclear = 0
	r.result.Done = append(r.result.Done, a)
}

// write sends one change and gives what the issue is then; if that failed, and
// what it means for the run is said, it reports false.
func (r *applier) write(ctx context.Context, a Action, before Issue, e Edit) (Issue, bool) {
	r.writes += e.writes()
	after, err := r.tracker.Edit(ctx, a.Repo, a.Number, e)
	if err != nil {
		if now, ok := r.tookEffect(ctx, a, err); ok {
			return now, true
		}
		r.failed(a, err)
		return before, false
	}
	r.compare(a, e, after)
	r.know(a, after)
	return after, true
}

// overtaken reports whether an issue was written from a newer commit than the
// run's own.
func (r *applier) overtaken(i Issue) bool {
	what, s, _ := parse(i.Body)
	return what == oneMarker && s.Key.Namespace == r.settings.Namespace && i.Trusted && r.info.older(s.Marker)
}

// again compares an issue as it is now; what people did since the plan was
// made counts.
func (r *applier) again(a Action, i Issue) (merged, bool) {
	what, s, _ := parse(i.Body)
	key := s.Key
	switch {
	case a.Verb == Adopt && what == noMarker:
		s = adopted(a.key, i)
	case what != oneMarker || key != a.key && !slices.Contains(a.former, key):
		r.conflict(a, "the hidden marker in "+i.Ref()+" was changed while this ran")
		return merged{}, false
	}
	switch a.Verb {
	case MarkDuplicate:
		return r.mergeDuplicate(a, i, s), true
	case CloseOrphan:
		return r.mergeOrphan(i, s), true
	}
	m := r.merge(a.wanted, i, s)
	for _, c := range m.conflicts {
		r.conflict(a, c)
	}
	return m, true
}

// tookEffect looks whether a change whose answer was lost happened, so that
// nothing is left to do.
func (r *applier) tookEffect(ctx context.Context, a Action, err error) (Issue, bool) {
	if problemOf(err).Kind != Unclear {
		return Issue{}, false
	}
	i, err := r.tracker.Issue(ctx, a.Repo, a.Number)
	if err != nil {
		return Issue{}, false
	}
	m, ok := r.again(a, i)
	return i, ok && m.edit.Empty()
}

// know remembers an issue for the state.
func (r *applier) know(a Action, i Issue) {
	if a.wanted != nil {
		r.issues[a.wanted.key] = i
		if r.dependents[a.wanted.key] != nil {
			r.named[a.wanted.key] = i
		}
	}
}

// failed sorts out what an error means for the rest of the run.
func (r *applier) failed(a Action, err error) {
	p := problemOf(err)
	switch p.Kind {
	case Rejected:
		r.tell(a, diag.Error, "rejected", p.Error(), "")
	case Missing, Removed, Moved:
		gone, _ := goneBy(p)
		r.tell(a, diag.Warning, "gone", fmt.Sprintf("its issue %s is %s", ref(a.Repo, a.Number), strings.TrimSpace(gone.How+" "+gone.To)), "")
		r.gone(a, gone)
	case Denied:
		if !r.blocked[a.Repo] {
			r.tell(Action{}, diag.Error, "denied", p.Error(), "give the token write access to issues (`issues: write` in a workflow)")
		}
		r.blocked[a.Repo] = true
		r.remain(a, false)
	case Unclear:
		r.unclear++
		r.tell(a, diag.Warning, "unclear", p.Error()+"; whether it happened is unknown, the next run looks first", "")
		r.stopped = r.stopped || r.unclear >= 3
		r.remain(a, true)
	default:
		if !errors.Is(err, context.Canceled) {
			r.tell(Action{}, diag.Warning, "stopped", p.Error(), "run sync again later: it goes on where it stopped")
		}
		r.stopped = true
		r.remain(a, true)
	}
}

func (r *applier) remain(a Action, incomplete bool) {
	if a.Verb != "" {
		r.result.Remaining = append(r.result.Remaining, a)
	}
	r.result.Incomplete = r.result.Incomplete || incomplete
}

func (r *applier) gone(a Action, gone Gone) {
	l := r.listings[strings.ToLower(a.Repo)]
	if l == nil || a.Number == 0 {
		return
	}
	if l.Gone == nil {
		l.Gone = map[int]Gone{}
	}
	l.Gone[a.Number] = gone
}

func (r *applier) tell(a Action, s diag.Severity, rule, message, hint string) {
	if a.Title != "" {
		message = a.Title + ": " + message
	}
	r.result.Warnings = append(r.result.Warnings, finding(a, s, rule, message, hint))
}

// conflict records a conflict that the plan did not know yet.
func (r *applier) conflict(a Action, why string) {
	d := finding(a, diag.Error, string(Conflict), a.Title+": "+why, "")
	for _, known := range r.result.Conflicts {
		if known.Message == d.Message && known.Span == d.Span {
			return
		}
	}
	r.result.Conflicts = append(r.result.Conflicts, d)
}
