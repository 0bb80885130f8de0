package github_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/tracker"
)

// What an item comes after is named by its issue, in the same run, whichever is
// opened first, and a circle does no harm.
func TestDependenciesAreLinkedToTheirIssues(t *testing.T) {
	w := newWiki(t).add(4)
	after := func(n, other int) {
		w.items[n].DependsOn = append(w.items[n].DependsOn, tracker.Reference{Title: "See @ann", Visibility: incident.Public, Key: w.items[other].Key})
	}
	after(0, 1)
	after(1, 0)
	after(2, 0)
	w.items[3].Repo = "acme/other"
	after(3, 0)
	w.gh.Repo("acme/other")
	w.sync()
	w.still()
	contains(t, "first", w.repo.Issue(1).Body, "- Comes after: #2 See @\u200bann\n")
	contains(t, "second", w.repo.Issue(2).Body, "- Comes after: #1 See")
	contains(t, "third", w.repo.Issue(3).Body, "- Comes after: #1 See")
	contains(t, "elsewhere", w.gh.Repo("acme/other").Issue(1).Body, "- Comes after: acme/retros#1 See")
	n := w.repo.As("ann").CreateIssue("Since long", "")
	w.add(2)
	after(4, 5) // which adopts an issue in the same run
	w.items[5].IssueNumber = n
	w.sync()
	w.still()
	contains(t, "after an adopted one", w.repo.Issue(n+1).Body, fmt.Sprintf("- Comes after: #%d See", n))
	w.items[0].DependsOn[0].Visibility = incident.Restricted
	w.sync()
	want(t, "hidden", strings.Contains(w.repo.Issue(1).Body, "Comes after"), false)
	w.still()
}

func TestLabelsForFields(t *testing.T) {
	w := newWiki(t).add(2)
	w.cfg.LabelsFor = []string{"level", "size", "service", "audience"}
	w.items[0].Level, w.items[0].Size, w.items[0].Services, w.items[0].Audience = "inputs", "L", []string{"api", strings.Repeat("x", 50)}, []incident.Audience{incident.Product}
	w.sync()
	want(t, "labels", strings.Join(w.repo.Issue(1).Labels, ", "), "remediation, level: inputs, size: L, service: api, audience: product")
	want(t, "labels of an item without those", w.repo.Issue(2).Labels, "[remediation]")
	want(t, "colours differ", w.repo.Labels()[1].Color != w.repo.Labels()[2].Color, true)
	contains(t, "warnings", fmt.Sprint(w.plan.Warnings), "cannot be a label")
	w.still()
	w.repo.As("ann").Relabel(1, "remediation", "level: inputs", "service: api")
	w.items[0].Level, w.items[0].Services = "design", nil
	w.sync()
	want(t, "labels", strings.Join(w.repo.Issue(1).Labels, ", "), "remediation, level: design")
	w.still()
}
