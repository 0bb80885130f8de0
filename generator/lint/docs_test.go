package lint_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/retrowiki/retrowiki/generator/lint"
	"github.com/retrowiki/retrowiki/internal/golden"
)

// docs/rules.md is made from the rules. This fails where it is out of date:
// run go test ./generator/lint -update.
func TestDocsAreUpToDate(t *testing.T) {
	golden.Check(t, "../../docs/rules.md", []byte(lint.Docs()))
}

// withoutExample are the rules that no text of an incident can show; those of
// import are about exports.
var withoutExample = map[string]bool{
	"frontmatter/edit": true, "frontmatter/encoding": true, "frontmatter/split": true, "frontmatter/too-large": true,
	"markdown/panic": true, "markdown/too-complex": true, "link/image": true,
	"source/irregular": true, "source/name-collision": true, "source/odd-name": true, "source/panic": true, "source/submodule": true,
	"source/symlink": true, "source/too-deep": true, "source/too-large": true, "source/unreadable": true,
}

func TestEveryRuleHasExamples(t *testing.T) {
	for _, r := range lint.All() {
		bad, good := lint.Examples(r.Name)
		if (bad == "" && r.Name != "frontmatter/empty-file" || good == "") != (withoutExample[r.Name] || r.Family() == "import") {
			t.Errorf("%s has %d bytes of a bad and %d of a good example", r.Name, len(bad), len(good))
		}
		if !strings.Contains(r.Explain(), lint.URL(r.Name)) || !strings.Contains(r.Explain(), r.Name) {
			t.Errorf("%s is explained as %q", r.Name, r.Explain())
		}
	}
}

// The examples in the documentation of what comes up while reading do what
// they say: the bad one gives the finding, the good one does not.
func TestExamplesOfReading(t *testing.T) {
	archives, err := filepath.Glob("testdata/reading/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal(archives, err)
	}
	byRule := map[string][]txtar.File{}
	for _, name := range archives {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(data).Files {
			rule, base := filepath.Split(f.Name)
			f.Name = base
			byRule[strings.TrimSuffix(rule, "/")] = append(byRule[strings.TrimSuffix(rule, "/")], f)
		}
	}
	for rule, files := range byRule {
		t.Run(rule, func(t *testing.T) {
			if strings.HasPrefix(rule, "config/") {
				for _, f := range files {
					if got := run(t, rule, []txtar.File{f}); strings.Contains(got, "bad.yaml") != (f.Name == "bad.yaml") || strings.Contains(got, "good") {
						t.Errorf("%s: found %q", f.Name, got)
					}
				}
				return
			}
			got := run(t, rule, files)
			if !strings.Contains(got, "bad.md") || strings.Contains(got, "good.md:") {
				t.Errorf("found %q among %v", got, check(monday, files))
			}
			if r, ok := lint.Find(rule); !ok || !strings.Contains(got, ": "+r.Severity.String()+": ") {
				t.Errorf("found with another severity than %s: %q", r.Severity, got)
			}
		})
	}
}
