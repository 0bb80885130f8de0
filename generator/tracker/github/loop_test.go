package github_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/tracker"
	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

func TestInvariant01_SameTreeSameIssuesWritesNothing(t *testing.T) {
	w := newWiki(t, githubtest.Linger(1000)).add(3)
	r := w.sync()
	want(t, "issues", len(w.repo.Issues()), 3)
	want(t, "done", len(r.Done), 3)
	w.oneOpenEach()
	w.still()
	w.still()
	want(t, "requests of an empty run", len(w.gh.Log()), 2)
}

func TestEmptySyncOfAThousand(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	w := newWiki(t, githubtest.NoLimits()).add(1000)
	w.github.Pace, w.github.PerMinute, w.github.PerHour = -1, 1e6, 1e6
	w.sync()
	w.still()
	want(t, "requests", len(w.gh.Log()), 11)
}

func TestOnlyTheTitleIsPatched(t *testing.T) {
	w := newWiki(t).add(2)
	w.sync()
	w.items[0].Title = "A better title"
	w.sync()
	want(t, "writes", w.writes(), "PATCH issues/1")
	want(t, "title", w.repo.Issue(1).Title, "A better title")
	w.still()
}

func TestClosedOnGitHubIsDone(t *testing.T) {
	w := newWiki(t).add(2)
	w.sync()
	w.repo.As("ann").Close(1, "completed")
	w.repo.As("ann").Close(2, "not_planned")
	r := w.still()
	want(t, "status", r.States.Issues["2014-11-24-ids/fix-1"].Status, tracker.StatusDone)
	want(t, "status", r.States.Issues["2014-11-24-ids/fix-2"].Status, tracker.StatusDeclined)
}

func TestDecidedInTheFile(t *testing.T) {
	w := newWiki(t).add(3)
	w.sync()
	w.items[0].Decision = incident.Declined
	w.items[1].Done = true
	w.items[2].Decision = incident.Parked
	w.sync()
	one, two, three := w.repo.Issue(1), w.repo.Issue(2), w.repo.Issue(3)
	want(t, "declined", one.State+" "+one.StateReason, "closed not_planned")
	want(t, "done", two.State+" "+two.StateReason, "closed completed")
	want(t, "parked", fmt.Sprint(three.State, three.Labels), "open[remediation parked]")
	w.still()

	w.items[0].Decision = incident.Accepted
	w.items[1].Done, w.items[1].Decision = false, incident.Declined
	w.items[2].Decision = incident.Accepted
	w.sync()
	one, two, three = w.repo.Issue(1), w.repo.Issue(2), w.repo.Issue(3)
	want(t, "accepted after all", one.State, "open")
	want(t, "declined, not done", two.State+" "+two.StateReason, "closed not_planned")
	want(t, "no longer parked", three.Labels, "[remediation]")
	w.still()
}

func TestInvariant02_IdentityIsTheMarker(t *testing.T) {
	w := newWiki(t).add(1)
	w.sync()
	w.repo.As("ann").EditTitle(1, "Something else")
	w.repo.As("ann").Relabel(1, "other")
	w.repo.Rename("acme/incidents")
	w.items[0].SourcePath = "elsewhere.md"
	w.sync()
	want(t, "issues", len(w.repo.Issues()), 1)
	w.items[0].Formerly = []tracker.Key{w.items[0].Key}
	w.items[0].Key.Remediation = "renamed"
	w.sync()
	want(t, "issues", len(w.repo.Issues()), 1)
	contains(t, "body", w.repo.Issue(1).Body, `"key":"acme/2014-11-24-ids/renamed"`)
	w.still()
}

func TestInvariant03_AllPagesOpenAndClosedWithoutPullRequests(t *testing.T) {
	w := newWiki(t).add(1)
	w.sync()
	w.repo.As("ann").Close(1, "completed")
	for n := range 250 {
		w.repo.AddPullRequest(fmt.Sprint("pull ", n))
	}
	w.add(1)
	w.sync()
	want(t, "issues", len(w.repo.Issues()), 2)
	want(t, "number", w.repo.Issues()[1].Number, 252)
	w.still()
}

