package archtest

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Each module that go.mod asks for itself is said in docs/dependencies.md, with
// its licence and what it is for, and none that is gone is said there.
func TestEveryDependencyIsSaidWithItsPurpose(t *testing.T) {
	out, err := exec.Command("go", "mod", "edit", "-json", "../../go.mod").Output()
	if err != nil {
		t.Fatal(err)
	}
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	var wanted []string
	for _, r := range mod.Require {
		if !r.Indirect {
			wanted = append(wanted, r.Path)
		}
	}
	content, err := os.ReadFile("../../docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	said := saidModules(t, string(content))
	for _, path := range wanted {
		if !slices.Contains(said, path) {
			t.Errorf("%s is in go.mod, and docs/dependencies.md does not say what for", path)
		}
	}
	for _, path := range said {
		if !slices.Contains(wanted, path) {
			t.Errorf("docs/dependencies.md speaks of %s, which is not in go.mod", path)
		}
	}
}

var (
	inCode     = regexp.MustCompile("`([^`]+)`")
	permissive = regexp.MustCompile(`^(MIT|Apache-2\.0|BSD-3-Clause|MPL-2\.0)(, (MIT|Apache-2\.0|BSD-3-Clause|MPL-2\.0))*$`)
)

// saidModules are the modules in the first column of the document's tables.
func saidModules(t *testing.T, document string) []string {
	t.Helper()
	var said []string
	for line := range strings.Lines(document) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 3 || !strings.Contains(cells[0], "`") {
			continue
		}
		for _, m := range inCode.FindAllStringSubmatch(cells[0], -1) {
			said = append(said, m[1])
		}
		if !permissive.MatchString(strings.TrimSpace(cells[1])) || strings.TrimSpace(cells[2]) == "" {
			t.Errorf("the row %q lacks a licence that is permitted, or a purpose", strings.TrimSpace(line))
		}
	}
	return said
}
