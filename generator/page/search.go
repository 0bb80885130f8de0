package page

import (
	"fmt"
	"io"
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/search"
)

// searchSummary is how many characters of a summary can be searched and shown.
const searchSummary = 200

func (b *Builder) writeSearchData(w io.Writer) error {
	entries := b.View.Entries()
	remediations := b.View.Remediations()
	return search.Write(w, len(entries)+len(remediations), func(i int) search.Document {
		if i < len(entries) {
			return b.searchDocument(entries[i])
		}
		r := remediations[i-len(entries)]
		return search.Document{
			Kind: "remediation", Address: Relative("search/index.html", RemediationPath(r.Entry.ID, r.ID)), Title: r.Title,
			Summary: r.Entry.Title, Names: strings.Join([]string{r.State.Words(), string(r.Level), r.Owner}, ", "),
		}
	})
}

// searchTerms is how many terms of a taxonomy the search page offers.
const searchTerms = 20

func (b *Builder) searchLists() []LinkList {
	years, _ := b.years()
	when := LinkList{Name: "When"}
	for _, y := range years {
		when.Links = append(when.Links, y.Link)
	}
	lists := []LinkList{when}
	for _, l := range []struct{ name, taxonomy string }{{"Where", "services"}, {"Why", "factors"}} {
		list := LinkList{Name: l.name}
		terms := b.View.Terms(l.taxonomy)
		for _, t := range terms[:min(len(terms), searchTerms)] {
			list.Links = append(list.Links, Link{Name: b.termName(t), Path: TermPath(t)})
		}
		list.Links = append(list.Links, Link{Name: "all " + strings.ToLower(taxonomyTitle(l.taxonomy)), Path: l.taxonomy + "/index.html"})
		lists = append(lists, list)
	}
	return append(lists, LinkList{Name: "What to do", Links: []Link{{Name: "the board of remediations", Path: "remediations/index.html"}}})
}

func (b *Builder) searchDocument(e *collection.Entry) search.Document {
	names := []string{e.ID}
	for _, links := range [][]Link{
		b.terms("services", e.Services), b.terms("factors", e.ContributingFactors),
		b.terms("tags", e.Tags), b.terms("teams", e.Teams), b.terms("people", e.People()),
	} {
		for _, l := range links {
			names = append(names, l.Name)
		}
	}
	d := search.Document{
		Kind: "incident", Address: Relative("search/index.html", IncidentPath(e.ID)), Title: e.Title,
		Summary: b.summary(e, searchSummary), Names: strings.Join(names, ", "), Date: dayOf(e.Start()).Machine,
	}
	if s := b.severity(e.Severity); s.Name != "" {
		d.Severity = fmt.Sprintf("%d:%s", s.Step, s.Name)
	}
	return d
}
