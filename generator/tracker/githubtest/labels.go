package githubtest

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

const (
	maxLabelName        = 50
	maxLabelDescription = 100
)

var hexColor = regexp.MustCompile(`^[0-9A-Fa-f]{6}$`)

func (s *Server) listLabels(q *request) *answer {
	a := ok(nil)
	a.body = s.labelsJSON(q.repo, paged(s, q, a, q.repo.labels))
	return a
}

func (s *Server) getLabel(q *request) *answer {
	if l := q.repo.label(q.params["name"]); l != nil {
		return ok(s.labelJSON(q.repo, l))
	}
	return notFound()
}

func (s *Server) createLabel(q *request) *answer {
	name, _ := q.text("name")
	color, colored := q.text("color")
	description, _ := q.text("description")
	wrong := checkLabel(name, color, description)
	if len(wrong) == 0 && q.repo.label(name) != nil {
		wrong = append(wrong, complaint{"Label", "name", "already_exists", "", nil})
	}
	if len(wrong) > 0 {
		return invalid(wrong...)
	}
	if !colored {
		color = "ededed"
	}
	l := s.world.addLabel(q.repo, name, color, description)
	a := created(s.labelJSON(q.repo, l))
	a.set("Location", s.repoURL(q.repo)+"/labels/"+escape(l.name))
	return a
}

func (s *Server) updateLabel(q *request) *answer {
	l := q.repo.label(q.params["name"])
	if l == nil {
		return notFound()
	}
	after := *l
	for _, f := range []struct {
		name string
		text *string
	}{{"name", &after.name}, {"new_name", &after.name}, {"color", &after.color}, {"description", &after.description}} {
		if v, given := q.text(f.name); given {
			*f.text = v
		}
	}
	after.color = strings.ToLower(after.color)
	wrong := checkLabel(after.name, after.color, after.description)
	if other := q.repo.label(after.name); other != nil && other != l {
		wrong = append(wrong, complaint{"Label", "name", "already_exists", "", nil})
	}
	if len(wrong) > 0 {
		return invalid(wrong...)
	}
	if after != *l {
		*l = after
		s.world.changes++
	}
	return ok(s.labelJSON(q.repo, l))
}

func (s *Server) removeLabel(q *request) *answer {
	l := q.repo.label(q.params["name"])
	if l == nil {
		return notFound()
	}
	s.world.deleteLabel(q.repo, l)
	return noContent()
}

func checkLabel(name, color, description string) []complaint {
	wrong := checkLabelNames([]string{name})
	if color != "" && !hexColor.MatchString(color) {
		wrong = append(wrong, complaint{"Label", "color", "invalid", "", nil})
	}
	return append(wrong, checkLength("Label", "description", description, maxLabelDescription)...)
}

func checkLabelNames(names []string) []complaint {
	var wrong []complaint
	for _, name := range names {
		if strings.TrimSpace(name) == "" {
			wrong = append(wrong, complaint{"Label", "name", "missing_field", "", nil})
		}
		wrong = append(wrong, checkLength("Label", "name", name, maxLabelName)...)
	}
	if len(names) > maxLabels {
		wrong = append(wrong, complaint{"Issue", "labels", "custom", "labels exceed the maximum of 100", nil})
	}
	return wrong
}

func (s *Server) listIssueLabels(q *request) *answer {
	a := ok(nil)
	a.body = s.labelsJSON(q.repo, paged(s, q, a, q.issue.labels))
	return a
}

func (s *Server) addIssueLabels(q *request) *answer {
	have := []string{}
	for _, l := range q.issue.labels {
		have = append(have, l.name)
	}
	return s.relabel(q, append(have, q.names("labels", "name")...))
}

func (s *Server) setIssueLabels(q *request) *answer {
	return s.relabel(q, q.names("labels", "name"))
}

func (s *Server) relabel(q *request, names []string) *answer {
	if wrong := checkLabelNames(names); len(wrong) > 0 {
		return invalid(wrong...)
	}
	labels := s.world.ensureLabels(q.repo, names)
	s.world.apply(q.issue, q.token.user, change{labels: &labels})
	return ok(s.labelsJSON(q.repo, q.issue.labels))
}

func (s *Server) clearIssueLabels(q *request) *answer {
	s.world.apply(q.issue, q.token.user, change{labels: &[]*label{}})
	return noContent()
}

func (s *Server) removeIssueLabel(q *request) *answer {
	l := q.repo.label(q.params["name"])
	if !slices.Contains(q.issue.labels, l) {
		return refused(http.StatusNotFound, "Label does not exist")
	}
	labels := slices.DeleteFunc(slices.Clone(q.issue.labels), func(x *label) bool { return x == l })
	s.world.apply(q.issue, q.token.user, change{labels: &labels})
	return ok(s.labelsJSON(q.repo, labels))
}
