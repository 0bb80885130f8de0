package githubtest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// GitHub's limits, in characters.
const (
	maxTitle     = 256
	maxBody      = 65536
	maxAssignees = 10
	maxLabels    = 100
	maxChildren  = 100
)

func (s *Server) getRepository(q *request) *answer {
	return ok(s.repositoryJSON(q.repo, q.may()))
}

func (s *Server) getIssue(q *request) *answer { return ok(s.issueJSON(q.issue)) }

func (s *Server) listIssues(q *request) *answer {
	for _, name := range []string{"mentioned", "type", "issue_field_values"} {
		if q.query.Has(name) {
			s.t.Errorf("githubtest: the query parameter %s is not modelled", name)
		}
	}
	if q.page() == 1 {
		q.repo.listings++
	}
	found := []*issue{}
	for _, i := range q.repo.sorted() {
		if i.listedFrom <= q.repo.listings && q.wants(i) {
			found = append(found, i)
		}
	}
	slices.SortStableFunc(found, q.order())
	shown := []object{}
	a := ok(nil)
	for _, i := range paged(s, q, a, found) {
		shown = append(shown, s.issueJSON(i))
	}
	a.body = shown
	return a
}

// wants applies the filters of a listing.
func (q *request) wants(i *issue) bool {
	if state := cmp.Or(q.query.Get("state"), "open"); state != "all" && state != i.state {
		return false
	}
	if since := q.since(); i.updated.Before(since) {
		return false
	}
	if names := q.query.Get("labels"); names != "" {
		for name := range strings.SplitSeq(names, ",") {
			if !slices.ContainsFunc(i.labels, func(l *label) bool { return strings.EqualFold(l.name, strings.TrimSpace(name)) }) {
				return false
			}
		}
	}
	if creator := q.query.Get("creator"); creator != "" && !strings.EqualFold(creator, i.author.login) {
		return false
	}
	return wantsOne(q.query.Get("milestone"), i.milestoneNumber()) && wantsAny(q.query.Get("assignee"), i.assignees)
}

func (q *request) since() time.Time {
	t, _ := time.Parse(time.RFC3339, q.query.Get("since"))
	return t
}

func (i *issue) milestoneNumber() string {
	if i.milestone == nil {
		return ""
	}
	return strconv.Itoa(i.milestone.number)
}

func wantsOne(want, have string) bool {
	switch want {
	case "":
		return true
	case "*":
		return have != ""
	case "none":
		return have == ""
	}
	return want == have
}

func wantsAny(want string, users []*user) bool {
	for _, u := range users {
		if strings.EqualFold(want, u.login) {
			return true
		}
	}
	return want == "" || want == "*" && len(users) > 0 || want == "none" && len(users) == 0
}

// order sorts a listing; equal times keep the order of numbers.
func (q *request) order() func(a, b *issue) int {
	ascending := func(a, b *issue) int {
		switch q.query.Get("sort") {
		case "updated":
			return cmp.Or(a.updated.Compare(b.updated), a.number-b.number)
		case "comments":
			return cmp.Or(len(a.comments)-len(b.comments), a.number-b.number)
		}
		return cmp.Or(a.created.Compare(b.created), a.number-b.number)
	}
	if q.query.Get("direction") == "asc" {
		return ascending
	}
	return func(a, b *issue) int { return ascending(b, a) }
}

func (s *Server) createIssue(q *request) *answer {
	title, _ := q.text("title")
	body, _ := q.text("body")
	wrong := slices.Concat(checkTitle(title), checkBody("Issue", body))
	c, complaints := s.readSets(q)
	if wrong = append(wrong, complaints...); len(wrong) > 0 {
		return invalid(wrong...)
	}
	i := s.world.addIssue(q.repo, q.token.user, title, body)
	if q.may() >= Write {
		s.world.apply(i, q.token.user, s.labelled(q, c))
	}
	a := created(s.issueJSON(i))
	a.set("Location", s.issueURL(i))
	return a
}

func (s *Server) updateIssue(q *request) *answer {
	c, wrong := s.readSets(q)
	if title, given := q.text("title"); given {
		c.title, wrong = &title, append(wrong, checkTitle(title)...)
	}
	if q.has("body") {
		body, _ := q.text("body")
		c.body, wrong = &body, append(wrong, checkBody("Issue", body)...)
	}
	if state, given := q.text("state"); given {
		c.state = &state
	}
	c.reason, _ = q.text("state_reason")
	if id, given := q.number("duplicate_issue_id"); given && c.reason == "duplicate" && s.byIssueID(q, id) == nil {
		wrong = append(wrong, complaint{"Issue", "duplicate_issue_id", "invalid", "", nil})
	}
	if len(wrong) > 0 {
		return invalid(wrong...)
	}
	if q.may() < Write {
		c.labels, c.assignees, c.setMilestone = nil, nil, false
	} else {
		c = s.labelled(q, c)
	}
	s.world.apply(q.issue, q.token.user, c)
	return ok(s.issueJSON(q.issue))
}

// readSets reads the assignees and the milestone of a create or update.
// Without write access GitHub drops them unread.
func (s *Server) readSets(q *request) (change, []complaint) {
	var c change
	for _, name := range []string{"type", "issue_field_values", "agent_assignment"} {
		if q.has(name) {
			s.t.Errorf("githubtest: the field %s is not modelled", name)
		}
	}
	if q.may() < Write {
		return c, nil
	}
	var wrong []complaint
	if q.has("assignees") || q.has("assignee") {
		logins := q.names("assignees", "login")
		if one, _ := q.text("assignee"); one != "" {
			logins = append(logins, one)
		}
		users, complaints := s.assignees(q.repo, logins)
		c.assignees, wrong = &users, complaints
	}
	if q.has("milestone") {
		number, given := q.number("milestone")
		c.setMilestone, c.milestone = true, q.repo.milestone(int(number))
		if given && c.milestone == nil {
			wrong = append(wrong, complaint{"Issue", "milestone", "invalid", "", number})
		}
	}
	return c, append(wrong, checkLabelNames(q.names("labels", "name"))...)
}

// labelled adds the labels to the change. It comes after all checks, because
// it makes labels that don't exist.
func (s *Server) labelled(q *request, c change) change {
	if q.has("labels") {
		labels := s.world.ensureLabels(q.repo, q.names("labels", "name"))
		c.labels = &labels
	}
	return c
}

func (s *Server) assignees(r *repository, logins []string) ([]*user, []complaint) {
	var users []*user
	var wrong []complaint
	for _, login := range logins {
		u := s.world.users[strings.ToLower(login)]
		switch {
		case !r.assignable(u):
			wrong = append(wrong, complaint{"Issue", "assignees", "invalid", "", login})
		case !slices.Contains(users, u) && len(users) < maxAssignees:
			users = append(users, u)
		}
	}
	return users, wrong
}

func checkTitle(title string) []complaint {
	if strings.TrimSpace(title) == "" {
		return []complaint{{"Issue", "title", "missing_field", "", nil}}
	}
	return checkLength("Issue", "title", title, maxTitle)
}

func checkBody(resource, body string) []complaint {
	return checkLength(resource, "body", body, maxBody)
}

func checkLength(resource, field, text string, most int) []complaint {
	if utf8.RuneCountInString(text) <= most {
		return nil
	}
	message := fmt.Sprintf("%s is too long (maximum is %d characters)", field, most)
	return []complaint{{resource, field, "custom", message, nil}}
}
