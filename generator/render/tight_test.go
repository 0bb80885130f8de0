package render

import (
	"html/template"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/retrowiki/retrowiki/templates"
)

// A page of a tight template is the page of the template as it is written, but
// for blanks that nobody sees: whatever the data, of which a few hundred are
// made up for each template.
func TestATightPageSaysTheSame(t *testing.T) {
	short, err := Parse(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	long, err := read(templates.FS, asWritten)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range pageData {
		compared, saved := 0, 0
		for seed := range uint64(200) {
			made := reflect.New(reflect.TypeOf(data).Elem())
			fill(made.Elem(), rand.New(rand.NewPCG(seed, 0)), 0)
			short.Forget()
			long.Forget()
			var a, b strings.Builder
			if err := long.pages[name].compiled.execute(&a, made.Interface()); err != nil {
				continue // a page never has such data
			}
			compared++
			if err := short.pages[name].compiled.execute(&b, made.Interface()); err != nil {
				t.Fatalf("%s, made tight: %v", name, err)
			}
			if diff := cmp.Diff(outline(t, a.String()), outline(t, b.String())); diff != "" {
				t.Fatalf("%s, data %d (-as written +tight):\n%s", name, seed, diff)
			}
			saved += a.Len() - b.Len()
		}
		if compared < 50 || saved <= 0 {
			t.Errorf("%s was compared %d times, and is %d bytes shorter", name, compared, saved)
		}
	}
}

// fill makes up a value. Text is of letters, as what it means to HTML is
// escaped either way.
func fill(v reflect.Value, r *rand.Rand, depth int) {
	switch v.Kind() {
	case reflect.String:
		words := []string{"", "", "", "fix", "a b", "x/y", "impact_started", "detected", "declared", "public_notice", "mitigated", "draft", "in review"}
		if v.Type() == reflect.TypeFor[template.HTML]() {
			words = []string{"", "<p>a</p>\n", "b <em>c</em> ", "<ul>\n<li>d</li>\n</ul>\n"}
		}
		v.SetString(words[r.IntN(len(words))])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 1)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(r.IntN(4)))
	case reflect.Float64:
		v.SetFloat(r.Float64())
	case reflect.Pointer:
		if depth > 8 {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), r, depth+1)
	case reflect.Slice:
		n := r.IntN(4)
		if depth > 8 {
			n = 0
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(v.Index(i), r, depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), r, depth+1)
			}
		}
	}
}

// outline is a page's elements with their attributes and text, a line each.
// Blanks are left out where a browser shows none: beside blocks, in heads and
// in drawings.
func outline(t *testing.T, source string) []string {
	t.Helper()
	root, err := html.ParseWithOptions(strings.NewReader(source), html.ParseOptionEnableScripting(false))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	text, blank := "", true // whether text ends in a blank, or is at its beginning
	add := func(data string) {
		for _, r := range data {
			if !unicode.IsSpace(r) {
				text, blank = text+string(r), false
			} else if !blank {
				text, blank = text+" ", true
			}
		}
	}
	flush := func() {
		if text = lastBlank.ReplaceAllString(text, "$1$2"); text != "" {
			lines = append(lines, text)
		}
		text, blank = "", true
	}
	var visit func(n *html.Node)
	visit = func(n *html.Node) {
		begin, end := func() {}, func() {}
		switch {
		case n.Type == html.TextNode:
			add(n.Data)
		case n.Type == html.ElementNode && inline[n.DataAtom] && n.Namespace == "":
			begin, end = func() { text += tag(n) }, func() { text += "</" + n.Data + ">" }
		case n.Type == html.ElementNode:
			begin = func() { flush(); lines = append(lines, tag(n)) }
			end = func() { flush(); lines = append(lines, "</"+n.Data+">") }
		}
		begin()
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c)
		}
		end()
	}
	visit(root)
	flush()
	return lines
}

var lastBlank = regexp.MustCompile(`^((?:.*[^ ])?) ((?:<[^<>]*>)*)$`)

var inline = map[atom.Atom]bool{
	atom.A: true, atom.Span: true, atom.Time: true, atom.Small: true, atom.Strong: true, atom.Em: true, atom.Code: true,
	atom.Button: true, atom.Label: true, atom.Kbd: true, atom.Input: true, atom.Select: true, atom.Img: true, atom.Svg: true,
}

func tag(n *html.Node) string {
	var b strings.Builder
	b.WriteString("<" + n.Data)
	for _, a := range n.Attr {
		b.WriteString(" " + a.Key + "=" + strings.Join(strings.Fields(strings.ReplaceAll(a.Val, ",", ", ")), " "))
	}
	return b.String() + ">"
}
