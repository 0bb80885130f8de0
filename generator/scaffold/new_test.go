package scaffold_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/scaffold"
	"github.com/retrowiki/retrowiki/templates"
)

// TestTitlesStayWhatWasTyped makes an incident of every title that YAML,
// Markdown or a terminal might take for something else.
func TestTitlesStayWhatWasTyped(t *testing.T) {
	for _, title := range []string{
		"Plain", `"Disk full": 100% of /var # again`, "it's: 'quoted'", "yes", "null", "1.10", "2014-11-24", "- item", "[a, b]", "{a: b}", "&anchor *alias", "!tag", "| block", "> fold",
		"---", "...", "%YAML 1.2", "@at `tick`", "? key", "</script><script>alert(1)</script>", "{{ .Site }} {% raw %}", "[[link]] <!-- internal -->", "tab\tinside", "two\nlines\r\n---\nseverity: SEV1",
		"\x1b[31mred\x07", "bidi \u202e txet", "zero\u200bwidth", "\u2028line", "é 漢字 😀", "back\\slash \\n", "trailing:", "#hash", "a\x00b", strings.Repeat("long ", 60),
	} {
		for _, own := range []string{"", "+++\ntitle = \"x\"\n+++\n", "{\n  \"title\": \"x\"\n}\n\n", "No frontmatter\n", "\ufeff---\r\ntitle: >\r\n  x\r\n---\r\n"} {
			i := scaffold.Incident{Title: title, Date: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Scale: []string{"SEV1", "yes", "3"}}
			if own != "" {
				i.Template = []byte(own)
			}
			root := t.TempDir()
			if _, err := scaffold.New(root, "x.md", templates.FS, i); err != nil {
				t.Errorf("%q in %q: %v", title, own, err)
				continue
			}
			data, err := os.ReadFile(filepath.Join(root, "x.md"))
			if err != nil {
				t.Fatal(err)
			}
			doc, findings := frontmatter.Parse(diag.NewText("x.md", data))
			got := doc.Root.Get("title")
			if want := strings.Join(strings.Fields(title), " "); findings.AtLeast(diag.Error) > 0 || got == nil || got.Text != want || got.Kind != frontmatter.String {
				t.Errorf("%q in %q: %+v %v", title, own, got, findings)
			}
		}
	}
}
