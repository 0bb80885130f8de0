// Package feed encodes feeds, calendars and sitemaps. It knows no incidents:
// plain values in, bytes out, with everything escaped for its format.
package feed

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"time"
)

// Feed is what Atom and JSON Feed both tell.
type Feed struct {
	Title     string
	Self      string // absolute address of the feed
	Home      string // absolute address of the page it belongs to
	Generator string
	Updated   time.Time
	Entries   []Entry
}

// Entry is one item of a feed.
type Entry struct {
	ID, Title, Address, Summary string
	Published, Updated          time.Time
	Categories                  []string
}

type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title     string      `xml:"title"`
	ID        string      `xml:"id"`
	Links     []atomLink  `xml:"link"`
	Updated   string      `xml:"updated"`
	Author    atomAuthor  `xml:"author"`
	Generator string      `xml:"generator"`
	Entries   []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title      string         `xml:"title"`
	ID         string         `xml:"id"`
	Link       atomLink       `xml:"link"`
	Published  string         `xml:"published,omitempty"`
	Updated    string         `xml:"updated"`
	Summary    string         `xml:"summary,omitempty"`
	Categories []atomCategory `xml:"category"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// WriteAtom writes RFC 4287.
func WriteAtom(w io.Writer, f Feed) error {
	a := atomFeed{
		Title: f.Title, ID: f.Self, Updated: stamp(f.Updated), Author: atomAuthor{Name: f.Title}, Generator: f.Generator,
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: f.Self}, {Rel: "alternate", Type: "text/html", Href: f.Home}},
	}
	for _, e := range f.Entries {
		entry := atomEntry{
			Title: e.Title, ID: e.ID, Link: atomLink{Rel: "alternate", Type: "text/html", Href: e.Address},
			Updated: stamp(e.Updated), Summary: e.Summary,
		}
		if !e.Published.IsZero() {
			entry.Published = stamp(e.Published)
		}
		for _, c := range e.Categories {
			entry.Categories = append(entry.Categories, atomCategory{Term: c})
		}
		a.Entries = append(a.Entries, entry)
	}
	return writeXML(w, a)
}

func writeXML(w io.Writer, v any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", " ")
	if err := encoder.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func stamp(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format(time.RFC3339)
}

// WriteJSON writes JSON Feed 1.1.
func WriteJSON(w io.Writer, f Feed) error {
	type item struct {
		ID        string   `json:"id"`
		URL       string   `json:"url"`
		Title     string   `json:"title"`
		Text      string   `json:"content_text"`
		Published string   `json:"date_published,omitempty"`
		Modified  string   `json:"date_modified"`
		Tags      []string `json:"tags,omitempty"`
	}
	items := make([]item, len(f.Entries))
	for i, e := range f.Entries {
		items[i] = item{ID: e.ID, URL: e.Address, Title: e.Title, Text: e.Summary, Modified: stamp(e.Updated), Tags: e.Categories}
		if !e.Published.IsZero() {
			items[i].Published = stamp(e.Published)
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", " ")
	return encoder.Encode(struct {
		Version string `json:"version"`
		Title   string `json:"title"`
		Home    string `json:"home_page_url"`
		Self    string `json:"feed_url"`
		Items   []item `json:"items"`
	}{"https://jsonfeed.org/version/1.1", f.Title, f.Home, f.Self, items})
}

// Address is a page in a sitemap.
type Address struct {
	Path    string // from the base
	Changed time.Time
}

// WriteSitemap writes a sitemap of the pages below an absolute base address.
func WriteSitemap(w io.Writer, base string, pages []Address) error {
	type page struct {
		Location string `xml:"loc"`
		Changed  string `xml:"lastmod,omitempty"`
	}
	set := struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		Pages   []page   `xml:"url"`
	}{}
	for _, a := range pages[:min(len(pages), maxSitemap)] {
		p := page{Location: base + a.Path}
		if !a.Changed.IsZero() {
			p.Changed = a.Changed.UTC().Format("2006-01-02")
		}
		set.Pages = append(set.Pages, p)
	}
	return writeXML(w, set)
}

// maxSitemap is the most addresses that the protocol allows in one file.
const maxSitemap = 50_000
