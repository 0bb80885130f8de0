package generator

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/page"
	"github.com/retrowiki/retrowiki/generator/render"
	"github.com/retrowiki/retrowiki/templates"
)

// hostile has text that must be escaped in every field that a page shows.
const hostile = `---
title: "<b title='x'>\"&amp;+ \u202e javascript:alert(1)"
summary: "<script>alert(1)</script> **bold**"
severity: "S<1"
services: ["<svc>", "a b?c=d&e", "x/../y"]
teams: ["'\"><img src=x onerror=alert(1)>"]
tags: ["#tag%20%zz"]
contributing_factors: ["f&f"]
impact_started_at: 2024-01-02T03:04:05Z
resolved_at: 2024-01-03T03:04:05Z
roles: { "<role>": ["<lex>"] }
customer_impact: { customers: "<all>", felt: "` + "`<500>`" + `" }
links: [{ title: "<t>", url: "https://example.com/?a=b&c='d'" }, { title: t, url: "javascript:alert(1)" }]
retrospective: { held_at: 2024-01-04, location: "javascript:alert(1)" }
odd: "<odd>"
remediations:
  - { id: r1, title: "<i>", owner: "<o>", reason: "<r>", decision: parked, due: 2024-02-01, upstream: "https://e.com/<x>", issue: 7 }
---
## <h>

## Timeline

- 2024-01-02 03:04 - <b>x</b> {impact_started} @lex
- 03:05 - noise {noise}
`

// Every page is what html/template makes of its template, byte for byte: the
// compiled templates are faster and nothing else.
func TestCompiledTemplatesPrintWhatHTMLTemplatePrints(t *testing.T) {
	strange := filepath.Join(t.TempDir(), "incidents")
	for name, content := range map[string]string{"hostile.md": hostile, "broken.md": "---\ntitle: [\n---\n", "old.md": "---\ntitle: Old\naliases: [older]\n---\n"} {
		if err := os.MkdirAll(strange, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(strange, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]int{}
	for _, source := range []string{"../examples/incidents-wiki", "../examples/foreign-fields", filepath.Dir(strange)} {
		w, err := Load(context.Background(), Options{Source: source, Audience: incident.Internal, BaseURL: "https://example.com/wiki/"})
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		set, err := render.Parse(templates.FS)
		if err != nil {
			t.Fatal(err)
		}
		agendas, err := w.agendas()
		if err != nil {
			t.Fatal(err)
		}
		builder := &page.Builder{Site: w.site(BuildOptions{Version: "test"}), View: w.View, Now: w.Snapshot.CommittedAt, Agendas: agendas}
		for _, p := range page.All(builder) {
			if p.Template == "" {
				continue
			}
			seen[p.Template]++
			var got, want bytes.Buffer
			if err := set.Write(&got, p); err != nil {
				t.Fatal(err)
			}
			if err := set.Template(p.Template).ExecuteTemplate(&want, "layout.html", p.Data()); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want.Bytes()) {
				t.Errorf("%s: %s differs from what html/template prints", source, p.Path)
			}
		}
	}
	for _, name := range []string{"front", "incident", "broken", "redirect", "list", "terms", "term", "board", "search", "notfound", "agenda"} {
		if seen[name] == 0 {
			t.Errorf("no page with the template %s was compared", name)
		}
	}
}
