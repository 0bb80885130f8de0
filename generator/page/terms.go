package page

import (
	"html/template"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// Terms is the data of a page that lists a taxonomy's terms.
type Terms struct {
	*Head
	Taxonomy string
	Intro    string
	Terms    []TermRow
	Ledger   *Link // of safeguards, on the page of the factors
}

// TermRow is a term in a list.
type TermRow struct {
	Link
	Detail string // what a severity means
	Count  int
	Open   int // remediations of its incidents that are not settled
	Latest When
}

// Term is the data of a term's page.
type Term struct {
	*Head
	Taxonomy, TaxonomyTitle string
	Name, Detail            string
	Pattern                 template.HTML // what the team wrote down about the factor
	PatternEditURL          string
	Ladder                  *Ladder
	Latest                  When
	Plot                    Plot
	Rows                    []*Row
	Total                   int
	Remediations            []RemediationRow
	OnlyOwns                int // remediations of a person whom no incident names; 0 for everybody else
	Pager                   Pager
}

var taxonomyTitles = map[string]string{
	"services": "Services", "factors": "Contributing factors", "tags": "Tags",
	"severities": "Severities", "teams": "Teams", "people": "People",
}

var taxonomyIntros = map[string]string{
	"services":   "What was affected, and how often.",
	"factors":    "Why things could happen. A factor with several incidents is worth climbing the ladder for.",
	"tags":       "Words that incidents were filed under.",
	"severities": "How much it mattered.",
	"teams":      "Who took part.",
	"people":     "Who helped: in the response, in the retrospective, or by seeing a remediation through.",
}

func taxonomyTitle(taxonomy string) string {
	if t, ok := taxonomyTitles[taxonomy]; ok {
		return t
	}
	return sentence(taxonomy)
}

func termsPages(b *Builder) []Page {
	var pages []Page
	for _, taxonomy := range b.View.Taxonomies() {
		path := taxonomy + "/index.html"
		pages = append(pages, Page{Path: path, Template: "terms", Data: func() any {
			p := &Terms{Head: b.head(path, taxonomyTitle(taxonomy), taxonomy), Taxonomy: taxonomy, Intro: taxonomyIntros[taxonomy]}
			if taxonomy == "factors" && hasSafeguards(b.View) {
				p.Ledger = &Link{Name: "Safeguards", Path: safeguardsPath}
			}
			for _, t := range b.View.Terms(taxonomy) {
				p.Terms = append(p.Terms, b.termRow(t))
			}
			return p
		}})
	}
	return pages
}

func (b *Builder) termRow(t *collection.Term) TermRow {
	row := TermRow{Link: Link{Name: b.termName(t), Path: TermPath(t)}, Detail: b.termDetail(t), Count: len(t.Entries)}
	for _, e := range t.Entries {
		r := b.row(e)
		row.Open += r.Remediations - r.Settled
	}
	if len(t.Entries) > 0 {
		row.Latest = dayOf(t.Entries[0].Start())
	}
	return row
}

func (b *Builder) termDetail(t *collection.Term) string {
	if t.Taxonomy != "severities" {
		return ""
	}
	if step := b.View.Config().SeverityRank(t.Name); step >= 0 {
		s := b.View.Config().Severities[step]
		return orElse(s.Description, s.Name)
	}
	return "not on the wiki's scale"
}

// termRemediations is how many remediations a term's page lists.
const termRemediations = 100

func termPages(b *Builder) []Page {
	var pages []Page
	for _, taxonomy := range b.View.Taxonomies() {
		for _, t := range b.View.Terms(taxonomy) {
			paginate(taxonomy+"/"+t.Slug, t.Entries, func(path string, entries []*collection.Entry, pager Pager) {
				pages = append(pages, Page{Path: path, Template: "term", Data: func() any { return b.termPage(t, path, entries, pager) }})
			})
		}
	}
	return pages
}

func (b *Builder) termPage(t *collection.Term, path string, entries []*collection.Entry, pager Pager) *Term {
	p := &Term{
		Head: b.head(path, b.termName(t), t.Taxonomy), Taxonomy: t.Taxonomy, TaxonomyTitle: taxonomyTitle(t.Taxonomy),
		Name: b.termName(t), Detail: b.termDetail(t), Rows: b.rows(entries), Total: len(t.Entries), Pager: pager,
	}
	if b.Site.BaseURL != "" {
		p.Feed = t.Taxonomy + "/" + t.Slug + "/feed.xml"
	}
	if len(t.Entries) > 0 {
		p.Latest = dayOf(t.Entries[0].Start())
	}
	if pager.Number > 1 {
		return p
	}
	p.Plot = b.plot(t.Entries)
	p.Ladder = b.factorLadder(t)
	if pattern := b.View.Pattern(t.Slug); pattern != nil && t.Taxonomy == "factors" {
		p.Pattern = pattern.Doc.Render(b.patternResolver(pattern, path))
		if drawn(p.Pattern) {
			p.with(diagrams)
		}
		if b.Site.EditURL != "" {
			p.PatternEditURL = b.Site.EditURL + escapePath(pattern.Path)
		}
	}
	if len(t.Entries) == 0 {
		p.OnlyOwns = len(t.Remediations)
	}
	for _, r := range t.Remediations[:min(len(t.Remediations), termRemediations)] {
		p.Remediations = append(p.Remediations, b.remediation(r))
	}
	return p
}

func (b *Builder) patternResolver(p *collection.Pattern, from string) markdown.Resolver {
	return b.resolver(&collection.Entry{Incident: patternOrigin(p), Doc: p.Doc}, from)
}

// MoreTaxonomies lists the ledger of safeguards and the taxonomies that have
// terms, of those without a place in the navigation.
func MoreTaxonomies(v *collection.View) []Link {
	var links []Link
	if hasSafeguards(v) {
		links = append(links, Link{Name: "Safeguards", Path: safeguardsPath})
	}
	for _, taxonomy := range v.Taxonomies() {
		if taxonomy != "services" && taxonomy != "factors" && len(v.Terms(taxonomy)) > 0 {
			links = append(links, Link{Name: taxonomyTitle(taxonomy), Path: taxonomy + "/index.html"})
		}
	}
	return links
}
