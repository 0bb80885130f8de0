package page

import (
	"fmt"
	"path"

	"github.com/retrowiki/retrowiki/generator/collection"
)

// PerPage is how many incidents one page of a list shows, so that no page
// grows with the wiki.
const PerPage = 50

// List is the data of a page that lists incidents.
type List struct {
	*Head
	Years  []YearLink // of the whole wiki
	Groups []YearGroup
	Total  int
	Year   string // "" on the list of all
	Pager  Pager
}

// YearGroup is the incidents of a year on one page of a list. Path leads to
// the year, "" where the page is the year's.
type YearGroup struct {
	Link
	ID    string
	Count int // in the whole year
	Rows  []*Row
}

// YearLink is a year with how many incidents it had.
type YearLink struct {
	Link
	Count   int
	Current bool
}

// Pager leads from one page of a list to the next.
type Pager struct {
	Number, Of int
	Newer      string // paths; "" at the ends
	Older      string
}

// Before and After number the pages that a pager leads to.
func (p Pager) Before() int { return p.Number - 1 }

// After is the number of the next page.
func (p Pager) After() int { return p.Number + 1 }

// pagePath is where the n-th page (from 0) of the list at dir stands.
func pagePath(dir string, n int) string {
	if n == 0 {
		return dir + "/index.html"
	}
	return path.Join(dir, fmt.Sprintf("page-%d.html", n+1))
}

// paginate calls add for each page of a list: once for an empty one.
func paginate(dir string, entries []*collection.Entry, add func(path string, entries []*collection.Entry, pager Pager)) {
	pages := max(1, (len(entries)+PerPage-1)/PerPage)
	for n := range pages {
		pager := Pager{Number: n + 1, Of: pages}
		if n > 0 {
			pager.Newer = pagePath(dir, n-1)
		}
		if n+1 < pages {
			pager.Older = pagePath(dir, n+1)
		}
		add(pagePath(dir, n), entries[n*PerPage:min(len(entries), (n+1)*PerPage)], pager)
	}
}

func (b *Builder) years() (years []YearLink, entries map[string][]*collection.Entry) {
	entries = map[string][]*collection.Entry{}
	for _, e := range b.View.Entries() {
		if !e.Start().Known() {
			continue
		}
		year := e.Start().Time.Format("2006")
		if entries[year] == nil {
			years = append(years, YearLink{Link: Link{Name: year, Path: "incidents/" + year + "/index.html"}})
		}
		entries[year] = append(entries[year], e)
	}
	for i := range years {
		years[i].Count = len(entries[years[i].Name])
	}
	return years, entries
}

func listPages(b *Builder) []Page {
	years, byYear := b.years()
	pages := b.listOf("incidents", "Incidents", "", years, b.View.Entries())
	for _, y := range years {
		pages = append(pages, b.listOf("incidents/"+y.Name, "Incidents in "+y.Name, y.Name, years, byYear[y.Name])...)
	}
	return pages
}

func (b *Builder) listOf(dir, title, year string, years []YearLink, all []*collection.Entry) []Page {
	var pages []Page
	paginate(dir, all, func(path string, entries []*collection.Entry, pager Pager) {
		pages = append(pages, Page{Path: path, Template: "list", Data: func() any {
			l := &List{Head: b.head(path, title, "incidents"), Groups: groupByYear(b.rows(entries)), Total: len(all), Year: year, Pager: pager}
			for _, y := range years {
				y.Current = y.Name == year
				l.Years = append(l.Years, y)
				for i := range l.Groups {
					if l.Groups[i].Name == y.Name {
						l.Groups[i].Count = y.Count
						if year == "" {
							l.Groups[i].Path = y.Path
						}
					}
				}
			}
			return l
		}})
	})
	return pages
}

func groupByYear(rows []*Row) []YearGroup {
	var groups []YearGroup
	for _, r := range rows {
		name := orElse(r.Year, "No date")
		if len(groups) == 0 || groups[len(groups)-1].Name != name {
			groups = append(groups, YearGroup{Link: Link{Name: name}, ID: "rw-" + orElse(r.Year, "undated")})
		}
		g := &groups[len(groups)-1]
		g.Rows = append(g.Rows, r)
	}
	return groups
}
