package github_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/tracker"
	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// written is a tracker that only keeps what is opened, so that a test need not
// send ten thousand requests to have ten thousand issues.
type written struct {
	tracker.Tracker
	issues []tracker.NewIssue
}

func (w *written) Repository(context.Context, string) (tracker.Repository, error) {
	return tracker.Repository{Name: "acme/retros"}, nil
}

func (w *written) Issues(context.Context, string, int) ([]tracker.Issue, error) { return nil, nil }

func (w *written) EnsureMilestone(context.Context, string, string) (bool, error) { return false, nil }

func (w *written) EnsureLabel(context.Context, string, tracker.Label) (bool, error) {
	return false, nil
}

func (w *written) Create(_ context.Context, repo string, i tracker.NewIssue) (tracker.Issue, error) {
	w.issues = append(w.issues, i)
	return tracker.Issue{Repo: repo, Number: len(w.issues), Title: i.Title, Body: i.Body, State: tracker.Open, Labels: i.Labels, Trusted: true}, nil
}

// opened makes n remediations, five to an incident, with all their issues.
func opened(t testing.TB, n int) *wiki {
	t.Helper()
	w := newWiki(t, githubtest.NoLimits()).add(n)
	for k := range w.items {
		w.items[k].Key.Incident = fmt.Sprint("2014-11-24-i", k/5)
	}
	w.cfg.MaxChanges = n
	all := &written{}
	listings, err := tracker.Read(context.Background(), all, []string{"acme/retros"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tracker.Apply(context.Background(), all, tracker.Reconcile(w.items, listings, w.cfg, w.info), w.options); err != nil {
		t.Fatal(err)
	}
	for _, i := range all.issues {
		w.repo.AddIssue(githubtest.Issue{Title: i.Title, Body: i.Body, Author: githubtest.Bot, Labels: i.Labels})
	}
	return w
}

// An empty sync of ten thousand remediations over two thousand incidents takes
// a hundred lists, one look at the repository, and little memory.
func TestEmptySyncOfTenThousand(t *testing.T) {
	if testing.Short() || mount != "/" {
		t.Skip("takes a while")
	}
	w := opened(t, 10000)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	c := w.client()
	listings, err := tracker.Read(context.Background(), c, tracker.Repositories(w.items, w.cfg, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	plan := tracker.Reconcile(w.items, listings, w.cfg, w.info)
	took := time.Since(began)
	r, err := tracker.Apply(context.Background(), c, plan, w.options)
	if err != nil {
		t.Fatal(err)
	}
	log := w.gh.Log()
	w.gh.ForgetLog()
	runtime.GC()
	runtime.ReadMemStats(&after)
	want(t, "requests", len(log), 101)
	want(t, "in sync", plan.InSync, 10000)
	want(t, "written", fmt.Sprint(len(r.Done), plan.Writes()), "0 0")
	grown := (int64(after.HeapAlloc) - int64(before.HeapAlloc)) >> 20
	if grown > 300 {
		t.Errorf("%d MB are held", grown)
	}
	t.Logf("%d requests, %d MB held, planned in %s", len(log), grown, took)
	runtime.KeepAlive(listings)
	runtime.KeepAlive(plan)
}
