package archtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// sources are the Go files of the module, by path from its root.
func sources(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".go" {
			return err
		}
		content, err := os.ReadFile(name)
		rel, _ := filepath.Rel(root, name)
		all[filepath.ToSlash(rel)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var (
	trusted = regexp.MustCompile(`\btemplate\.HTML\(|\bmarkdown\.HTML\(|\btemplate\.(?:JS|JSStr|URL|CSS|HTMLAttr|Srcset)\b`)
	trusts  = []string{
		"generator/render/render.go",   // what a template has written is escaped already
		"internal/bench/floor/main.go", // measures, and makes no wiki
	}
)

// Text becomes trusted in package markdown, and where a template's own output
// is kept; nowhere else, and never as script, style, attribute or address.
func TestTextIsTrustedInOnePlace(t *testing.T) {
	for name, content := range sources(t) {
		found := trusted.FindAllString(content, -1)
		if len(found) > 0 && !slices.Contains(trusts, name) && !strings.HasSuffix(name, "_test.go") {
			t.Errorf("%s trusts text: %q", name, found)
		}
	}
	content := sources(t)["generator/render/render.go"]
	if n := len(trusted.FindAllString(content, -1)); n != 1 || !strings.Contains(content, "func (s *Set) chrome(") {
		t.Errorf("generator/render/render.go trusts text in %d places", n)
	}
}

var promised = regexp.MustCompile("`(Test\\w+|Fuzz\\w+|[\\w/]+\\.txtar)`")

// docs/security.md says which test holds each promise, and the test is there.
func TestEveryPromiseHasItsTest(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(page), "| promise | held by |\n")
	if !found {
		t.Fatal("docs/security.md has no table of promises")
	}
	var tests strings.Builder
	for name, content := range sources(t) {
		if strings.HasSuffix(name, "_test.go") {
			tests.WriteString(content)
		}
	}
	rows := 0
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "|") {
			break
		}
		if strings.HasPrefix(line, "| ---") {
			continue
		}
		rows++
		names := promised.FindAllStringSubmatch(line, -1)
		if len(names) == 0 {
			t.Errorf("no test holds this: %s", line)
		}
		for _, n := range names {
			if script, ok := strings.CutSuffix(n[1], ".txtar"); ok {
				if _, err := os.Stat(filepath.Join(root, "cmd", "retrowiki", "testdata", "script", script+".txtar")); err != nil {
					t.Errorf("%s is no scenario", n[1])
				}
			} else if !strings.Contains(tests.String(), "func "+n[1]+"(") {
				t.Errorf("%s is no test", n[1])
			}
		}
	}
	if rows < 20 {
		t.Errorf("%d promises", rows)
	}
}
