package browsertest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/internal/browsertest"
)

// attacks are texts that become script where somebody forgot to escape. Each
// sets the canary, opens a dialog, or asks another host.
var attacks = []string{
	`<script>window.canary=1;alert(1)</script>`,
	`<img src=x onerror="window.canary=1">`,
	`"><svg onload="window.canary=1">`,
	`'><b autofocus tabindex=1 onfocus=window.canary=1>`,
	`</title></style></textarea></script><script>window.canary=1</script>`,
	`[link](javascript:window.canary=1)`,
	`<a href="java&#115;cript:window.canary=1">click</a>`,
	`<a href=" JaVaScRiPt:window.canary=1" class="brand">click</a>`,
	`[data](data:text/html,<script>window.canary=1</script>)`,
	`![image](data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='canary=1'/>)`,
	`<iframe srcdoc="<script>parent.canary=1</script>"></iframe>`,
	`<iframe src="https://evil.example/frame"></iframe>`,
	`<object data="https://evil.example/object"></object><embed src="https://evil.example/embed">`,
	`<link rel=stylesheet href="https://evil.example/style.css"><style>@import "https://evil.example/x.css"; * { display: none }</style>`,
	`<base href="https://evil.example/">`,
	`<meta http-equiv=refresh content="0;url=https://evil.example/">`,
	`<form action="https://evil.example/" id=rw-main><input name=q onfocus=canary=1 autofocus><button formaction="javascript:canary=1">Go</button></form>`,
	`<svg><animate onbegin="window.canary=1" attributeName=x dur=1s></svg>`,
	`<math><mtext><table><mglyph><style><img src=x onerror=window.canary=1></style></mglyph></table></mtext></math>`,
	`<div style="background:url(https://evil.example/bg)" data-board data-row data-index="https://evil.example/index.js">styled</div>`,
	`<form class="search" data-index="https://evil.example/index.js"><input></form>`,
	`<video src="https://evil.example/v" poster="https://evil.example/p" onerror=canary=1 autoplay></video>`,
	`{{ "canary" | printf "%s" }} {{template "main" .}} ${window.canary=1} {% raw %}`,
	`<!-- --!><img src=x onerror=window.canary=1> -->`,
	`<noscript><p title="</noscript><img src=x onerror=window.canary=1>"></noscript>`,
	`[[service:"><img src=x onerror=window.canary=1>]] @<img/src/onerror=canary=1>`,
	"');window.canary=1;('\u2028\u2029 \\');window.canary=1//",
}

// published are payloads of lists that others keep, one a line; \n stands for a
// line end. Where one runs, it opens a dialog.
var published = func() []string {
	content, err := os.ReadFile("../../generator/markdown/testdata/xss.txt")
	if err != nil {
		panic(err)
	}
	var list []string
	for line := range strings.Lines(string(content)) {
		line = strings.ReplaceAll(strings.TrimSuffix(line, "\n"), `\n`, "\n")
		if line != "" && !strings.HasPrefix(line, "# ") {
			list = append(list, line)
		}
	}
	return list
}()

// publishedIncident has the published payloads in some fields and in every
// place of its body.
func publishedIncident() string {
	var b strings.Builder
	b.WriteString("---\ntitle: Published\nretrospective: {scheduled_at: 2030-01-02T10:00:00Z}\nimpact_started_at: 2024-02-02T10:00:00Z\nresolved_at: 2024-02-02T12:00:00Z\n")
	fmt.Fprintf(&b, "tags: %s\nremediations:\n", asJSONList(published[:40]))
	for i, a := range published {
		fmt.Fprintf(&b, "  - {id: p%d, title: %s, description: %s, size: XL, audience: [product]}\n", i, asJSON(a), asJSON(a))
	}
	b.WriteString("---\n\n## Timeline\n\n")
	for i, a := range published {
		fmt.Fprintf(&b, "- 2024-02-02 10:%02d UTC - %s\n", i%60, strings.ReplaceAll(a, "\n", " "))
	}
	b.WriteString("\n## What went well\n\n")
	for _, a := range published {
		fmt.Fprintf(&b, "- %s\n", strings.ReplaceAll(a, "\n", " "))
	}
	for _, a := range published {
		line := strings.ReplaceAll(a, "\n", " ")
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n> %s\n\n[%s](x \"%s\") ![%s](y \"%s\") [x](%s)\n\n| %s |\n| --- |\n| x |\n\n```%s\n%s\n```\n\nNote[^%s]\n\n[^%s]: %s\n",
			line, a, line, line, line, line, line, line, strings.ReplaceAll(line, "|", `\|`), line, a, line, line, line)
	}
	return b.String()
}

// asJSON is a text as YAML in double quotes has it, as JSON does.
func asJSON(text string) string {
	encoded, _ := json.Marshal(text)
	return string(encoded)
}

func asJSONList(values []string) string {
	encoded, _ := json.Marshal(values)
	return string(encoded)
}

