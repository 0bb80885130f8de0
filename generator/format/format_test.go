package format_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/format"
	"github.com/retrowiki/retrowiki/generator/incident"
)

func settings(t testing.TB, text string) *config.Config {
	t.Helper()
	cfg, findings := config.Parse("retrowiki.yaml", []byte(text))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return cfg
}

// meaning is what an incident says, without the places.
func meaning(data []byte, cfg *config.Config) incident.Incident {
	i := *decode.File("incidents/x.md", data, cfg, false).Incident
	i.Origin = incident.Origin{}
	i.Remediations = slices.Clone(i.Remediations)
	for n := range i.Remediations {
		i.Remediations[n].IDGenerated = false
	}
	return i
}

// holds formats a file and says which promise is broken: the same meaning, the
// same lines but for ids and order, and nothing more to do.
func holds(data []byte, cfg *config.Config) error {
	once, _ := format.File("incidents/x.md", data, cfg)
	twice, _ := format.File("incidents/x.md", once, cfg)
	if !bytes.Equal(once, twice) {
		return fmt.Errorf("formatted again it changes:\n%s\n%s", once, twice)
	}
	if d := cmp.Diff(meaning(data, cfg), meaning(once, cfg), cmp.AllowUnexported(incident.Incident{})); d != "" {
		return fmt.Errorf("another meaning: %s\nof\n%s\nfrom\n%s", d, once, data)
	}
	return nil
}

func TestFile(t *testing.T) {
	cfg := settings(t, "fields: { actions: remediations, product: services }\n")
	before := `---
# yaml-language-server: $schema=x
team_lead: kim # unknown, so last
actions:
  - Raise the TTL
  - title: Raise the TTL # again
    # who
    owner: lex
    level: fix
  - due: 2020-01-01
    id: kept
    title: Other
product: [shop]

# What it is called.
title: 'It''s down'
---
body
`
	after := `---
# yaml-language-server: $schema=x
# What it is called.
title: 'It''s down'
product: [shop]
actions:
  - id: raise-the-ttl
    title: Raise the TTL
  - id: raise-the-ttl-2
    title: Raise the TTL # again
    level: fix
    # who
    owner: lex
  - id: kept
    title: Other
    due: 2020-01-01

team_lead: kim # unknown, so last
---
body
`
	got, kept := format.File("incidents/x.md", []byte(before), cfg)
	if string(got) != after || len(kept) > 0 {
		t.Errorf("%v\n%s", kept, cmp.Diff(after, string(got)))
	}
	if err := holds([]byte(before), cfg); err != nil {
		t.Error(err)
	}
}

// TestNothingToDo has files that are in order, or not fmt's to mend.
func TestNothingToDo(t *testing.T) {
	for _, text := range []string{
		"", "# No frontmatter\n", "---\n---\n", "---\ntags: [a\ntitle: broken\n---\n", "---\ntags: [a]\ntitle: A\ntitle: B\n---\n", "---\ntags: [a]\ntitle: A\n...\n",
		"---\ntitle: A\nremediations:\n  - id: x\n    title: X\n    extra: 1\nmore: 2\n---\n", "---\nremediations:\n  - owner: lex\n---\n",
	} {
		if got, _ := format.File("incidents/x.md", []byte(text), settings(t, "")); string(got) != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// TestExamplesKeepTheirMeaning formats every incident of the examples.
func TestExamplesKeepTheirMeaning(t *testing.T) {
	files, _ := filepath.Glob("../../examples/*/incidents/*/*.md")
	if len(files) == 0 {
		t.Fatal("no examples")
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := holds(data, settings(t, "")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// pieces are lines that a generated frontmatter is made of; some of them do
// not go together, and the file is then left alone.
var (
	tops = []string{
		"title: A", "title: 'a: b' # c", "summary: |\n  text\n\n  # no comment\n", "severity: SEV1", "tags: [a, b]", "services:\n- x\n- y # z",
		"trigger: >+\n  folded\n\n", "own: { a: 1 }", "<<: *x", "base: &x { owner: lex }", "owner: *x", "roles:\n  # commander:\n  comms: jim", "id:", "  ", "", "# about the next",
		"? explicit\n: key", "\"quoted\": y", "links: []  ", "aliases: [old]", "detected_at: 2020-01-01T10:00:00Z",
	}
	items = []string{
		"- Do it", "- 'Do it' # soon", "- Do\n  it", "- title: Do it\n  owner: lex", "- owner: lex # who\n  # what\n  title: Do it", "- { title: x, level: fix }", "-",
		"- &x { title: y }", "- *x", "- id: do-it\n  title: z", "- title: |\n    Long\n  due: 2020-01-01", "-   size: S\n    title: wide", "# between", "- |\n  block", "- title: no\n  <<: *x", "- 2024", "- level: fix\n\n  title: gap",
	}
)

func TestFormattingKeepsTheMeaning(t *testing.T) {
	cfg := settings(t, "")
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.SampledFrom(tops), 0, 8).Draw(t, "fields")
		list := rapid.SliceOfN(rapid.SampledFrom(items), 0, 5).Draw(t, "remediations")
		indent := rapid.SampledFrom([]string{"", "  ", "    "}).Draw(t, "indent")
		at := rapid.IntRange(0, len(lines)).Draw(t, "at")
		if len(list) > 0 {
			block := "remediations:\n" + indent + strings.ReplaceAll(strings.Join(list, "\n"), "\n", "\n"+indent)
			lines = slices.Insert(lines, at, block)
		}
		text := "---\n" + strings.Join(lines, "\n") + "\n---\nbody\n"
		if rapid.Bool().Draw(t, "crlf") {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		if rapid.Bool().Draw(t, "bom") {
			text = "\ufeff" + text
		}
		if err := holds([]byte(text), cfg); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzFile(f *testing.F) {
	cfg := settings(f, "")
	for _, seed := range []string{
		"", "---\ntags: [a]\ntitle: b\n---\n", "---\nremediations:\n- a\n- b: c\n---\n", "+++\nremediations = ['a']\n+++\n", "{\n\"remediations\": [\"a\"]\n}\n\n",
		"---\ntags: &x [a]\nremediations: [*x, {title: *x}]\n---\n", "\ufeff---\r\nremediations:\r\n - a\r\n---\r\n", "---\nremediations: {title: a}\n---\n", "---\nremediations: a\n---\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := holds(data, cfg); err != nil {
			t.Fatal(err)
		}
	})
}
