package githubtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// Item 2: lengths and GitHub's shape of 422.
func TestLengths(t *testing.T) {
	gh := githubtest.New(t)
	gh.Repo("acme/retros").AddLabel("Retro", "ff0000", "")
	for _, c := range []struct {
		name, path string
		body       fieldsOf
		status     int
		complaint  string
	}{
		{"title of 256", issues, fieldsOf{"title": strings.Repeat("ü", 256)}, 201, ""},
		{"title of 257", issues, fieldsOf{"title": strings.Repeat("ü", 257)}, 422, "Issue title custom title is too long (maximum is 256 characters)"},
		{"blank title", issues, fieldsOf{"title": " "}, 422, "Issue title missing_field <nil>"},
		{"body of 65536", issues, fieldsOf{"title": "a", "body": strings.Repeat("ß", 65536)}, 201, ""},
		{"body of 65537", issues, fieldsOf{"title": "a", "body": strings.Repeat("ß", 65537)}, 422, "Issue body custom body is too long (maximum is 65536 characters)"},
		{"label of 50", labels, fieldsOf{"name": strings.Repeat("l", 50)}, 201, ""},
		{"label of 51", labels, fieldsOf{"name": strings.Repeat("l", 51)}, 422, "Label name custom name is too long (maximum is 50 characters)"},
		{"label in another case", labels, fieldsOf{"name": "RETRO"}, 422, "Label name already_exists <nil>"},
		{"label description of 101", labels, fieldsOf{"name": "d", "description": strings.Repeat("d", 101)}, 422, "Label description custom description is too long (maximum is 100 characters)"},
		{"label color", labels, fieldsOf{"name": "d", "color": "#ff0000"}, 422, "Label color invalid <nil>"},
		{"comment too long", issues + "/1/comments", fieldsOf{"body": strings.Repeat("c", 65537)}, 422, "IssueComment body custom body is too long (maximum is 65536 characters)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := call(t, gh, gh.Token(), "POST", c.path, c.body)
			want(t, "status", r.status, c.status)
			if c.complaint != "" {
				e := r.object(t)["errors"].([]any)[0].(fieldsOf)
				want(t, "complaint", fmt.Sprint(e["resource"], " ", e["field"], " ", e["code"], " ", e["message"]), c.complaint)
			}
		})
	}
}

// Item 3: permissions.
func TestPermissions(t *testing.T) {
	full := fieldsOf{"title": "t", "labels": []string{"new"}, "assignees": []string{"nobody"}, "milestone": 99}
	for _, c := range []struct {
		name    string
		token   func(gh *githubtest.Server) string
		private bool
		grant   githubtest.Permission
		want    string // get, create, update another's, own, label, new label, comment
	}{
		{"none on private", person, true, githubtest.None, "404 404 404 404 404 404 404"},
		{"none on public", person, false, githubtest.None, "200 201 403 200 403 404 201"},
		{"read", person, true, githubtest.Read, "200 201 403 200 403 404 201"},
		{"write", person, true, githubtest.Write, "200 201 200 200 200 201 201"},
		{"workflow", (*githubtest.Server).Token, true, githubtest.Write, "200 201 200 200 200 201 201"},
		{"workflow of a fork", (*githubtest.Server).ForkToken, false, githubtest.Write, "200 403 403 403 403 403 403"},
		{"workflow that may only read", (*githubtest.Server).Token, false, githubtest.Read, "200 403 403 403 403 403 403"},
		{"unknown token", func(*githubtest.Server) string { return "stolen" }, false, githubtest.None, "401 401 401 401 401 401 401"},
		{"no token", func(*githubtest.Server) string { return "" }, false, githubtest.None, "200 401 401 401 401 401 401"},
	} {
		t.Run(c.name, func(t *testing.T) {
			gh := githubtest.New(t)
			repo := gh.Repo("acme/retros")
			repo.SetPrivate(c.private)
			repo.Grant("lex", c.grant)
			repo.Grant(githubtest.Bot, c.grant)
			repo.AddIssue(githubtest.Issue{Title: "another's"})
			repo.AddIssue(githubtest.Issue{Title: "own", Author: "lex"})
			token := c.token(gh)
			body := full
			if c.grant >= githubtest.Write {
				body = fieldsOf{"title": "t"}
			}
			var got []string
			for _, step := range []struct {
				method, path string
				body         any
			}{
				{"GET", issues + "/1", nil},
				{"POST", issues, body},
				{"PATCH", issues + "/1", fieldsOf{"title": "x"}},
				{"PATCH", issues + "/2", fieldsOf{"title": "x", "labels": []string{"sneaky"}}},
				{"POST", issues + "/1/labels", fieldsOf{"labels": []string{"bug"}}},
				{"POST", labels, fieldsOf{"name": "made"}},
				{"POST", issues + "/1/comments", fieldsOf{"body": "hello"}},
			} {
				got = append(got, fmt.Sprint(call(t, gh, token, step.method, step.path, step.body).status))
			}
			want(t, "statuses", strings.Join(got, " "), c.want)
			if c.grant < githubtest.Write && len(repo.Labels()) > 0 {
				t.Errorf("labels were not dropped: %v", repo.Labels())
			}
		})
	}
}

