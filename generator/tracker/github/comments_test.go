package github_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/tracker"
	"github.com/retrowiki/retrowiki/generator/tracker/github"
	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

const marker = "<!-- retrowiki:review 0123456789ab -->"

func commenter(t *testing.T, gh *githubtest.Server, token string) *github.Client {
	t.Helper()
	c, err := github.New(github.Options{BaseURL: gh.URL(), Token: token, Clock: gh.Clock(), Pace: -1})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// One comment, edited in place; a second run with the same words writes
// nothing.
func TestCommentIsKeptUpToDate(t *testing.T) {
	for name, option := range map[string]githubtest.Option{"a workflow's token": githubtest.TokenOf(githubtest.Bot), "a person's token": githubtest.TokenOf("ann")} {
		t.Run(name, func(t *testing.T) {
			gh := githubtest.New(t, option)
			repo := gh.Repo("acme/retros")
			repo.Grant("ann", githubtest.Write)
			n := repo.AddPullRequest("Change")
			for i := range 130 { // more than a page
				repo.As("eve").Comment(n, fmt.Sprintf("%s\nnot ours, %d", marker, i))
			}
			for _, run := range []struct {
				body  string
				fresh bool
				wrote bool
				want  []string
			}{
				{"nothing yet", false, false, nil},
				{"first", true, true, []string{"first"}},
				{"first", true, false, []string{"first"}},
				{"second", false, true, []string{"second"}},
			} {
				url, wrote, err := commenter(t, gh, gh.Token()).Comment(context.Background(), "acme/retros", n, marker, run.body, run.fresh)
				if err != nil || wrote != run.wrote || (url != "") != (run.want != nil) {
					t.Errorf("%s: %q, %v, %v", run.body, url, wrote, err)
				}
				var got []string
				for _, c := range repo.Issue(n).Comments {
					if c.Author != "eve" {
						got = append(got, strings.TrimPrefix(c.Body, marker+"\n"))
					} else if !strings.Contains(c.Body, "not ours") {
						t.Errorf("somebody else's comment is %q", c.Body)
					}
				}
				if fmt.Sprint(got) != fmt.Sprint(run.want) {
					t.Errorf("%s: our comments are %q, want %q", run.body, got, run.want)
				}
			}
		})
	}
}

// Where the token only reads, as for a fork, that is a problem that can be told
// from others.
func TestCommentWithATokenThatReads(t *testing.T) {
	gh := githubtest.New(t)
	repo := gh.Repo("acme/retros")
	n := repo.AddPullRequest("Change")
	_, wrote, err := commenter(t, gh, gh.ForkToken()).Comment(context.Background(), "acme/retros", n, marker, "words", true)
	var p *tracker.Problem
	if wrote || !errors.As(err, &p) || p.Kind != tracker.Denied {
		t.Errorf("%v, %v", wrote, err)
	}
	if _, _, err := commenter(t, gh, gh.Token()).Comment(context.Background(), "no repository", n, marker, "words", true); err == nil {
		t.Error("a name that is no repository's was taken")
	}
}
