package actiontest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// Each hook's entry runs with the names of changed files behind it, as
// pre-commit does, and fails for a file with an error.
func TestPreCommitHooks(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(root, ".pre-commit-hooks.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct{ ID, Name, Description, Language, Entry, Files string }
	if err := yaml.Unmarshal(content, &hooks); err != nil || len(hooks) == 0 {
		t.Fatalf("%v: %v", hooks, err)
	}
	w := newWiki(t)
	w.write("incidents/2026/good.md", "---\ntitle: Good\n---\n")
	w.write("incidents/2026/bad.md", "---\ntitle: Bad\nstatus: publishd\n---\n")
	built, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	help, err := exec.Command(built, "--help").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range hooks {
		t.Run(h.ID, func(t *testing.T) {
			words := strings.Fields(h.Entry)
			if h.Language != "golang" || words[0] != "retrowiki" {
				t.Fatalf("the entry is %q in %s", h.Entry, h.Language)
			}
			if !strings.Contains(string(help), "\n  "+words[1]+" ") {
				t.Skipf("there is no retrowiki %s yet", words[1])
			}
			run := func(file string) (string, error) {
				c := exec.Command(built, append(words[1:], file)...)
				c.Dir = w.dir
				out, err := c.CombinedOutput()
				return string(out), err
			}
			if out, err := run("incidents/2026/good.md"); err != nil && words[1] == "check" {
				t.Errorf("a good file fails: %v\n%s", err, out)
			}
			if out, err := run("incidents/2026/bad.md"); words[1] == "check" && (err == nil || !strings.Contains(out, "publishd")) {
				t.Errorf("a bad file passes: %v\n%s", err, out)
			}
		})
	}
}
