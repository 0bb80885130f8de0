package lint_test

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/lint"
	"github.com/retrowiki/retrowiki/internal/golden"
)

// Each rule has an archive in testdata: incidents that it finds fault with,
// one that it lets pass, and "want" with what it says.
func TestRules(t *testing.T) {
	for _, rule := range lint.Rules {
		t.Run(rule.Name, func(t *testing.T) {
			if rule.Doc == "" || !strings.Contains(rule.Name, "/") {
				t.Error("the rule lacks a documentation or a family")
			}
			name := filepath.Join("testdata", strings.NewReplacer("/", "_", "-", "_").Replace(rule.Name)+".txtar")
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var want txtar.File
			var files []txtar.File
			for _, f := range archive.Files {
				if f.Name == "want" {
					want = f
				} else {
					files = append(files, f)
				}
			}
			got := run(t, rule.Name, files)
			if got == "" {
				t.Error("the rule finds nothing in its own bad example")
			}
			if golden.Updating() {
				archive.Files = append(files, txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(want.Data) {
				t.Errorf("found:\n%s\nwant:\n%s", got, want.Data)
			}
			if strings.Contains(got, "good") {
				t.Error("the rule finds fault with the good example")
			}
		})
	}
}

func run(t *testing.T, rule string, files []txtar.File) string {
	t.Helper()
	var b strings.Builder
	for _, f := range check(monday, files) {
		if f.Rule == rule {
			b.WriteString(told(f))
		}
	}
	return b.String()
}

func told(f diag.Diagnostic) string {
	return fmt.Sprintf("%s: %s: %s\n    %s\n", f.Span, f.Severity, f.Message, f.Hint)
}

// monday is the day on which the archives are checked.
var monday = time.Date(2024, 3, 4, 12, 0, 0, 0, time.UTC)

// check gives everything that is found in a wiki of these files on a day.
func check(day time.Time, files []txtar.File) diag.List {
	cfg, _ := config.Parse(config.Name, nil)
	var findings diag.List
	var entries []*collection.Entry
	for _, f := range files {
		if path.Ext(f.Name) == ".yaml" {
			cfg, findings = config.Parse(f.Name, f.Data)
		}
	}
	for _, f := range files {
		if path.Ext(f.Name) == ".md" {
			r := decode.File(f.Name, f.Data, cfg, false)
			entries = append(entries, &collection.Entry{
				Incident: r.Incident, Doc: r.Doc, Fragments: r.Fragments, Text: r.Text, Findings: r.Findings, Broken: r.Broken,
			})
			findings = append(findings, r.Findings...)
		}
	}
	all := collection.New(collection.Input{Config: cfg, Entries: entries, AsOf: day})
	ruled, err := lint.Run(context.Background(), all.For(incident.Restricted), nil)
	if err != nil {
		panic(err)
	}
	findings = append(findings, append(all.Findings(), ruled...)...)
	var kept diag.List
	for _, e := range entries {
		var own diag.List
		for _, f := range findings {
			if f.Span.File == e.Origin.Path {
				own = append(own, f)
			}
		}
		own, _ = lint.Silence(e.Text, own, false)
		kept = append(kept, own...)
	}
	for _, f := range findings {
		if path.Ext(f.Span.File) == ".yaml" {
			kept = append(kept, f)
		}
	}
	return append(lint.Weigh(kept, cfg), lint.CheckSettings(cfg)...)
}
