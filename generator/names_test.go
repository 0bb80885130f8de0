package generator_test

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator"
)

// Names that are kept for something else, lead elsewhere, or become one name
// when they are spelled with few letters.
var oddNames = []string{
	"index", "index.html", "feed.xml", "feed.json", "incidents", "api", "search", "assets", "page-2", "2014", "404.html", "_headers", "CNAME", ".htaccess", ".retrowiki-manifest",
	"..", "../../etc/passwd", "/etc/passwd", "C:\\x", "\\\\host\\share", "con", "CON", "aux.md", "com1.txt", "nul ", "lpt9", "a.", "a b", "a-b", "A B", "C#", "C++", "C", "c",
	"caf\u00e9", "cafe\u0301", "\u540d\u524d", "\u540d", "🔥", "\u202eabc", "x\u0000y", "con-", "feed.xml-term", "feed.xml-incident", "__proto__", "constructor",
	strings.Repeat("long ", 40) + "one", strings.Repeat("long ", 40) + "two", strings.Repeat("x", 300),
}

var pageName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,199}$`)

// Each file of a wiki has a name of the small alphabet, and none of them is
// another's on a file system where case does not count; no page is written over
// another, however incidents and terms are called.
func TestNamesOfPagesAreOneToOne(t *testing.T) {
	files := map[string]string{"retrowiki.yaml": "title: Names\nbase_url: https://wiki.example/\ntaxonomies: [incidents, company, api]\n"}
	for i, name := range oddNames {
		quoted := fmt.Sprintf("%q", name)
		files[fmt.Sprintf("incidents/n%03d.md", i)] = "---\nid: " + quoted + "\ntitle: Incident " + fmt.Sprint(i) + "\naliases: [" + quoted + "]\ntags: [" + quoted + "]\nservices: [" + quoted +
			"]\ncompany: [" + quoted + "]\nseverity: " + quoted + "\ncontributing_factors: [" + quoted + "]\nremediations: [{id: " + quoted + ", title: x, owner: " + quoted + "}]\n---\n\ntext\n"
	}
	dir := t.TempDir()
	writeAll(t, dir, files)
	w, site := build(t, generator.Options{Source: dir})
	seen := map[string]string{}
	for name := range site {
		if other, taken := seen[strings.ToLower(name)]; taken {
			t.Errorf("%s and %s are one name", name, other)
		}
		seen[strings.ToLower(name)] = name
		for part := range strings.SplitSeq(name, "/") {
			base, _, _ := strings.Cut(part, ".")
			if !pageName.MatchString(part) && name != ".retrowiki-manifest" || regexp.MustCompile(`^(con|prn|aux|nul|(com|lpt)[0-9])$`).MatchString(base) {
				t.Errorf("%s: no good name", name)
			}
		}
	}
	pages := 0
	for _, e := range w.View.Entries() {
		pages++
		if !strings.Contains(site["incidents/"+e.ID+"/index.html"], e.Title) {
			t.Errorf("the page of %s is not its own", e.ID)
		}
	}
	if twice := len(oddNames) - pages; strings.Count(fmt.Sprint(w.Findings), "duplicate-id") < twice {
		t.Errorf("of %d incidents %d are there, and too few duplicates are reported: %v", len(oddNames), pages, w.Findings)
	}
	for _, taxonomy := range w.View.Taxonomies() {
		for _, term := range w.View.Terms(taxonomy) {
			names := map[string]bool{}
			for _, e := range term.Entries {
				names[e.Tags[0]] = true
			}
			if len(names) > 1 && !sameWords(names) {
				t.Errorf("%s: the term %s stands for %v", taxonomy, term.Slug, names)
			}
		}
	}
}

// sameWords reports whether names differ in nothing but case, accents and marks.
func sameWords(names map[string]bool) bool {
	for name := range names {
		if len(name) > 100 || strings.ContainsAny(name, "#+") {
			return false
		}
	}
	return true
}

// Beside images, nothing that lies among incidents is published: least of all
// what a browser or a host would obey.
func TestOnlyImagesArePublished(t *testing.T) {
	names := []string{"x.html", "sw.js", "x.xml", ".htaccess", "_headers", "_redirects", "CNAME", "x.css", "x.pdf", "x.svgz", "x.wasm", "x.gltf", "bad.svg", "on.svg", "style.svg", "elsewhere.svg", "x.png.html"}
	files := map[string]string{}
	text := "---\ntitle: Attachments\n---\n\n![good](good.svg)\n"
	for _, name := range names {
		text += fmt.Sprintf("\n![i](%s) [a](%s)\n", name, name)
		files["incidents/"+name] = "zqcontent<script>alert(1)</script>"
	}
	svg := func(inner string) string {
		return `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">` + inner + `</svg>`
	}
	files["incidents/x.md"] = text
	files["incidents/good.svg"] = svg(`<rect width="8" height="8"/>`)
	files["incidents/bad.svg"] = svg(`<title>zqcontent</title><script>alert(1)</script>`)
	files["incidents/on.svg"] = svg(`<title>zqcontent</title><rect onload="alert(1)"/>`)
	files["incidents/style.svg"] = svg(`<title>zqcontent</title><foreignObject><body xmlns="http://www.w3.org/1999/xhtml">x</body></foreignObject>`)
	files["incidents/elsewhere.svg"] = svg(`<title>zqcontent</title><image href="https://evil.example/x"/>`)
	dir := t.TempDir()
	writeAll(t, dir, files)
	_, site := build(t, generator.Options{Source: dir})
	good := false
	for name, content := range site {
		good = good || strings.HasPrefix(path.Base(name), "good-")
		if strings.Contains(content, "zqcontent") {
			t.Errorf("%s was published", name)
		}
		for _, bad := range []string{".htaccess", "_headers", "_redirects", "CNAME", "sw.js"} {
			if path.Base(name) == bad {
				t.Errorf("%s was published", name)
			}
		}
	}
	if !good {
		t.Error("the good image was not published, so that nothing is proved")
	}
}

// A folder with an index.md is one incident; the folder of all incidents is
// not, or one file would take the others away without a word.
func TestAnIndexAmongIncidentsHidesNone(t *testing.T) {
	dir, page := t.TempDir(), "---\ntitle: x\n---\n"
	writeAll(t, dir, map[string]string{"incidents/index.md": page, "incidents/a.md": page, "incidents/b/index.md": page, "incidents/b/notes.md": page})
	w, _ := build(t, generator.Options{Source: dir})
	var ids []string
	for _, e := range w.View.Entries() {
		ids = append(ids, e.ID)
	}
	slices.Sort(ids)
	if got := strings.Join(ids, " "); got != "a b incidents" {
		t.Errorf("the incidents are %s", got)
	}
}