func person(gh *githubtest.Server) string { return gh.TokenFor("lex") }

// Item 4: unknown labels and people that cannot be assigned.
func TestUnknownNames(t *testing.T) {
	gh := githubtest.New(t)
	repo := gh.Repo("acme/retros")
	repo.Grant("ann", githubtest.Read)
	repo.As("ben").CreateIssue("first", "")

	r := call(t, gh, gh.Token(), "POST", issues, fieldsOf{"title": "t", "labels": []string{"new"}, "assignees": []string{"ann"}})
	want(t, "create", r.status, 201)
	want(t, "labels", repo.Labels(), "[{new ededed }]")
	want(t, "assignees", repo.Issue(2).Assignees, "[ann]")

	r = call(t, gh, gh.Token(), "POST", issues, fieldsOf{"title": "t", "labels": []string{"newer"}, "assignees": []string{"ann", "ben"}})
	want(t, "create with ben", r.status, 422)
	want(t, "issues", len(repo.Issues()), 2)
	want(t, "labels made by the failed create", len(repo.Labels()), 1)

	r = call(t, gh, gh.Token(), "POST", issues+"/1/assignees", fieldsOf{"assignees": []string{"ann", "ben"}})
	want(t, "add", r.status, 201)
	want(t, "assignees", repo.Issue(1).Assignees, "[ann]")
	want(t, "check ann", get(t, gh, "/repos/acme/retros/assignees/ann").status, 204)
	want(t, "check ben", get(t, gh, "/repos/acme/retros/assignees/ben").status, 404)
	call(t, gh, gh.Token(), "DELETE", issues+"/1/assignees", fieldsOf{"assignees": []string{"ANN"}})
	want(t, "assignees after removal", repo.Issue(1).Assignees, "[]")
}

// Item 5: PATCH.
func TestUpdate(t *testing.T) {
	gh := githubtest.New(t)
	repo := gh.Repo("acme/retros")
	repo.AddIssue(githubtest.Issue{Title: "t", Body: "b", Labels: []string{"a", "b"}})
	repo.AddMilestone("m")
	for n, c := range []struct {
		name    string
		body    fieldsOf
		changed bool
		want    string // state, reason, labels, milestone, closed by
	}{
		{"same again", fieldsOf{"title": "t", "body": "b", "labels": []string{"B", "A"}}, false, "open  [a b] 0 "},
		{"reason without state", fieldsOf{"state_reason": "not_planned"}, false, "open  [a b] 0 "},
		{"labels are replaced", fieldsOf{"labels": []string{"c"}}, true, "open  [c] 0 "},
		{"labels stay when absent", fieldsOf{"title": "u", "milestone": 1}, true, "open  [c] 1 "},
		{"labels are cleared", fieldsOf{"labels": []string{}, "milestone": nil}, true, "open  [] 0 "},
		{"close", fieldsOf{"state": "closed", "state_reason": "not_planned"}, true, "closed not_planned [] 0 github-actions[bot]"},
		{"other reason, same state", fieldsOf{"state": "closed", "state_reason": "completed"}, false, "closed not_planned [] 0 github-actions[bot]"},
		{"reopen", fieldsOf{"state": "open"}, true, "open reopened [] 0 "},
		{"close without a reason", fieldsOf{"state": "closed"}, true, "closed completed [] 0 github-actions[bot]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			gh.Clock().Advance(time.Minute)
			want(t, "status", call(t, gh, gh.Token(), "PATCH", issues+"/1", c.body).status, 200)
			i := repo.Issue(1)
			want(t, "issue", fmt.Sprint(i.State, " ", i.StateReason, " ", i.Labels, " ", i.Milestone, " ", i.ClosedBy), c.want)
			want(t, "updated now", i.UpdatedAt.Equal(gh.Clock().Now()), c.changed)
			want(t, "writes", len(gh.Writes()), n+1)
			want(t, "changed", gh.Writes()[n].Changed, c.changed)
			want(t, "closed at", i.ClosedAt.IsZero(), i.State == "open")
		})
	}
}

