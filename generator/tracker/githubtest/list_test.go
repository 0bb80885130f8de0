package githubtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// Item 1: lists.
func TestListFilters(t *testing.T) {
	gh := githubtest.New(t)
	repo := gh.Repo("acme/retros")
	repo.Grant("ann", githubtest.Read)
	minute := func() { gh.Clock().Advance(time.Minute) }
	repo.AddIssue(githubtest.Issue{Title: "one", Labels: []string{"Retro", "p1"}}) // 1
	minute()
	repo.AddIssue(githubtest.Issue{Title: "two", Labels: []string{"retro"}, Assignees: []string{"ann"}}) // 2
	minute()
	repo.AddPullRequest("three")
	minute()
	repo.AddIssue(githubtest.Issue{Title: "four", State: "closed", Author: "ben"})
	minute()
	since := gh.Clock().Now().Format(time.RFC3339)
	repo.As("acme").EditTitle(1, "one, edited")

	for _, c := range []struct{ name, query, want string }{
		{"default is open, newest first, with pull requests", "", "3 2 1"},
		{"closed", "state=closed", "4"},
		{"all in the stable order", "state=all&sort=created&direction=asc", "1 2 3 4"},
		{"by update", "sort=updated&state=all", "1 4 3 2"},
		{"labels ignore case", "labels=RETRO", "2 1"},
		{"labels are joined by and", "labels=retro,P1", "1"},
		{"since means updated", "state=all&since=" + since, "1"},
		{"creator", "state=all&creator=ben", "4"},
		{"assignee", "assignee=ann", "2"},
		{"nobody's", "assignee=none", "3 1"},
		{"page", "state=all&per_page=3&page=2", "1"},
		{"page after the last", "page=7", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			want(t, "numbers", numbers(t, get(t, gh, issues+"?"+c.query)), c.want)
		})
	}
	pull := get(t, gh, issues).list(t)[0]
	if pull["pull_request"] == nil {
		t.Error("a pull request in a list cannot be told from an issue")
	}
}

func TestListPages(t *testing.T) {
	for _, c := range []struct {
		count, perPage, pages int
	}{{0, 100, 1}, {99, 100, 1}, {100, 100, 1}, {101, 100, 2}, {200, 100, 2}, {205, 200, 3}} {
		t.Run(fmt.Sprintf("%d by %d", c.count, c.perPage), func(t *testing.T) {
			gh := githubtest.New(t)
			repo := gh.Repo("acme/retros")
			for n := range c.count {
				repo.AddIssue(githubtest.Issue{Title: fmt.Sprint(n)})
			}
			next, pages, seen := fmt.Sprintf("%s?per_page=%d&direction=asc", issues, c.perPage), 0, 0
			for next != "" {
				r := get(t, gh, next)
				pages, seen, next = pages+1, seen+len(r.list(t)), rel(r, "next")
				if last := rel(r, "last"); (last != "") != (next != "") {
					t.Errorf("page %d: next %q, last %q", pages, next, last)
				}
			}
			want(t, "pages", pages, c.pages)
			want(t, "issues", seen, c.count)
		})
	}
}

// rel finds a link in the Link header.
func rel(r *reply, name string) string {
	for link := range strings.SplitSeq(r.header.Get("Link"), ", ") {
		if address, found := strings.CutSuffix(link, `>; rel="`+name+`"`); found {
			return strings.TrimPrefix(address, "<")
		}
	}
	return ""
}

// Item 8: search is stale, also about edits.
func TestSearchIsStale(t *testing.T) {
	gh := githubtest.New(t, githubtest.SearchLag(time.Minute))
	repo := gh.Repo("acme/retros")
	repo.AddIssue(githubtest.Issue{Title: "Disk full", Body: "marker abc", Labels: []string{"retro"}})
	find := func(q string) string {
		r := get(t, gh, "/search/issues?q="+q)
		return fmt.Sprint(r.object(t)["total_count"])
	}
	want(t, "at once", find("repo:acme/retros+abc"), 0)
	gh.Clock().Advance(time.Minute)
	want(t, "a minute later", find("repo:acme/retros+abc+is:issue+label:retro"), 1)
	repo.As("acme").Close(1, "completed")
	want(t, "just closed", find("is:open+in:title+%22disk+full%22"), 1)
	gh.Clock().Advance(time.Minute)
	want(t, "long closed", find("is:open+disk"), 0)
	want(t, "negated", find("-is:open+disk"), 1)
}
