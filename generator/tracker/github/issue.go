package github

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/google/go-github/v60/github"

	"github.com/retrowiki/retrowiki/generator/tracker"
)

const pageSize = 100

// Issues implements tracker.Tracker. All of them are read in the order in
// which they were opened, the only one that stays while others are opened; the
// newest are read from the end.
func (c *Client) Issues(ctx context.Context, repo string, after int) ([]tracker.Issue, error) {
	owner, name, err := parts(repo)
	if err != nil {
		return nil, err
	}
	direction := "asc"
	if after > 0 {
		direction = "desc"
	}
	address := fmt.Sprintf("repos/%s/%s/issues?state=all&sort=created&direction=%s&per_page=%d", owner, name, direction, pageSize)
	list := []tracker.Issue{}
	seen := map[int]bool{}
	for pages, last := 1, 0; address != ""; pages++ {
		page, resp, err := c.page(ctx, repo, address)
		if err != nil {
			return nil, err
		}
		last = max(last, resp.LastPage)
		next := nextPage(resp.Response)
		if next != "" && len(page) < pageSize || next == "" && pages < last {
			return nil, &tracker.Problem{Kind: tracker.Down, Doing: "list the issues of " + repo, Detail: fmt.Sprintf("page %d is too short", pages)}
		}
		done := false
		for _, i := range page {
			if !seen[i.Number] { // an issue opened meanwhile moves others to the next page
				seen[i.Number] = true
				list = append(list, i)
			}
			done = done || i.Number <= after
		}
		address = next
		if done {
			break
		}
	}
	return list, nil
}

func (c *Client) page(ctx context.Context, repo, address string) ([]tracker.Issue, *github.Response, error) {
	doing := "list the issues of " + repo
	req, err := c.gh.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return nil, nil, c.problem(err, doing, reading)
	}
	var page []*answer
	resp, err := c.gh.Do(ctx, req, &page)
	if err != nil {
		return nil, nil, c.problem(err, doing, reading)
	}
	list := make([]tracker.Issue, len(page))
	for n, i := range page {
		if i.GetNumber() == 0 {
			return nil, nil, &tracker.Problem{Kind: tracker.Down, Doing: doing, Detail: "an issue of the list has no number"}
		}
		list[n] = c.issue(repo, i)
	}
	return list, resp, nil
}

var nextLink = regexp.MustCompile(`<([^<>]+)>; *rel="next"`)

// nextPage is the address that GitHub gives; it alone knows how it counts
// pages, and go-github v60 only knows one of its two ways.
func nextPage(r *http.Response) string {
	if m := nextLink.FindStringSubmatch(r.Header.Get("Link")); m != nil {
		return m[1]
	}
	return ""
}

// Issue implements tracker.Tracker. It waits until a write may follow, since
// what people do between the two would be written over: GitHub changes nothing
// on a condition.
func (c *Client) Issue(ctx context.Context, repo string, number int) (tracker.Issue, error) {
	owner, name, err := parts(repo)
	if err != nil {
		return tracker.Issue{}, err
	}
	doing := fmt.Sprintf("read %s#%d", repo, number)
	if err := c.transport.ready(ctx); err != nil {
		return tracker.Issue{}, c.problem(err, doing, reading)
	}
	i, err := c.send(ctx, http.MethodGet, fmt.Sprintf("repos/%s/%s/issues/%d", owner, name, number), nil)
	if err != nil {
		return tracker.Issue{}, c.problem(err, doing, reading)
	}
	if i.GetNumber() != number || !strings.HasSuffix(strings.ToLower(i.GetRepositoryURL()), strings.ToLower("/repos/"+repo)) {
		return tracker.Issue{}, &tracker.Problem{Kind: tracker.Moved, Doing: doing, Detail: "it was moved", Location: i.GetHTMLURL()}
	}
	return c.issue(repo, i), nil
}

// Create implements tracker.Tracker.
func (c *Client) Create(ctx context.Context, repo string, issue tracker.NewIssue) (tracker.Issue, error) {
	owner, name, err := parts(repo)
	if err != nil {
		return tracker.Issue{}, err
	}
	request := &github.IssueRequest{Title: &issue.Title, Body: &issue.Body}
	if len(issue.Labels) > 0 {
		request.Labels = &issue.Labels
	}
	assignees, err := c.canBeAssigned(ctx, owner, name, issue.Assignees)
	if err != nil {
		return tracker.Issue{}, err
	}
	if len(assignees) > 0 {
		request.Assignees = &assignees
	}
	if issue.Milestone != "" {
		request.Milestone = c.milestone(repo, issue.Milestone)
	}
	i, err := c.send(ctx, http.MethodPost, fmt.Sprintf("repos/%s/%s/issues", owner, name), request)
	if err != nil {
		return tracker.Issue{}, c.problem(err, "open an issue in "+repo, creating)
	}
	if i.GetNumber() == 0 {
		return tracker.Issue{}, &tracker.Problem{Kind: tracker.Unclear, Doing: "open an issue in " + repo, Detail: "the answer is empty"}
	}
	return c.issue(repo, i), nil
}

