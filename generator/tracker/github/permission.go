package github

import (
	"context"
	"strings"

	"github.com/google/go-github/v60/github"

	"github.com/retrowiki/retrowiki/generator/tracker"
)

// readers tells who sees a repository's issues; what is not told is everybody.
func readers(r *github.Repository) tracker.Readers {
	switch {
	case r.Private == nil || !*r.Private:
		return tracker.Everybody
	case r.GetVisibility() == "private":
		return tracker.Invited
	}
	return tracker.Company // internal, or an old server that does not tell the two apart
}

// readOnly reports whether the token is known not to write. A workflow's token
// is shown no permissions although it may write issues: only that of a person
// can be judged by them. A person who may only read could open issues, but
// their markers would not count.
func (c *Client) readOnly(ctx context.Context, r *github.Repository) (bool, error) {
	may := r.GetPermissions()
	if len(may) == 0 || may["push"] || may["triage"] || may["maintain"] || may["admin"] {
		return false, nil
	}
	login, err := c.whose(ctx)
	if err != nil {
		return false, err
	}
	return login != "", nil
}

// whose asks once for the login behind the token; "" for an app's, which may
// not ask.
func (c *Client) whose(ctx context.Context) (string, error) {
	if c.asked {
		return c.login, nil
	}
	user, _, err := c.gh.Users.Get(ctx, "")
	if err != nil {
		p, ok := asProblem(c.problem(err, "ask whose token it is", reading))
		if !ok || p.Kind != tracker.Denied && p.Kind != tracker.Missing {
			return "", c.problem(err, "ask whose token it is", reading)
		}
	}
	c.asked, c.login = true, user.GetLogin()
	return c.login, nil
}

// trusted reports whether an issue's author may write to the repository, so
// that a stranger's copy of a marker counts for nothing.
func (c *Client) trusted(i *github.Issue) bool {
	switch i.GetAuthorAssociation() {
	case "OWNER", "MEMBER", "COLLABORATOR":
		return true
	}
	login := i.GetUser().GetLogin()
	return i.GetUser().GetType() == "Bot" || c.login != "" && strings.EqualFold(login, c.login)
}

// canAssign asks once for each login and repository.
func (c *Client) canAssign(ctx context.Context, owner, name, login string) (bool, error) {
	if !loginName.MatchString(login) {
		return false, nil
	}
	id := strings.ToLower(owner + "/" + name + "/" + login)
	if known, ok := c.assignable[id]; ok {
		return known, nil
	}
	yes, _, err := c.gh.Issues.IsAssignee(ctx, owner, name, login)
	if err != nil {
		err = c.problem(err, "ask whether "+login+" can be assigned", reading)
		if p, ok := asProblem(err); !ok || p.Kind == tracker.Limited || p.Kind == tracker.Down {
			return false, err
		}
		yes = false
	}
	c.assignable[id] = yes
	return yes, nil
}
