package collection

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/internal/par"
	"github.com/retrowiki/retrowiki/internal/slug"
)

// Term is one value of a taxonomy, such as the service "postgres", with
// everything that carries it.
type Term struct {
	Taxonomy     string
	Slug         string // unique in the taxonomy
	Name         string // as most incidents write it
	Entries      []*Entry
	Remediations []Remediation // that answer the factor, or that the person owns
}

// Taxonomies are the folders of terms that every wiki has.
var Taxonomies = []string{"services", "factors", "tags", "severities", "teams", "people"}

// Taxonomies lists the wiki's taxonomies, its own behind those of every wiki.
func (v *View) Taxonomies() []string { return append(slices.Clone(Taxonomies), v.cfg.Taxonomies...) }

// Terms lists a taxonomy's terms by name; severities in the order of their scale.
func (v *View) Terms(taxonomy string) []*Term { return v.terms[taxonomy] }

// Term finds the term that a word of a taxonomy belongs to; nil if no incident
// carries it.
func (v *View) Term(taxonomy, word string) *Term {
	if s := v.byWord[taxonomy][word]; s != nil {
		return s.term
	}
	return v.bySlug[taxonomy][termSlug(word)]
}

// Often lists the terms of a taxonomy that at least so many incidents have,
// by name.
func (v *View) Often(taxonomy string, least int) []*Term {
	key := fmt.Sprintf("%s %d", taxonomy, least)
	if known, ok := v.often.Load(key); ok {
		return known.([]*Term)
	}
	var often []*Term
	for _, t := range v.terms[taxonomy] {
		if len(t.Entries) >= least {
			often = append(often, t)
		}
	}
	v.often.Store(key, often)
	return often
}

// termSlug is the name of a term's folder, kept apart from the names that the
// taxonomy's own pages have.
func termSlug(word string) string {
	name := slug.Make(word)
	if strings.HasPrefix(name, "page-") || strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".json") {
		name += "-term"
	}
	if len(word) > slug.MaxLength || len(name) > slug.MaxLength-10 {
		// It may have been cut, and another word where this one was.
		h := fnv.New32a()
		h.Write([]byte(strings.ToLower(word)))
		name = fmt.Sprintf("%s-%08x", name, h.Sum32())
	}
	return name
}

// termJoiner gathers one taxonomy. Two spellings with one slug are one term.
type termJoiner struct {
	taxonomy string
	bySlug   map[string]*Term
	byWord   map[string]*spelling // words recur far more often than they differ
}

// spelling is how some incidents write a term.
type spelling struct {
	term *Term
	uses int
}

func newTermJoiner(taxonomy string) *termJoiner {
	return &termJoiner{taxonomy: taxonomy, bySlug: map[string]*Term{}, byWord: map[string]*spelling{}}
}

func (j *termJoiner) term(word string) *Term {
	s := j.byWord[word]
	if s == nil {
		key := termSlug(word)
		t := j.bySlug[key]
		if t == nil {
			t = &Term{Taxonomy: j.taxonomy, Slug: key}
			j.bySlug[key] = t
		}
		s = &spelling{term: t}
		j.byWord[word] = s
	}
	s.uses++
	return s.term
}

func (j *termJoiner) terms() []*Term {
	most := make(map[*Term]int, len(j.bySlug))
	for word, s := range j.byWord {
		if t := s.term; s.uses > most[t] || s.uses == most[t] && word < t.Name {
			t.Name, most[t] = word, s.uses
		}
	}
	terms := slices.Collect(maps.Values(j.bySlug))
	slices.SortFunc(terms, func(a, b *Term) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.Slug, b.Slug))
	})
	return terms
}

// joinTerms gathers the terms of taxonomies, each by itself.
func (v *View) joinTerms(taxonomies []string) {
	joined, _ := par.Map(context.Background(), taxonomies, func(_ context.Context, _ int, taxonomy string) (*termJoiner, error) {
		return v.joinTaxonomy(taxonomy), nil
	})
	for i, j := range joined {
		v.terms[taxonomies[i]], v.bySlug[taxonomies[i]], v.byWord[taxonomies[i]] = j.terms(), j.bySlug, j.byWord
	}
	slices.SortStableFunc(v.terms["severities"], func(a, b *Term) int {
		return cmp.Compare(rank(v.cfg.SeverityRank(a.Name)), rank(v.cfg.SeverityRank(b.Name)))
	})
}

func (v *View) joinTaxonomy(taxonomy string) *termJoiner {
	j := newTermJoiner(taxonomy)
	for _, e := range v.entries {
		for _, word := range e.words(taxonomy) {
			if word == "" {
				continue
			}
			if t := j.term(word); len(t.Entries) == 0 || t.Entries[len(t.Entries)-1] != e {
				t.Entries = append(t.Entries, e)
			}
		}
	}
	switch taxonomy {
	case "factors":
		for _, p := range v.patterns {
			j.term(p.ID)
		}
		for _, r := range v.remediations {
			for _, f := range r.Factors {
				t := j.term(f)
				t.Remediations = append(t.Remediations, r)
			}
		}
	case "people":
		for _, r := range v.remediations {
			if r.Owner != "" {
				t := j.term(r.Owner)
				t.Remediations = append(t.Remediations, r)
			}
		}
	}
	return j
}

// rank puts what the scale lacks behind everything on it.
func rank(step int) int {
	if step < 0 {
		return 1 << 30
	}
	return step
}

// words are an entry's values in a taxonomy.
func (e *Entry) words(taxonomy string) []string {
	switch taxonomy {
	case "services":
		return e.Services
	case "factors":
		return e.ContributingFactors
	case "tags":
		return e.Tags
	case "severities":
		return []string{e.Severity}
	case "teams":
		return e.Teams
	case "people":
		return e.People()
	}
	var words []string
	for _, t := range e.Incident.Terms {
		if t.Taxonomy == taxonomy {
			words = append(words, t.Term)
		}
	}
	return words
}
