package markdown

import (
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func timeIn(s Stamp) time.Time { return time.Date(2014, 1, 1, 0, 0, 0, 0, s.Zone) }

// mayStand lists the elements and attributes that a page may hold of an
// author.
var mayStand = func() map[string]map[string]bool {
	m := map[string]map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(`
p align class|br|hr|h1 id align|h2 id align|h3 id align|h4 id align|h5 id align|h6 id align|div class tabindex role aria-label align
span class title|blockquote|pre class tabindex|code class|kbd|samp|var|sub|sup id class|strong|b|em|i|u|s|del datetime|ins datetime|mark|small|q|cite
abbr title|dfn title|ul class|ol start class|li class id|dl|dt|dd|details open|summary|figure|figcaption|table align|caption|thead|tbody|tfoot|tr align
th align scope colspan rowspan|td align colspan rowspan|section class role aria-label|picture|wbr|time datetime
input type checked disabled aria-label|a href rel title class id role aria-label|img src alt title width height loading decoding align
`), "\n") {
		for _, element := range strings.Split(line, "|") {
			words := strings.Fields(element)
			m[words[0]] = map[string]bool{}
			for _, w := range words[1:] {
				m[words[0]][w] = true
			}
		}
	}
	return m
}()

// wellFormed parses what an author gave as a browser would, and fails on
// anything that is not listed.
func wellFormed(t testing.TB, fragment string) {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(fragment), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Errorf("%q: %v", fragment, err)
		return
	}
	var visit func(n *html.Node)
	visit = func(n *html.Node) {
		if n.Type == html.CommentNode {
			t.Errorf("a comment is left in %q", fragment)
		}
		if n.Type == html.ElementNode {
			allowed, ok := mayStand[n.Data]
			if !ok {
				t.Errorf("<%s> in %q", n.Data, fragment)
			}
			for _, a := range n.Attr {
				if ok && !allowed[a.Key] && a.Key != "class" {
					t.Errorf("%s=%q on <%s> in %q", a.Key, a.Val, n.Data, fragment)
				}
				if a.Key == "href" || a.Key == "src" {
					safeAddress(t, a.Key, a.Val)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c)
		}
	}
	for _, n := range nodes {
		visit(n)
	}
}

func safeAddress(t testing.TB, attribute, address string) {
	t.Helper()
	// Browsers pass over these before they look for a scheme.
	u, err := url.Parse(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, address))
	if err != nil {
		if strings.Contains(strings.ToLower(address), "script:") {
			t.Errorf("%s=%q", attribute, address)
		}
		return
	}
	switch strings.ToLower(u.Scheme) {
	case "":
	case "http", "https", "mailto":
		if attribute == "src" {
			t.Errorf("src=%q would be loaded from another host", address)
		}
	default:
		t.Errorf("%s=%q has a scheme that may do anything", attribute, address)
	}
}

func anywhere(l Link) (Target, bool) { return Target{URL: l.Destination, Title: `"><script>`}, true }

// Published ways to run script, one a line; \n stands for a line end.
func TestNothingThatAnAuthorWritesRuns(t *testing.T) {
	list, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for line := range strings.Lines(string(list)) {
		line = strings.ReplaceAll(strings.TrimSuffix(line, "\n"), `\n`, "\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		tried++
		for _, source := range []string{line, "## Timeline\n\n- 03:12 - " + line, "| a |\n| - |\n| " + line + " |", "> " + line, "[" + line + "](x)", "![" + line + "](x.png \"" + line + "\")"} {
			d, _ := parse(t, source, Options{})
			out := string(d.Render(anywhere))
			wellFormed(t, out)
			for i := range d.Timeline() {
				wellFormed(t, string(d.Rendering(anywhere).TimelineItem(i)))
			}
		}
	}
	if tried < 60 {
		t.Errorf("only %d payloads were tried", tried)
	}
}

func FuzzRender(f *testing.F) {
	list, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		f.Add(strings.ReplaceAll(line, `\n`, "\n"))
	}
	f.Add("a | b\n-|:-:\n[[x|y]] | `<b>` ~~s~~ :smile:\n\n> [!NOTE]\n> x[^1]\n\n[^1]: <kbd>y</kbd>\n")
	f.Fuzz(func(t *testing.T, source string) {
		for _, o := range []Options{{}, {Public: true}} {
			d, _ := parse(t, source, o)
			wellFormed(t, string(d.Render(anywhere)))
			for i := range d.Sections() {
				wellFormed(t, string(d.Rendering(nil).Section(i)))
			}
		}
	})
}

