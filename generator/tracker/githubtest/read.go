package githubtest

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
)

// has tells whether the body names the field, be it with null.
func (q *request) has(field string) bool {
	body, _ := q.body.(map[string]any)
	_, named := body[field]
	return named
}

func (q *request) text(field string) (string, bool) {
	body, _ := q.body.(map[string]any)
	switch v := body[field].(type) {
	case string:
		return v, true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	}
	return "", false
}

func (q *request) number(field string) (int64, bool) {
	text, given := q.text(field)
	n, err := strconv.ParseInt(text, 10, 64)
	return n, given && err == nil
}

// names reads a list of strings or of objects that hold the name under key.
// The whole body may be that list.
func (q *request) names(field, key string) []string {
	list, isList := q.body.([]any)
	if body, isObject := q.body.(map[string]any); isObject {
		list, isList = body[field].([]any)
	}
	if !isList {
		return nil
	}
	names := []string{}
	for _, entry := range list {
		if named, isObject := entry.(map[string]any); isObject {
			entry = named[key]
		}
		if name, isText := entry.(string); isText {
			names = append(names, name)
		}
	}
	return names
}

func (q *request) page() int    { return atLeastOne(q.query.Get("page"), 1) }
func (q *request) perPage() int { return min(atLeastOne(q.query.Get("per_page"), 30), 100) }

func atLeastOne(text string, otherwise int) int {
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return n
	}
	return otherwise
}

// paged cuts one page out and adds the links to the others.
func paged[T any](s *Server, q *request, a *answer, all []T) []T {
	page, size := q.page(), q.perPage()
	last := max((len(all)+size-1)/size, 1)
	var links []string
	link := func(to int, rel string) {
		links = append(links, fmt.Sprintf(`<%s>; rel="%s"`, s.pageAddress(q, to), rel))
	}
	if page > 1 {
		link(min(page-1, last), "prev")
	}
	if page < last {
		link(page+1, "next")
		link(last, "last")
	}
	if page > 1 {
		link(1, "first")
	}
	if len(links) > 0 {
		a.set("Link", strings.Join(links, ", "))
	}
	from := min((page-1)*size, len(all))
	return all[from:min(from+size, len(all))]
}

func (s *Server) pageAddress(q *request, page int) string {
	other := *q
	other.query = maps.Clone(q.query)
	other.query.Set("page", strconv.Itoa(page))
	if q.repo == nil {
		return s.url(strings.Join(q.rest, "/")) + "?" + other.query.Encode()
	}
	return s.byID(&other, q.repo, q.rest[3:])
}
