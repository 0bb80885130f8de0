package generator

import (
	"fmt"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/page"
	"github.com/retrowiki/retrowiki/generator/tracker"
)

// States turns what a sync read back into what pages show. A nil state says
// that no tracker was ever asked.
func States(s *tracker.State) collection.States {
	if s == nil {
		return collection.States{}
	}
	states := collection.States{ReadAt: s.ReadAt, Issues: make(map[string]collection.IssueState, len(s.Issues))}
	for key, i := range s.Issues {
		if i.Gone != "" {
			continue
		}
		state := collection.IssueState{Repo: i.Repo, Number: i.Number, URL: i.URL, State: collection.State(i.Status), Assignees: i.Assignees}
		if i.ClosedAt != nil {
			state.ClosedAt = *i.ClosedAt
		}
		states.Issues[key] = state
	}
	return states
}

// Items lists every remediation as a sync wants it. The Wiki must have been
// loaded for the restricted audience: the tracker holds back what a
// repository's readers may not see, and something that it is not told of would
// look as if it had been removed.
func Items(w *Wiki) []tracker.Item {
	var items []tracker.Item
	for _, e := range w.View.Entries() {
		if e.Broken {
			continue
		}
		for _, r := range w.View.RemediationsOf(e) {
			items = append(items, w.item(e, r))
		}
	}
	return items
}

// Unread reports whether some incident could not be read, so that what seems
// removed may only be unreadable.
func (w *Wiki) Unread() bool {
	for _, e := range w.View.Entries() {
		if e.Broken {
			return true
		}
	}
	return w.Findings.AtLeast(diag.Error) > 0
}

func (w *Wiki) item(e *collection.Entry, r collection.Remediation) tracker.Item {
	namespace := w.Config.GitHub.Namespace
	span := e.Origin.Span(fmt.Sprintf("remediations[%d]", r.Index))
	i := tracker.Item{
		Key:   tracker.Key{Namespace: namespace, Incident: e.ID, Remediation: r.ID},
		Title: r.Title, Description: r.Description, Decision: r.EffectiveDecision(), Reason: r.Reason, Done: r.Done.Known(),
		Level: r.Level, Kind: r.Kind, Size: r.Size, Audience: r.Audience, Priority: r.Priority,
		Owner: w.personName(r.Owner), OwnerLogin: w.Config.People[r.Owner].GitHub, Due: known(r.Due),
		Factors: r.Factors, Services: e.Services, Upstream: r.Upstream,
		Repo: r.Repo, IssueNumber: r.Remediation.Issue.Number, OptOut: r.Remediation.Issue.OptOut,
		Visibility: orInternal(e.Visibility), IncidentTitle: e.Title, IncidentURL: w.address(page.IncidentPath(e.ID)),
		ImpactSummary: w.impact(e), Severity: e.Severity, Date: known(e.Start()),
		URL: w.address(page.RemediationPath(e.ID, r.ID)), SourcePath: e.Origin.Path, SourceLine: span.Start.Line,
	}
	for _, id := range append([]string{r.ID}, r.Formerly...) {
		for _, incidentID := range append([]string{e.ID}, e.Aliases...) {
			if key := (tracker.Key{Namespace: namespace, Incident: incidentID, Remediation: id}); key != i.Key {
				i.Formerly = append(i.Formerly, key)
			}
		}
	}
	for _, ref := range r.DependsOn {
		if other, ok := w.View.Remediation(e, ref); ok {
			dependency := w.reference(other.Title, other.Entry, page.RemediationPath(other.Entry.ID, other.ID))
			dependency.Key = tracker.Key{Namespace: namespace, Incident: other.Entry.ID, Remediation: other.ID}
			i.DependsOn = append(i.DependsOn, dependency)
		}
	}
	for _, o := range w.View.Occurrences(e) {
		if o != e {
			i.Recurrences = append(i.Recurrences, w.reference(o.Title, o, page.IncidentPath(o.ID)))
		}
	}
	return i
}

func (w *Wiki) reference(title string, e *collection.Entry, path string) tracker.Reference {
	return tracker.Reference{Title: title, URL: w.address(path), Visibility: orInternal(e.Visibility)}
}

func orInternal(v incident.Visibility) incident.Visibility {
	if v == "" {
		return incident.Internal
	}
	return v
}

func known(m incident.Moment) time.Time {
	if !m.Known() {
		return time.Time{}
	}
	return m.Time
}

// address is the absolute address of a page, "" where the wiki has none.
func (w *Wiki) address(path string) string {
	if w.Config.BaseURL == "" {
		return ""
	}
	return w.Config.BaseURL + strings.Replace(path, "/index.html", "/", 1)
}

func (w *Wiki) personName(name string) string {
	if p := w.Config.People[name]; p.Name != "" {
		return p.Name
	}
	return name
}

func (w *Wiki) impact(e *collection.Entry) string {
	if doc := e.Fragments["customer_impact.summary"]; doc != nil {
		return doc.Excerpt(600)
	}
	return ""
}

// TrackerSettings are the wiki's rules for its issues.
func (w *Wiki) TrackerSettings() tracker.Settings {
	g := w.Config.GitHub
	return tracker.Settings{
		Namespace: g.Namespace, Repo: g.Repo, Labels: g.Labels, LabelsFor: g.LabelsFor, Milestone: strings.TrimSpace(g.Milestone), Parents: g.Parents,
		AllowInternalInPublic: g.Visibility == string(incident.Internal),
		SkipUndecided:         g.SkipUndecided, CloseRemoved: g.OnRemoved == "close", MaxChanges: g.MaxChanges,
	}
}
