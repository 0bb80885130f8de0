package github

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/google/go-github/v60/github"

	"github.com/retrowiki/retrowiki/generator/tracker"
)

// Options say where GitHub is and how gently to use it.
type Options struct {
	BaseURL   string            // of the API, as GITHUB_API_URL gives it; "" for github.com
	Token     string            // sent to BaseURL's host only
	Base      http.RoundTripper // below ours; nil for Go's own
	Clock     tracker.Clock     // required
	UserAgent string

	Pace      time.Duration // between writes; 0 for 1 s, negative for none
	PerMinute int           // writes; 0 for 60
	PerHour   int           // writes; 0 for 400
	WaitAtAll time.Duration // for limits and repeats in all; 0 for 5 min
	Timeout   time.Duration // of one attempt; 0 for 30 s
}

// Client is GitHub as a tracker.Tracker. It is not for use by several
// goroutines at a time.
type Client struct {
	gh         *github.Client
	transport  *transport
	token      string
	login      string // of the token's user; "" if not asked or not a person
	asked      bool
	assignable map[string]bool
	labelled   map[string]bool
	milestones map[string]int // number by lower-case repository and title
}

var _ tracker.Tracker = (*Client)(nil)

// New makes a client; it sends nothing yet.
func New(o Options) (*Client, error) {
	base, err := url.Parse(strings.TrimSuffix(cmp.Or(o.BaseURL, "https://api.github.com"), "/") + "/")
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" || base.User != nil {
		return nil, fmt.Errorf("the address of GitHub's API is not an http or https address")
	}
	if o.Clock == nil {
		return nil, fmt.Errorf("a GitHub client needs a clock")
	}
	t := newTransport(base, o)
	gh := github.NewClient(&http.Client{Transport: t, CheckRedirect: t.checkRedirect})
	gh.BaseURL = base
	gh.UserAgent = cmp.Or(o.UserAgent, "retrowiki")
	return &Client{gh: gh, transport: t, token: o.Token, assignable: map[string]bool{}, labelled: map[string]bool{}, milestones: map[string]int{}}, nil
}

var (
	repoName  = regexp.MustCompile(`^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$`)
	loginName = regexp.MustCompile(`^[A-Za-z0-9_-]+(?:\[bot\])?$`)
)

// parts splits owner/name. go-github puts both into addresses as they are.
func parts(repo string) (owner, name string, err error) {
	owner, name, _ = strings.Cut(repo, "/")
	if !repoName.MatchString(repo) || strings.Trim(owner, ".") == "" || strings.Trim(name, ".") == "" {
		return "", "", &tracker.Problem{Kind: tracker.Missing, Doing: "read repository " + repo, Detail: "that is not owner/name"}
	}
	return owner, name, nil
}

// Repository implements tracker.Tracker.
func (c *Client) Repository(ctx context.Context, name string) (tracker.Repository, error) {
	owner, repo, err := parts(name)
	if err != nil {
		return tracker.Repository{}, err
	}
	doing := "read repository " + name
	r, _, err := c.gh.Repositories.Get(ctx, owner, repo)
	if err != nil {
		return tracker.Repository{}, c.problem(err, doing, reading)
	}
	if _, _, err := parts(r.GetFullName()); err != nil {
		return tracker.Repository{}, &tracker.Problem{Kind: tracker.Down, Doing: doing, Detail: "the answer names no repository"}
	}
	readOnly, err := c.readOnly(ctx, r)
	return tracker.Repository{
		Name: r.GetFullName(), Readers: readers(r), Fork: r.GetFork(), Archived: r.GetArchived(),
		NoIssues: r.HasIssues != nil && !r.GetHasIssues(), ReadOnly: readOnly,
	}, err
}

// EnsureLabel implements tracker.Tracker. It asks once for each label.
func (c *Client) EnsureLabel(ctx context.Context, repo string, l tracker.Label) (wrote bool, err error) {
	owner, name, err := parts(repo)
	if err != nil {
		return false, err
	}
	id := strings.ToLower(repo + "/" + l.Name)
	if c.labelled[id] {
		return false, nil
	}
	c.labelled[id] = true
	doing := fmt.Sprintf("make the label %q in %s", l.Name, repo)
	path, err := labelPath(l.Name)
	if err != nil {
		return false, err
	}
	_, _, err = c.gh.Issues.GetLabel(ctx, owner, name, path)
	if err == nil {
		return false, nil
	}
	if p, ok := asProblem(c.problem(err, doing, reading)); !ok || p.Kind != tracker.Missing {
		return false, c.problem(err, doing, reading)
	}
	_, _, err = c.gh.Issues.CreateLabel(ctx, owner, name, &github.Label{Name: &l.Name, Color: &l.Color, Description: &l.Description})
	if exists(err) {
		return true, nil
	}
	return true, c.problem(err, doing, writing)
}

// labelPath makes of a label a part of an address. "." and ".." would lead to
// another address, where deleting means more than one label.
func labelPath(label string) (string, error) {
	if strings.Trim(label, ".") == "" {
		return "", &tracker.Problem{Kind: tracker.Rejected, Doing: fmt.Sprintf("use the label %q", label), Detail: "no label can be called that"}
	}
	return url.PathEscape(label), nil
}