func (c *Client) canBeAssigned(ctx context.Context, owner, name string, logins []string) ([]string, error) {
	var can []string
	for _, login := range logins {
		yes, err := c.canAssign(ctx, owner, name, login)
		if err != nil {
			return nil, err
		}
		if yes {
			can = append(can, login)
		}
	}
	return can, nil
}

// Edit implements tracker.Tracker. Labels and assignees come first: the marker
// in the body says that all of it was done.
func (c *Client) Edit(ctx context.Context, repo string, number int, e tracker.Edit) (tracker.Issue, error) {
	owner, name, err := parts(repo)
	if err != nil {
		return tracker.Issue{}, err
	}
	doing := fmt.Sprintf("change %s#%d", repo, number)
	if err := c.editSets(ctx, owner, name, number, e); err != nil {
		return tracker.Issue{}, c.problem(err, doing, writing)
	}
	request := &github.IssueRequest{Title: e.Title, Body: e.Body}
	if e.State != "" {
		request.State = &e.State
		if e.Reason != "" {
			request.StateReason = &e.Reason
		}
	}
	if e.Milestone != nil {
		request.Milestone = c.milestone(repo, *e.Milestone)
	}
	if *request == (github.IssueRequest{}) {
		return c.Issue(ctx, repo, number)
	}
	address := fmt.Sprintf("repos/%s/%s/issues/%d", owner, name, number)
	i, err := c.send(ctx, http.MethodPatch, address, request)
	if p, ok := asProblem(c.problem(err, doing, writing)); ok && p.Kind == tracker.Rejected && e.Reason == tracker.Duplicate {
		reason := tracker.NotPlanned // servers older than the reason
		request.StateReason = &reason
		i, err = c.send(ctx, http.MethodPatch, address, request)
	}
	if err != nil {
		return tracker.Issue{}, c.problem(err, doing, writing)
	}
	if i.GetNumber() != number {
		return tracker.Issue{}, &tracker.Problem{Kind: tracker.Unclear, Doing: doing, Detail: "the answer is of no issue, or of another one"}
	}
	return c.issue(repo, i), nil
}

// editSets changes labels, assignees and the parent one by one. One that GitHub
// does not take is no reason not to go on: the answer will lack it.
func (c *Client) editSets(ctx context.Context, owner, name string, number int, e tracker.Edit) error {
	for _, label := range e.RemoveLabels {
		path, err := labelPath(label)
		if err == nil {
			_, err = c.gh.Issues.RemoveLabelForIssue(ctx, owner, name, number, path)
		}
		if err := c.tolerate(err); err != nil {
			return err
		}
	}
	if len(e.AddLabels) > 0 {
		_, _, err := c.gh.Issues.AddLabelsToIssue(ctx, owner, name, number, e.AddLabels)
		if err := c.tolerate(err); err != nil {
			return err
		}
	}
	if len(e.RemoveAssignees) > 0 {
		_, _, err := c.gh.Issues.RemoveAssignees(ctx, owner, name, number, e.RemoveAssignees)
		if err := c.tolerate(err); err != nil {
			return err
		}
	}
	add, err := c.canBeAssigned(ctx, owner, name, e.AddAssignees)
	if err != nil {
		return err
	}
	if len(add) > 0 {
		_, _, err = c.gh.Issues.AddAssignees(ctx, owner, name, number, add)
		if err := c.tolerate(err); err != nil {
			return err
		}
	}
	return c.tolerate(c.addToParent(ctx, e.Parent))
}

// tolerate lets pass what concerns one label or one assignee only.
func (c *Client) tolerate(err error) error {
	if p, ok := asProblem(c.problem(err, "", writing)); ok && (p.Kind == tracker.Rejected || p.Kind == tracker.Missing) {
		return nil
	}
	return err
}

// answer is an issue with what go-github v60 does not know of it.
type answer struct {
	github.Issue
	ParentURL string `json:"parent_issue_url"`
}

// send makes a request of which the answer is an issue.
func (c *Client) send(ctx context.Context, method, address string, body any) (*answer, error) {
	req, err := c.gh.NewRequest(method, address, body)
	if err != nil {
		return nil, err
	}
	i := new(answer)
	_, err = c.gh.Do(ctx, req, i)
	return i, err
}

// issue is GitHub's issue in the tracker's words.
func (c *Client) issue(repo string, i *answer) tracker.Issue {
	issue := tracker.Issue{
		Repo: repo, Number: i.GetNumber(), ID: i.GetID(), Title: i.GetTitle(), Body: i.GetBody(),
		State: i.GetState(), StateReason: i.GetStateReason(), Author: i.GetUser().GetLogin(), Trusted: c.trusted(&i.Issue),
		Locked: i.GetLocked(), PullRequest: i.IsPullRequest(), UpdatedAt: i.GetUpdatedAt().Time, ClosedAt: i.GetClosedAt().Time, URL: i.GetHTMLURL(),
		Milestone: i.GetMilestone().GetTitle(), Parent: parentOf(i.ParentURL),
	}
	for _, l := range i.Labels {
		issue.Labels = append(issue.Labels, l.GetName())
	}
	for _, u := range i.Assignees {
		issue.Assignees = append(issue.Assignees, u.GetLogin())
	}
	return issue
}
