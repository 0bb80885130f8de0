package github_test

import (
	"context"
	"fmt"
	"testing"
)

func TestInvariant14_MarkersOfStrangersDoNotCount(t *testing.T) {
	w := newWiki(t).add(1)
	w.sync()
	w.repo.As("mallory").CopyBody(1, "Mine now")
	r := w.still()
	want(t, "number", r.States.Issues["2014-11-24-ids/fix-1"].Number, 1)
	contains(t, "plan", w.plan.Text(), "mallory may not write")
	want(t, "state", w.repo.Issue(2).State, "open")
}

// Whose markers count, by what GitHub's lists tell of an author.
func TestInvariant14_TrustByAssociation(t *testing.T) {
	for association, counts := range map[string]bool{
		"OWNER": true, "MEMBER": true, "COLLABORATOR": true, "CONTRIBUTOR": false, "FIRST_TIMER": false, "FIRST_TIME_CONTRIBUTOR": false, "MANNEQUIN": false, "NONE": false,
	} {
		w := newWiki(t).add(1)
		w.sync()
		w.repo.Associate("mallory", association)
		w.repo.As("mallory").CopyBody(1, "Mine now")
		w.sync()
		want(t, association, w.repo.Issue(2).State == "closed", counts)
	}
}

// An author whom GitHub calls no member any more keeps the issues that the
// last run knew.
func TestInvariant14_KnownIssuesStayTrusted(t *testing.T) {
	w := newWiki(t).add(1)
	w.github.Token = w.gh.TokenFor("ann")
	r := w.sync()
	w.github.Token = w.gh.Token()
	w.repo.Associate("ann", "CONTRIBUTOR")
	w.info.Previous = &r.States
	w.still()
	want(t, "issues", len(w.repo.Issues()), 1)
}

// An author whose markers would not count opens one issue at most.
func TestInvariant14_StopsAtAnUntrustedAuthor(t *testing.T) {
	w := newWiki(t).add(3)
	w.github.Token = w.gh.Token()
	w.repo.Associate("ann", "NONE")
	w.github.Token = w.gh.TokenFor("ann")
	r, err := w.try(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want(t, "issues", len(w.repo.Issues()), 1)
	contains(t, "warnings", fmt.Sprint(r.Warnings), "ann may not write")
}
