package collection

import (
	"maps"
	"reflect"
	"slices"
	"sync"

	"github.com/retrowiki/retrowiki/generator/markdown"
)

// JoinsAs reports whether an incident could take the place of another in a
// Collection without anything being joined otherwise but the terms of some
// taxonomies: it says the same of itself in its fields, has the same headings
// to lead to, and links to the same things in the same words. Only what it
// tells may differ, its title, by which nothing is joined, and its terms.
func (c *Collection) JoinsAs(e, other *Entry) (taxonomies []string, ok bool) {
	if e.Broken || other.Broken || c.suggested > suggestions || !reflect.DeepEqual(e.joints(), other.joints()) || !sameHeadings(e.Doc, other.Doc) {
		return nil, false
	}
	for _, taxonomy := range c.whole.Taxonomies() {
		if !slices.Equal(e.words(taxonomy), other.words(taxonomy)) {
			taxonomies = append(taxonomies, taxonomy)
		}
	}
	return taxonomies, slices.EqualFunc(e.links(), other.links(), func(a, b markdown.Link) bool {
		a.Span = b.Span
		return a == b
	})
}

// Again gives the Collection after entries have taken the place of such as they
// join as, but for some taxonomies, with the View that v was.
func (c *Collection) Again(v *View, entries []*Entry, taxonomies []string) (*Collection, *View) {
	again := *c
	again.whole = c.whole.again(entries, taxonomies)
	if len(taxonomies) > 0 { // to which links may lead
		again.checkAll()
		return &again, v.again(entries, taxonomies)
	}
	again.checked = slices.Clone(c.checked)
	for _, e := range entries {
		again.check(slices.Index(c.in.Entries, e))
	}
	return &again, v.again(entries, nil)
}

func (v *View) again(entries []*Entry, taxonomies []string) *View {
	w := *v
	if len(taxonomies) == 0 {
		w.dead = slices.Clone(v.dead)
		for _, e := range entries {
			if i, ok := v.position[e]; ok {
				w.dead[i] = w.follow(e, func(*Entry, string) {})
			}
		}
		return &w
	}
	w.arguments, w.chainArguments, w.often = &sync.Map{}, &sync.Map{}, &sync.Map{}
	w.terms, w.bySlug, w.byWord = maps.Clone(v.terms), maps.Clone(v.bySlug), maps.Clone(v.byWord)
	w.joinTerms(taxonomies)
	w.joinLinks()
	return &w
}

// joints are the incident's fields without its words and its terms, and without
// the places where they stand.
func (e *Entry) joints() any {
	i := *e.Incident
	i.Origin.Places, i.Title, i.Timeline, i.Summary, i.Trigger = nil, "", nil, "", ""
	i.CustomerImpact.Summary, i.CustomerImpact.Felt = "", ""
	i.Services, i.ContributingFactors, i.Tags, i.Severity, i.Teams, i.Terms = nil, nil, nil, "", nil, nil
	i.Roles, i.Participants = nil, nil
	i.Remediations = slices.Clone(i.Remediations)
	for n := range i.Remediations {
		i.Remediations[n].Description, i.Remediations[n].Reason = "", ""
	}
	return i
}

func sameHeadings(a, b *markdown.Doc) bool {
	return slices.EqualFunc(a.Headings(), b.Headings(), func(x, y markdown.Heading) bool { return x.ID == y.ID })
}

func (e *Entry) links() []markdown.Link {
	var all []markdown.Link
	e.eachDoc(func(doc *markdown.Doc) { all = append(all, doc.Links()...) })
	return all
}
