package githubtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// What a caller must be allowed to do.
type need int

const (
	toRead   need = iota
	toTalk        // whoever can read may open issues and comment
	toAuthor      // one's own, or with write access
	toPush        // write access, else 403
	toManage      // write access, else 404 as GitHub does for labels and milestones
)

type handler struct {
	need need
	do   func(*Server, *request) *answer
}

var handlers = map[string]handler{
	"GET /user":                 {toRead, (*Server).getUser},
	"GET /rate_limit":           {toRead, (*Server).getRateLimit},
	"GET /search/issues":        {toRead, (*Server).searchIssues},
	"GET /repos/{owner}/{repo}": {toRead, (*Server).getRepository},

	"GET /repos/{owner}/{repo}/issues":                  {toRead, (*Server).listIssues},
	"POST /repos/{owner}/{repo}/issues":                 {toTalk, (*Server).createIssue},
	"GET /repos/{owner}/{repo}/issues/{issue_number}":   {toRead, (*Server).getIssue},
	"PATCH /repos/{owner}/{repo}/issues/{issue_number}": {toAuthor, (*Server).updateIssue},

	"PUT /repos/{owner}/{repo}/issues/{issue_number}/lock":    {toPush, (*Server).lock},
	"DELETE /repos/{owner}/{repo}/issues/{issue_number}/lock": {toPush, (*Server).unlock},

	"GET /repos/{owner}/{repo}/issues/comments":                 {toRead, (*Server).listAllComments},
	"GET /repos/{owner}/{repo}/issues/comments/{comment_id}":    {toRead, (*Server).getComment},
	"PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}":  {toTalk, (*Server).updateComment},
	"DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}": {toTalk, (*Server).deleteComment},
	"GET /repos/{owner}/{repo}/issues/{issue_number}/comments":  {toRead, (*Server).listComments},
	"POST /repos/{owner}/{repo}/issues/{issue_number}/comments": {toTalk, (*Server).createComment},

	"GET /repos/{owner}/{repo}/issues/{issue_number}/labels":           {toRead, (*Server).listIssueLabels},
	"POST /repos/{owner}/{repo}/issues/{issue_number}/labels":          {toPush, (*Server).addIssueLabels},
	"PUT /repos/{owner}/{repo}/issues/{issue_number}/labels":           {toPush, (*Server).setIssueLabels},
	"DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels":        {toPush, (*Server).clearIssueLabels},
	"DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}": {toPush, (*Server).removeIssueLabel},

	"GET /repos/{owner}/{repo}/assignees":                                  {toRead, (*Server).listAssignees},
	"GET /repos/{owner}/{repo}/assignees/{assignee}":                       {toRead, (*Server).checkAssignee},
	"GET /repos/{owner}/{repo}/issues/{issue_number}/assignees/{assignee}": {toRead, (*Server).checkAssignee},
	"POST /repos/{owner}/{repo}/issues/{issue_number}/assignees":           {toPush, (*Server).addAssignees},
	"DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees":         {toPush, (*Server).removeAssignees},

	"GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues":   {toRead, (*Server).listSubIssues},
	"POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues":  {toPush, (*Server).addSubIssue},
	"DELETE /repos/{owner}/{repo}/issues/{issue_number}/sub_issue": {toPush, (*Server).removeSubIssue},
	"GET /repos/{owner}/{repo}/issues/{issue_number}/parent":       {toRead, (*Server).getParent},

	"GET /repos/{owner}/{repo}/labels":           {toRead, (*Server).listLabels},
	"POST /repos/{owner}/{repo}/labels":          {toManage, (*Server).createLabel},
	"GET /repos/{owner}/{repo}/labels/{name}":    {toRead, (*Server).getLabel},
	"PATCH /repos/{owner}/{repo}/labels/{name}":  {toManage, (*Server).updateLabel},
	"DELETE /repos/{owner}/{repo}/labels/{name}": {toManage, (*Server).removeLabel},

	"GET /repos/{owner}/{repo}/milestones":                      {toRead, (*Server).listMilestones},
	"POST /repos/{owner}/{repo}/milestones":                     {toManage, (*Server).createMilestone},
	"GET /repos/{owner}/{repo}/milestones/{milestone_number}":   {toRead, (*Server).getMilestone},
	"PATCH /repos/{owner}/{repo}/milestones/{milestone_number}": {toManage, (*Server).updateMilestone},
}

