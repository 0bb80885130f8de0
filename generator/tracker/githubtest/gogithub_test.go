package githubtest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-github/v60/github"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// go-github v60 asks for preview media types and sends bare lists; all of it
// must pass, and every answer must decode.
func TestGoGitHub(t *testing.T) {
	for _, prefix := range []string{"/", "/api/v3"} {
		t.Run(prefix, func(t *testing.T) {
			gh := githubtest.New(t, githubtest.Below(prefix))
			repo := gh.Repo("acme/retros")
			repo.Grant("ann", githubtest.Write)
			walk(t, gh, client(gh, gh.Token()))
			i := repo.Issue(1)
			want(t, "issue", words(i.Title, i.State, i.StateReason, i.Labels, i.Assignees, i.Milestone, len(i.Comments)),
				"title closed not_planned [one two] [ann] 0 1")
		})
	}
}

func walk(t *testing.T, gh *githubtest.Server, c *github.Client) {
	ctx, o, r := context.Background(), "acme", "retros"
	ok := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	found, _, err := c.Repositories.Get(ctx, o, r)
	ok("repository", err)
	want(t, "push", found.GetPermissions()["push"], true)
	_, _, err = c.Issues.CreateLabel(ctx, o, r, &github.Label{Name: github.String("one"), Color: github.String("00ff00")})
	ok("label", err)
	_, _, err = c.Issues.EditLabel(ctx, o, r, "one", &github.Label{Name: github.String("one"), Description: github.String("first")})
	ok("edit label", err)
	m, _, err := c.Issues.CreateMilestone(ctx, o, r, &github.Milestone{Title: github.String("Q1")})
	ok("milestone", err)
	assignable, _, err := c.Issues.IsAssignee(ctx, o, r, "ann")
	ok("assignee", err)
	want(t, "assignable", assignable, true)
	i, _, err := c.Issues.Create(ctx, o, r, &github.IssueRequest{
		Title: github.String("title"), Body: github.String("body"), Labels: &[]string{"one"}, Milestone: m.Number,
	})
	ok("create", err)
	want(t, "issue", words(i.GetNumber(), i.GetBody(), i.Labels[0].GetName(), i.GetMilestone().GetTitle(), i.IsPullRequest()), "1 body one Q1 false")
	_, _, err = c.Issues.AddAssignees(ctx, o, r, 1, []string{"ann", "stranger"})
	ok("assign", err)
	_, _, err = c.Issues.AddLabelsToIssue(ctx, o, r, 1, []string{"two", "three words"})
	ok("add labels", err)
	_, err = c.Issues.RemoveLabelForIssue(ctx, o, r, 1, "three words")
	ok("remove label", err)
	comment, _, err := c.Issues.CreateComment(ctx, o, r, 1, &github.IssueComment{Body: github.String("hello")})
	ok("comment", err)
	_, _, err = c.Issues.EditComment(ctx, o, r, comment.GetID(), &github.IssueComment{Body: github.String("hello again")})
	ok("edit comment", err)
	_, err = c.Issues.Lock(ctx, o, r, 1, &github.LockIssueOptions{LockReason: "resolved"})
	ok("lock", err)
	_, err = c.Issues.Unlock(ctx, o, r, 1)
	ok("unlock", err)
	_, _, err = c.Issues.RemoveMilestone(ctx, o, r, 1)
	ok("remove milestone", err)
	_, _, err = c.Issues.Edit(ctx, o, r, 1, &github.IssueRequest{State: github.String("closed"), StateReason: github.String("not_planned")})
	ok("close", err)
	i, _, err = c.Issues.Get(ctx, o, r, 1)
	ok("get", err)
	want(t, "closed", words(i.GetState(), i.GetStateReason(), i.GetClosedAt().IsZero()), "closed not_planned false")
	list, resp, err := c.Issues.ListByRepo(ctx, o, r, &github.IssueListByRepoOptions{
		State: "all", Sort: "created", Direction: "asc", Since: gh.Clock().Now().Add(-time.Hour), ListOptions: github.ListOptions{PerPage: 100},
	})
	ok("list", err)
	want(t, "listed", words(len(list), resp.NextPage, resp.Rate.Limit), "1 0 1000")
	comments, _, err := c.Issues.ListComments(ctx, o, r, 1, nil)
	ok("comments", err)
	want(t, "comment", comments[0].GetBody(), "hello again")
	_, _, err = c.RateLimit.Get(ctx)
	ok("rate limit", err)
	_, _, err = c.Search.Issues(ctx, "repo:acme/retros", nil)
	ok("search", err)
}

// The traps of v60 that section 3 of the findings names, as the fake shows them.
func TestGoGitHubTraps(t *testing.T) {
	gh := githubtest.New(t)
	repo, other := gh.Repo("acme/retros"), gh.Repo("acme/other")
	repo.AddIssue(githubtest.Issue{Title: "t"})
	repo.Transfer(1, other)
	ctx, c := context.Background(), client(gh, gh.Token())

	i, _, err := c.Issues.Edit(ctx, "acme", "retros", 1, &github.IssueRequest{Title: github.String("edited")})
	want(t, "an edit that was redirected", words(i.GetTitle(), err), "t <nil>")
	want(t, "changed", len(gh.Changes()), 0)

	gh.FailNext(create, githubtest.EmptyAnswer)
	i, _, err = c.Issues.Create(ctx, "acme", "retros", &github.IssueRequest{Title: github.String("x")})
	want(t, "an empty answer", words(i.GetNumber(), err), "0 <nil>")

	gh.FailNext(create, githubtest.TooOften(githubtest.Refusal{Status: 429, RetryAfter: time.Minute}))
	_, _, err = c.Issues.Create(ctx, "acme", "retros", &github.IssueRequest{Title: github.String("x")})
	var limit *github.AbuseRateLimitError
	want(t, "a 429 is known as a limit", errors.As(err, &limit), false)

	repo.Rename("acme/incidents")
	i, _, err = c.Issues.Create(ctx, "acme", "retros", &github.IssueRequest{Title: github.String("y")})
	want(t, "a create that was redirected", words(i.GetTitle(), err), "y <nil>")
}