// The rest of what a sync calls, with an eye on what changes.
func TestSmallCalls(t *testing.T) {
	gh := githubtest.New(t)
	repo := gh.Repo("acme/retros")
	for _, title := range []string{"parent", "child", "other"} {
		repo.AddIssue(githubtest.Issue{Title: title})
	}
	child, comment := repo.Issue(2).ID, ""
	for _, c := range []struct {
		method, path string
		body         any
		status       int
		changed      bool
	}{
		{"POST", labels, fieldsOf{"name": "needs review", "color": "00FF00"}, 201, true},
		{"GET", labels + "/NEEDS%20review", nil, 200, false},
		{"PATCH", labels + "/needs%20review", fieldsOf{"new_name": "a/b"}, 200, true},
		{"GET", labels + "/a%2Fb", nil, 200, false},
		{"POST", issues + "/1/labels", []string{"A/B", "other"}, 200, true},
		{"POST", issues + "/1/labels", fieldsOf{"labels": []string{"a/b"}}, 200, false},
		{"GET", issues + "/1/labels", nil, 200, false},
		{"DELETE", issues + "/1/labels/a%2Fb", nil, 200, true},
		{"DELETE", issues + "/1/labels/a%2Fb", nil, 404, false},
		{"PUT", issues + "/1/labels", fieldsOf{"labels": []string{"x", "y"}}, 200, true},
		{"PUT", issues + "/1/labels", []string{}, 200, true},
		{"DELETE", issues + "/1/labels", nil, 204, false},
		{"DELETE", labels + "/x", nil, 204, true},
		{"POST", issues + "/1/comments", fieldsOf{"body": "hello"}, 201, true},
		{"GET", issues + "/1/comments", nil, 200, false},
		{"GET", issues + "/comments?sort=updated&direction=desc", nil, 200, false},
		{"GET", issues + "/comments/$comment", nil, 200, false},
		{"PATCH", issues + "/comments/$comment", fieldsOf{"body": "hello"}, 200, false},
		{"PATCH", issues + "/comments/$comment", fieldsOf{"body": "edited"}, 200, true},
		{"DELETE", issues + "/comments/$comment", nil, 204, true},
		{"GET", issues + "/comments/$comment", nil, 404, false},
		{"GET", labels + "?per_page=1", nil, 200, false},
		{"PUT", issues + "/1/lock", fieldsOf{"lock_reason": "resolved"}, 204, true},
		{"PUT", issues + "/1/lock", fieldsOf{"lock_reason": "resolved"}, 204, false},
		{"POST", issues + "/1/comments", fieldsOf{"body": "locked out"}, 403, false},
		{"PATCH", issues + "/1", fieldsOf{"body": "still editable"}, 200, true},
		{"DELETE", issues + "/1/lock", nil, 204, true},
		{"POST", "/repos/acme/retros/milestones", fieldsOf{"title": "Q1", "due_on": "2026-03-31T00:00:00Z"}, 201, true},
		{"POST", "/repos/acme/retros/milestones", fieldsOf{"title": "Q1"}, 422, false},
		{"PATCH", "/repos/acme/retros/milestones/1", fieldsOf{"state": "closed"}, 200, true},
		{"GET", "/repos/acme/retros/milestones?state=all", nil, 200, false},
		{"GET", "/repos/acme/retros/milestones/1", nil, 200, false},
		{"GET", "/repos/acme/retros/milestones/2", nil, 404, false},
		{"GET", "/repos/acme/retros/assignees", nil, 200, false},
		{"POST", issues + "/1/sub_issues", fieldsOf{"sub_issue_id": 2}, 404, false}, // a number is no id
		{"POST", issues + "/1/sub_issues", fieldsOf{"sub_issue_id": child}, 201, true},
		{"POST", issues + "/3/sub_issues", fieldsOf{"sub_issue_id": child}, 422, false},
		{"POST", issues + "/3/sub_issues", fieldsOf{"sub_issue_id": child, "replace_parent": true}, 201, true},
		{"GET", issues + "/2/parent", nil, 200, false},
		{"GET", issues + "/3/sub_issues", nil, 200, false},
		{"DELETE", issues + "/3/sub_issue", fieldsOf{"sub_issue_id": child}, 200, true},
		{"GET", "/repos/acme/retros", nil, 200, false},
		{"GET", "/rate_limit", nil, 200, false},
		{"GET", "/user", nil, 403, false}, // a workflow's token is no person
	} {
		if said := repo.Issue(1).Comments; len(said) > 0 {
			comment = fmt.Sprint(said[0].ID)
		}
		r := call(t, gh, gh.Token(), c.method, strings.ReplaceAll(c.path, "$comment", comment), c.body)
		calls := gh.Log()
		want(t, c.method+" "+c.path, r.status, c.status)
		want(t, c.method+" "+c.path+" changed", calls[len(calls)-1].Changed, c.changed)
	}
	want(t, "comments left", len(repo.Issue(1).Comments), 0)
	want(t, "user", call(t, gh, gh.TokenFor("lex"), "GET", "/user", nil).object(t)["login"], "lex")
}

func TestSubIssueCap(t *testing.T) {
	gh := githubtest.New(t, githubtest.NoLimits())
	repo := gh.Repo("acme/retros")
	repo.AddIssue(githubtest.Issue{Title: "parent"})
	for n := 2; n <= 102; n++ {
		repo.AddIssue(githubtest.Issue{Title: "child", State: "closed"})
		status := 201
		if n == 102 {
			status = 422
		}
		r := call(t, gh, gh.Token(), "POST", issues+"/1/sub_issues", fieldsOf{"sub_issue_id": repo.Issue(n).ID})
		want(t, "status", r.status, status)
	}
}