// handle takes the call through the checks in GitHub's order.
func (s *Server) handle(q *request) *answer {
	h, known := handlers[q.route.name]
	if !known {
		s.t.Errorf("githubtest: %s is described, but not modelled", q.route.name)
		return refused(http.StatusNotImplemented, "Not modelled")
	}
	for _, check := range []func(*request, need) *answer{s.authenticate, s.limited, s.find, s.permit, s.findIssue} {
		if a := check(q, h.need); a != nil {
			return a
		}
	}
	return h.do(s, q)
}

// identify finds the token's owner; an unknown token leaves q.token nil.
func (s *Server) identify(r *http.Request, q *request) {
	kind, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch {
	case value != "" && (strings.EqualFold(kind, "bearer") || strings.EqualFold(kind, "token")):
		q.token = s.tokens[value]
	case r.Header.Get("Authorization") == "":
		q.token = s.addToken("", nil)
	}
	if q.token != nil && q.token.user != nil {
		q.call.Login = q.token.user.login
	}
}

func (s *Server) authenticate(q *request, n need) *answer {
	if q.token == nil {
		return refused(http.StatusUnauthorized, "Bad credentials")
	}
	if q.token.user == nil && (n != toRead || q.route.path == "/user") {
		return refused(http.StatusUnauthorized, "Requires authentication")
	}
	return nil
}

func (s *Server) limited(q *request, _ need) *answer { return s.limit(q) }

// find looks up the repository and sends callers on who use a former name.
func (s *Server) find(q *request, _ need) *answer {
	if !strings.HasPrefix(q.route.path, "/repos/") {
		return nil
	}
	name := q.params["owner"] + "/" + q.params["repo"]
	q.repo = s.world.names[strings.ToLower(name)]
	if q.repo == nil || !q.repo.readable(q.token.user) {
		return notFound()
	}
	if !strings.EqualFold(name, q.repo.fullName()) {
		status := http.StatusMovedPermanently
		if q.call.Write {
			status = http.StatusTemporaryRedirect
		}
		return moved(status, s.byID(q, q.repo, q.rest[3:]))
	}
	return nil
}

// byID is the lasting address of something in a repository.
func (s *Server) byID(q *request, r *repository, rest []string) string {
	url := s.repoURLByID(r)
	for _, segment := range rest {
		url += "/" + escape(segment)
	}
	if len(q.query) > 0 {
		url += "?" + q.query.Encode()
	}
	return url
}

// may is the permission of the token in its repository.
func (q *request) may() Permission {
	granted := q.repo.granted(q.token.user)
	if q.token.readOnly {
		return min(granted, Read)
	}
	return granted
}

func (s *Server) permit(q *request, n need) *answer {
	if q.repo == nil {
		return nil
	}
	if q.repo.noIssues && slices.Contains(q.rest, "issues") {
		return refused(http.StatusGone, "Issues are disabled for this repo")
	}
	if n == toRead {
		return nil
	}
	push := q.may() >= Write
	switch {
	case !push && (q.token.user.bot || q.token.readOnly):
		return refused(http.StatusForbidden, "Resource not accessible by integration")
	case !push && n == toManage:
		return notFound()
	case !push && n == toPush:
		return mustBeAdmin()
	case q.repo.archived:
		return refused(http.StatusForbidden, "Repository was archived so is read-only.")
	}
	return nil
}

func mustBeAdmin() *answer {
	return refused(http.StatusForbidden, "Must have admin rights to Repository.")
}

// findIssue looks up the number in the path, if there is one.
func (s *Server) findIssue(q *request, n need) *answer {
	text, asked := q.params["issue_number"]
	if !asked {
		return nil
	}
	number, _ := strconv.Atoi(text)
	if to := q.repo.moved[number]; to != nil {
		if !to.repo.readable(q.token.user) {
			return notFound()
		}
		return moved(http.StatusMovedPermanently, s.byID(q, to.repo, append([]string{"issues", fmt.Sprint(to.number)}, q.rest[5:]...)))
	}
	if q.repo.deleted[number] {
		return refused(http.StatusGone, "This issue was deleted")
	}
	q.issue = q.repo.issues[number]
	if q.issue == nil {
		return notFound()
	}
	if !q.call.Write && q.issue.hiddenGets > 0 {
		q.issue.hiddenGets--
		return notFound()
	}
	if n == toAuthor && q.may() < Write && q.issue.author != q.token.user {
		return mustBeAdmin()
	}
	return nil
}
