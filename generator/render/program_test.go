package render

import (
	"bytes"
	"errors"
	"html/template"
	"strings"
	"testing"
)

type shelf struct {
	Text, Address string
	Count         int
	Trusted       template.HTML
	Books         []book
	First         *book
	None          *book
	Yes           bool
	Any           any
}

type book struct{ Title string }

func (s *shelf) To(path string) string { return "../" + path }
func (s shelf) Shout(word string) book { return book{word + "!"} }
func (b *book) Spine() string          { return "spine of " + b.Title }
func double(text string) (string, error) {
	if text == "" {
		return "", errors.New("nothing to double")
	}
	return text + text, nil
}

var funcs = template.FuncMap{"double": double}

func compiledOf(t testing.TB, text string) (*compiled, *template.Template) {
	t.Helper()
	reference := template.Must(template.New("t").Funcs(funcs).Parse(text))
	clone := template.Must(reference.Clone())
	c, err := compile(clone, "t", funcs)
	if err != nil {
		t.Fatal(err)
	}
	return c, reference
}

// places has a value in every place of the HTML that our templates write to.
const places = `<title>{{.Text}} {{.Count}}</title><p title="{{.Text}}" data-x='{{.Text}}' id="n{{.Count}}">{{.Text}}{{.Trusted}}</p>` +
	`<a href="{{.Address}}">whole</a><a href="#{{.Text}}">fragment</a><a href="{{.To .Address}}">method</a>` +
	`<a href="https://example.com/{{.Address}}">path</a><a href="/?q={{.Text}}">query</a>` +
	`<meta http-equiv="refresh" content="0; url={{.Address}}"><time datetime="{{.Text}}">{{.Text}}</time>`

// What a compiled template prints is what html/template prints, byte for byte,
// whatever the text.
func FuzzPrintsWhatHTMLTemplatePrints(f *testing.F) {
	for _, text := range []string{
		"", "plain", `<script>alert("1")</script>&amp;'+`, "a\x00b\xff\xfe", "javascript:alert(1)", "JaVaScRiPt :x", "data:text/html,x",
		"https://example.com/a b?c=d&e=f#g%20%zz%4", "mailto:lex@example.com", "../a/b.html#c", "x/y:z", "ünïcödé\u2028\u202e", "#ZgotmplZ", "()[]'`{}",
	} {
		f.Add(text, text)
		f.Add(text, "https://example.com/")
	}
	c, reference := compiledOf(f, places)
	f.Fuzz(func(t *testing.T, text, address string) {
		data := &shelf{Text: text, Address: address, Count: -len(text), Trusted: template.HTML(text)}
		var want, got bytes.Buffer
		if err := reference.Execute(&want, data); err != nil {
			t.Fatal(err)
		}
		if err := c.execute(&got, data); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("prints\n%s\nwhere html/template prints\n%s", got.String(), want.String())
		}
	})
}

func TestControlDoesWhatHTMLTemplateDoes(t *testing.T) {
	for _, text := range []string{
		`{{if .Text}}a{{else}}b{{end}}{{if .None}}c{{else if .First}}d{{end}}{{if not .Yes}}e{{end}}{{if .Books}}f{{end}}{{if .Count}}g{{end}}`,
		`{{with .First}}{{.Title}} {{.Spine}} {{$.Text}}{{else}}none{{end}}{{with .None}}x{{else}}none{{end}}`,
		`{{with $b := .First}}{{$b.Title}}{{end}}{{$x := .Text}}{{range .Books}}{{$x}}{{.Title}}{{end}}`,
		`{{range $i, $b := .Books}}{{if $i}}, {{end}}{{$i}} {{$b.Title}} {{.Spine}}{{else}}empty{{end}}`,
		`{{range $b := .Books}}{{range $c := $.Books}}{{$b.Title}}{{$c.Title}} {{end}}{{end}}`,
		`{{len .Books}} {{(index .Books 1).Title}} {{printf "%s has %d" .Text .Count}} {{(.Shout "oh").Title}}`,
		`{{if eq .Text "a<b"}}same{{end}}{{if ne .Count 3}}other{{end}}{{if gt .Count 2}}more{{end}}{{if lt .Count 9}}less{{end}}{{if eq (len .Books) 2}}two{{end}}`,
		`{{define "part"}}[{{.Title}}{{with $x := .Spine}}{{$x}}{{end}}]{{end}}{{range .Books}}{{template "part" .}}{{end}}{{template "part" .First}}`,
		`{{define "count"}}{{.Count}}{{end}}{{template "count" .}}{{block "own" .}}{{.Text}}{{end}}`,
		`{{double .Text}}<p title="{{double "it's"}}">{{/* nothing */ -}}   x`,
	} {
		c, reference := compiledOf(t, text)
		for _, data := range []*shelf{
			{Text: "a<b", Count: 3, Books: []book{{"one"}, {"two & three"}}, First: &book{"first"}, Yes: true},
			{Text: "x", Count: 12, Books: []book{{""}, {"b"}}, First: &book{}},
		} {
			var want, got strings.Builder
			if err := reference.Execute(&want, data); err != nil {
				t.Fatal(err)
			}
			if err := c.execute(&got, data); err != nil {
				t.Errorf("%s: %v", text, err)
			} else if got.String() != want.String() {
				t.Errorf("%s\nprints %q\n  want %q", text, got.String(), want.String())
			}
		}
	}
}

// What the program cannot do as html/template does is an error that names the
// place, never another text.
func TestWhatCannotBeCompiledIsRefused(t *testing.T) {
	for text, says := range map[string]string{
		`<script>var x = {{.Text}}</script>`:    "jsvalescaper",
		`<p style="color: {{.Text}}">`:          "cssvaluefilter",
		`<p {{.Text}}>`:                         "htmlnamefilter",
		`<p title={{.Text}}>`:                   "nospaceescaper",
		`<p title="{{.Trusted}}">`:              "attrescaper",
		`{{.Missing}}`:                          "Missing",
		`{{.Text.Length}}`:                      "Length",
		`{{.Any}}`:                              "interface",
		`{{.Any.Field}}`:                        "interface",
		`{{range .Count}}x{{end}}`:              "range over int",
		`{{.Shout 3}}`:                          "argument 1",
		`{{eq .Text .Count}}`:                   "eq of string and int",
		`{{$x := .Text}}{{$x = "other"}}{{$x}}`: "assignment",
		`{{range .Books}}{{break}}{{end}}`:      "cannot be compiled",
		`{{.None.Title}}`:                       "of nothing",
		`{{(index .Books 7).Title}}`:            "index 7 of 0",
		`{{double .Text}}`:                      "nothing to double",
		`{{and .Text .Text}}`:                   "and",
	} {
		c, _ := compiledOf(t, text)
		err := c.execute(&strings.Builder{}, &shelf{})
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: error %v, want one that says %q", text, err, says)
		}
	}
}

// Where html/template cannot tell how to escape, nothing is compiled.
func TestAnAmbiguousTemplateIsRefused(t *testing.T) {
	parsed := template.Must(template.New("t").Parse(`<a href="{{if .Yes}}x?{{end}}{{.Text}}`))
	if _, err := compile(parsed, "t", nil); err == nil {
		t.Error("an attribute that never ends is compiled")
	}
}
