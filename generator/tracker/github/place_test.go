package github_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/tracker"
	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

const subIssueRoute = "POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues"

// Open issues are filed under the wiki's milestone, which is made if there is
// none. What people set or took away stays; another setting moves the rest.
func TestMilestone(t *testing.T) {
	w := newWiki(t).add(4)
	w.cfg.Milestone = "Reliability"
	w.sync()
	w.still()
	milestones := func() string {
		var list []string
		for _, i := range w.repo.Issues() {
			list = append(list, fmt.Sprint(i.Milestone))
		}
		return strings.Join(list, " ")
	}
	want(t, "filed under", milestones(), "1 1 1 1")

	own := w.repo.AddMilestone("Q4")
	w.repo.As("ann").File(1, 0)
	w.repo.As("ann").File(2, own)
	w.repo.As("ann").Close(3, "completed")
	w.still()
	w.cfg.Milestone = "Next year"
	w.sync()
	w.still()
	want(t, "filed elsewhere", milestones(), "0 2 1 3")

	w.cfg.Milestone = "next YEAR"
	w.sync()
	w.still()
	want(t, "in other letters", milestones(), "0 2 1 3")
	w.cfg.Milestone = ""
	w.still()
	want(t, "with none", milestones(), "0 2 1 3")
}

// Issues that were there before the setting are filed too; those in a
// milestone of a person's stay there.
func TestAMilestoneForWhatIsThere(t *testing.T) {
	w := newWiki(t).add(2)
	w.sync()
	w.repo.As("ann").File(2, w.repo.AddMilestone("Hers"))
	w.cfg.Milestone = "Reliability"
	w.sync()
	want(t, "milestones", fmt.Sprint(w.repo.Issue(1).Milestone, w.repo.Issue(2).Milestone), "2 1")
	w.still()
}

// A closed milestone is told of, and issues are opened without it.
func TestAClosedMilestone(t *testing.T) {
	w := newWiki(t).add(2)
	w.cfg.Milestone = "Reliability"
	w.repo.CloseMilestone(w.repo.AddMilestone("Reliability"))
	r := w.sync()
	w.oneOpenEach()
	want(t, "milestones", fmt.Sprint(w.repo.Issue(1).Milestone, w.repo.Issue(2).Milestone), "0 0")
	contains(t, "warnings", fmt.Sprint(r.Warnings), "it is closed")
	want(t, "milestones made", strings.Count(w.writes(), "milestones"), 0)
}

// parts are two incidents with two remediations each, and an issue for each
// incident.
func parts(t testing.TB) *wiki {
	w := newWiki(t).add(4)
	for n := range w.items[2:] {
		w.items[2+n].Key.Incident, w.items[2+n].IncidentTitle = "2018-11-08-again", "Again, @ann closes #1"
		w.items[2+n].SourcePath = "incidents/2018-11-08-again.md"
	}
	w.cfg.Parents = true
	return w
}

// tree is "Title: Child, Child" for each issue with sub-issues, and the number
// of issues in all.
func (w *wiki) tree() string {
	var list []string
	all := w.repo.Issues()
	for _, i := range all {
		if len(i.SubIssues) == 0 {
			continue
		}
		var children []string
		for _, n := range i.SubIssues {
			children = append(children, w.repo.Issue(n).Title)
		}
		slices.Sort(children)
		list = append(list, i.Title+": "+strings.Join(children, ", "))
	}
	slices.Sort(list)
	return strings.Join(append(list, fmt.Sprint(len(all))), "; ")
}

const wholeTree = "Again, @ann closes #1: Remediation 3, Remediation 4; Ids ran out: Remediation 1, Remediation 2; 6"

// plainTree takes out what keeps a title from doing something.
func (w *wiki) plainTree() string {
	return strings.NewReplacer("\u200b", "", "\u2060", "", "＠", "@", "＃", "#", "\u00ad", "").Replace(w.tree())
}

