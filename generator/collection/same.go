package collection

import (
	"reflect"
	"slices"

	"github.com/retrowiki/retrowiki/generator/markdown"
)

// JoinsAs reports whether an incident could take the place of another in a
// Collection without anything else changing: it says the same of itself in its
// fields, has the same headings to lead to, and links to the same things in the
// same words. Only what it tells may differ.
func (e *Entry) JoinsAs(other *Entry) bool {
	if e.Broken || other.Broken || !reflect.DeepEqual(e.joints(), other.joints()) || !sameHeadings(e.Doc, other.Doc) {
		return false
	}
	return slices.EqualFunc(e.links(), other.links(), func(a, b markdown.Link) bool {
		a.Span = b.Span
		return a == b
	})
}

// joints are the incident's fields without its words, and without the places
// where they stand.
func (e *Entry) joints() any {
	i := *e.Incident
	people := i.People()
	i.Origin.Places, i.Timeline, i.Summary, i.Trigger = nil, nil, "", ""
	i.CustomerImpact.Summary, i.CustomerImpact.Felt = "", ""
	i.Remediations = slices.Clone(i.Remediations)
	for n := range i.Remediations {
		i.Remediations[n].Description, i.Remediations[n].Reason = "", ""
	}
	return []any{i, people}
}

func sameHeadings(a, b *markdown.Doc) bool {
	return slices.EqualFunc(a.Headings(), b.Headings(), func(x, y markdown.Heading) bool { return x.ID == y.ID })
}

func (e *Entry) links() []markdown.Link {
	var all []markdown.Link
	e.eachDoc(func(doc *markdown.Doc) { all = append(all, doc.Links()...) })
	return all
}
