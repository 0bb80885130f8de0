package intake

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/internal/golden"
	"github.com/retrowiki/retrowiki/internal/slug"
)

var defaults, _ = config.Parse(config.Name, nil)

// read reads an export and shows the files made of it and what is told.
func read(t *testing.T, name string, content []byte, m *Mapping) ([]File, diag.List) {
	t.Helper()
	f, err := Find("", name, content)
	if err != nil {
		t.Fatal(err)
	}
	records, findings := Read(f, Source{Text: diag.NewText(name, content), Map: m, Config: defaults})
	return Files(records, true), findings
}

func show(findings diag.List) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%s: %s: %s: %s\n    (%s)\n", f.Span, f.Severity, f.Rule, f.Message, f.Hint)
	}
	return b.String()
}

// Each export becomes files that are read without an error, and everything
// that is not sure is told with its place in the export.
func TestExportsBecomeIncidents(t *testing.T) {
	for _, name := range []string{"incidents.csv", "incidents.json", "cstate.md"} {
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile("testdata/" + name)
			if err != nil {
				t.Fatal(err)
			}
			files, findings := read(t, name, content, nil)
			var got strings.Builder
			for _, f := range files {
				fmt.Fprintf(&got, "=== %s\n%s", f.Path, f.Content)
				checkFile(t, f)
			}
			got.WriteString("=== told\n" + show(findings))
			golden.Check(t, "testdata/"+name+".golden", []byte(got.String()))
		})
	}
}

func checkFile(t *testing.T, f File) {
	t.Helper()
	if base := strings.TrimSuffix(path.Base(f.Path), ".md"); !slug.Valid(base) || !fs.ValidPath(f.Path) {
		t.Errorf("%q is no name for a file", f.Path)
	}
	r := decode.File("incidents/"+f.Path, f.Content, defaults, false)
	for _, d := range r.Findings {
		if d.Severity == diag.Error {
			t.Errorf("%s: %s\n%s", f.Path, d.Message, f.Content)
		}
	}
	if want := f.Record.Fields.Get("title").Text; r.Incident.Title != strings.TrimSpace(want) {
		t.Errorf("%s: title %q, want %q", f.Path, r.Incident.Title, want)
	}
}

func TestAMappingSaysWhichColumnIsWhich(t *testing.T) {
	m, findings := ReadMapping("map.yaml", []byte(`
dates: month-first
title: Wat
impact_started_at: [Begin, When]
roles.commander: Boss
customer_impact.customers: Folk
body: Text
`))
	if len(findings) > 0 {
		t.Fatal(show(findings))
	}
	files, findings := read(t, "x.csv", []byte("Wat,When,Begin,Boss,Folk,Text\nIt broke,03/04/2021 10:00 UTC,,@lex,\"1,200\",Hello *you*\n"), m)
	if len(files) != 1 || findings.AtLeast(diag.Warning) > 0 {
		t.Fatalf("%d files\n%s", len(files), show(findings))
	}
	want := "---\ntitle: It broke\nimpact_started_at: 2021-03-04T10:00:00Z\nroles:\n  commander: [lex]\ncustomer_impact:\n  customers: \"1,200\"\n---\n\nHello *you*\n"
	if got := string(files[0].Content); got != want || files[0].Path != "2021/2021-03-04-it-broke.md" {
		t.Errorf("%s is\n%s\nwant\n%s", files[0].Path, got, want)
	}

	m, findings = ReadMapping("map.yaml", []byte("remediations[].title: todos[].what\nremediations[].owner: todos[].who.name\ntitle: t\n"))
	if len(findings) > 0 {
		t.Fatal(show(findings))
	}
	files, findings = read(t, "x.json", []byte(`[{"t": "It broke", "todos": [{"what": "Mend it", "who": {"name": "lex"}}]}]`), m)
	if want := "---\ntitle: It broke\nremediations:\n  - id: mend-it\n    title: Mend it\n    owner: lex\n---\n"; len(files) != 1 || string(files[0].Content) != want {
		t.Errorf("got %v\n%s\nwant\n%s", files, show(findings), want)
	}
}

