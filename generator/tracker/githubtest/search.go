package githubtest

import (
	"regexp"
	"slices"
	"strings"
)

var queryTerm = regexp.MustCompile(`(-?)(?:([a-z]+):)?(?:"([^"]*)"|(\S+))`)

// searchIssues finds what was true some time ago, as GitHub's index does.
func (s *Server) searchIssues(q *request) *answer {
	terms := queryTerm.FindAllStringSubmatch(q.query.Get("q"), -1)
	if len(terms) == 0 {
		return invalid(complaint{"Search", "q", "missing", "", nil})
	}
	seen := s.clock.Now().Add(-s.searchLag)
	var found []*issue
	for _, r := range s.world.repos {
		if !r.readable(q.token.user) {
			continue
		}
		for _, i := range r.sorted() {
			if old := i.at(seen); old != nil && s.matches(old, terms) {
				found = append(found, old)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b *issue) int {
		order := b.created.Compare(a.created)
		if q.query.Get("sort") == "updated" {
			order = b.updated.Compare(a.updated)
		}
		if q.query.Get("order") == "asc" {
			return -order
		}
		return order
	})
	a, items := ok(nil), []object{}
	for _, i := range paged(s, q, a, found) {
		items = append(items, s.hitJSON(i))
	}
	a.body = object{"total_count": len(found), "incomplete_results": false, "search_type": "lexical", "items": items}
	return a
}

// hitJSON is an issue as search shows it.
func (s *Server) hitJSON(i *issue) object {
	hit := s.issueJSON(i)
	hit["score"] = 1.0
	hit["body"] = i.body
	delete(hit, "closed_by")
	delete(hit, "parent_issue_url")
	return hit
}

func (s *Server) matches(i *issue, terms [][]string) bool {
	for _, term := range terms {
		negated, qualifier, value := term[1] == "-", term[2], strings.ToLower(term[3]+term[4])
		if s.matchesTerm(i, qualifier, value) == negated {
			return false
		}
	}
	return true
}

func (s *Server) matchesTerm(i *issue, qualifier, value string) bool {
	switch qualifier {
	case "":
		return strings.Contains(strings.ToLower(i.title+"\n"+i.body), value)
	case "repo":
		return strings.EqualFold(i.repo.fullName(), value)
	case "is", "type", "state":
		switch value {
		case "issue":
			return !i.pull
		case "pr":
			return i.pull
		case "open", "closed":
			return i.state == value
		}
	case "label":
		return slices.ContainsFunc(i.labels, func(l *label) bool { return strings.EqualFold(l.name, value) })
	case "author":
		return strings.EqualFold(i.author.login, value)
	case "in":
		return true
	}
	s.t.Errorf("githubtest: the search term %s:%s is not modelled", qualifier, value)
	return false
}
