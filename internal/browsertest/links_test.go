package browsertest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/retrowiki/retrowiki/generator"
)

// document is what one HTML file says, as far as these tests ask.
type document struct {
	name  string
	ids   map[string]int
	uses  []use
	odd   []string // what no page may hold
	heads int      // h1
	moved bool     // it only leads on
}

// use is an address that a page names.
type use struct {
	tag, attribute, address string
}

var idReferences = []string{"aria-labelledby", "aria-controls", "aria-describedby", "for"}

func readDocument(t *testing.T, name string, content []byte) *document {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(content))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	d := &document{name: name, ids: map[string]int{}}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			d.element(n)
		}
	}
	return d
}

func (d *document) element(n *html.Node) {
	switch n.Data {
	case "h1":
		d.heads++
	case "style", "base", "iframe", "object", "embed":
		d.odd = append(d.odd, "<"+n.Data+">")
	case "script":
		if attribute(n, "src") == "" || n.FirstChild != nil {
			d.odd = append(d.odd, "a script that stands in the page")
		}
	case "meta":
		if _, address, found := strings.Cut(attribute(n, "content"), "url="); found && attribute(n, "http-equiv") == "refresh" {
			d.moved = true
			d.uses = append(d.uses, use{"meta", "refresh", address})
		}
	}
	for _, a := range n.Attr {
		d.attribute(n, a.Key, a.Val)
	}
}

