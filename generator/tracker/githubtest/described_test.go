package githubtest_test

import (
	"fmt"
	"testing"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// Item 11: what the description doesn't allow fails the test.
func TestUndescribed(t *testing.T) {
	for _, c := range []struct {
		name, method, path string
		body               any
		failure            string
	}{
		{"unknown route", "GET", "/repos/acme/retros/isues", nil, "is no route of the description"},
		{"known route, not modelled", "GET", "/meta", nil, "not modelled"},
		{"no title", "POST", issues, fieldsOf{"body": "b"}, `property "title" is missing`},
		{"misspelt field", "POST", issues, fieldsOf{"title": "t", "label": []string{"a"}}, `unknown field "label"`},
		{"bad state", "PATCH", issues + "/1", fieldsOf{"state": "done"}, `"/state"`},
		{"bad reason", "PATCH", issues + "/1", fieldsOf{"state": "closed", "state_reason": "wontfix"}, `"/state_reason"`},
		{"misspelt parameter", "GET", issues + "?label=a", nil, `unknown query parameter "label"`},
		{"bad parameter", "GET", issues + "?state=any", nil, `"state"`},
		{"field that isn't modelled", "POST", issues, fieldsOf{"title": "t", "type": "Bug"}, "the field type is not modelled"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := &witness{TB: t}
			gh := githubtest.New(w)
			gh.Repo("acme/retros").AddIssue(githubtest.Issue{Title: "t"})
			call(t, gh, gh.Token(), c.method, c.path, c.body)
			w.saw(t, c.failure)
		})
	}
}

// Item 11: the log.
func TestLog(t *testing.T) {
	gh := githubtest.New(t)
	gh.Repo("acme/retros")
	get(t, gh, issues+"?state=all")
	call(t, gh, gh.TokenFor("lex"), "POST", issues, fieldsOf{"title": "t"})
	call(t, gh, gh.Token(), "PATCH", issues+"/1", fieldsOf{"title": "t"})
	for n, wanted := range []string{
		"1 GET /repos/acme/retros/issues?state=all 200 github-actions[bot] write=false changed=false",
		"2 POST /repos/acme/retros/issues 201 lex write=true changed=true",
		"3 PATCH /repos/acme/retros/issues/1 200 github-actions[bot] write=true changed=false",
	} {
		c := gh.Log()[n]
		want(t, "call", fmt.Sprintf("%d %s %s %d %s write=%t changed=%t", c.N, c.Method, c.Path, c.Status, c.Login, c.Write, c.Changed), wanted)
	}
	want(t, "writes", len(gh.Writes()), 2)
	want(t, "changes", len(gh.Changes()), 1)
	want(t, "route", gh.Writes()[1].Route, update)
	want(t, "body", gh.Writes()[1].Body, `{"title":"t"}`)
}

// Item 12: the mount point.
func TestMountedBelow(t *testing.T) {
	w := &witness{TB: t}
	gh := githubtest.New(w, githubtest.Below("/api/v3"))
	gh.Repo("acme/retros").AddIssue(githubtest.Issue{Title: "t"})
	gh.Repo("acme/retros").AddIssue(githubtest.Issue{Title: "t"})
	r := get(t, gh, issues+"?per_page=1")
	want(t, "list", numbers(t, r), "2")
	want(t, "next page", numbers(t, get(t, gh, rel(r, "next"))), "1")
	want(t, "url", r.list(t)[0]["url"], gh.URL()+"repos/acme/retros/issues/2")
	want(t, "path in the log", gh.Log()[0].Path, issues+"?per_page=1")
	want(t, "failures", len(w.errors), 0)
	outside := gh.URL()[:len(gh.URL())-len("api/v3/")] + "repos/acme/retros"
	want(t, "outside", get(t, gh, outside).status, 404)
	w.saw(t, "is no route")
}
