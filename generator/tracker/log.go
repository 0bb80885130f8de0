package tracker

import (
	"fmt"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// Log is what may stand in a log that some repository's readers can read: a
// public workflow prints for everybody. It fails closed: whatever is not known
// to be for them is not told.
type Log struct {
	plan     *Plan
	audience incident.Visibility
	hidden   map[string]bool // by key as an action has it, and by the path of a file
	names    []string        // that give away a hidden incident
}

// LogFor is the Log that the readers of a repository read.
func (p *Plan) LogFor(readers Readers) *Log {
	r := &reconciler{Plan: p}
	l := &Log{plan: p, audience: r.audience(Repository{Readers: readers}), hidden: map[string]bool{}}
	known := []string{p.settings.Repo, ""}
	for _, it := range p.items {
		if it.Visibility.For(l.audience) {
			known = append(known, it.Repo)
		}
	}
	for _, it := range p.items {
		if it.Visibility.For(l.audience) {
			continue
		}
		l.hidden[it.Key.String()], l.hidden[it.SourcePath] = true, true
		for _, name := range []string{it.Key.Incident, it.Title, it.IncidentTitle, it.SourcePath, it.Repo} {
			if !slices.Contains(known, name) {
				l.names = append(l.names, name)
			}
		}
	}
	return l
}

// Audience is whom the log is for.
func (l *Log) Audience() incident.Visibility { return l.audience }

// TellsOf reports whether the log may name a file.
func (l *Log) TellsOf(path string) bool { return !l.hidden[path] }

// Tells reports whether the log may name what an action is about: a remediation
// that its readers may know of or, where the wiki has none any more, an issue
// in a repository that has no fewer readers.
func (l *Log) Tells(a Action) bool {
	if l.hidden[a.Key] || l.hidden[a.Path] {
		return false
	}
	if a.Path != "" || a.Repo == "" {
		return true
	}
	where := Repository{Readers: Invited} // what is not known may be the most private
	if found := l.plan.listings[strings.ToLower(a.Repo)]; found != nil && found.Problem == nil {
		where = found.Repository
	}
	return (&reconciler{Plan: l.plan}).audience(where).For(l.audience)
}

// Findings are those that the log may hold.
func (l *Log) Findings(list diag.List) (told diag.List) {
	for _, d := range list {
		names := func(name string) bool { return strings.Contains(d.Message+"\n"+d.Hint, name) }
		if !l.hidden[d.Span.File] && !slices.ContainsFunc(l.names, names) {
			told = append(told, d)
		}
	}
	return told
}

// Plan is the plan as the log may hold it, with how much it leaves out.
func (l *Log) Plan() *Plan {
	p := *l.plan
	p.Actions = nil
	for _, a := range l.plan.Actions {
		if l.Tells(a) {
			p.Actions = append(p.Actions, a)
		}
	}
	p.Conflicts, p.Warnings = l.Findings(p.Conflicts), l.Findings(p.Warnings)
	if left := len(l.plan.Actions) - len(p.Actions); left > 0 {
		p.Warnings = append(p.Warnings, diag.Diagnostic{
			Rule: "sync/log", Severity: diag.Warning, Message: fmt.Sprintf("%d more that the readers of this log may not know of", left),
			Hint: "run `retrowiki sync --dry-run` on a machine of your own to see them",
		})
	}
	return &p
}
