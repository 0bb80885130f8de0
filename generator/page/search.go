package page

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/markdown"
	"github.com/retrowiki/retrowiki/generator/search"
	"github.com/retrowiki/retrowiki/internal/par"
)

// Search is the data of the search page.
type Search struct {
	*Head
	Index string     // path of the root of the index
	Lists []LinkList // the ways to browse instead
}

// LinkList is links under a name.
type LinkList struct {
	Name  string
	Links []Link
}

const searchPath = "search/index.html"

func searchPages(b *Builder) []Page {
	s := b.search()
	pages := []Page{{Path: searchPath, Template: "search", Data: func() any {
		return &Search{Head: b.head(searchPath, "Search", "search").with("search"), Index: s.folder + search.Root, Lists: b.searchLists()}
	}}}
	return append(pages, s.pages(s.index.Documents())...)
}

// Late lists the pages that can be made only once all others are written: the
// words of the search's index, whose documents are read while theirs are.
func Late(ctx context.Context, b *Builder) ([]Page, error) {
	words, err := b.search().index.Words(ctx)
	if err != nil {
		return nil, err
	}
	return b.search().pages(words), nil
}

func (b *Builder) search() *searcher {
	b.indexing.Lock()
	defer b.indexing.Unlock()
	s := b.searcher.Load()
	if s == nil {
		s = b.newSearcher()
		b.searcher.Store(s)
	}
	return s
}