// With parents, each incident has one issue of which those of its remediations
// are sub-issues; its text says what it is, and does nothing to anybody.
func TestParents(t *testing.T) {
	w := parts(t)
	w.sync()
	want(t, "issues", w.plainTree(), wholeTree)
	w.still()
	for _, i := range w.repo.Issues() {
		if len(i.SubIssues) > 0 {
			want(t, "labels of "+i.Title, i.Labels, "[retrospective]")
			contains(t, "text", i.Body, "its remediations are the sub-issues of this one")
			if strings.Contains(i.Body, "Decision:") {
				t.Errorf("the issue of an incident has a decision:\n%s", i.Body)
			}
		}
	}
	w.items[0].IncidentTitle, w.items[1].IncidentTitle = "Ids ran out again", "Ids ran out again"
	w.sync()
	contains(t, "after another title", w.tree(), "Ids ran out again: ")
	w.still()
	w.add(1)
	w.items[4].IncidentTitle = "Ids ran out again"
	w.sync()
	contains(t, "after another remediation", w.tree(), "Remediation 1, Remediation 2, Remediation 5")
	w.still()
}

// What people do with parents stays: an unlinked issue, one that is part of
// something else, a closed parent.
func TestPeopleAndParents(t *testing.T) {
	w := parts(t)
	w.sync()
	ann := w.repo.As("ann")
	number := map[string]int{}
	for _, i := range w.repo.Issues() {
		number[i.Title] = i.Number
	}
	project := ann.CreateIssue("Her project", "")
	ann.MakePart(number["Remediation 1"], 0)
	ann.MakePart(number["Remediation 2"], project)
	ann.Close(number["Ids ran out"], "completed")
	w.still()
	w.items[0].Title = "Remediation 1, better"
	w.sync()
	w.still()
	want(t, "parents", fmt.Sprintln(w.repo.Issue(number["Remediation 1"]).Parent, w.repo.Issue(number["Remediation 2"]).Parent == project, w.repo.Issue(number["Ids ran out"]).State), "0 true closed\n")

	w.cfg.Parents = false
	w.still()
	want(t, "warnings once they are not wanted", len(w.plan.Warnings), 0)
}

// Parents that are wanted later take in what is there; an incident of which
// nothing has an issue gets none.
func TestParentsForWhatIsThere(t *testing.T) {
	w := parts(t)
	w.cfg.Parents = false
	w.sync()
	w.items = append(w.items, tracker.Item{Key: tracker.Key{Namespace: "acme", Incident: "quiet", Remediation: "a"}, Title: "Parked", IncidentTitle: "Quiet", Decision: incident.Parked, Visibility: incident.Public})
	w.cfg.Parents = true
	w.sync()
	want(t, "issues", w.plainTree(), wholeTree)
	w.still()
}

// Where sub-issues cannot be had, the issues are there all the same, and it is
// tried once: an Enterprise Server that does not know them, a full parent.
func TestNoSubIssues(t *testing.T) {
	w := parts(t)
	w.gh.Fault(subIssueRoute, githubtest.Fault{Status: 404})
	r := w.sync()
	want(t, "issues", w.tree(), "6")
	contains(t, "warnings", fmt.Sprint(r.Warnings), "without becoming a sub-issue")
	w.still()

	w = newWiki(t).add(101)
	w.cfg.Parents = true
	r = w.sync()
	want(t, "sub-issues", len(w.repo.Issue(102).SubIssues), 100)
	contains(t, "warnings", fmt.Sprint(r.Warnings), "100 already")
	w.still()
}

// A run that is killed at its k-th request ends, run again, with one issue for
// each incident too, each issue in its place.
func TestInvariant06_KilledAtEveryRequestWithParentsAndMilestone(t *testing.T) {
	for name, killed := range map[string]func(func()) githubtest.Fault{"before": githubtest.KilledBefore, "after": githubtest.KilledAfter} {
		for k := 1; ; k++ {
			w := parts(t)
			w.cfg.Milestone = "Reliability"
			ctx, cancel := context.WithCancel(context.Background())
			rule := w.gh.FailNth(githubtest.AnyCall, k, killed(cancel))
			w.try(ctx)
			cancel()
			if rule.Fired() == 0 {
				break
			}
			w.sync()
			want(t, "issues", w.plainTree(), wholeTree)
			w.still()
			for _, i := range w.repo.Issues() {
				if i.Milestone != 1 {
					t.Errorf("%s is under milestone %d", i.Title, i.Milestone)
				}
			}
			if t.Failed() {
				t.Fatalf("killed %s request %d", name, k)
			}
		}
	}
}
