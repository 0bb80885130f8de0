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

// EnsureMilestone implements tracker.Tracker. A repository's milestones are
// listed once. Titles are compared as they are, and where none is the same,
// without regard to case, in which people rarely mean a difference.
func (c *Client) EnsureMilestone(ctx context.Context, repo, title string) (wrote bool, err error) {
	owner, name, err := parts(repo)
	if err != nil {
		return false, err
	}
	doing := fmt.Sprintf("file issues of %s under the milestone %q", repo, title)
	found, err := c.findMilestone(ctx, owner, name, title)
	if err != nil {
		return false, c.problem(err, doing, reading)
	}
	if found == nil {
		wrote = true
		found, _, err = c.gh.Issues.CreateMilestone(ctx, owner, name, &github.Milestone{Title: &title})
		if exists(err) { // another run was faster
			found, err = c.findMilestone(ctx, owner, name, title)
		}
		if err != nil {
			return true, c.problem(err, doing, writing)
		}
	}
	switch {
	case found.GetNumber() == 0:
		return wrote, &tracker.Problem{Kind: tracker.Unclear, Doing: doing, Detail: "the answer is of no milestone"}
	case found.GetState() == tracker.Closed:
		return wrote, &tracker.Problem{Kind: tracker.Rejected, Doing: doing, Detail: "it is closed"}
	}
	c.milestones[strings.ToLower(repo+"/"+title)] = found.GetNumber()
	return wrote, nil
}

func (c *Client) findMilestone(ctx context.Context, owner, name, title string) (*github.Milestone, error) {
	var alike *github.Milestone
	options := &github.MilestoneListOptions{State: "all", ListOptions: github.ListOptions{PerPage: pageSize}}
	for {
		page, resp, err := c.gh.Issues.ListMilestones(ctx, owner, name, options)
		if err != nil {
			return nil, err
		}
		for _, m := range page {
			switch {
			case m.GetTitle() == title:
				return m, nil
			case strings.EqualFold(m.GetTitle(), title) && (alike == nil || alike.GetState() == tracker.Closed):
				alike = m
			}
		}
		if resp.NextPage == 0 {
			return alike, nil
		}
		options.Page = resp.NextPage
	}
}

// milestone is the number of one that EnsureMilestone found, nil for another.
func (c *Client) milestone(repo, title string) *int {
	if number, ok := c.milestones[strings.ToLower(repo+"/"+title)]; ok {
		return &number
	}
	return nil
}

// addToParent makes an issue a sub-issue. GitHub counts 100 at most, closed
// ones too, and wants the issue's id, which is not its number.
func (c *Client) addToParent(ctx context.Context, p *tracker.Parent) error {
	if p == nil {
		return nil
	}
	owner, name, err := parts(p.Repo)
	if err != nil {
		return err
	}
	req, err := c.gh.NewRequest(http.MethodPost, fmt.Sprintf("repos/%s/%s/issues/%d/sub_issues", owner, name, p.Number), struct {
		Child   int64 `json:"sub_issue_id"`
		Replace bool  `json:"replace_parent,omitempty"`
	}{p.ChildID, p.Replace})
	if err != nil {
		return err
	}
	_, err = c.gh.Do(ctx, req, nil)
	return err
}

var issueAddress = regexp.MustCompile(`/repos/([^/]+/[^/]+)/issues/(\d+)$`)

// parentOf names the issue of an API address as Issue.Ref does.
func parentOf(address string) string {
	m := issueAddress.FindStringSubmatch(address)
	if m == nil {
		return ""
	}
	return m[1] + "#" + m[2]
}
