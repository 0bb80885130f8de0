package page

import (
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/search"
)

// facetNames are the names of the taxonomies that every wiki has, for one
// value: in addresses, and as people read them.
var facetNames = []struct{ taxonomy, key, name string }{
	{"severities", "severity", "Severity"},
	{"services", "service", "Service"},
	{"factors", "factor", "Factor"},
	{"tags", "tag", "Tag"},
	{"teams", "team", "Team"},
	{"people", "person", "Person"},
}

// facets are the ways to choose among the incidents. One without a choice is
// left out.
func (s *searcher) facets() []search.Facet {
	facets := []search.Facet{}
	add := func(f search.Facet) {
		f.Values = slices.DeleteFunc(f.Values, func(v search.Value) bool { return len(v.Documents) == 0 })
		if len(f.Values) > 1 || len(f.Values) == 1 && len(f.Values[0].Documents) < len(s.entries) {
			facets = append(facets, f)
		}
	}
	terms := func(taxonomy, key, name string) {
		f := search.Facet{Key: key, Name: name}
		for _, t := range s.b.View.Terms(taxonomy) {
			f.Values = append(f.Values, search.Value{Key: t.Slug, Name: s.b.termName(t), Documents: s.documents(t.Entries)})
		}
		add(f)
	}
	terms(facetNames[0].taxonomy, facetNames[0].key, facetNames[0].name)
	add(s.years())
	for _, n := range facetNames[1:] {
		terms(n.taxonomy, n.key, n.name)
	}
	for _, taxonomy := range s.b.View.Config().Taxonomies {
		terms(taxonomy, s.ownKey(taxonomy), sentence(taxonomy))
	}
	add(s.states())
	add(s.statuses())
	return facets
}

// ownKey is the name of an own taxonomy in addresses, kept apart from those
// that the page has itself.
func (s *searcher) ownKey(taxonomy string) string {
	taken := taxonomy == "q" || taxonomy == "year" || taxonomy == "state" || taxonomy == "status"
	for _, n := range facetNames {
		taken = taken || taxonomy == n.key
	}
	if taken {
		return taxonomy + "-own"
	}
	return taxonomy
}

func (s *searcher) documents(entries []*collection.Entry) []int {
	numbers := make([]int, len(entries))
	for i, e := range entries {
		numbers[i] = s.numbers[e]
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

func (s *searcher) years() search.Facet {
	f := search.Facet{Key: "year", Name: "Year"}
	years, entries := s.b.years()
	for _, y := range years {
		f.Values = append(f.Values, search.Value{Key: y.Name, Name: y.Name, Documents: s.documents(entries[y.Name])})
	}
	return f
}

// states tell what became of an incident's remediations; one incident may
// have several.
func (s *searcher) states() search.Facet {
	f := search.Facet{Key: "state", Name: "Remediations"}
	found := map[collection.State][]int{}
	for i, e := range s.entries {
		for _, r := range s.b.View.RemediationsOf(e) {
			if list := found[r.State]; len(list) == 0 || list[len(list)-1] != i {
				found[r.State] = append(list, i)
			}
		}
	}
	for _, state := range collection.AllStates {
		f.Values = append(f.Values, search.Value{Key: string(state), Name: state.Words(), Documents: found[state]})
	}
	return f
}

func (s *searcher) statuses() search.Facet {
	f := search.Facet{Key: "status", Name: "Retrospective"}
	found := map[incident.Status][]int{}
	for i, e := range s.entries {
		status := e.Status
		if status == "" {
			status = incident.Published
		}
		found[status] = append(found[status], i)
	}
	for _, status := range []incident.Status{incident.Draft, incident.InReview, incident.Published} {
		f.Values = append(f.Values, search.Value{Key: string(status), Name: strings.ReplaceAll(string(status), "_", " "), Documents: found[status]})
	}
	return f
}
