package githubtest

import (
	"net/http"
	"slices"
	"strconv"
)

func (s *Server) listComments(q *request) *answer {
	return s.showComments(q, []*issue{q.issue})
}

func (s *Server) listAllComments(q *request) *answer {
	return s.showComments(q, q.repo.sorted())
}

type remark struct {
	on *issue
	*comment
}

func (s *Server) showComments(q *request, issues []*issue) *answer {
	found := []remark{}
	for _, i := range issues {
		for _, c := range i.comments {
			if !c.updated.Before(q.since()) {
				found = append(found, remark{i, c})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b remark) int {
		order := int(a.id - b.id)
		if q.query.Get("sort") == "updated" {
			order = a.updated.Compare(b.updated)
		}
		if q.query.Get("direction") == "desc" {
			return -order
		}
		return order
	})
	a, shown := ok(nil), []object{}
	for _, r := range paged(s, q, a, found) {
		shown = append(shown, s.commentJSON(r.on, r.comment))
	}
	a.body = shown
	return a
}

// createComment refuses on a locked issue, also for bots with write access.
func (s *Server) createComment(q *request) *answer {
	if q.issue.locked && (q.token.user.bot || q.may() < Write) {
		return refused(http.StatusForbidden, "Unable to create comment because issue is locked.")
	}
	body, _ := q.text("body")
	if wrong := checkComment(body); len(wrong) > 0 {
		return invalid(wrong...)
	}
	c := s.world.addComment(q.issue, q.token.user, body)
	a := created(s.commentJSON(q.issue, c))
	a.set("Location", a.body.(object)["url"].(string))
	return a
}

func checkComment(body string) []complaint {
	if body == "" {
		return []complaint{{"IssueComment", "body", "missing_field", "", nil}}
	}
	return checkBody("IssueComment", body)
}

// comment finds the one in the path, nil if there is none.
func (q *request) comment() (*issue, *comment) {
	id, _ := strconv.ParseInt(q.params["comment_id"], 10, 64)
	for _, i := range q.repo.sorted() {
		for _, c := range i.comments {
			if c.id == id {
				return i, c
			}
		}
	}
	return nil, nil
}

func (s *Server) getComment(q *request) *answer {
	i, c := q.comment()
	if c == nil {
		return notFound()
	}
	return ok(s.commentJSON(i, c))
}

func (s *Server) updateComment(q *request) *answer {
	i, c := q.comment()
	if c == nil {
		return notFound()
	}
	if q.may() < Write && c.author != q.token.user {
		return mustBeAdmin()
	}
	body, _ := q.text("body")
	if wrong := checkComment(body); len(wrong) > 0 {
		return invalid(wrong...)
	}
	if c.body != body {
		c.body, c.updated = body, s.clock.Now()
		s.world.touch(i)
	}
	return ok(s.commentJSON(i, c))
}

func (s *Server) deleteComment(q *request) *answer {
	i, c := q.comment()
	if c == nil {
		return notFound()
	}
	if q.may() < Write && c.author != q.token.user {
		return mustBeAdmin()
	}
	i.comments = slices.DeleteFunc(i.comments, func(x *comment) bool { return x == c })
	s.world.touch(i)
	return noContent()
}

func (s *Server) lock(q *request) *answer {
	reason, _ := q.text("lock_reason")
	if !q.issue.locked || q.issue.lockReason != reason {
		q.issue.locked, q.issue.lockReason = true, reason
		s.world.touch(q.issue)
	}
	return noContent()
}

func (s *Server) unlock(q *request) *answer {
	if q.issue.locked {
		q.issue.locked, q.issue.lockReason = false, ""
		s.world.touch(q.issue)
	}
	return noContent()
}
