package githubtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-github/v60/github"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// Item 7: what can go wrong with one call.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name    string
		fault   githubtest.Fault
		status  int // 0 for no answer
		decodes bool
		exists  bool
	}{
		{"drop before commit", githubtest.DropBeforeCommit, 0, false, false},
		{"drop after commit", githubtest.DropAfterCommit, 0, false, true},
		{"500 before commit", githubtest.Fail500, 500, false, false},
		{"500 after commit", githubtest.Fail500Committed, 500, false, true},
		{"502 before commit", githubtest.Fail502, 502, false, false},
		{"502 after commit", githubtest.Fail502Committed, 502, false, true},
		{"empty 201", githubtest.EmptyAnswer, 201, false, true},
		{"half a 201", githubtest.HalfAnswer, 201, false, true},
		{"slow", githubtest.Fault{Delay: time.Millisecond}, 201, true, true},
		{"nothing", githubtest.Fault{}, 201, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			gh := githubtest.New(t)
			repo := gh.Repo("acme/retros")
			rule := gh.FailNext(create, c.fault)
			get(t, gh, issues)
			r, err := try(gh, gh.Token(), "POST", issues, fieldsOf{"title": "t"})
			if err != nil {
				r = &reply{}
			}
			want(t, "status", r.status, c.status)
			want(t, "decodes", json.Valid([]byte(r.text)), c.decodes)
			want(t, "exists", len(repo.Issues()) == 1, c.exists)
			want(t, "logged status", gh.Writes()[0].Status, c.status)
			want(t, "logged change", gh.Writes()[0].Changed, c.exists)
			want(t, "fired", rule.Fired(), 1)
			want(t, "next one", call(t, gh, gh.Token(), "POST", issues, fieldsOf{"title": "t"}).status, 201)
		})
	}
}

func TestNthFaultAndHeal(t *testing.T) {
	gh := githubtest.New(t)
	gh.Repo("acme/retros")
	gh.FailNth(githubtest.AnyRead, 2, githubtest.Fail502)
	always := gh.Fault(create, githubtest.Fail500)
	want(t, "first read", get(t, gh, issues).status, 200)
	want(t, "write", call(t, gh, gh.Token(), "POST", issues, fieldsOf{"title": "t"}).status, 500)
	want(t, "second read", get(t, gh, issues).status, 502)
	want(t, "write", call(t, gh, gh.Token(), "POST", issues, fieldsOf{"title": "t"}).status, 500)
	want(t, "fired", always.Fired(), 2)
	gh.Heal()
	want(t, "write", call(t, gh, gh.Token(), "POST", issues, fieldsOf{"title": "t"}).status, 201)
}

func TestClientGivesUp(t *testing.T) {
	gh := githubtest.New(t)
	gh.Repo("acme/retros")
	gh.FailNext(create, githubtest.Fault{Delay: time.Hour})
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	title := "t"
	_, _, err := client(gh, gh.Token()).Issues.Create(ctx, "acme", "retros", &github.IssueRequest{Title: &title})
	if err == nil || ctx.Err() == nil {
		t.Errorf("the client waited: %v", err)
	}
	want(t, "took effect", len(gh.Repo("acme/retros").Issues()), 1)
}

// Items 7 and 10: something happens between two calls.
func TestMeanwhile(t *testing.T) {
	gh := githubtest.New(t)
	repo := gh.Repo("acme/retros")
	repo.AddIssue(githubtest.Issue{Title: "t", Body: "old"})
	gh.FailNth(githubtest.AnyCall, 2, githubtest.Meanwhile(func() {
		repo.As("acme").EditBody(1, func(string) string { return "by a person" })
		call(t, gh, gh.Token(), "POST", issues, fieldsOf{"title": "by another run"})
	}))
	want(t, "body", get(t, gh, issues+"/1").object(t)["body"], "old")
	r := call(t, gh, gh.Token(), "PATCH", issues+"/1", fieldsOf{"title": "u"})
	want(t, "body", r.object(t)["body"], "by a person")
	want(t, "issues", len(repo.Issues()), 2)
}

// Item 7: the shape of the crash test, with a client that looks before it
// creates: whatever the call at which it dies, the next run finishes the work.
func TestKilledClient(t *testing.T) {
	kills := map[string]func(func()) githubtest.Fault{"before": githubtest.KilledBefore, "after": githubtest.KilledAfter}
	for name, kill := range kills {
		for k := 1; ; k++ {
			gh := githubtest.New(t)
			ctx, cancel := context.WithCancel(context.Background())
			rule := gh.FailNth(githubtest.AnyCall, k, kill(cancel))
			syncOnce(ctx, gh, "a", "b", "c")
			died := ctx.Err() != nil
			if !died {
				cancel()
				want(t, "calls of a whole run", k, 5)
				want(t, "fired", rule.Fired(), 0)
				break
			}
			if err := syncOnce(context.Background(), gh, "a", "b", "c"); err != nil {
				t.Fatalf("%s %d: %v", name, k, err)
			}
			want(t, fmt.Sprintf("issues when killed %s call %d", name, k), len(gh.Repo("acme/retros").Issues()), 3)
		}
	}
}

func syncOnce(ctx context.Context, gh *githubtest.Server, titles ...string) error {
	gh.Repo("acme/retros")
	c := client(gh, gh.Token())
	have := map[string]bool{}
	found, _, err := c.Issues.ListByRepo(ctx, "acme", "retros", nil)
	if err != nil {
		return err
	}
	for _, i := range found {
		have[i.GetTitle()] = true
	}
	for _, title := range titles {
		if have[title] {
			continue
		}
		if _, _, err := c.Issues.Create(ctx, "acme", "retros", &github.IssueRequest{Title: &title}); err != nil {
			return err
		}
	}
	return nil
}

// Item 8: stale reads.
func TestStaleReads(t *testing.T) {
	gh := githubtest.New(t)
	repo := gh.Repo("acme/retros")
	repo.AddIssue(githubtest.Issue{Title: "old"})
	gh.StaleReads(2, 1)
	call(t, gh, gh.Token(), "POST", issues, fieldsOf{"title": "new"})
	first := issues + "?per_page=1&direction=asc"
	want(t, "first listing", numbers(t, get(t, gh, first)), "1")
	want(t, "second listing", numbers(t, get(t, gh, first)), "1")
	want(t, "its second page", numbers(t, get(t, gh, first+"&page=2")), "")
	want(t, "third listing", rel(get(t, gh, first), "next") != "", true)
	want(t, "its second page", numbers(t, get(t, gh, first+"&page=2")), "2")
	want(t, "first get", get(t, gh, issues+"/2").status, 404)
	want(t, "second get", get(t, gh, issues+"/2").status, 200)
	want(t, "the test sees it at once", len(repo.Issues()), 2)
}

// Item 11: a token on another host.
func TestLeakedTokens(t *testing.T) {
	gh := githubtest.New(t)
	gh.Repo("acme/retros")
	gh.FailNext(githubtest.AnyRead, githubtest.RedirectTo(http.StatusFound, gh.Elsewhere()))
	req, _ := http.NewRequest("GET", gh.URL()+"repos/acme/retros", nil)
	req.Header.Set("Authorization", "Bearer "+gh.Token())
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	want(t, "leaked by net/http", gh.Leaked(), "[]")

	gh.FailNext(githubtest.AnyRead, githubtest.RedirectTo(http.StatusFound, gh.Elsewhere()))
	client(gh, gh.Token()).Repositories.Get(context.Background(), "acme", "retros")
	want(t, "leaked by go-github v60", gh.Leaked(), "[Bearer "+gh.Token()+"]")
}
