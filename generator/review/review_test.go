package review_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/review"
	"github.com/retrowiki/retrowiki/generator/tracker"
	"github.com/retrowiki/retrowiki/internal/golden"
)

func finding(severity diag.Severity, file, message string) diag.Diagnostic {
	return diag.Diagnostic{Rule: "a/rule", Severity: severity, Span: diag.Span{File: file, Start: diag.Position{Line: 3, Column: 9}}, Message: message, Hint: "do `this`"}
}

func example() *review.Review {
	return &review.Review{
		Files: 12,
		Findings: diag.List{
			finding(diag.Error, "incidents/old.md", "an error that was there before"),
			finding(diag.Warning, "incidents/new.md", "the link | leads nowhere"),
		},
		Changes: []review.Change{
			{Verb: "added", Path: "incidents/new.md", Title: "Checkout was down, says @octocat", Page: "incidents/new/index.html", Before: []review.Before{
				{Title: "Checkout *again*", Address: "https://retros.example/incidents/a/", Why: []string{"both: a disk was full", "same service: `shop`"}, Open: 2, Total: 5},
				{Title: "Card payments", Why: []string{"same factor: no | breaker"}},
			}},
			{Verb: "changed", Path: "incidents/b.md", Title: "Bigint", Page: "incidents/b/index.html", Address: "https://retros.example/incidents/b/"},
			{Verb: "removed", Path: "incidents/secret.md"},
		},
		Plan: &tracker.Plan{InSync: 4, Actions: []tracker.Action{
			{Verb: tracker.Create, Repo: "acme/api", Title: "A breaker, fixes #1", Incident: "new", Why: "it has no issue yet"},
			{Verb: tracker.Close, Repo: "acme/api", Number: 7, URL: "https://github.com/acme/api/issues/7", Title: "Shard", Incident: "b", Why: "the file says declined"},
			{Verb: tracker.Retitle, Repo: "acme/api", Number: 8, URL: "https://github.com/acme/api/issues/8", Title: "Alert", Incident: "b", Why: "the title changed"},
			{Verb: tracker.Hold, Title: "Held", Incident: "b", Why: "the repository is archived"},
		}},
		Run: "https://github.com/acme/retros/actions/runs/7", Artifact: "retrowiki",
	}
}

func TestMarkdown(t *testing.T) {
	r := example()
	text := r.Markdown(review.CommentLimit)
	plan := strings.TrimRight(r.Plan.Brief(200), "\n") // whose own look is the tracker's
	if !strings.Contains(text, plan) {
		t.Errorf("the plan is not told:\n%s", text)
	}
	golden.Check(t, "testdata/review.md", []byte(strings.Replace(text, plan, "(the plan)", 1)))
	unknown := &review.Review{Files: 1, ChangesWhy: "the base is not here", PlanWhy: "no token, @octocat"}
	golden.Check(t, "testdata/unknown.md", []byte(unknown.Markdown(review.CommentLimit)))
}

func TestCounts(t *testing.T) {
	if got, want := example().Counts(), (review.Counts{Open: 1, Change: 1, Close: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := (&review.Review{}).Counts(); got != (review.Counts{}) {
		t.Errorf("without a plan: %+v", got)
	}
}

// A comment is for pull requests that are about the wiki.
func TestNoteworthy(t *testing.T) {
	for name, c := range map[string]struct {
		r    review.Review
		want bool
	}{
		"nothing":         {review.Review{}, false},
		"an old warning":  {review.Review{Findings: diag.List{finding(diag.Warning, "a.md", "x")}}, false},
		"an error":        {review.Review{Findings: diag.List{finding(diag.Error, "a.md", "x")}}, true},
		"a changed page":  {review.Review{Changes: []review.Change{{Verb: "changed"}}}, true},
		"an unknown base": {review.Review{ChangesWhy: "x"}, false},
	} {
		if got := c.r.Noteworthy(); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// However much there is to tell, it fits, whole lines are left out, and it is
// said how many.
func TestMarkdownFits(t *testing.T) {
	r := example()
	long := strings.Repeat("@octocat <b>\U0001F525\u202e| ", 60)
	for n := range 2_000 {
		r.Findings = append(r.Findings, finding(diag.Error, fmt.Sprintf("incidents/%d.md", n), long))
		r.Changes = append(r.Changes, review.Change{Verb: "added", Path: "p", Title: long, Page: "incidents/x/index.html"})
		r.Plan.Actions = append(r.Plan.Actions, tracker.Action{Verb: tracker.Create, Title: long, Incident: long, Why: long, Changes: strings.SplitAfter(long, "| ")})
		r.Plan.Warnings = append(r.Plan.Warnings, finding(diag.Warning, "x.md", long))
	}
	for _, limit := range []int{3_000, 10_000, review.CommentLimit, review.SummaryLimit} {
		text := r.Markdown(limit)
		if len(text) > limit {
			t.Errorf("%d bytes, want at most %d", len(text), limit)
		}
		if strings.Contains(text, "@o") || strings.Contains(text, "<b>") {
			t.Errorf("limit %d: the cut brought a text to life", limit)
		}
		for _, want := range []string{"findings more", "pages more", "steps and", "this run"} {
			if !strings.Contains(text, want) {
				t.Errorf("limit %d: it does not say %q", limit, want)
			}
		}
	}
}

// One remediation is not "1 of its 1".
func TestAnOnlyRemediationIsSaidInWords(t *testing.T) {
	for open, want := range map[int]string{0: "; its only remediation is settled<br>", 1: "; its only remediation is still open<br>"} {
		r := example()
		r.Changes[0].Before[0].Open, r.Changes[0].Before[0].Total = open, 1
		if got := r.Markdown(review.CommentLimit); !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}
