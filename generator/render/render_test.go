package render

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/jba/templatecheck"

	"github.com/retrowiki/retrowiki/generator/page"
	"github.com/retrowiki/retrowiki/templates"
)

// pageData has a value of what each page's template shows.
var pageData = map[string]any{
	"front": &page.Front{}, "incident": &page.Incident{}, "broken": &page.Broken{}, "redirect": &page.Redirect{},
	"list": &page.List{}, "terms": &page.Terms{}, "term": &page.Term{}, "board": &page.Board{}, "product": &page.Product{}, "insights": &page.Insights{}, "insight-year": &page.InsightYear{}, "agenda": &page.Agenda{},
	"safeguards": &page.Safeguards{}, "search": &page.Search{}, "notfound": &page.NotFound{},
}

// Every page's template uses only what its data has.
func TestTemplatesFitTheirData(t *testing.T) {
	set, err := Parse(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	for name := range set.pages {
		if pageData[name] == nil {
			t.Errorf("the template %s has no data to be checked against", name)
		}
	}
	for name, d := range pageData {
		tmpl := set.Template(name)
		if tmpl == nil {
			t.Errorf("no template is called %s", name)
			continue
		}
		if err := templatecheck.CheckHTML(tmpl.Lookup("layout.html"), d); err != nil {
			t.Errorf("%s with %v: %v", name, reflect.TypeOf(d), err)
		}
	}
}

// Data never stands inside of a script or style, where escaping is hardest.
func TestNoTemplateWritesIntoScriptOrStyle(t *testing.T) {
	set, err := Parse(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	for name := range set.pages {
		for _, part := range set.Template(name).Templates() {
			if part.Tree == nil {
				continue
			}
			text := part.Tree.Root.String()
			for _, bad := range []string{"<style", "style=", "onclick", "onload", "javascript:"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s, %s: holds %q", name, part.Name(), bad)
				}
			}
			for rest := text; ; {
				_, after, found := strings.Cut(rest, "<script")
				if !found {
					break
				}
				_, body, _ := strings.Cut(after, ">")
				if !strings.HasPrefix(body, "</script>") {
					t.Errorf("%s, %s: a script has a body", name, part.Name())
				}
				rest = body
			}
		}
	}
}

func TestAMistakeInATemplateFailsBeforeTheFirstPage(t *testing.T) {
	_, err := Parse(fstest.MapFS{
		"partial/layout.html": {Data: []byte(`{{block "main" .}}{{end}}`)},
		"page/front.html":     {Data: []byte(`{{define "main"}}{{.Title`)},
	})
	if err == nil || !strings.Contains(err.Error(), "page/front.html") {
		t.Errorf("Parse = %v, want an error that names the file", err)
	}
}
