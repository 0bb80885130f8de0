package page

import (
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/chart"
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/insight"
)

// InsightYear is the data of a page that names the incidents of a year behind
// the marks of one insight. There is one where the page of insights has no
// room for all of them.
type InsightYear struct {
	*Head
	Name, Heading, Year, Doc string
	Summary                  string
	Chart                    *DotChart
	Marks                    []InsightMark
}

// InsightMark is a part of a bar, or a month of a chart.
type InsightMark struct {
	ID, Name string
	Rows     []InsightLink
}

func insightYearPath(name, year string) string {
	return "insights/" + name + "/" + year + "/index.html"
}

// insightColumnPath leads to a year, or to the month of one.
func insightColumnPath(name, column string) string {
	year, _, month := strings.Cut(column, "-")
	if !month {
		return insightYearPath(name, year)
	}
	return insightYearPath(name, year) + "#rw-" + column
}

// shareYearPath leads to a year of a share. Each group has pages of its own, but
// where the groups are the years.
func shareYearPath(a *answer, s insight.Share, year string) string {
	if s.Group == "" || s.Group == year {
		return insightYearPath(a.Name, year)
	}
	return insightYearPath(a.Name+"-"+inAddress(s.Group), year)
}

func shareID(name string, s insight.Share) string {
	return "rw-" + inAddress(strings.TrimSpace(name+" "+s.Group)+" "+s.Name)
}

// inAddress makes words of ours fit for an address or a class.
func inAddress(words string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(words), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}

// yearOf is what stands in one year.
type yearOf struct {
	name    string
	points  []insight.Point
	entries []*collection.Entry
}

// pointYears divides points by year, newest first as they are.
func pointYears(points []insight.Point) (years []yearOf) {
	for _, p := range points {
		y := inYear(&years, p.Entry)
		y.points = append(y.points, p)
	}
	return years
}

// entryYears divides incidents by year, in the order in which the years come.
func entryYears(entries []*collection.Entry) (years []yearOf) {
	for _, e := range entries {
		y := inYear(&years, e)
		y.entries = append(y.entries, e)
	}
	return years
}

func inYear(years *[]yearOf, e *collection.Entry) *yearOf {
	name := insight.Year(e)
	for i := range *years {
		if (*years)[i].name == name {
			return &(*years)[i]
		}
	}
	*years = append(*years, yearOf{name: name})
	return &(*years)[len(*years)-1]
}

// insightYears are the pages of an insight's years, none where its table names
// every incident.
func (b *Builder) insightYears(a answer) []Page {
	if a.Points != nil {
		return b.pointYearPages(a)
	}
	return b.shareYearPages(a)
}

func (b *Builder) pointYearPages(a answer) (pages []Page) {
	if len(a.points) <= tableMost {
		return nil
	}
	for _, year := range pointYears(a.points) {
		pages = append(pages, b.insightYear(a, insightYearPath(a.Name, year.name), "", year.name, func(p *InsightYear) {
			spread := insight.SpreadOf(year.points)
			p.Summary = spreadSaid(spread, spread.N, a.Unit)
			n := year.points[0].Entry.Start().Time.Year()
			p.Chart = b.draw(a, year.points, chart.Years(n, n+1), spread)
			for _, point := range year.points {
				p.inMonth(point.Entry.Start().Time, pointLink(point, a.Unit))
			}
		}))
	}
	return pages
}

// inMonth puts an incident below its month.
func (p *InsightYear) inMonth(at time.Time, row InsightLink) {
	id := "rw-" + at.Format("2006-01")
	i := slices.IndexFunc(p.Marks, func(m InsightMark) bool { return m.ID == id })
	if i < 0 {
		i = len(p.Marks)
		p.Marks = append(p.Marks, InsightMark{ID: id, Name: at.Format("January")})
	}
	p.Marks[i].Rows = append(p.Marks[i].Rows, row)
}

// markOf is a part of a bar in one year.
type markOf struct {
	insight.Share
	year yearOf
}

func (b *Builder) shareYearPages(a answer) (pages []Page) {
	var paths []string
	marks := map[string][]markOf{}
	for _, s := range a.shares {
		if a.named(s) {
			continue
		}
		for _, year := range entryYears(s.Entries) {
			path := shareYearPath(&a, s, year.name)
			if marks[path] == nil {
				paths = append(paths, path)
			}
			marks[path] = append(marks[path], markOf{s, year})
		}
	}
	for _, path := range paths {
		first := marks[path][0]
		group := first.Group
		if group == first.year.name {
			group = ""
		}
		pages = append(pages, b.insightYear(a, path, group, first.year.name, func(p *InsightYear) {
			for _, m := range marks[path] {
				p.Marks = append(p.Marks, InsightMark{ID: shareID(a.Name, m.Share), Name: m.Name, Rows: shareLinks(a, m.year.entries)})
			}
		}))
	}
	return pages
}

func (b *Builder) insightYear(a answer, path, group, year string, fill func(*InsightYear)) Page {
	return Page{Path: path, Template: "insight-year", Data: func() any {
		heading := a.Title
		if group != "" {
			heading += ": " + group
		}
		p := &InsightYear{
			Head: b.head(path, heading+", "+year, "insights"),
			Name: a.Name, Heading: a.Title, Year: year, Doc: a.Doc,
		}
		fill(p)
		return p
	}}
}
