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
		if strings.Contains(page, ">Facts</h2>") != want || strings.Contains(page, `<dl class="facts hung"><div><dt>`) != want {
			t.Errorf("%s: the heading and what is under it should be there: %v", fact, want)
		}
	}
}

// A summary that was taken whole from its section stands once, at the top, and
// what led to the section leads there; one that says less than its section
// takes nothing from it.
func TestASummaryThatWasTakenOverStandsOnce(t *testing.T) {
	for _, test := range []struct {
		name, frontmatter, section string
		once                       bool
	}{
		{"taken from the section", "", "The queue stood still\nfor an *hour*.\n", true},
		{"the same words", "summary: The queue stood still.\n", "The queue stood still.\n", true},
		{"other words", "summary: Nothing moved.\n", "The queue stood still.\n", false},
		{"with a part of its own", "summary: The queue stood still.\n", "The queue stood still.\n\n### More\n\nMuch more.\n", false},
		{"preformatted", "summary: \"    stood\\n    still\"\n", "    stood\n    still\n", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			writeAll(t, dir, map[string]string{"incidents/a.md": "---\ntitle: Queue\n" + test.frontmatter + "---\n\nSee [above](#summary).\n\n## Summary\n\n" + test.section + "\n## Impact\n\nMuch.\n"})
			_, site := build(t, generator.Options{Source: dir})
			page := site["incidents/a/index.html"]
			if once := strings.Contains(page, `<div class="lede" id="summary">`) && !strings.Contains(page, `<h2 id="summary">`); once != test.once {
				t.Errorf("it stands once: %v, want %v:\n%s", once, test.once, page)
			}
			if strings.Count(page, `id="summary"`) != 1 || !strings.Contains(page, `href="#summary"`) {
				t.Error("a link to the summary leads nowhere, or to two places")
			}
			if listed := strings.Contains(page, `<li><a href="#summary">`); listed == test.once {
				t.Errorf("among the contents: %v", listed)
			}
		})
	}
}
