package page

import (
	"io"
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
		Page{Path: "sitemap.xml", Write: func(w io.Writer) error { return feed.WriteSitemap(w, b.Site.BaseURL, b.addresses()) }},
	)
	for _, taxonomy := range b.View.Taxonomies() {
		for _, t := range b.View.Terms(taxonomy) {
			path := taxonomy + "/" + t.Slug + "/feed.xml"
			pages = append(pages, Page{Path: path, Write: func(w io.Writer) error {
				return feed.WriteAtom(w, b.feed(path, b.Site.Title+": "+b.termName(t), TermPath(t), t.Entries))
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

// addresses lists the pages worth finding, for the sitemap.
func (b *Builder) addresses() []feed.Address {
	list := []feed.Address{{Path: ""}, {Path: "incidents/"}, {Path: "remediations/"}}
	for _, e := range b.View.Entries() {
		a := feed.Address{Path: "incidents/" + e.ID + "/"}
		if e.History != nil {
			a.Changed = e.History.LastChanged.When
		}
		list = append(list, a)
	}
	for _, taxonomy := range b.View.Taxonomies() {
		for _, t := range b.View.Terms(taxonomy) {
			list = append(list, feed.Address{Path: taxonomy + "/" + t.Slug + "/"})
		}
	}
	return list
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
