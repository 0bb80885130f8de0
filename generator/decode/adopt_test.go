package decode

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/adopt"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/internal/golden"
)

// Each postmortem in testdata/adopt is in a style that people use; beside it
// stands what is read from it, and what is not sure.
func TestTextsSayWhatTheFrontmatterLacks(t *testing.T) {
	files, err := filepath.Glob("testdata/adopt/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no postmortems", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r := decodeDefault(name+".md", data)
			var got strings.Builder
			if r.Adopted == nil {
				got.WriteString("the text is not asked\n")
			} else {
				written := adopt.YAML(r.Adopted.Root)
				got.WriteString(written)
				again, findings := frontmatter.ParseYAML(diag.NewText("again", []byte(written)))
				if len(findings) > 0 || adopt.YAML(again) != written {
					t.Errorf("written, this is read as something else:\n%s\n%v", written, findings)
				}
			}
			fmt.Fprintf(&got, "\ntitle %q, start %s\n", r.Incident.Title, format(r.Incident.Start()))
			for _, f := range r.Findings {
				fmt.Fprintf(&got, "%s: %s: %s\n    (%s)\n", f.Span, f.Rule, f.Message, f.Hint)
			}
			golden.Check(t, "testdata/adopt/"+name+".golden", []byte(got.String()))
		})
	}
}

func decodeDefault(name string, data []byte) *Result {
	cfg, _ := config.Parse(config.Name, nil)
	return File(name, data, cfg, false)
}
