package markdown

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// shown is what a browser shows of a fragment.
func shown(t *testing.T, fragment string) string {
	t.Helper()
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(fragment))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.WriteString(z.Token().Data)
		}
	}
}

// However much code there is, all of it is shown, and only so much is
// highlighted, a piece of whole lines at a time.
func TestCodeIsHighlightedWithinABudget(t *testing.T) {
	line := "SELECT id FROM events WHERE id > 1;\n"
	for name, test := range map[string]struct {
		code        string
		highlighted bool
		plainTail   bool
	}{
		"a few lines":     {strings.Repeat(line, 3), true, false},
		"several pieces":  {strings.Repeat(line, 100), true, false},
		"over the budget": {strings.Repeat(line, 1000), true, true},
		"one long line":   {strings.Repeat("'", 4000) + "\n", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			d, findings := parse(t, "```sql\n"+test.code+"```\n", Options{})
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			out := string(d.Render(nil))
			if got := strings.TrimSuffix(shown(t, out), "\n"); got != strings.TrimSuffix(test.code, "\n") {
				t.Errorf("%d bytes of code are shown as %d", len(test.code), len(got))
			}
			if strings.Contains(out, `<span class="k">`) != test.highlighted {
				t.Errorf("highlighted: %v, want %v", !test.highlighted, test.highlighted)
			}
			if last := out[len(out)-60:]; strings.Contains(last, "<span") == test.plainTail {
				t.Errorf("it ends with %q", last)
			}
		})
	}
}

func TestCodeOfManyBlocksSharesOneBudget(t *testing.T) {
	block := "```yaml\n" + strings.Repeat("'\"a: ", 150) + "\n```\n\n"
	d, _ := parse(t, strings.Repeat(block, 60), Options{})
	r := d.Rendering(nil)
	r.Whole()
	if r.highlight < 0 || r.highlight > maxPiece {
		t.Errorf("%d bytes of the budget are left", r.highlight)
	}
	if before := r.highlight; r.Section(0) == "" || r.highlight > before {
		t.Error("another part of the same page begins with a new budget")
	}
}