func (d *document) attribute(n *html.Node, key, value string) {
	switch {
	case key == "id":
		d.ids[value]++
	case key == "style" || strings.HasPrefix(key, "on"):
		d.odd = append(d.odd, "<"+n.Data+" "+key+">")
	case key == "href" || key == "src" || key == "action" || key == "formaction" || key == "data-index" || key == "poster":
		d.uses = append(d.uses, use{n.Data, key, value})
	case key == "srcset":
		for one := range strings.SplitSeq(value, ",") {
			d.uses = append(d.uses, use{n.Data, key, strings.Fields(one)[0]})
		}
	case slices.Contains(idReferences, key):
		for id := range strings.FieldsSeq(value) {
			d.uses = append(d.uses, use{n.Data, key, "#" + id})
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// checker follows the addresses of a wiki within its files.
type checker struct {
	*testing.T
	site      *site
	base      *url.URL // its own absolute address, which some pages may use
	documents map[string]*document
}

func newChecker(t *testing.T, s *site, base string) *checker {
	t.Helper()
	c := &checker{T: t, site: s, documents: map[string]*document{}}
	c.base, _ = url.Parse(base)
	for name, content := range s.files {
		if strings.HasSuffix(name, ".html") {
			c.documents[name] = readDocument(t, name, content)
		}
	}
	return c
}

// target gives the file that an address on a page leads to, "" for one that
// leads out of the wiki, which only what a reader clicks on may do.
func (c *checker) target(from string, u use) string {
	c.Helper()
	page := c.base.JoinPath(from)
	to, err := page.Parse(u.address)
	if err != nil {
		c.Errorf("%s: <%s %s=%q>: %v", from, u.tag, u.attribute, u.address, err)
		return ""
	}
	if to.Host != c.base.Host || to.Scheme != c.base.Scheme {
		if u.tag != "a" || !slices.Contains([]string{"http", "https", "mailto"}, to.Scheme) {
			c.Errorf("%s: <%s %s=%q> leads out of the wiki", from, u.tag, u.attribute, u.address)
		}
		return ""
	}
	if own, _ := url.Parse(u.address); (own.IsAbs() || own.Host != "" || strings.HasPrefix(own.Path, "/")) && !mayBeAbsolute(from, u) {
		c.Errorf("%s: <%s %s=%q> is not relative", from, u.tag, u.attribute, u.address)
	}
	name, inside := strings.CutPrefix(to.Path, c.base.Path)
	if name == "" {
		name = "index.html" // of a canonical address
	} else if u.tag == "link" && strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if _, found := c.site.files[name]; !inside || !found {
		c.Errorf("%s: <%s %s=%q> leads nowhere", from, u.tag, u.attribute, u.address)
		return ""
	}
	c.fragment(from, u, name, to.Fragment)
	return name
}

func mayBeAbsolute(from string, u use) bool { return from == "404.html" || u.tag == "link" }

func (c *checker) fragment(from string, u use, name, fragment string) {
	c.Helper()
	if fragment == "" {
		return
	}
	if d := c.documents[name]; d == nil || d.ids[fragment] == 0 {
		c.Errorf("%s: <%s %s=%q>: %s has no such place", from, u.tag, u.attribute, u.address, name)
	}
}

// every checks every address of every page, and gives what can be reached
// from the front page.
func (c *checker) every() map[string]bool {
	c.Helper()
	leads := map[string][]string{}
	for name, d := range c.documents {
		for _, u := range d.uses {
			if to := c.target(name, u); to != "" {
				leads[name] = append(leads[name], to)
			}
		}
	}
	for _, address := range c.searchAddresses() {
		c.target("search/index.html", use{"search", "address", address})
	}
	reached := map[string]bool{}
	next := []string{"index.html"}
	for len(next) > 0 {
		name := next[0]
		next = next[1:]
		if !reached[name] {
			reached[name] = true
			next = append(next, leads[name]...)
		}
	}
	return reached
}

// searchShard gives what a file of the index holds.
func searchShard(t *testing.T, name string, content []byte, into any) {
	t.Helper()
	_, literal, ok := strings.Cut(strings.TrimSpace(string(content)), ",'")
	if !ok {
		t.Fatalf("%s begins %.40q", name, content)
	}
	literal = strings.NewReplacer(`\\`, `\`, `\'`, `'`).Replace(strings.TrimSuffix(literal, "')"))
	if err := json.Unmarshal([]byte(literal), into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

var searchDocuments = regexp.MustCompile(`^search/[0-9a-f]{12}/d\d+\.js$`)

// searchAddresses are where the results of a search may lead: to pages, and to
// parts of them.
func (c *checker) searchAddresses() []string {
	c.Helper()
	var addresses []string
	for name, content := range c.site.files {
		if !searchDocuments.MatchString(name) {
			continue
		}
		var documents [][]json.RawMessage
		searchShard(c.T, name, content, &documents)
		for _, d := range documents {
			var address string
			var sections [][3]string
			if err := errors.Join(json.Unmarshal(d[1], &address), json.Unmarshal(d[7], &sections)); err != nil {
				c.Fatalf("%s: %v", name, err)
			}
			addresses = append(addresses, address)
			for _, s := range sections {
				if s[0] != "" {
					addresses = append(addresses, address+"#"+url.PathEscape(s[0]))
				}
			}
		}
	}
	return addresses
}

var styleAddress = regexp.MustCompile(`url\(\s*["']?([^"')]+)|@import`)

func (c *checker) everyStylesheet() {
	c.Helper()
	for name, content := range c.site.files {
		if !strings.HasSuffix(name, ".css") {
			continue
		}
		for _, m := range styleAddress.FindAllStringSubmatch(string(content), -1) {
			if m[1] == "" {
				c.Errorf("%s imports another stylesheet", name)
			} else if !strings.HasPrefix(m[1], "data:") {
				c.target(name, use{"css", "url", m[1]})
			}
		}
	}
}

func TestEveryAddressLeadsSomewhere(t *testing.T) {
	c := newChecker(t, example(t), "http://wiki.test/a/b/")
	reached := c.every()
	c.everyStylesheet()
	for name, d := range c.documents {
		if !reached[name] && !d.moved && name != "404.html" {
			t.Errorf("%s cannot be reached from the front page", name)
		}
	}
	if len(c.documents) < 100 {
		t.Errorf("the example wiki has only %d pages", len(c.documents))
	}
	if n := len(c.searchAddresses()); n < 100 {
		t.Errorf("search knows only %d pages", n)
	}
}

func TestEveryAddressLeadsSomewhereWithBaseURL(t *testing.T) {
	repository, err := exampleRepository()
	if err != nil {
		t.Fatal(err)
	}
	base := "https://wiki.test/retros/"
	s, err := build(generator.Options{Source: repository, BaseURL: base}, filepath.Join(t.TempDir(), "site"))
	if err != nil {
		t.Fatal(err)
	}
	c := newChecker(t, s, base)
	c.every()
	absolute := regexp.MustCompile(`https://wiki\.test/[^\s"'<>\\]*`)
	for _, name := range []string{"feed.xml", "feed.json", "sitemap.xml", "due.ics"} {
		for _, address := range absolute.FindAllString(strings.ReplaceAll(string(s.files[name]), "\r\n ", ""), -1) {
			u, err := url.Parse(address)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if strings.HasSuffix(u.Path, "/") {
				u.Path += "index.html"
			}
			c.target(name, use{"link", "address", u.String()})
		}
	}
}

func TestPagesHoldNoScriptOrStyleOfTheirOwn(t *testing.T) {
	for _, d := range newChecker(t, example(t), "http://wiki.test/").documents {
		for _, odd := range d.odd {
			t.Errorf("%s: %s", d.name, odd)
		}
		for id, n := range d.ids {
			if n > 1 || id == "" || strings.ContainsAny(id, " \t\n") {
				t.Errorf("%s: id %q stands %d times", d.name, id, n)
			}
		}
		if d.heads != 1 {
			t.Errorf("%s: %d h1", d.name, d.heads)
		}
	}
}

// A crawler that knows only the front page's address meets no error below a
// path, and is led nowhere else on the host.
func TestCrawlBelowAPath(t *testing.T) {
	s := example(t)
	root := s.serve(t, "/a/b/")
	seen := map[string]bool{}
	next := []string{root + "index.html"}
	for len(next) > 0 {
		address := next[0]
		next = next[1:]
		if seen[address] {
			continue
		}
		seen[address] = true
		for _, to := range crawl(t, address) {
			if strings.HasPrefix(to, root) {
				next = append(next, to)
			} else if strings.HasPrefix(to, strings.TrimSuffix(root, "a/b/")) {
				t.Errorf("%s leads to %s", address, to)
			}
		}
	}
	if len(seen) < 100 {
		t.Errorf("the crawl met only %d addresses", len(seen))
	}
}

// crawl reads one address and gives those on it, without fragments.
func crawl(t *testing.T, address string) []string {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		t.Errorf("%s: %s", address, response.Status)
	}
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
		return nil
	}
	page, _ := url.Parse(address)
	var list []string
	for _, u := range readDocument(t, address, content).uses {
		if to, err := page.Parse(u.address); err == nil {
			to.Fragment, to.RawQuery = "", ""
			list = append(list, to.String())
		}
	}
	return list
}