// What cannot be read is told with its place; nothing breaks down.
func TestBadExports(t *testing.T) {
	huge := "Name,Notes\nA,b\nB," + strings.Repeat("x", 10<<20) + "\nC,d\n"
	title := &Mapping{Columns: []Column{{Field: "title", From: []string{"Titel"}, Span: diag.Span{File: "map.yaml", Start: diag.Position{Line: 2, Column: 8}}}}}
	for _, c := range []struct {
		name, file, content string
		m                   *Mapping
		files               int
		want                string // place and words of a finding
	}{
		{"an empty table", "x.csv", "", nil, 0, "x.csv: error: import/syntax: the file is empty"},
		{"only a header", "x.csv", "Name,Severity\n", nil, 0, "x.csv: error: import/empty: no incident is in the file"},
		{"another encoding", "x.csv", "Name\nCaf\xe9\n", nil, 0, "x.csv:2:4: error: import/unreadable: byte 0xE9 is not UTF-8"},
		{"UTF-16", "x.csv", "\xff\xfeN\x00", nil, 0, "x.csv:1:1: error: import/unreadable: the file is in UTF-16"},
		{"a NUL byte", "x.csv", "Name\nA\x00\n", nil, 0, "x.csv:2:2: error: import/unreadable: a NUL byte"},
		{"a quote inside", "x.csv", "Name,Notes\nA,b\nB,c \"d\"\n", nil, 1, "x.csv:3:5: error: import/syntax: this is not CSV: bare \" in non-quoted-field"},
		{"a quote that is not closed", "x.csv", "Name,Notes\nA,b\nB,\"c\n\nd\n", nil, 1, "error: import/syntax"},
		{"a huge cell", "x.csv", huge, nil, 2, "x.csv:3:3: error: import/too-large: Notes has more than 512 kB"},
		{"a thousand columns", "x.csv", strings.Repeat("a,", 1000) + "\n", nil, 0, "x.csv:1:1001: error: import/too-large: the table has more than 500 columns"},
		{"a thousand names", "x.json", "[{" + strings.Repeat(`"a":1,`, 1000) + `"b":1}]`, nil, 0, "an object has more than 500 names"},
		{"a column that is not there", "x.csv", "Title,b\nA,b\n", title, 0, "map.yaml:2:8: error: import/no-column: x.csv has no column \"Titel\"\n    (did you mean `Title`?)"},
		{"no title", "x.csv", "Foo,Severity\nA,1\n", nil, 0, "x.csv:2:1: error: import/no-title"},
		{"broken JSON", "x.json", "[\n {\"name\": \"A\",}\n]", nil, 0, "x.json:2:15: error: import/syntax: this is not JSON: invalid character '}'"},
		{"JSON that ends", "x.json", "[{\"name\": \"A\"", nil, 0, "x.json:1:14: error: import/syntax: this is not JSON: the data ends too early"},
		{"JSON too deep", "x.json", strings.Repeat("[", 100_000), nil, 0, "lists and objects stand more than 64 deep"},
		{"JSON and more", "x.json", "[] []", nil, 0, "text follows the end"},
		{"JSON without incidents", "x.json", "{\"a\": 1}", nil, 0, "import/empty"},
		{"an object that lacks it", "x.json", `[{"title": "A"}]`, title, 0, "map.yaml:2:8: error: import/no-column: no object of x.json has \"Titel\"\n    (did you mean `title`?)"},
		{"a broken page", "x.md", "---\ntitle: [\nsection: issue\nsection: issue\n---\n", nil, 0, "x.md:2:8: error: frontmatter/syntax"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files, findings := read(t, c.file, []byte(c.content), c.m)
			if got := show(findings); len(files) != c.files || !strings.Contains(got, c.want) {
				t.Errorf("%d files, want %d; told:\n%.2000s\nwant %s", len(files), c.files, got, c.want)
			}
		})
	}
}

func TestBadMappings(t *testing.T) {
	for content, want := range map[string]string{
		"titel: x":                    `map.yaml:1:1: error: import/mapping: "titel" is no field`,
		"title: ":                     "title is taken from nowhere",
		"dates: european":             `map.yaml:1:8: error: import/mapping: dates has no value "european"`,
		"remediations[].title: todos": "is taken from nowhere",
		"title: [":                    "error: frontmatter/syntax",
		"severity: [{a: b}]":          "severity is taken from nowhere",
		"remediations[].issue: a[].b": "is no field that an export may fill",
	} {
		if _, findings := ReadMapping("map.yaml", []byte(content)); !strings.Contains(show(findings), want) {
			t.Errorf("%s: told %s, want %s", content, show(findings), want)
		}
	}
}

