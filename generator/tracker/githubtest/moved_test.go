package githubtest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// Item 9: what is gone, moved, switched off or locked.
func TestTransfer(t *testing.T) {
	gh := githubtest.New(t)
	repo, secret, open := gh.Repo("acme/retros"), gh.Repo("acme/secret"), gh.Repo("acme/open")
	secret.SetPrivate(true)
	secret.Grant(githubtest.Bot, githubtest.None)
	open.AddPullRequest("takes number 1")
	for range 2 {
		repo.AddIssue(githubtest.Issue{Title: "t"})
	}
	want(t, "new number", repo.Transfer(1, open), 2)
	repo.Transfer(2, secret)

	for _, method := range []string{"GET", "PATCH"} {
		var body any
		if method == "PATCH" {
			body = fieldsOf{"title": "u"}
		}
		r := call(t, gh, gh.Token(), method, issues+"/1", body)
		want(t, method, r.status, 301)
		want(t, "location", r.header.Get("Location"), fmt.Sprintf("%srepositories/%d/issues/2", gh.URL(), open.ID()))
		there := call(t, gh, gh.Token(), method, r.header.Get("Location"), body)
		want(t, method+" there", there.status, 200)
		want(t, "number there", there.object(t)["number"], 2)
	}
	want(t, "comments", get(t, gh, issues+"/1/comments?per_page=5").header.Get("Location"),
		fmt.Sprintf("%srepositories/%d/issues/2/comments?per_page=5", gh.URL(), open.ID()))
	want(t, "to where one may not read", get(t, gh, issues+"/2").status, 404)
	want(t, "list", numbers(t, get(t, gh, issues+"?state=all")), "")
}

func TestRenamedRepository(t *testing.T) {
	gh := githubtest.New(t)
	repo := gh.Repo("acme/retros")
	repo.AddIssue(githubtest.Issue{Title: "t"})
	repo.Rename("acme/incidents")
	r := get(t, gh, issues+"?state=all&page=1")
	want(t, "read", r.status, 301)
	want(t, "location", r.header.Get("Location"), fmt.Sprintf("%srepositories/%d/issues?page=1&state=all", gh.URL(), repo.ID()))
	want(t, "list there", numbers(t, get(t, gh, r.header.Get("Location"))), "1")
	r = call(t, gh, gh.Token(), "POST", issues, fieldsOf{"title": "t"})
	want(t, "write", r.status, 307)
	want(t, "create there", call(t, gh, gh.Token(), "POST", r.header.Get("Location"), fieldsOf{"title": "t"}).status, 201)
	want(t, "name", get(t, gh, "/repos/acme/incidents").object(t)["full_name"], "acme/incidents")
	want(t, "in another case", get(t, gh, "/repos/ACME/Incidents/issues").status, 200)
}

func TestGone(t *testing.T) {
	for _, c := range []struct {
		name    string
		prepare func(*githubtest.Repo)
		want    string // list, get, create, update, comment, new label
	}{
		{"as usual", func(*githubtest.Repo) {}, "200 200 201 200 201 201"},
		{"deleted", func(r *githubtest.Repo) { r.Delete(1) }, "200 410 201 410 410 201"},
		{"issues disabled", func(r *githubtest.Repo) { r.SetHasIssues(false) }, "410 410 410 410 410 201"},
		{"archived", func(r *githubtest.Repo) { r.SetArchived(true) }, "200 200 403 403 403 403"},
		{"locked", func(r *githubtest.Repo) { r.Lock(1) }, "200 200 201 200 403 201"},
	} {
		t.Run(c.name, func(t *testing.T) {
			gh := githubtest.New(t)
			repo := gh.Repo("acme/retros")
			repo.AddIssue(githubtest.Issue{Title: "t"})
			c.prepare(repo)
			var got []string
			for _, step := range []struct {
				method, path string
				body         any
			}{
				{"GET", issues, nil},
				{"GET", issues + "/1", nil},
				{"POST", issues, fieldsOf{"title": "new"}},
				{"PATCH", issues + "/1", fieldsOf{"title": "edited"}},
				{"POST", issues + "/1/comments", fieldsOf{"body": "hello"}},
				{"POST", labels, fieldsOf{"name": "made"}},
			} {
				got = append(got, fmt.Sprint(call(t, gh, gh.Token(), step.method, step.path, step.body).status))
			}
			want(t, "statuses", strings.Join(got, " "), c.want)
		})
	}
}

// Item 9: a locked issue still takes comments of people with write access.
func TestLockedForBotsAndStrangers(t *testing.T) {
	gh := githubtest.New(t)
	repo := gh.Repo("acme/retros")
	repo.Grant("ann", githubtest.Write)
	repo.AddIssue(githubtest.Issue{Title: "t"})
	repo.Lock(1)
	for login, status := range map[string]int{"ann": 201, "lex": 403} {
		want(t, login, call(t, gh, gh.TokenFor(login), "POST", issues+"/1/comments", fieldsOf{"body": "x"}).status, status)
	}
}

func TestRepositoryAnswer(t *testing.T) {
	gh := githubtest.New(t)
	repo := gh.Repo("acme/retros")
	repo.SetFork(true)
	repo.SetPrivate(true)
	repo.SetHasIssues(false)
	r := get(t, gh, "/repos/acme/retros").object(t)
	want(t, "facts", words(r["fork"], r["private"], r["has_issues"], r["archived"], r["visibility"]), "true true false false private")
	want(t, "push", r["permissions"].(fieldsOf)["push"], true)
}
