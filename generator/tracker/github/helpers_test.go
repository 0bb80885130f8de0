package github_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/tracker"
	"github.com/retrowiki/retrowiki/generator/tracker/github"
	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
	"github.com/retrowiki/retrowiki/templates"
)

const (
	createRoute  = "POST /repos/{owner}/{repo}/issues"
	listRoute    = "GET /repos/{owner}/{repo}/issues"
	labelRoute   = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels"
	unlabelRoute = "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}"
	assignRoute  = "POST /repos/{owner}/{repo}/issues/{issue_number}/assignees"
	patchRoute   = "PATCH /repos/{owner}/{repo}/issues/{issue_number}"
)

// mount is where the API is: the suite runs at the root, as on github.com, and
// then as on Enterprise Server.
var mount = "/"

func TestMain(m *testing.M) {
	status := m.Run()
	if mount = "/api/v3"; status == 0 {
		fmt.Println("once more, below " + mount)
		status = m.Run()
	}
	os.Exit(status)
}

// A wiki is a set of remediations with the GitHub that they are synced to.
type wiki struct {
	t       testing.TB
	gh      *githubtest.Server
	repo    *githubtest.Repo
	items   []tracker.Item
	cfg     tracker.Settings
	info    tracker.RunInfo
	options tracker.Options
	github  github.Options
	plan    *tracker.Plan
}

func newWiki(t testing.TB, opts ...githubtest.Option) *wiki {
	t.Helper()
	body, err := tracker.ParseBody(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	gh := githubtest.New(t, append([]githubtest.Option{githubtest.Below(mount)}, opts...)...)
	w := &wiki{
		t: t, gh: gh, repo: gh.Repo("acme/retros"),
		cfg:     tracker.Settings{Namespace: "acme", Repo: "acme/retros", Labels: []string{"remediation"}, Body: body, MaxChanges: 1000},
		info:    tracker.RunInfo{Commit: "c0ffee", CommittedAt: time.Date(2026, 1, 4, 0, 0, 0, 0, time.UTC)},
		options: tracker.Options{Clock: gh.Clock()},
		github:  github.Options{BaseURL: strings.TrimSuffix(gh.URL(), "/"), Token: gh.Token(), Clock: gh.Clock()},
	}
	w.repo.Grant("ann", githubtest.Write)
	return w
}

// add makes n remediations of one incident.
func (w *wiki) add(n int) *wiki {
	for i := range n {
		id := fmt.Sprintf("fix-%d", len(w.items)+1)
		w.items = append(w.items, tracker.Item{
			Key:   tracker.Key{Namespace: "acme", Incident: "2014-11-24-ids", Remediation: id},
			Title: fmt.Sprintf("Remediation %d", len(w.items)+1), Description: "Do it, @ann, see #1.",
			IncidentTitle: "Ids ran out", IncidentURL: "https://wiki.example/incidents/2014-11-24-ids/", Visibility: incident.Public,
			SourcePath: "incidents/2014-11-24-ids.md", SourceLine: 10 + i,
		})
	}
	return w
}

func (w *wiki) client() *github.Client {
	w.t.Helper()
	c, err := github.New(w.github)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// read plans; its error is that of the listing.
func (w *wiki) read(ctx context.Context, c *github.Client) error {
	listings, err := tracker.Read(ctx, c, tracker.Repositories(w.items, w.cfg, w.info.Previous), w.info.Previous)
	if err != nil {
		return err
	}
	w.plan = tracker.Reconcile(w.items, listings, w.cfg, w.info)
	return nil
}

// try is a whole run, as a new process would do it.
func (w *wiki) try(ctx context.Context) (*tracker.Result, error) {
	w.t.Helper()
	c := w.client()
	if err := w.read(ctx, c); err != nil {
		return nil, err
	}
	return tracker.Apply(ctx, c, w.plan, w.options)
}

// sync is a run that goes well.
func (w *wiki) sync() *tracker.Result {
	w.t.Helper()
	w.gh.ForgetLog()
	r, err := w.try(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// still expects that another run writes nothing.
func (w *wiki) still() *tracker.Result {
	w.t.Helper()
	r := w.sync()
	if n := len(w.gh.Writes()); n != 0 {
		w.t.Errorf("a run with nothing new wrote %d times: %v", n, w.writes())
	}
	for _, c := range w.gh.Log() {
		if strings.HasPrefix(c.Path, "/search") { // invariant 5
			w.t.Errorf("search decides: %s", c.Path)
		}
	}
	if w.plan.Writes() != 0 {
		w.t.Errorf("the plan is not empty: %s", w.plan.Text())
	}
	return r
}

// writes is "POST PATCH" for a create and an update.
func (w *wiki) writes() string {
	var list []string
	for _, c := range w.gh.Writes() {
		path, _, _ := strings.Cut(c.Path, "?")
		list = append(list, c.Method+" "+strings.TrimPrefix(path, "/repos/acme/retros/"))
	}
	return strings.Join(list, ", ")
}

func (w *wiki) oneOpenEach() {
	w.t.Helper()
	open := map[string]int{}
	for _, i := range w.repo.Issues() {
		if i.State == "open" {
			open[i.Title]++
		}
	}
	for _, it := range w.items {
		if open[it.Title] != 1 {
			w.t.Errorf("%q has %d open issues", it.Title, open[it.Title])
		}
	}
	if len(open) != len(w.items) {
		w.t.Errorf("%d titles of open issues, want %d", len(open), len(w.items))
	}
}

func want(t testing.TB, what string, got, wanted any) {
	t.Helper()
	if g, w := fmt.Sprint(got), fmt.Sprint(wanted); g != w {
		t.Errorf("%s: got %s, want %s", what, g, w)
	}
}

func contains(t testing.TB, what, text, part string) {
	t.Helper()
	if !strings.Contains(text, part) {
		t.Errorf("%s: %q is not in %q", what, part, text)
	}
}
