package githubtest

// byIssueID finds an issue that the caller may read by its id, which is not
// its number.
func (s *Server) byIssueID(q *request, id int64) *issue {
	for _, r := range s.world.repos {
		if !r.readable(q.token.user) {
			continue
		}
		for _, i := range r.issues {
			if i.id == id {
				return i
			}
		}
	}
	return nil
}

func (s *Server) listSubIssues(q *request) *answer {
	a, shown := ok(nil), []object{}
	for _, child := range paged(s, q, a, q.issue.children) {
		shown = append(shown, s.issueJSON(child))
	}
	a.body = shown
	return a
}

// addSubIssue counts closed sub-issues too when it refuses one too many.
func (s *Server) addSubIssue(q *request) *answer {
	id, _ := q.number("sub_issue_id")
	child := s.byIssueID(q, id)
	body, _ := q.body.(map[string]any)
	replace, _ := body["replace_parent"].(bool)
	complain := func(message string) *answer {
		return invalid(complaint{"Issue", "sub_issue_id", "custom", message, nil})
	}
	switch {
	case child == nil || child.pull:
		return notFound()
	case child == q.issue || within(q.issue, child):
		return complain("An issue cannot be a sub-issue of itself")
	case child.parent == q.issue:
		return complain("Issue may not contain duplicate sub-issues")
	case child.parent != nil && !replace:
		return complain("Sub issue may only have one parent")
	case len(q.issue.children) >= maxChildren:
		return complain("Parent cannot have more than 100 sub-issues")
	}
	s.world.adopt(q.issue, child)
	a := created(s.issueJSON(q.issue))
	a.set("Location", s.issueURL(q.issue))
	return a
}

// within tells whether i lies somewhere below ancestor.
func within(i, ancestor *issue) bool {
	for p := i.parent; p != nil; p = p.parent {
		if p == ancestor {
			return true
		}
	}
	return false
}

func (s *Server) removeSubIssue(q *request) *answer {
	id, _ := q.number("sub_issue_id")
	child := s.byIssueID(q, id)
	if child == nil || child.parent != q.issue {
		return notFound()
	}
	s.world.orphan(child)
	a := ok(s.issueJSON(q.issue))
	a.set("Location", s.issueURL(q.issue))
	return a
}

func (s *Server) getParent(q *request) *answer {
	if q.issue.parent == nil {
		return notFound()
	}
	return ok(s.issueJSON(q.issue.parent))
}
