package browsertest_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/internal/browsertest"
)

var (
	toIncident = regexp.MustCompile(`href="(?:\.\./)+incidents/(\d[^"/]*)/index\.html"`)
	toYear     = regexp.MustCompile(`href="\.\./(insights/[^"#]+)(#[^"]*)?"`)
)

// TestInsightsLoseNoIncident follows the page of insights to the pages of its
// years, as a reader would, and finds every incident behind its marks, light
// enough to be read.
func TestInsightsLoseNoIncident(t *testing.T) {
	for _, n := range []int{30, 400} {
		s := written(t, manyIncidents(n))
		sections := strings.Split(string(s.files["insights/index.html"]), "<section ")[1:]
		for _, section := range sections {
			name, _, _ := strings.Cut(strings.TrimPrefix(section, `class="section insight" aria-labelledby="rw-`), `"`)
			found := map[string]bool{}
			collect := func(text string) {
				for _, m := range toIncident.FindAllStringSubmatch(text, -1) {
					found[m[1]] = true
				}
			}
			collect(section)
			for _, m := range toYear.FindAllStringSubmatch(section, -1) {
				year := string(s.files[m[1]])
				if m[2] != "" && !strings.Contains(year, `id="`+m[2][1:]+`"`) {
					t.Errorf("%s: %s has no %s", name, m[1], m[2])
				}
				collect(year)
			}
			want := n
			switch name {
			case "silence", "interval", "lag", "publication", "coordination", "effort":
				want = 0 // no file says it
			}
			if len(found) != want {
				t.Errorf("of %d incidents, %s leads to %d", n, name, len(found))
			}
		}
	}
}

// TestInsightsOfYearsInEveryLook asks for the looks of the pages that a small
// wiki has not.
func TestInsightsOfYearsInEveryLook(t *testing.T) {
	s := written(t, manyIncidents(400))
	page := browsertest.Open(t, s.fromFolder())
	for _, name := range []string{"insights/index.html", "insights/impact/2015/index.html", "insights/level-fix/2015/index.html"} {
		page.Look(320, 640, "light")
		page.Go(s.fromFolder() + name)
		looks(t, page, name)
		where := fmt.Sprintf("h1 of %s", name)
		if page.Number(`document.querySelectorAll("h1").length`) != 1 {
			t.Error(where)
		}
	}
}

// TestEveryMarkLeadsToItsIncidents follows a bar into the table behind it,
// which opens, and asks each mark of a chart where it leads.
func TestEveryMarkLeadsToItsIncidents(t *testing.T) {
	root := example(t).fromFolder()
	page := browsertest.Open(t, root)
	page.Look(1280, 800, "light")
	page.Go(root + "insights/index.html")
	if left := page.Text(`Array.from(document.querySelectorAll(".share-bar rect, .dots .dot")).filter(e => !e.closest("a") && !e.closest("figcaption")).map(e => e.outerHTML).join()`); left != "" {
		t.Errorf("lead nowhere: %s", left)
	}
	if lost := page.Text(`Array.from(document.querySelectorAll(".share a")).filter(a => !document.getElementById(a.getAttribute("href").slice(1)).querySelector("td a")).map(a => a.textContent).join()`); lost != "" {
		t.Errorf("no incidents stand where these lead: %s", lost)
	}
	page.Click(`.share-said a`)
	page.Wait(`document.querySelector(":target").closest("details").open`)
}
