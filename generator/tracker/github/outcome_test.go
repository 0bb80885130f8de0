package github_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/tracker"
	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// What becomes of a remediation whose issue is in some unusual state. Each case
// begins with two remediations that have issues 1 and 2; then something
// happens, a run follows, and another one writes nothing.
func TestOutcomes(t *testing.T) {
	changed := func(w *wiki) { w.items[0].Title, w.items[0].Description = "Changed", "Other words." }
	for _, c := range []struct {
		name    string
		happens func(*wiki)
		title   string // of issue 1 afterwards, "" if it is not there
		issues  int    // in the repository afterwards
		says    string // in the plan or in the run's warnings
	}{
		{"locked", func(w *wiki) { w.repo.Lock(1); changed(w) }, "Changed", 2, ""},
		{"closed and changed", func(w *wiki) { w.repo.As("ann").Close(1, "completed"); changed(w) }, "Changed", 2, ""},
		{"opted out afterwards", func(w *wiki) { changed(w); w.items[0].OptOut = true }, "Remediation 1", 2, "it has no issue; this one is left"},
		{"opted out from the start", func(w *wiki) { w.add(1); w.items[2].OptOut = true }, "Remediation 1", 2, ""},
		{"renamed id", func(w *wiki) {
			w.items[0].Formerly = []tracker.Key{w.items[0].Key}
			w.items[0].Key.Remediation = "better-id"
			changed(w)
		}, "Changed", 2, "becomes 2014-11-24-ids/better-id"},
		{"renamed id without a word", func(w *wiki) { w.items[0].Key.Remediation = "better-id" }, "Remediation 1", 3, "write `formerly: [fix-1]` there first"},
		{"moved incident", func(w *wiki) {
			for n := range w.items {
				w.items[n].Formerly = []tracker.Key{w.items[n].Key}
				w.items[n].Key.Incident, w.items[n].SourcePath = "2014-11-24-moved", "incidents/2014/moved.md"
			}
		}, "Remediation 1", 2, "becomes 2014-11-24-moved/fix-1"},
		{"other repository wanted", func(w *wiki) { w.gh.Repo("acme/other"); w.items[0].Repo = "acme/other"; changed(w) }, "Changed", 2, "transfer it there"},
		{"transferred where it is wanted", func(w *wiki) {
			w.repo.Transfer(1, w.gh.Repo("acme/other"))
			w.items[0].Repo = "acme/other"
			changed(w)
		}, "", 1, ""},
		{"transferred elsewhere", func(w *wiki) { w.repo.Transfer(1, w.gh.Repo("acme/other")); changed(w) }, "", 1, "is transferred"},
		{"deleted", func(w *wiki) { w.repo.Delete(1); changed(w) }, "", 1, "is deleted"},
		{"deleted, and then renamed", func(w *wiki) {
			w.repo.Delete(1)
			w.items[0].Formerly = []tracker.Key{w.items[0].Key}
			w.items[0].Key.Remediation = "better-id"
		}, "", 1, "is deleted"},
		{"archived", func(w *wiki) { w.repo.SetArchived(true); changed(w) }, "Remediation 1", 2, "it is archived"},
		{"archived meanwhile", func(w *wiki) {
			changed(w)
			w.gh.FailNext(githubtest.AnyWrite, githubtest.Meanwhile(func() { w.repo.SetArchived(true) }))
		}, "Remediation 1", 2, "archived"},
		{"issues switched off", func(w *wiki) { w.repo.SetHasIssues(false); changed(w) }, "Remediation 1", 2, "switched off"},
		{"issues switched off meanwhile", func(w *wiki) {
			w.add(1)
			w.gh.FailNext(createRoute, githubtest.Meanwhile(func() { w.repo.SetHasIssues(false) }))
		}, "Remediation 1", 2, "Issues are disabled"},
		{"adopted", func(w *wiki) {
			w.repo.As("ann").CreateIssue("Since long", "Ann's words")
			w.add(1)
			w.items[2].IssueNumber = 3
		}, "Remediation 1", 3, "the file names this issue"},
		{"adopting what is another's", func(w *wiki) { w.add(1); w.items[2].IssueNumber = 1 }, "Remediation 1", 2, "is the issue of acme/2014-11-24-ids/fix-1 already"},
		{"adopting a second one", func(w *wiki) { w.items[0].IssueNumber = w.repo.As("ann").CreateIssue("Since long", "") }, "Remediation 1", 3, "the file names issue 3"},
		{"adopting a pull request", func(w *wiki) { w.add(1); w.items[2].IssueNumber = w.repo.AddPullRequest("Do it") }, "Remediation 1", 2, "is a pull request"},
		{"restricted afterwards", func(w *wiki) { changed(w); w.items[0].Visibility = incident.Restricted }, "Remediation 1", 2, "everybody can read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWiki(t).add(2)
			r := w.sync()
			w.info.Previous = &r.States
			c.happens(w)
			r = w.sync()
			said := w.plan.Text() + fmt.Sprint(w.plan.Warnings, r.Warnings)
			contains(t, "it", said, c.says)
			want(t, "issues", len(w.repo.Issues()), c.issues)
			title := ""
			if first := w.repo.Issues()[0]; first.Number == 1 {
				title = first.Title
			}
			want(t, "title", title, c.title)
			w.info.Previous = &r.States
			w.gh.Heal()
			w.gh.ForgetLog()
			w.sync()
			want(t, "writes of a second run", w.writes(), "")
		})
	}
}

// Remediations of one wiki go to several repositories, each with its own
// readers, and one that cannot be used does not hold up the others.
func TestSeveralRepositories(t *testing.T) {
	w := newWiki(t).add(4)
	other, secret := w.gh.Repo("acme/other"), w.gh.Repo("acme/secret")
	secret.SetPrivate(true)
	w.items[1].Repo, w.items[2].Repo, w.items[2].Visibility, w.items[3].Repo = "acme/other", "acme/secret", incident.Restricted, "acme/unknown"
	r := w.sync()
	want(t, "issues", fmt.Sprint(len(w.repo.Issues()), len(other.Issues()), len(secret.Issues())), "1 1 1")
	contains(t, "plan", fmt.Sprint(w.plan.Warnings), "acme/unknown")
	want(t, "known", len(r.States.Issues), 3)
	w.still()
}

// The state that the wiki shows: open, in progress, done and declined, with
// days, assignees and age.
func TestStatesForTheWiki(t *testing.T) {
	w := newWiki(t).add(5)
	w.repo.Grant("lex", githubtest.Write)
	w.sync()
	ann := w.repo.As("ann")
	ann.Assign(2, "lex")
	ann.Relabel(3, "remediation", "In Progress")
	w.gh.Clock().Advance(48 * time.Hour)
	ann.Close(4, "completed")
	closed := w.gh.Clock().Now()
	ann.Close(5, "not_planned")
	w.gh.Clock().Advance(time.Hour)
	r := w.still()
	want(t, "age", r.States.ReadAt.Sub(closed).Round(time.Hour), time.Hour)
	for n, status := range []tracker.Status{tracker.StatusOpen, tracker.StatusInProgress, tracker.StatusInProgress, tracker.StatusDone, tracker.StatusDeclined} {
		i := r.States.Issues[fmt.Sprintf("2014-11-24-ids/fix-%d", n+1)]
		want(t, "status", i.Status, status)
		want(t, "closed", i.ClosedAt != nil && i.ClosedAt.Equal(closed), n >= 3)
	}
	want(t, "assignees", r.States.Issues["2014-11-24-ids/fix-2"].Assignees, "[lex]")
}
