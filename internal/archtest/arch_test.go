// Package archtest holds the table of who may import whom, and fails on
// everything else.
package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/retrowiki/retrowiki/"

// may lists for each package what it may import of this module, besides
// generator/diag, which everybody may. A package that is not here fails.
var may = map[string][]string{
	"generator/diag":        {},
	"generator/search":      {"internal/aside", "internal/par"},
	"generator/feed":        {},
	"generator/chart":       {},
	"generator/output":      {},
	"templates":             {},
	"site":                  {},
	"internal/par":          {},
	"internal/flat":         {},
	"internal/aside":        {},
	"internal/slug":         {},
	"internal/golden":       {},
	"generator/incident":    {},
	"generator/frontmatter": {},
	"generator/highlight":   {},
	"generator/markdown":    {"generator/highlight", "internal/aside"},
	"generator/source":      {"internal/par"},
	"generator/fields":      {"generator/frontmatter", "generator/incident"},
	"generator/config":      {"generator/fields", "generator/frontmatter"},
	"generator/adopt":       {"generator/config", "generator/fields", "generator/frontmatter", "generator/incident", "generator/markdown", "internal/slug"},
	"generator/decode":      {"generator/adopt", "generator/incident", "generator/config", "generator/fields", "generator/frontmatter", "generator/markdown", "internal/slug"},
	"generator/kept":        {"generator/decode", "generator/incident", "generator/markdown", "internal/flat"},
	"generator/intake":      {"generator/adopt", "generator/config", "generator/decode", "generator/frontmatter", "internal/slug"},
	"generator/format":      {"generator/config", "generator/decode", "generator/fields", "generator/frontmatter", "generator/incident"},
	"generator/collection":  {"generator/incident", "generator/config", "generator/markdown", "generator/source", "internal/par", "internal/slug"},
	"generator/similar":     {"generator/collection"},
	"generator/ladder":      {"generator/collection", "generator/incident"},
	"generator/digest":      {"generator/collection", "generator/ladder", "generator/source", "generator/tracker"},
	"generator/readiness":   {"generator/collection", "generator/incident", "generator/markdown"},
	"generator/lint":        {"internal/par", "generator/collection", "generator/ladder", "generator/config", "generator/frontmatter", "generator/incident", "generator/markdown", "generator/readiness"},
	"generator/agenda":      {"generator/collection", "generator/feed", "generator/incident", "generator/markdown", "generator/readiness", "generator/similar"},
	"generator/report":      {},
	"generator/change":      {},
	"generator/transcript":  {"generator/incident"},
	"generator/insight":     {"generator/collection", "generator/incident"},
	"generator/picture":     {},
	"generator/progress":    {},
	"generator/commit":      {},
	"generator/page": {
		"generator/agenda",
		"generator/change",
		"generator/chart",
		"generator/collection",
		"generator/feed",
		"generator/incident",
		"generator/ladder",
		"generator/markdown",
		"generator/readiness",
		"generator/search",
		"generator/similar",
		"generator/source",
		"generator/insight",
		"internal/aside",
		"internal/par",
	},
	"generator/render":             {"generator/page"},
	"generator/schema":             {"generator/config", "generator/fields", "generator/incident", "generator/lint", "generator/page"},
	"generator/scaffold":           {"generator/frontmatter", "generator/output", "internal/slug"},
	"generator/preview":            {},
	"generator/tracker":            {"generator/incident"},
	"generator/tracker/github":     {"generator/tracker"},
	"generator/tracker/githubtest": {},
	"generator/review":             {"generator/report", "generator/tracker"},
	"generator": {
		"generator/agenda",
		"generator/collection",
		"generator/config",
		"generator/decode",
		"generator/digest",
		"generator/feed",
		"generator/format",
		"generator/incident",
		"generator/intake",
		"generator/kept",
		"generator/ladder",
		"generator/lint",
		"generator/markdown",
		"generator/output",
		"generator/page",
		"generator/progress",
		"generator/picture",
		"generator/render",
		"generator/review",
		"generator/schema",
		"generator/similar",
		"generator/source",
		"generator/tracker",
		"internal/par",
		"internal/slug",
		"site",
		"templates",
		"generator/transcript",
		"internal/aside",
	},
	"cmd/retrowiki": {
		"generator/commit",
		"generator",
		"generator/agenda",
		"generator/collection",
		"generator/config",
		"generator/incident",
		"generator/intake",
		"generator/lint",
		"generator/output",
		"generator/preview",
		"generator/progress",
		"generator/report",
		"generator/review",
		"generator/scaffold",
		"generator/schema",
		"generator/similar",
		"generator/source",
		"generator/tracker",
		"generator/tracker/github",
		"templates",
		"generator/transcript",
	},
	"internal/gittest":         {},
	"internal/browsertest":     {},
	"internal/browsertest/axe": {},
	"internal/bench":           {"internal/bench/corpus"},
	"internal/bench/corpus":    {},
	"internal/hostile":         {},
	"internal/bench/floor":     {"generator/highlight", "internal/par"},
	"internal/screenshots":     {"internal/browsertest"},
}

// fences lists the only packages that may import something from outside.
var fences = map[string][]string{
	"github.com/go-git/":                   {"generator/commit", "generator/source", "internal/gittest"},
	"github.com/yuin/":                     {"generator/markdown", "internal/bench/floor"},
	"github.com/microcosm-cc/bluemonday":   {"generator/markdown", "internal/bench/floor"},
	"github.com/adrg/frontmatter":          {"generator/frontmatter", "internal/bench/floor"},
	"go.yaml.in/yaml":                      {"generator/frontmatter"},
	"github.com/pelletier/go-toml":         {"generator/frontmatter"},
	"github.com/google/go-github":          {"generator/tracker/github"},
	"github.com/tdewolff/":                 {"generator/render"},
	"github.com/spf13/":                    {"cmd/retrowiki"},
	"github.com/fsnotify/":                 {"generator/preview"},
	"github.com/invopop/jsonschema":        {"generator/schema"},
	"github.com/rogpeppe/go-internal/diff": {"generator/intake"},
	"github.com/bmatcuk/doublestar":        {"generator"},
	"github.com/kljensen/snowball":         {"generator/similar"},
	"golang.org/x/tools/txtar":             {"generator/lint", "internal/gittest"},
	"github.com/getkin/":                   {"generator/tracker/githubtest"},
	"github.com/chromedp/":                 {"internal/browsertest", "internal/screenshots"},
	"net/http":                             {"internal/bench", "generator/preview", "generator/source", "generator/tracker/github", "generator/tracker/githubtest", "cmd/retrowiki", "internal/browsertest", "internal/browsertest/axe", "internal/screenshots"},
	"os/exec":                              {"cmd/retrowiki", "internal/bench", "internal/gittest", "internal/browsertest", "internal/screenshots"},
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImportsFollowTheTable(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, listed := may[name]
		if !listed && len(p.Imports) > 0 {
			t.Errorf("%s is not in the table: say there what it may import", name)
			continue
		}
		for _, imported := range p.Imports {
			if own, ok := strings.CutPrefix(imported, module); ok {
				if own != "generator/diag" && !slices.Contains(allowed, own) {
					t.Errorf("%s may not import %s", name, own)
				}
				continue
			}
			for prefix, users := range fences {
				if strings.HasPrefix(imported, prefix) && !slices.Contains(users, name) {
					t.Errorf("%s may not import %s: that is for %s", name, imported, strings.Join(users, ", "))
				}
			}
		}
	}
}