func TestInvariant10_PeopleCloseAndReopen(t *testing.T) {
	w := newWiki(t).add(2)
	w.sync()
	w.items[1].Done = true
	w.sync()
	w.repo.As("ann").Close(1, "completed")
	w.repo.As("ann").Reopen(2)
	w.still()
	want(t, "states", w.repo.Issue(1).State+" "+w.repo.Issue(2).State, "closed open")
	contains(t, "plan", w.plan.Text(), "opened again")

	w.items[0].Done = true // both say done now: nothing but the memory changes
	w.items[1].Done = false
	w.sync()
	want(t, "states", w.repo.Issue(1).State+" "+w.repo.Issue(2).State, "closed open")
	w.items[0].Done = false
	w.sync()
	want(t, "reopened, since the file changed", w.repo.Issue(1).State, "open")
	w.still()
}

func TestInvariant10_DifferentChangesAreAConflict(t *testing.T) {
	w := newWiki(t).add(1)
	w.sync()
	w.repo.As("ann").Close(1, "not_planned")
	w.items[0].Done = true
	r := w.sync()
	want(t, "conflicts", len(r.Conflicts), 1)
	want(t, "reason", w.repo.Issue(1).StateReason, "not_planned")
}

func TestInvariant11_TextOfPeopleSurvives(t *testing.T) {
	w := newWiki(t).add(1)
	w.sync()
	w.repo.As("ann").EditBody(1, func(b string) string { return "Above  \n\n" + b + "\n\nBelow: `x`\n" })
	w.still()
	w.items[0].Description = "Something new."
	w.sync()
	body := w.repo.Issue(1).Body
	want(t, "above", strings.HasPrefix(body, "Above  \r\n\r\n<!-- retrowiki:begin"), true)
	want(t, "below", strings.HasSuffix(body, "<!-- retrowiki:end -->\r\n\r\nBelow: `x`\r\n"), true)
	contains(t, "body", body, "Something new.")
	w.still()

	w.repo.As("ann").EditBody(1, func(b string) string { return strings.Replace(b, "Something new.", "Ann's words.", 1) })
	w.still()
	contains(t, "plan", w.plan.Text(), "somebody edited")
	w.items[0].Description = "Newer still."
	r := w.sync()
	want(t, "conflicts", len(r.Conflicts), 1)
	contains(t, "body", w.repo.Issue(1).Body, "Ann's words.")
}

func TestInvariant13_LabelsAndAssigneesOfPeopleStay(t *testing.T) {
	w := newWiki(t).add(1)
	w.repo.Grant("lex", githubtest.Write)
	w.items[0].OwnerLogin = "lex"
	w.sync()
	want(t, "made", fmt.Sprint(w.repo.Issue(1).Labels, w.repo.Issue(1).Assignees), "[remediation] [lex]")
	w.repo.As("ann").Relabel(1, "urgent")
	w.repo.As("ann").Assign(1, "ann")
	w.still()
	w.cfg.Labels = []string{"remediation", "retro"}
	w.sync()
	want(t, "labels", w.repo.Issue(1).Labels, "[urgent retro]")
	w.items[0].OwnerLogin = "ann"
	w.sync()
	want(t, "assignees", w.repo.Issue(1).Assignees, "[ann]")
	w.still()
}

// Search is never asked, whatever state the wiki is in.
func TestInvariant05_SearchIsNeverAsked(t *testing.T) {
	w := newWiki(t, githubtest.SearchLag(72*time.Hour)).add(3)
	w.sync()
	w.items[0].Title = "Changed"
	w.gh.FailNext(patchRoute, githubtest.DropBeforeCommit)
	w.add(1)
	w.gh.FailNext(createRoute, githubtest.DropAfterCommit)
	w.sync()
	w.sync()
	for _, c := range w.gh.Log() {
		if strings.HasPrefix(c.Path, "/search") {
			t.Errorf("search was asked: %s", c.Path)
		}
	}
	w.oneOpenEach()
}

// A copy whose marker is broken does not hold up the issue itself.
func TestInvariant11_BrokenCopiesHoldNothingUp(t *testing.T) {
	w := newWiki(t).add(1)
	w.sync()
	w.repo.As("ann").CopyBody(1, "A copy")
	w.repo.As("ann").EditBody(2, func(b string) string { return strings.Replace(b, "<!-- retrowiki:end -->", "", 1) })
	w.items[0].Title = "Changed"
	w.sync()
	want(t, "title", w.repo.Issue(1).Title, "Changed")
	want(t, "copy", w.repo.Issue(2).State, "open")
	contains(t, "plan", w.plan.Text(), "stays its issue")
	w.still()
}

