package githubtest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// Item 10: people.
func TestPeople(t *testing.T) {
	gh := githubtest.New(t)
	repo := gh.Repo("acme/retros")
	repo.Grant("ann", githubtest.Write)
	body := "<!-- marker -->\nline\n<!-- end -->\n"
	call(t, gh, gh.Token(), "POST", issues, fieldsOf{"title": "t", "body": body})
	gh.ForgetLog()
	ann, lex := repo.As("ann"), repo.As("lex")

	ann.EditBody(1, func(b string) string { return b + "more" })
	want(t, "saved as a browser does", fmt.Sprintf("%q", repo.Issue(1).Body), `"<!-- marker -->\r\nline\r\n<!-- end -->\r\nmore"`)
	copied := lex.CopyBody(1, "my own")
	want(t, "copy", repo.Issue(copied).Body, repo.Issue(1).Body)
	want(t, "author of the copy", repo.Issue(copied).Author, "lex")
	ann.MoveMarker(1)
	want(t, "moved", fmt.Sprintf("%q", repo.Issue(1).Body), `"line\r\nmore\r\n<!-- marker -->\r\n<!-- end -->\r\n"`)
	ann.DeleteMarker(1)
	want(t, "deleted", strings.Contains(repo.Issue(1).Body, "<!--"), false)
	ann.EditTitle(1, "better")
	ann.Relabel(1, "bug", "p1")
	ann.Assign(1, "ann")
	lex.Comment(1, "me too")
	ann.Close(1, "not_planned")
	i := repo.Issue(1)
	want(t, "issue", words(i.Title, i.Labels, i.Assignees, i.Comments[0].Body, i.State, i.StateReason, i.ClosedBy), "better [bug p1] [ann] me too closed not_planned ann")
	ann.Reopen(1)
	want(t, "state", repo.Issue(1).State, "open")
	lex.Close(copied, "completed")
	want(t, "own issue", repo.Issue(copied).ClosedBy, "lex")
	want(t, "people leave no trace in the log", len(gh.Log()), 0)

	seen := get(t, gh, issues+"?state=all").list(t)
	want(t, "associations", words(seen[0]["author_association"], seen[1]["author_association"]), "NONE NONE")
	repo.Associate("lex", "MEMBER")
	want(t, "association", get(t, gh, issues+"/2").object(t)["author_association"], "MEMBER")
}

func TestPeopleWithoutPermissionFail(t *testing.T) {
	w := &witness{TB: t}
	repo := githubtest.New(w).Repo("acme/retros")
	repo.AddIssue(githubtest.Issue{Title: "t"})
	repo.As("lex").Close(1, "completed")
	w.saw(t, "lex lacks write access")
	want(t, "state", repo.Issue(1).State, "open")
	repo.Lock(1)
	repo.As("lex").Comment(1, "let me in")
	w.saw(t, "lex may not comment on acme/retros#1")
	repo.Issue(7)
	w.saw(t, "no issue 7")
}
