package github

import (
	"context"
	"strings"

	"github.com/google/go-github/v60/github"
)

// Comment puts one comment under an issue or a pull request and keeps it up to
// date: the comment of this token's own that begins with marker is edited in
// place; where there is none it is made, but only if fresh says so. It gives
// the comment's address, "" if none was to be made, and whether it wrote.
func (c *Client) Comment(ctx context.Context, repo string, number int, marker, body string, fresh bool) (url string, wrote bool, err error) {
	owner, name, err := parts(repo)
	if err != nil {
		return "", false, err
	}
	old, err := c.ownComment(ctx, owner, name, number, marker)
	if err != nil {
		return "", false, c.problem(err, "read the comments", reading)
	}
	body = marker + "\n" + body
	switch {
	case old == nil && !fresh:
		return "", false, nil
	case old == nil:
		made, _, err := c.gh.Issues.CreateComment(ctx, owner, name, number, &github.IssueComment{Body: &body})
		if err != nil {
			return "", false, c.problem(err, "comment", writing)
		}
		return made.GetHTMLURL(), true, nil
	case lines(old.GetBody()) == lines(body):
		return old.GetHTMLURL(), false, nil
	}
	edited, _, err := c.gh.Issues.EditComment(ctx, owner, name, old.GetID(), &github.IssueComment{Body: &body})
	if err != nil {
		return "", false, c.problem(err, "edit the comment", writing)
	}
	return edited.GetHTMLURL(), true, nil
}

// lines is a body whatever ends its lines: GitHub may give them back as CRLF.
func lines(body string) string {
	return strings.TrimSpace(strings.ReplaceAll(body, "\r\n", "\n"))
}

// ownComment finds the first of our comments; nil if there is none.
func (c *Client) ownComment(ctx context.Context, owner, name string, number int, marker string) (*github.IssueComment, error) {
	login, err := c.whose(ctx)
	if err != nil {
		return nil, err
	}
	options := &github.IssueListCommentsOptions{ListOptions: github.ListOptions{PerPage: 100}}
	for {
		page, resp, err := c.gh.Issues.ListComments(ctx, owner, name, number, options)
		if err != nil {
			return nil, err
		}
		for _, comment := range page {
			if strings.HasPrefix(comment.GetBody(), marker) && wroteIt(login, comment.GetUser()) {
				return comment, nil
			}
		}
		if resp.NextPage == 0 {
			return nil, nil
		}
		options.Page = resp.NextPage
	}
}

// wroteIt reports whether a comment is the token's own. An app's token, as a
// workflow has one, may not ask for its name: then it is a bot that wrote our
// marker at the very beginning. A person's copy of it never counts.
func wroteIt(login string, author *github.User) bool {
	if login == "" {
		return author.GetType() == "Bot"
	}
	return strings.EqualFold(author.GetLogin(), login)
}