func TestInvariant07_CopiesAreClosedOnceAsDuplicates(t *testing.T) {
	w := newWiki(t).add(1)
	w.sync()
	w.repo.As("ann").CopyBody(1, "A copy")
	w.sync()
	two := w.repo.Issue(2)
	want(t, "copy", two.State+" "+two.StateReason, "closed duplicate")
	contains(t, "body", two.Body, "Duplicate of #1")
	w.still()
	w.repo.As("ann").Reopen(2)
	w.still()
}

func TestAdoption(t *testing.T) {
	w := newWiki(t).add(1)
	n := w.repo.AddIssue(githubtest.Issue{Title: "Ours since long", Body: "Words of\r\nmallory", Author: "mallory"})
	w.items[0].IssueNumber = n
	w.sync()
	i := w.repo.Issue(n)
	want(t, "title", i.Title, "Ours since long")
	want(t, "text", strings.HasPrefix(i.Body, "Words of\r\nmallory\n\n<!-- retrowiki:begin"), true)
	want(t, "issues", len(w.repo.Issues()), 1)
	w.still()
	w.items[0].Title = "Another"
	w.still()
	w.items[0].OptOut = true
	w.still()
}

func TestTamperedMarkersAreReportedNotReplaced(t *testing.T) {
	for name, spoil := range map[string]func(*wiki){
		"moved":   func(w *wiki) { w.repo.As("ann").MoveMarker(1) },
		"deleted": func(w *wiki) { w.repo.As("ann").DeleteMarker(1) },
		"half": func(w *wiki) {
			w.repo.As("ann").EditBody(1, func(b string) string { return strings.Replace(b, "<!-- retrowiki:end -->", "", 1) })
		},
		"doubled": func(w *wiki) { w.repo.As("ann").EditBody(1, func(b string) string { return b + "\n" + b }) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWiki(t).add(1)
			r := w.sync()
			w.info.Previous = &r.States
			spoil(w)
			before := w.repo.Issue(1).Body
			r = w.still()
			want(t, "issues", len(w.repo.Issues()), 1)
			want(t, "body kept", w.repo.Issue(1).Body == before, true)
			if name != "moved" {
				want(t, "conflicts", len(r.Conflicts), 1)
				w.info.Previous = nil
				w.still()
			}
		})
	}
}

func TestInvariant21_VanishedIssuesAreNotOpenedAgain(t *testing.T) {
	w := newWiki(t).add(3)
	open, secret := w.gh.Repo("acme/open"), w.gh.Repo("acme/secret")
	secret.SetPrivate(true)
	secret.Grant(githubtest.Bot, githubtest.None)
	r := w.sync()
	w.repo.Delete(1)
	w.repo.Transfer(2, open)
	w.repo.Transfer(3, secret)
	w.info.Previous = &r.States
	r = w.still()
	want(t, "issues", len(w.repo.Issues()), 0)
	for n, how := range []string{tracker.GoneDeleted, tracker.GoneTransferred, tracker.GoneUnreachable} {
		want(t, how, r.States.Issues[fmt.Sprintf("2014-11-24-ids/fix-%d", n+1)].Gone, how)
	}
	w.info.Previous = &r.States
	w.still()
}

func TestOrphans(t *testing.T) {
	w := newWiki(t).add(2)
	w.sync()
	kept := w.items
	w.items = kept[:1]
	w.info.Incomplete = true
	w.cfg.CloseRemoved = true
	w.still() // invariant 18
	w.cfg.CloseRemoved, w.info.Incomplete = false, false
	w.still()
	contains(t, "plan", w.plan.Text(), "no remediation has its key")
	w.cfg.CloseRemoved = true
	w.sync()
	want(t, "state", w.repo.Issue(2).State+" "+w.repo.Issue(2).StateReason, "closed not_planned")
	w.still()
	w.repo.As("ann").Reopen(2)
	w.still()
	w.repo.As("ann").Close(2, "not_planned")
	w.items = kept
	w.sync()
	want(t, "back again", w.repo.Issue(2).State, "open")
	w.still()
}

func TestInvariant25_ReadingFailsWithoutWriting(t *testing.T) {
	w := newWiki(t).add(2)
	w.gh.Fault(githubtest.AnyCall, githubtest.Fail502)
	_, err := w.try(context.Background())
	if err == nil || len(w.gh.Writes()) > 0 {
		t.Errorf("error %v, writes %s", err, w.writes())
	}
}