// goldmark can be kept busy for minutes by these; four times the text may cost
// about four times as long, not sixteen.
func TestTextThatWouldCostTooMuchIsShownAsItIs(t *testing.T) {
	for name, source := range map[string]string{
		"nested lists":     strings.Repeat("- ", 5000) + "x\n\n\n",
		"nested quotes":    strings.Repeat("> ", 200_000) + "x",
		"emphasis":         strings.Repeat("*a_ ", 20_000),
		"links":            strings.Repeat("[a](b", 20_000),
		"brackets":         strings.Repeat("[", 50_000),
		"backticks":        strings.Repeat("`a``b", 20_000),
		"wide table":       strings.Repeat("|a", 1000) + "|\n" + strings.Repeat("|-", 1000) + "|\n" + strings.Repeat("|x|\n", 1000),
		"tags":             strings.Repeat("<a", 30_000),
		"footnotes":        "[^1]: " + strings.Repeat("x", 100) + "\n\n" + strings.Repeat("[^1]\n", 5_000),
		"deep indentation": strings.Repeat(strings.Repeat(" ", 450)+"- x\n", 10),
		"more than a file": strings.Repeat("word ", 300_000),
	} {
		t.Run(name, func(t *testing.T) {
			d, findings := parse(t, source, Options{})
			if len(findings) != 1 || findings[0].Rule != "markdown/too-complex" || findings[0].Hint == "" || findings[0].Span.Start.Line == 0 {
				t.Fatalf("found %v", findings)
			}
			out := string(d.Render(nil))
			if !strings.HasPrefix(out, `<pre tabindex="0"><code>`) {
				t.Errorf("rendered as %.60q", out)
			}
			if public, _ := parse(t, source, Options{Public: true}); public.Render(nil) != "" {
				t.Error("the public sees a text of which nobody knows what is internal")
			}
		})
	}
}

func TestInternalPartsLeaveNoTrace(t *testing.T) {
	const canary = "canary"
	for name, source := range map[string]string{
		"blocks":        "a\n\n<!-- internal -->\n\n## canary\n\n- canary\n\n<!-- /internal -->\n\nb",
		"inline":        "a <!-- internal --> canary [canary](canary.md) <!-- /internal --> b",
		"in a list":     "- a\n\n- <!-- internal -->canary<!-- /internal -->\n- b",
		"in a table":    "| a | b |\n| - | - |\n| <!-- internal -->canary<!-- /internal --> | b |",
		"across blocks": "a\n\n- x <!-- internal --> canary\n- canary\n\ncanary <!-- /internal --> b",
		"one block":     "a\n\n<!-- internal --><b>canary</b><!-- /internal -->\n\nb",
		"unclosed":      "a b\n\n<!-- internal -->\n\ncanary\n\n## canary\n\n```\ncanary\n```",
		"code":          "a b\n\n<!-- internal -->\n\n```\ncanary\n```\n\n    canary\n\n<!-- /internal -->\n\nb",
		"timeline":      "## Timeline\n\n- 03:12 - a b\n- 03:13 - <!-- internal -->canary {detected} @canary<!-- /internal -->",
	} {
		t.Run(name, func(t *testing.T) {
			d, findings := parse(t, source, Options{Public: true})
			var all strings.Builder
			all.WriteString(string(d.Render(anywhere)) + d.PlainText() + d.Excerpt(1000))
			for _, h := range d.Headings() {
				all.WriteString(h.Text + h.ID)
			}
			for _, l := range d.Links() {
				all.WriteString(l.Destination + l.Text + l.Sentence)
			}
			for _, i := range d.Timeline() {
				all.WriteString(i.Text + i.Milestone + strings.Join(i.Actors, ""))
			}
			if strings.Contains(all.String(), canary) {
				t.Errorf("the public finds the canary in %q", all.String())
			}
			if !strings.Contains(all.String(), "b") {
				t.Error("what is public is gone too")
			}
			if (name == "unclosed") != (len(findings) == 1 && findings[0].Rule == "visibility/unclosed-internal") {
				t.Errorf("found %v", findings)
			}
			inside, _ := parse(t, source, Options{})
			if out := string(inside.Render(anywhere)) + inside.PlainText(); !strings.Contains(out, canary) || strings.Contains(out, "<!--") {
				t.Errorf("colleagues see %q", out)
			}
		})
	}
	d, _ := parse(t, "`<!-- internal -->` stays, and so does this\n\n    <!-- internal -->\n\nend", Options{Public: true})
	if out := string(d.Render(nil)); !strings.Contains(out, "end") || strings.Count(out, "internal") != 2 {
		t.Errorf("markers in code are text: %q", out)
	}
}
