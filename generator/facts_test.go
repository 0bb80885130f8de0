package generator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator"
)

// Each thing that stands among an incident's facts brings the heading with it,
// and where there is none the page has no heading over nothing.
func TestFactsAreThereIfAnyIsKnown(t *testing.T) {
	facts := []string{
		"services: [queue]", "teams: [data]", "detected_by: monitoring", "trigger: A deploy", "contributing_factors: [no-alert]",
		"roles: {commander: ines}", "participants: [kim]", "introduced: 2024-01-01", "tags: [queue]", "regions: [eu]", "severity: SEV2",
	}
	files := map[string]string{"retrowiki.yaml": "taxonomies: [regions]\n"}
	for i, fact := range facts {
		files[fmt.Sprintf("incidents/n%02d.md", i)] = "---\ntitle: Queue stood still\nstarted: 2024-02-01\n" + fact + "\n---\n\ntext\n"
	}
	dir := t.TempDir()
	writeAll(t, dir, files)
	_, site := build(t, generator.Options{Source: dir})
	for i, fact := range facts {
		page := site[fmt.Sprintf("incidents/n%02d/index.html", i)]
		if page == "" {
			t.Fatalf("%s: no page", fact)
		}
		want := !strings.HasPrefix(fact, "severity") // which stands above the title
		if strings.Contains(page, ">Facts</h2>") != want || strings.Contains(page, `<dl class="facts hung">`+"\n<div><dt>") != want {
			t.Errorf("%s: the heading and what is under it should be there: %v", fact, want)
		}
	}
}
