package page

import (
	"github.com/retrowiki/retrowiki/generator/collection"
)

// Front is the data of the front page.
type Front struct {
	*Head
	Counts   Counts
	Latest   []*Row
	Due      []RemediationRow
	Factors  []FactorPlot // those with the most incidents
	Problems []Link       // files that cannot be read
}

// Counts are the wiki in numbers.
type Counts struct {
	Incidents, Again                  int // Again is how many had happened before
	Since                             string
	Remediations, Done, ToDo, Overdue int
}

// FactorPlot is a factor with when it came up.
type FactorPlot struct {
	TermRow
	Plot Plot
}

const (
	frontLatest  = 8
	frontDue     = 8
	frontFactors = 5
)

func frontPages(b *Builder) []Page {
	path := "index.html"
	return []Page{{Path: path, Template: "front", Data: func() any {
		entries := b.View.Entries()
		p := &Front{Head: b.head(path, b.Site.Title, "front"), Latest: b.rows(entries[:min(len(entries), frontLatest)])}
		p.Description = b.Site.Description
		if b.Site.BaseURL != "" {
			p.Feed = "feed.xml"
		}
		all := b.View.Remediations()
		p.Counts = b.counts(all)
		p.Due = b.due(all)
		for _, t := range mostCarried(b.View.Terms("factors"), frontFactors) {
			p.Factors = append(p.Factors, FactorPlot{TermRow: b.termRow(t), Plot: b.plot(t.Entries)})
		}
		for _, e := range entries {
			if e.Broken {
				p.Problems = append(p.Problems, *entryLink(e))
			}
		}
		return p
	}}}
}

func (b *Builder) counts(all []collection.Remediation) Counts {
	entries := b.View.Entries()
	c := Counts{Incidents: len(entries), Remediations: len(all)}
	for _, e := range entries {
		if start := e.Start(); start.Known() {
			c.Since = start.Time.Format("2006")
		}
		if len(b.View.Earlier(e)) > 0 {
			c.Again++
		}
	}
	for _, r := range all {
		switch {
		case r.State == collection.Done:
			c.Done++
		case !r.State.Settled() && r.State != collection.Parked:
			c.ToDo++
		}
		if r.Overdue {
			c.Overdue++
		}
	}
	return c
}

// due lists what was promised for a day, the nearest day first.
func (b *Builder) due(all []collection.Remediation) []RemediationRow {
	var rows []RemediationRow
	var waiting []collection.Remediation
	for _, r := range all {
		if r.Due.Known() && !r.State.Settled() && r.State != collection.Parked {
			waiting = append(waiting, r)
		}
	}
	sortByDue(waiting)
	for _, r := range waiting[:min(len(waiting), frontDue)] {
		rows = append(rows, b.remediation(r))
	}
	return rows
}