// inYAML quotes a text for frontmatter.
func inYAML(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// listed quotes the attacks as a list of YAML.
func listed(values []string) string {
	var quoted []string
	for _, v := range values {
		quoted = append(quoted, inYAML(v))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// hostileIncident has attacks in each field and in each place of its body.
func hostileIncident() string {
	var b strings.Builder
	all := strings.ReplaceAll(strings.Join(attacks, " "), "\u2028\u2029", " ")
	attack := inYAML(all)
	fmt.Fprintf(&b, "---\ntitle: %s\nsummary: %s\nseverity: %s\n", attack, attack, inYAML(attacks[1]))
	for _, field := range []string{"services", "teams", "tags", "contributing_factors", "participants"} {
		fmt.Fprintf(&b, "%s: %s\n", field, listed(attacks[:26]))
	}
	fmt.Fprintf(&b, "roles: {commander: %s, %s: someone}\n", inYAML(attacks[1]), inYAML(attacks[2]))
	fmt.Fprintf(&b, "trigger: %s\ncustomer_impact: {summary: %s, customers: %s, felt: %s}\n", attack, attack, attack, attack)
	b.WriteString("impact_started_at: 2024-01-02T10:00:00Z\ndetected_at: 2024-01-02T10:05:00Z\nmitigated_at: 2024-01-02T11:00:00Z\n")
	b.WriteString("aliases: [formerly-hostile]\nretrospective: {held_at: 2024-01-05, location: 'javascript:window.canary=1'}\n")
	b.WriteString("links:\n  - {title: " + attack + ", url: 'javascript:window.canary=1'}\n  - {title: data, url: 'data:text/html,<script>canary=1</script>'}\n")
	b.WriteString("remediations:\n")
	for i, a := range attacks[:26] {
		fmt.Fprintf(&b, "  - {id: r%d, title: %s, description: %s, owner: %s, decision: parked, reason: %s, upstream: 'javascript:window.canary=1', audience: [%s]}\n",
			i, inYAML(a), inYAML(a), inYAML(a), inYAML(a), inYAML(a))
	}
	fmt.Fprintf(&b, "%s: %s\n---\n\n## Timeline\n\n", inYAML(attacks[1]), attack)
	for i, a := range attacks {
		fmt.Fprintf(&b, "- 2024-01-02 10:%02d UTC - %s\n", i, a)
	}
	for _, a := range attacks {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n> %s\n\n| %s |\n| --- |\n| x |\n\n```%s\n%s\n```\n", a, a, a, strings.ReplaceAll(a, "|", `\|`), "html", a)
	}
	return b.String()
}

// hostileSite is a wiki whose authors mean ill.
func hostileSite(t *testing.T, more map[string]string) *site {
	t.Helper()
	files := map[string]string{
		"retrowiki.yaml":             "title: " + inYAML(attacks[0]) + "\ndescription: " + inYAML(attacks[1]) + "\n",
		"incidents/hostile.md":       hostileIncident(),
		"incidents/innocent.md":      "---\ntitle: Innocent\ncontributing_factors: [hostile-factor]\nrelated: [hostile]\n---\n\nSee [[hostile]].\n",
		"incidents/broken.md":        "---\ntitle: a: b: " + strings.Join(attacks, " ") + "\n---\n" + strings.Join(attacks, "\n"),
		"patterns/hostile-factor.md": "---\ntitle: " + inYAML(attacks[1]) + "\n---\n\n" + strings.Join(attacks, "\n\n"),
	}
	maps.Copy(files, more)
	return written(t, files)
}

// written builds the wiki of these files.
func written(t *testing.T, files map[string]string) *site {
	t.Helper()
	source := t.TempDir()
	for name, content := range files {
		name = filepath.Join(source, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s, err := build(generator.Options{Source: source}, filepath.Join(t.TempDir(), "site"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestHostilePagesHoldNothingOfTheirOwn(t *testing.T) {
	c := newChecker(t, hostileSite(t, nil), "http://wiki.test/a/b/")
	for _, d := range c.documents {
		for _, u := range d.uses {
			if u != (use{"img", "src", "x"}) { // an image that is not there
				c.target(d.name, u)
			}
		}
		for _, odd := range d.odd {
			t.Errorf("%s: %s", d.name, odd)
		}
		for id, n := range d.ids {
			if n > 1 {
				t.Errorf("%s: id %q stands %d times", d.name, id, n)
			}
		}
	}
}

// victim is a reader of hostile pages.
type victim struct {
	*browsertest.Tab
	t    *testing.T
	root string
}

// unharmed fails the test if script of an author ran, the reader was led
// away, or anything was asked of another host.
func (v *victim) unharmed(where string) {
	v.t.Helper()
	if v.True(`"canary" in window && !(window.canary instanceof Node)`) {
		v.t.Errorf("%s: script of an author ran", where)
	}
	for _, problem := range v.Problems() {
		if !strings.HasSuffix(problem, "/x") { // an image that is not there
			v.t.Errorf("%s: %s", where, problem)
		}
	}
	if at := v.Text("location.href"); !strings.HasPrefix(at, v.root) {
		v.t.Fatalf("%s: the reader was led to %s", where, at)
	}
}

func TestHostileWikiDoesNothing(t *testing.T) {
	s := hostileSite(t, nil)
	s.both(t, func(t *testing.T, root string) {
		v := &victim{Tab: browsertest.Open(t, root), t: t, root: root}
		v.Look(1280, 900, "light")
		for _, name := range []string{
			"index.html", "incidents/index.html", "incidents/broken/index.html", "services/index.html", "tags/index.html",
			"people/index.html", "factors/index.html", "factors/hostile-factor/index.html", "search/index.html",
		} {
			if _, found := s.files[name]; !found {
				t.Errorf("there is no %s", name)
				continue
			}
			v.Go(root + name)
			v.unharmed(name)
		}

		v.Go(root + "incidents/hostile/index.html")
		v.unharmed("incident")
		if !v.True(`document.querySelector("h1").textContent.includes("<script>window.canary=1;alert(1)</script>")`) {
			t.Error("the title is not shown as it was written")
		}
		v.Wait(clickEverything)
		v.unharmed("after a click on everything")

		v.Go(root + "search/index.html?q=canary")
		v.Wait(`document.querySelectorAll("#results h2 a").length > 0`)
		v.unharmed("search")

		v.Go(root + "remediations/index.html?q=%3Cimg+src=x+onerror=canary=1%3E&owner=%22%3E%3Cimg%3E")
		v.Wait(`document.querySelector("form[data-board]").checkVisibility()`)
		v.unharmed("board")

		v.Go(root + "incidents/formerly-hostile/index.html")
		v.Wait(`location.pathname.endsWith("/incidents/hostile/index.html") && document.readyState === "complete"`)
		v.unharmed("redirect")
	})
}

// No page of a hostile wiki does anything that its author would like, whatever
// it is of.
func TestEveryPageOfAHostileWikiDoesNothing(t *testing.T) {
	s := hostileSite(t, map[string]string{"incidents/published.md": publishedIncident()})
	root := s.serve(t, "/a/b/")
	v := &victim{Tab: browsertest.Open(t, root), t: t, root: root}
	v.Look(1280, 900, "dark")
	pages := 0
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		if !strings.HasSuffix(name, ".html") || name == "404.html" || strings.HasPrefix(name, "assets/") {
			continue
		}
		v.Go(root + name)
		v.Wait(`document.readyState === "complete" && !document.querySelector("meta[http-equiv=refresh]")`) // a former name leads on
		v.unharmed(name)
		pages++
	}
	for _, a := range published[:30] {
		v.Go(root + "search/index.html?q=" + url.QueryEscape(a))
		v.Wait(`document.querySelector("#results") !== null`)
		v.unharmed("search for " + a)
	}
	t.Logf("%d payloads of our own in every field, %d published ones; %d pages", len(attacks), len(published), pages)
	if pages < 150 {
		t.Errorf("only %d pages were looked at", pages)
	}
}

// clickEverything clicks and focuses what an author wrote, save on links that
// lead to other pages.
const clickEverything = `(function () {
	document.querySelectorAll("main *").forEach(function (e) {
		var link = e.closest("a[href]");
		if (link && !/^\s*(javascript|data|vbscript)/i.test(link.getAttribute("href"))) return;
		if (e.closest("form")) return;
		if (e.focus) e.focus();
		if (e.click) e.click();
	});
	return true;
})()`

// A page asks no other host for anything, also not for an image: a reader's
// address and what they read are nobody else's business.
func TestImagesOfOtherHostsAreNotLoaded(t *testing.T) {
	s := written(t, map[string]string{"incidents/remote.md": "---\ntitle: Remote\nsummary: '![s](https://evil.example/summary.png)'\n---\n\n" +
		"![markdown](https://evil.example/markdown.png)\n\n<img src=\"https://evil.example/tag.png\">\n\n<img src=\"//evil.example/short.png\">\n\n" +
		"<picture><source srcset=\"https://evil.example/set.png\"><img src=\"https://evil.example/picture.png\"></picture>\n"})
	page := browsertest.Open(t, s.fromFolder())
	page.Go(s.fromFolder() + "incidents/remote/index.html")
	page.Wait(`document.images.length === 0 || (document.images[0].scrollIntoView(), true)`)
	page.Clean("images")
}

// Tags that authors write themselves lead where Markdown's links lead.
func TestAddressesInTagsOfAuthors(t *testing.T) {
	picture, err := os.ReadFile("../../examples/incidents-wiki/incidents/2018/2018-10-21-github-network-partition/day.png")
	if err != nil {
		t.Fatal(err)
	}
	s := written(t, map[string]string{
		"incidents/tags/index.md": "---\ntitle: Tags\n---\n\n<img src=\"day.png\" width=\"300\" alt=\"a day\">\n\nSee <a href=\"../other.md\">the other</a>.\n",
		"incidents/tags/day.png":  string(picture),
		"incidents/other.md":      "---\ntitle: Other\n---\n\nText.\n",
	})
	newChecker(t, s, "http://wiki.test/").every()
}
