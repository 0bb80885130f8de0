package page

import (
	"fmt"
	"strings"

	"github.com/retrowiki/retrowiki/generator/chart"
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/insight"
)

// ShareGroup is a bar: how many of each.
type ShareGroup struct {
	Name  string
	Total int
	Parts []SharePart
}

// SharePart is a part of a bar, and the incidents behind it: all of them, or
// where they are many the years that name them.
type SharePart struct {
	ID       string // of the row of the table that names the incidents
	Name     string
	Count    int
	X, Width string
	Class    string
	Rows     []InsightLink
	Years    []Link // a name with how many there are
}

func shareGroups(a answer) (groups []ShareGroup, summary string) {
	known, unknown := 0, 0
	for _, s := range a.shares {
		if s.Unknown {
			unknown += s.Count
		} else {
			known += s.Count
		}
		if len(groups) == 0 || groups[len(groups)-1].Name != s.Group {
			groups = append(groups, ShareGroup{Name: s.Group})
		}
		g := &groups[len(groups)-1]
		g.Total += s.Count
		g.Parts = append(g.Parts, sharePart(a, s))
	}
	for i := range groups {
		at := 0.0
		for j := range groups[i].Parts {
			p := &groups[i].Parts[j]
			width := 100 * float64(p.Count) / float64(max(1, groups[i].Total))
			p.X, p.Width = chart.Percent(at), chart.Percent(width)
			at += width
		}
	}
	return groups, sharesSaid(known, unknown)
}

// sharesSaid tells of how many the bars are made.
func sharesSaid(known, unknown int) string {
	switch {
	case unknown == 0:
		return fmt.Sprintf("n = %d.", known)
	case known == 0:
		return fmt.Sprintf("n = 0; of all %d the files do not say.", unknown)
	}
	return fmt.Sprintf("n = %d; of %d more the files do not say.", known, unknown)
}

func sharePart(a answer, s insight.Share) SharePart {
	p := SharePart{ID: shareID(a.Name, s), Name: s.Name, Count: s.Count, Class: "share-" + inAddress(s.Name)}
	if s.Unknown {
		p.Class = "share-unknown"
	}
	if a.named(s) {
		p.Rows = shareLinks(a, s.Entries)
		return p
	}
	for _, year := range entryYears(s.Entries) {
		p.Years = append(p.Years, Link{
			Name: fmt.Sprintf("%s (%d)", year.name, len(year.entries)),
			Path: shareYearPath(&a, s, year.name) + "#" + p.ID,
		})
	}
	return p
}

func shareLinks(a answer, entries []*collection.Entry) []InsightLink {
	rows := make([]InsightLink, 0, len(entries))
	for _, e := range entries {
		row := InsightLink{Link: *entryLink(e), Date: dayOf(e.Start())}
		if a.Note != nil {
			row.Note = a.Note(e)
		}
		rows = append(rows, row)
	}
	return rows
}

// Said is the bar in words.
func (g ShareGroup) Said() string {
	var parts []string
	for _, p := range g.Parts {
		if p.Count > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", p.Name, p.Count))
		}
	}
	if parts == nil {
		return "none"
	}
	return strings.Join(parts, ", ")
}
