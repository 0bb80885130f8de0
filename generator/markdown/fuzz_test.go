package markdown

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// FuzzSanitized holds for any tags: what comes out is of the allow-list as
// golang.org/x/net/html reads it, stays the same when it is read and written
// again, and ends nothing of the page around it.
func FuzzSanitized(f *testing.F) {
	list, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		f.Add(strings.ReplaceAll(line, `\n`, "\n"))
	}
	for _, seed := range []string{"</div></main>x", "<table><div>x", "<b><p></b>x", "<a href=x><a href=y>", "<noscript><p title=\"</noscript><img src=x>\">", "<svg><style><img src=x>", "<math><mtext><table><mglyph><style>", "<p>\n\nx"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		safe, ok := sanitized([]byte(source))
		if !ok {
			return
		}
		wellFormed(t, safe)
		again, _ := sanitized([]byte(safe))
		if again != safe {
			t.Fatalf("%q is written as %q and then as %q", source, safe, again)
		}
		context := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
		around, err := html.ParseFragment(strings.NewReader("<div>"+safe+"</div><hr>"), context)
		if err != nil || len(around) != 2 || around[1].Data != "hr" {
			t.Fatalf("%q leaves its place: %v", safe, err)
		}
	})
}

// FuzzMarkers holds for any text around the markers of what is internal: the
// public sees nothing that stands between them.
func FuzzMarkers(f *testing.F) {
	for _, seed := range [][3]string{
		{"a\n\n", "\n\nb\n\n", "\n\nc"}, {"- a ", " b\n- ", " c"}, {"| a |\n|-|\n| ", " b ", " |"}, {"> ", "\n> ", "\n"}, {"```\n", "\n", "```\n"},
		{"<div>", "<b>", "</b></div>"}, {"[[a|", "]]", ""}, {"## Timeline\n\n- 03:12 ", " {detected} @", "\n"}, {"[^1]\n\n[^1]: ", " x", " y"}, {"`", "`", "`"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, before, hidden, after string) {
		const canary = "canary"
		source := before + "<!-- internal -->" + hidden + canary + "<!-- /internal -->" + after
		if found := Comments([]byte(source)); len(found) < 2 || strings.Contains(before+hidden+after, canary) || strings.Contains(before+hidden, "internal") {
			return // the markers are code, or text
		}
		open := strings.Index(source, "<!-- internal -->")
		for _, c := range Comments([]byte(source)) {
			if c.Start < open && c.End > open {
				return // a longer comment has it
			}
		}
		if !isMarker(source, open) {
			return
		}
		d, _ := parse(t, source, Options{Public: true, Shown: true})
		all := string(d.Render(anywhere)) + d.PlainText() + d.Excerpt(1000)
		for _, l := range d.Links() {
			all += l.Destination + l.Text + l.Sentence
		}
		for _, i := range d.Timeline() {
			all += i.Text + i.Milestone + strings.Join(i.Actors, "")
		}
		if strings.Contains(all, canary) {
			t.Fatalf("%q shows the public %q", source, all)
		}
	})
}

// isMarker reports whether the parser takes what stands at an offset for a
// comment.
func isMarker(source string, at int) bool {
	for _, c := range Comments([]byte(source)) {
		if c.Start == at {
			return true
		}
	}
	return false
}

// FuzzWikiLinks holds for any target and label: a short link has both or is
// shown as it is written, and its place holds it.
func FuzzWikiLinks(f *testing.F) {
	for _, seed := range [][2]string{{"a", "b"}, {"factor:x", ""}, {" a ", " b|c "}, {"a#b", "]"}, {"../x", "<b>"}, {"a\nb", "c"}, {":", "|"}, {strings.Repeat("x", 499), "y"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, target, label string) {
		source := "x [[" + target + "|" + label + "]] y"
		d, _ := parse(t, source, Options{})
		out := string(d.Render(anywhere))
		wellFormed(t, out)
		for _, l := range d.Links() {
			if l.Kind != Wiki {
				continue
			}
			from, to := l.Span.Start.Offset, l.Span.End.Offset
			if to > len(source) || !strings.HasPrefix(source[from:to], "[[") || !strings.HasSuffix(source[from:to], "]]") || strings.ContainsAny(l.Destination, "[]<>\n") {
				t.Fatalf("%q holds %+v", source, l)
			}
			if from == len("x ") && strings.Contains(d.PlainText(), "[["+target+"|") { // the label may hold the link
				t.Fatalf("%q is shown as it is written", source)
			}
		}
	})
}
