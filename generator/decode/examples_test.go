package decode

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/config"
)

// The examples are read without a finding: they are the documentation of the
// format.
func TestTheExamplesHaveNothingToMend(t *testing.T) {
	root := "../../examples/incidents-wiki"
	settings, err := os.ReadFile(filepath.Join(root, "retrowiki.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	cfg, findings := config.Parse("retrowiki.yaml", settings)
	for _, f := range findings {
		t.Errorf("%s: %s", f.Span, f.Message)
	}
	err = filepath.WalkDir(filepath.Join(root, "incidents"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".md") {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, p)
		r := File(filepath.ToSlash(rel), data, cfg, false)
		for _, f := range r.Findings {
			t.Errorf("%s: %s: %s (%s)", f.Span, f.Rule, f.Message, f.Hint)
		}
		if r.Incident.Title == "" || len(r.Incident.Remediations) == 0 || !r.Incident.Start().Known() {
			t.Errorf("%s: read as %+v", rel, r.Incident)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
