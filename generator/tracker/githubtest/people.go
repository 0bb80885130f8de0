package githubtest

import (
	"net/http"
	"slices"
	"strings"
)

// getUser refuses an Actions token, which isn't a person.
func (s *Server) getUser(q *request) *answer {
	if q.token.user.bot {
		return refused(http.StatusForbidden, "Resource not accessible by integration")
	}
	return ok(s.accountJSON(q.token.user))
}

func (s *Server) listAssignees(q *request) *answer {
	var users []*user
	for _, u := range s.world.users {
		if q.repo.assignable(u) {
			users = append(users, u)
		}
	}
	slices.SortFunc(users, func(a, b *user) int { return int(a.id - b.id) })
	a := ok(nil)
	a.body = s.usersJSON(paged(s, q, a, users))
	return a
}

func (s *Server) checkAssignee(q *request) *answer {
	if q.repo.assignable(s.world.users[strings.ToLower(q.params["assignee"])]) {
		return noContent()
	}
	return notFound()
}

// addAssignees ignores who cannot be assigned, and who is one too many.
func (s *Server) addAssignees(q *request) *answer {
	users := slices.Clone(q.issue.assignees)
	more, _ := s.assignees(q.repo, q.names("assignees", "login"))
	for _, u := range more {
		if !slices.Contains(users, u) && len(users) < maxAssignees {
			users = append(users, u)
		}
	}
	s.world.apply(q.issue, q.token.user, change{assignees: &users})
	return created(s.issueJSON(q.issue))
}

func (s *Server) removeAssignees(q *request) *answer {
	logins := q.names("assignees", "login")
	users := slices.DeleteFunc(slices.Clone(q.issue.assignees), func(u *user) bool {
		return slices.ContainsFunc(logins, func(login string) bool { return strings.EqualFold(login, u.login) })
	})
	s.world.apply(q.issue, q.token.user, change{assignees: &users})
	return ok(s.issueJSON(q.issue))
}
