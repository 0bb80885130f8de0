package page

import (
	"io"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/feed"
)

// feedLength is how many incidents a feed holds.
const feedLength = 30

// feedPages makes what needs absolute addresses: nothing without a base URL,
// but for the calendar, which does without.
func feedPages(b *Builder) []Page {
	pages := []Page{{Path: "due.ics", Write: func(w io.Writer) error { return feed.WriteCalendar(w, b.calendar()) }}}
	if b.Site.BaseURL == "" {
		return pages
	}
	all := b.View.Entries()
	pages = append(pages,
		Page{Path: "feed.xml", Write: func(w io.Writer) error { return feed.WriteAtom(w, b.feed("feed.xml", b.Site.Title, "index.html", all)) }},
		Page{Path: "feed.json", Write: func(w io.Writer) error {
			return feed.WriteJSON(w, b.feed("feed.json", b.Site.Title, "index.html", all))
		}},
	)
	for _, taxonomy := range b.View.Taxonomies() {
		for _, t := range b.View.Terms(taxonomy) {
			folder, title := taxonomy+"/"+t.Slug+"/", b.Site.Title+": "+b.termName(t)
			pages = append(pages,
				Page{Path: folder + "feed.xml", Write: func(w io.Writer) error {
					return feed.WriteAtom(w, b.feed(folder+"feed.xml", title, TermPath(t), t.Entries))
				}},
				Page{Path: folder + "feed.json", Write: func(w io.Writer) error {
					return feed.WriteJSON(w, b.feed(folder+"feed.json", title, TermPath(t), t.Entries))
				}})
		}
	}
	return pages
}

func (b *Builder) feed(path, title, page string, entries []*collection.Entry) feed.Feed {
	f := feed.Feed{
		Title: title, Self: b.Site.BaseURL + path, Home: b.Site.BaseURL + page, Generator: b.Site.Generator, Updated: b.Site.CommittedAt,
	}
	for _, e := range entries[:min(len(entries), feedLength)] {
		f.Entries = append(f.Entries, b.feedEntry(e))
	}
	if f.Updated.IsZero() {
		for _, e := range f.Entries {
			if e.Updated.After(f.Updated) {
				f.Updated = e.Updated
			}
		}
	}
	return f
}

func (b *Builder) feedEntry(e *collection.Entry) feed.Entry {
	address := b.Site.BaseURL + IncidentPath(e.ID)
	entry := feed.Entry{ID: address, Title: e.Title, Address: address, Summary: b.summary(e, 1000), Published: e.Start().Time, Updated: e.Start().Time}
	if e.History != nil {
		entry.Updated = e.History.LastChanged.When
	}
	if entry.Updated.IsZero() {
		entry.Updated = b.Site.CommittedAt
	}
	for _, words := range [][]string{e.Services, e.ContributingFactors, e.Tags} {
		entry.Categories = append(entry.Categories, words...)
	}
	return entry
}

// sitemap lists the pages worth finding among those of the wiki; nil without a
// base URL.
func (b *Builder) sitemap(pages []Page) []Page {
	if b.Site.BaseURL == "" {
		return nil
	}
	return []Page{{Kind: "feed", Path: "sitemap.xml", Write: func(w io.Writer) error {
		var list []feed.Address
		for _, p := range pages {
			if path, isIndex := strings.CutSuffix(p.Path, "index.html"); isIndex && p.Kind != "redirect" && p.Kind != "broken" {
				list = append(list, feed.Address{Path: path, Changed: p.Changed})
			}
		}
		return feed.WriteSitemap(w, b.Site.BaseURL, list)
	}}}
}

func (b *Builder) calendar() feed.Calendar {
	c := feed.Calendar{Name: b.Site.Title + ": remediations due", Product: "remediations", Stamp: b.Now}
	for _, r := range b.View.Remediations() {
		if !r.Due.Known() || r.State.Settled() || r.State == collection.Parked {
			continue
		}
		event := feed.Event{UID: r.Key() + "@retrowiki", Day: r.Due.Time, Summary: r.Title, Description: r.Entry.Title}
		if b.Site.BaseURL != "" {
			event.Address = b.Site.BaseURL + RemediationPath(r.Entry.ID, r.ID)
		}
		c.Events = append(c.Events, event)
	}
	if c.Stamp.IsZero() {
		c.Stamp = time.Unix(0, 0).UTC()
	}
	return c
}