func (s *searcher) pages(files []search.File) []Page {
	pages := make([]Page, len(files))
	for i, f := range files {
		pages[i] = Page{Kind: "search", Path: s.folder + f.Name, Write: f.Write}
	}
	return pages
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

// searcher makes of the View what can be found: incidents, then what is known
// of factors. A remediation is a section of its incident.
type searcher struct {
	b        *Builder
	entries  []*collection.Entry
	patterns []*collection.Pattern
	numbers  map[*collection.Entry]int
	names    [][]string // of each entry's terms
	index    *search.Index
	folder   string // that the files of the index belong into
}

func (b *Builder) newSearcher() *searcher {
	s := &searcher{b: b, entries: b.View.Entries(), patterns: b.View.Patterns(), numbers: map[*collection.Entry]int{}}
	for i, e := range s.entries {
		s.numbers[e] = i
	}
	s.names = make([][]string, len(s.entries))
	for _, taxonomy := range b.View.Taxonomies() {
		if taxonomy == "severities" {
			continue
		}
		for _, t := range b.View.Terms(taxonomy) {
			name := b.termName(t)
			for _, e := range t.Entries {
				i := s.numbers[e]
				s.names[i] = append(s.names[i], name)
			}
		}
	}
	s.index = search.New(len(s.entries)+len(s.patterns), s.size, s.document, s.facets(), b.Aside)
	s.name()
	return s
}

// searchSummary is how many characters of a summary can be searched and shown.
const searchSummary = 200

// name gives the folder of the index, by all that is in it: a page never reads
// shards of another build.
func (s *searcher) name() {
	all := sha256.New()
	sums, _ := par.Map(context.Background(), s.entries, func(_ context.Context, i int, e *collection.Entry) (sum [sha256.Size]byte, _ error) {
		h := sha256.New()
		d := s.head(i)
		fmt.Fprintf(h, "%q %q %q %q %q %q", d.Address, d.Title, d.Summary, d.Date, d.Severity, d.Names)
		if !e.Broken {
			for _, r := range e.Remediations {
				fmt.Fprintf(h, "%q %q", r.ID, r.Title)
			}
			for _, field := range slices.Sorted(maps.Keys(e.Fragments)) {
				fmt.Fprintf(h, "%q %d ", field, e.Fragments[field].Size())
				e.Fragments[field].WriteWords(h)
			}
			e.Doc.WriteWords(h)
		}
		return [sha256.Size]byte(h.Sum(nil)), nil
	})
	for _, sum := range sums {
		all.Write(sum[:])
	}
	encoded, _ := json.Marshal(s.index.Facets())
	all.Write(encoded)
	for _, p := range s.patterns {
		fmt.Fprintf(all, "%q %q %q", p.ID, p.Title, p.Doc.Words())
	}
	io.WriteString(all, s.b.Site.Generator)
	s.folder = "search/" + hex.EncodeToString(all.Sum(nil))[:12] + "/"
}

// size is about how many bytes a document takes in its shard.
func (s *searcher) size(i int) int {
	if i >= len(s.entries) {
		return s.patterns[i-len(s.entries)].Doc.Size()
	}
	e := s.entries[i]
	n := 200 + len(e.Title) + e.Doc.Size()
	for _, doc := range e.Fragments {
		n += 20 + doc.Size()
	}
	return n
}

func (s *searcher) document(i int) search.Document {
	if i >= len(s.entries) {
		p := s.patterns[i-len(s.entries)]
		d := search.Document{Kind: "factor", Title: p.Title, Names: []string{p.ID}, Summary: p.Doc.Excerpt(searchSummary), Sections: textOf(p.Doc, p.Title)}
		if t := s.b.View.Term("factors", p.ID); t != nil {
			d.Address = Relative(searchPath, TermPath(t))
		}
		return d
	}
	d := s.head(i)
	if e := s.entries[i]; !e.Broken {
		d.Sections = s.sections(e)
	}
	return d
}

// head is what is known of an incident without its text.
func (s *searcher) head(i int) search.Document {
	e := s.entries[i]
	d := search.Document{
		Kind: "incident", Address: Relative(searchPath, IncidentPath(e.ID)), Title: e.Title,
		Summary: s.b.summary(e, searchSummary), Date: dayOf(e.Start()).Machine,
		Names: append(append([]string{e.ID}, e.Aliases...), s.names[i]...),
	}
	if v := s.b.severity(e.Severity); v.Name != "" {
		d.Severity = fmt.Sprintf("%d:%s", v.Step, v.Name)
	}
	return d
}

// sections are the parts of an incident's page, with the anchors that they
// have there.
func (s *searcher) sections(e *collection.Entry) []search.Section {
	var list []search.Section
	add := func(anchor, heading, field string) {
		if doc := e.Fragments[field]; doc != nil {
			list = append(list, search.Section{Anchor: anchor, Heading: heading, Text: wordsOf(doc)})
		}
	}
	add("", "", "summary")
	add("rw-felt", "Who felt it", "customer_impact.summary")
	add("rw-felt", "Who felt it", "customer_impact.felt")
	add("", "", "trigger")
	list = append(list, textOf(e.Doc, e.Title)...)
	for _, r := range s.b.View.RemediationsOf(e) {
		section := search.Section{Anchor: "r-" + r.ID, Heading: r.Title, Strong: true}
		for _, field := range []string{"description", "reason"} {
			if doc := e.Fragments[fmt.Sprintf("remediations[%d].%s", r.Index, field)]; doc != nil {
				section.Text = strings.TrimSpace(section.Text + " " + wordsOf(doc))
			}
		}
		list = append(list, section)
	}
	return list
}

// textOf parts a text at its headings; the one that says the title is the
// page's own.
func textOf(doc *markdown.Doc, title string) []search.Section {
	var list []search.Section
	for _, part := range doc.Plain() {
		section := search.Section{Text: part.Text}
		if h := part.Heading; h != nil && (h.Level > 1 || h.Text != title) {
			section.Anchor, section.Heading = h.ID, h.Text
		}
		list = append(list, section)
	}
	return list
}

func wordsOf(doc *markdown.Doc) string {
	parts := doc.Plain()
	texts := make([]string, 0, 2*len(parts))
	for _, p := range parts {
		if p.Heading != nil {
			texts = append(texts, p.Heading.Text)
		}
		texts = append(texts, p.Text)
	}
	return strings.Join(texts, " ")
}
