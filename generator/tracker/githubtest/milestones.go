package githubtest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (s *Server) listMilestones(q *request) *answer {
	if sort := q.query.Get("sort"); sort == "completeness" {
		s.t.Errorf("githubtest: sorting milestones by completeness is not modelled")
	}
	found := []*milestone{}
	for _, m := range q.repo.milestones {
		if state := cmp.Or(q.query.Get("state"), "open"); state == "all" || state == m.state {
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b *milestone) int {
		if q.query.Get("direction") == "desc" {
			a, b = b, a
		}
		return a.due.Compare(b.due)
	})
	a, shown := ok(nil), []any{}
	for _, m := range paged(s, q, a, found) {
		shown = append(shown, s.milestoneJSON(q.repo, m))
	}
	a.body = shown
	return a
}

func (q *request) milestone() *milestone {
	number, _ := strconv.Atoi(q.params["milestone_number"])
	return q.repo.milestone(number)
}

func (s *Server) getMilestone(q *request) *answer {
	m := q.milestone()
	if m == nil {
		return notFound()
	}
	return ok(s.milestoneJSON(q.repo, m))
}

func (s *Server) createMilestone(q *request) *answer {
	title, _ := q.text("title")
	if wrong := q.checkMilestone(title, nil); len(wrong) > 0 {
		return invalid(wrong...)
	}
	m := s.world.addMilestone(q.repo, q.token.user, title)
	s.fillMilestone(q, m)
	a := created(s.milestoneJSON(q.repo, m))
	a.set("Location", a.body.(object)["url"].(string))
	return a
}

func (s *Server) updateMilestone(q *request) *answer {
	m := q.milestone()
	if m == nil {
		return notFound()
	}
	if title, given := q.text("title"); given {
		if wrong := q.checkMilestone(title, m); len(wrong) > 0 {
			return invalid(wrong...)
		}
	}
	before := *m
	s.fillMilestone(q, m)
	if *m != before {
		m.updated = s.clock.Now()
		s.world.changes++
	}
	return ok(s.milestoneJSON(q.repo, m))
}

func (q *request) checkMilestone(title string, self *milestone) []complaint {
	if strings.TrimSpace(title) == "" {
		return []complaint{{"Milestone", "title", "missing_field", "", nil}}
	}
	for _, m := range q.repo.milestones {
		if m != self && m.title == title {
			return []complaint{{"Milestone", "title", "already_exists", "", nil}}
		}
	}
	return nil
}

func (s *Server) fillMilestone(q *request, m *milestone) {
	if title, given := q.text("title"); given {
		m.title = title
	}
	if text, given := q.text("description"); given {
		m.description = text
	}
	if due, given := q.text("due_on"); given {
		m.due, _ = time.Parse(time.RFC3339, due)
	}
	state, given := q.text("state")
	if !given || state == m.state {
		return
	}
	m.state, m.closed = state, time.Time{}
	if state == "closed" {
		m.closed = s.clock.Now()
	}
}