// In place, a file's body stays, whatever stands around it.
func TestRewriteKeepsTheRest(t *testing.T) {
	for _, c := range []struct {
		name, old, want string
		move            bool
	}{
		{"a new frontmatter", "# It broke\n\n**Severity:** SEV1\n", "---\ntitle: It broke\nseverity: SEV1\n---\n\n# It broke\n\n**Severity:** SEV1\n", false},
		{"lines that end as in Windows", "\ufeff# It broke\r\n\r\nSeverity: 1\r\n", "\ufeff---\r\ntitle: It broke\r\nseverity: SEV1\r\n---\r\n\r\n# It broke\r\n\r\nSeverity: 1\r\n", false},
		{"one that is there", "---\nlayout: x # y\ntitle:   'It broke'\n---\n**Severity:** P2\n", "---\nlayout: x # y\ntitle:   'It broke'\nseverity: SEV2\n---\n**Severity:** P2\n", false},
		{"headers are moved", "# It broke\n\nSeverity: 1\nWeather: fine\nDate: 2021-03-01\n\nText.\n", "---\ntitle: It broke\nseverity: SEV1\nimpact_started_at: 2021-03-01\n---\n\n# It broke\n\nWeather: fine\n\nText.\n", true},
		{"all of them", "# It broke\n\nSeverity: 1\nDate: 2021-03-01\n\nText.\n", "---\ntitle: It broke\nseverity: SEV1\nimpact_started_at: 2021-03-01\n---\n\n# It broke\n\nText.\n", true},
		{"two names on a line", "# It broke\n\n**Id:** 7 | **Severity:** 1\n", "---\ntitle: It broke\nseverity: SEV1\n---\n\n# It broke\n\n**Id:** 7 | **Severity:** 1\n", true},
		{"nothing said", "---\ntitle: It broke\n---\nText.\n", "---\ntitle: It broke\n---\nText.\n", true},
		{"all said already", "---\ntitle: It broke\nseverity: SEV2\nroles: {author: lex}\n---\nSeverity: 1\n", "---\ntitle: It broke\nseverity: SEV2\nroles: {author: lex}\n---\nSeverity: 1\n", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := Rewrite("incidents/x.md", []byte(c.old), defaults, c.move)
			if string(w.New) != c.want || len(w.Findings) > 0 {
				t.Errorf("got\n%s\nwant\n%s\n%s", w.New, c.want, show(w.Findings))
			}
			again := Rewrite("incidents/x.md", w.New, defaults, c.move)
			if !bytes.Equal(again.New, w.New) {
				t.Errorf("a second import changes it again:\n%s", again.Diff())
			}
		})
	}
}

func TestRewriteRefuses(t *testing.T) {
	for old, want := range map[string]string{
		"+++\ntitle = \"x\"\n+++\nSeverity: 1\n":     "its frontmatter is TOML",
		"---\n{title: x}\n---\nSeverity: 1\n":        "with the new fields",
		"---\ntitle: x\nSeverity: 1\n":               "never closed",
		"---\n  title: x\n---\n**Severity:** SEV1\n": "with the new fields",
		"\xff\xfe#": "UTF-16",
	} {
		w := Rewrite("x.md", []byte(old), defaults, false)
		if !bytes.Equal(w.Old, w.New) || !strings.Contains(show(w.Findings), want) {
			t.Errorf("%q became %q, told %s, want %s", old, w.New, show(w.Findings), want)
		}
	}
}

// A text that was made to cost much costs little, and is not told of a
// thousand times.
func TestHostileTexts(t *testing.T) {
	for name, text := range map[string]string{
		"one value over many lines": "Impact: x\n" + strings.Repeat("y\n", 200_000),
		"many values for one name":  strings.Repeat("Severity: x\n", 50_000),
		"many names":                strings.Repeat("**a**: b\n", 2_000),
		"a long list":               "## Actions\n\n" + strings.Repeat("- a\n", 50_000),
		"one item over many lines":  "## Actions\n\n- a\n" + strings.Repeat("  b\n", 100_000),
		"a table with many rows":    "| a | Owner |\n|---|---|\n" + strings.Repeat("| b | c |\n", 20_000),
		"a title without an end":    "## Actions\n\n- " + strings.Repeat("a", 500_000),
		"a list of names in a line": "Authors: " + strings.Repeat("a, ", 200_000),
		"a time with many dashes":   "Date: 2021-03-01 " + strings.Repeat("- ", 200_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			w := Rewrite("x.md", []byte(text), defaults, true)
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("it took %s", took)
			}
			if len(w.Findings) > 10 {
				t.Errorf("told of %d times", len(w.Findings))
			}
		})
	}
}
