package generator_test

import (
	"encoding/json"
	"encoding/xml"
	"net/url"
	"path"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/mmcdole/gofeed"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/retrowiki/retrowiki/generator"
)

const base = "https://acme.example/retros/"

// machines is a wiki for whoever reads it with a program, each file of which
// is read here by somebody else's.
func machines(t *testing.T) map[string]string {
	t.Helper()
	_, files := build(t, generator.Options{Source: unpack(t, "testdata/wiki.txtar"), States: states})
	return files
}

// page is the file of the wiki that an absolute address leads to.
func page(t *testing.T, files map[string]string, address string) string {
	t.Helper()
	rest, ours := strings.CutPrefix(address, base)
	if !ours {
		t.Errorf("%s is not below %s", address, base)
	}
	rest, _, _ = strings.Cut(rest, "#")
	if rest == "" || strings.HasSuffix(rest, "/") {
		rest += "index.html"
	}
	name, _ := url.PathUnescape(rest)
	if _, there := files[name]; !there {
		t.Errorf("%s leads nowhere", address)
	}
	return name
}

// Every feed is read by gofeed, and its entries lead to pages.
func TestFeedsAreFeeds(t *testing.T) {
	files := machines(t)
	feeds := 0
	for name, content := range files {
		if base := path.Base(name); base != "feed.xml" && base != "feed.json" {
			continue
		}
		feeds++
		f, err := gofeed.NewParser().ParseString(content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if want := map[string]string{".xml": "atom", ".json": "json"}[path.Ext(name)]; f.FeedType != want || f.FeedLink != base+name || f.Title == "" || len(f.Items) == 0 {
			t.Errorf("%s is %q of %s with %d entries", name, f.FeedType, f.FeedLink, len(f.Items))
		}
		page(t, files, f.Link)
		ids := map[string]bool{}
		for _, item := range f.Items {
			page(t, files, item.Link)
			if item.Title == "" || item.GUID == "" || ids[item.GUID] || item.UpdatedParsed == nil {
				t.Errorf("%s: entry %+v", name, item)
			}
			ids[item.GUID] = true
		}
	}
	if feeds < 20 {
		t.Errorf("there are %d feeds", feeds)
	}
}

// The calendar is read by golang-ical: what is due and not settled, once each.
func TestTheCalendarIsACalendar(t *testing.T) {
	files := machines(t)
	c, err := ics.ParseCalendar(strings.NewReader(files["due.ics"]))
	if err != nil {
		t.Fatal(err)
	}
	uids := map[string]bool{}
	for _, e := range c.Events() {
		if _, err := e.GetAllDayStartAt(); err != nil || uids[e.Id()] || e.GetProperty(ics.ComponentPropertySummary) == nil {
			t.Errorf("event %q: %v", e.Id(), err)
		}
		uids[e.Id()] = true
		page(t, files, e.GetProperty(ics.ComponentPropertyUrl).Value)
	}
	if len(uids) == 0 {
		t.Error("nothing is due")
	}
}

// The sitemap names every page once, and nothing else.
func TestTheSitemapNamesEveryPage(t *testing.T) {
	files := machines(t)
	var set struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		Pages   []struct {
			Location string `xml:"loc"`
			Changed  string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(files["sitemap.xml"]), &set); err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, p := range set.Pages {
		name := page(t, files, p.Location)
		if named[name] {
			t.Errorf("%s is named twice", name)
		}
		named[name] = true
		if _, err := time.Parse("2006-01-02", p.Changed); p.Changed != "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, content := range files {
		stray := strings.Contains(content, `http-equiv=refresh`) || strings.Contains(content, "This page could not be read yet")
		if strings.HasSuffix(name, "index.html") && !named[name] && !stray {
			t.Errorf("%s is not named", name)
		}
	}
}

// The files below api/ keep to the schemas beside them.
func TestTheAPIKeepsToItsSchema(t *testing.T) {
	files := machines(t)
	compiler, checked, schemas := jsonschema.NewCompiler(), 0, map[string]*jsonschema.Schema{}
	schemaOf := func(name string) *jsonschema.Schema {
		if schemas[name] != nil {
			return schemas[name]
		}
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(files[name]))
		if err != nil {
			t.Fatal(name, err)
		}
		if err := compiler.AddResource("https://test/"+name, document); err != nil {
			t.Fatal(err)
		}
		schemas[name] = compiler.MustCompile("https://test/" + name)
		return schemas[name]
	}
	for name, content := range files {
		if !strings.HasPrefix(name, "api/") || strings.HasSuffix(name, ".schema.json") {
			continue
		}
		schema := strings.TrimSuffix(name, ".json") + ".schema.json"
		if strings.HasPrefix(name, "api/incidents/") {
			schema = "api/incident.schema.json"
		}
		var value any
		if err := json.Unmarshal([]byte(content), &value); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := schemaOf(schema).Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		checked++
	}
	if checked < 4 {
		t.Errorf("%d files were checked", checked)
	}
}
