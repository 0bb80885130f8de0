package generator_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/internal/golden"
)

// unpack writes an archive's files below a new folder; without leaves out
// those whose path holds one of the words.
func unpack(t *testing.T, archive string, without ...string) string {
	t.Helper()
	a, err := txtar.ParseFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
next:
	for _, f := range a.Files {
		for _, word := range without {
			if strings.Contains(f.Name, word) {
				continue next
			}
		}
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var states = collection.States{
	ReadAt: time.Date(2015, 2, 1, 4, 0, 0, 0, time.UTC),
	Issues: map[string]collection.IssueState{
		"2014-11-24-physicals-id-overflow/bigint-everywhere": {
			Repo: "acme/retros", Number: 4711, URL: "https://github.com/acme/retros/issues/4711",
			State: collection.InProgress, Assignees: []string{"lex-gh"},
		},
	},
}

// build makes a wiki and returns its files by path.
func build(t *testing.T, o generator.Options) (*generator.Wiki, map[string]string) {
	t.Helper()
	if o.Audience == "" {
		o.Audience = incident.Internal
	}
	o.Pages = true
	w, err := generator.Load(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	out := filepath.Join(t.TempDir(), "_site")
	if _, err := generator.Build(context.Background(), w, generator.BuildOptions{Output: out, Version: "test"}); err != nil {
		t.Fatal(err)
	}
	return w, read(t, out)
}

func read(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(p)
		name, _ := filepath.Rel(dir, p)
		files[filepath.ToSlash(name)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var (
	assetHash    = regexp.MustCompile(`(assets/\w+-)[0-9a-f]{10}\.`)
	searchFolder = regexp.MustCompile(`search/[0-9a-f]{12}/`)
)

// unhashed takes the hashes of assets out, so that a change of a style is not
// a change of every page.
func unhashed(content string) []byte {
	return []byte(searchFolder.ReplaceAllString(assetHash.ReplaceAllString(content, "${1}HASH."), "search/HASH/"))
}

// eachTagOnALine breaks a page's lines between its tags, as a person would read
// what became of it.
func eachTagOnALine(name, content string) string {
	if path.Ext(name) != ".html" {
		return content
	}
	return strings.ReplaceAll(content, "><", ">\n<")
}

// searchFolderOf is the folder that holds the index.
func searchFolderOf(files map[string]string) string {
	for name := range files {
		if path.Base(name) == "root.js" {
			return path.Dir(name)
		}
	}
	return ""
}

func TestGoldenPages(t *testing.T) {
	_, files := build(t, generator.Options{Source: unpack(t, "testdata/wiki.txtar"), States: states})
	for _, name := range []string{
		"index.html", "404.html", "incidents/index.html", "incidents/2014/index.html",
		"incidents/2014-11-24-physicals-id-overflow/index.html", "incidents/2013-06-02-events-id-overflow/index.html",
		"incidents/2015-04-01-broken/index.html", "incidents/physicals/index.html",
		"services/index.html", "services/postgres/index.html", "factors/integer-overflow/index.html", "people/lex/index.html",
		"severities/index.html", "company/acme/index.html", "remediations/index.html", "remediations/product/index.html", "insights/index.html", "api/insights.json", "search/index.html", "search/HASH/root.js", "search/HASH/d0.js", "search/HASH/w0.js",
		"feed.xml", "feed.json", "due.ics", "sitemap.xml", "services/postgres/feed.xml",
		"api/incidents.json", "api/remediations.json", "api/incidents/2014-11-24-physicals-id-overflow.json",
	} {
		content, ok := files[strings.Replace(name, "search/HASH", searchFolderOf(files), 1)]
		if !ok {
			t.Errorf("no %s was made", name)
			continue
		}
		golden.Check(t, filepath.Join("testdata", "golden", strings.ReplaceAll(name, "/", "_")), unhashed(eachTagOnALine(name, content)))
	}
	var tree []string
	for name := range files {
		if name != ".retrowiki-manifest" {
			tree = append(tree, name)
		}
	}
	listed := strings.Split(string(unhashed(files[".retrowiki-manifest"])), "\n")
	slices.Sort(listed) // in the file they stand by their hash
	golden.Check(t, "testdata/golden/tree.txt", []byte(strings.Join(listed, "\n")))
	if len(tree) != strings.Count(files[".retrowiki-manifest"], "\n")-1 {
		t.Error("the manifest does not list what was written")
	}
}

// A team's own logo stands at the head of every page; one that could run
// something is left out, and said to be.
func TestTheLogoOfTheTeam(t *testing.T) {
	for name, c := range map[string]struct {
		logo, content string
		shown         bool
	}{
		"a drawing":           {"logo.svg", `<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>`, true},
		"a drawing with more": {"logo.svg", `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, false},
		"no such file":        {"elsewhere.svg", "", false},
		"outside":             {"../logo.svg", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, content := range map[string]string{"retrowiki.yaml": "theme: {logo: " + c.logo + "}\n", "logo.svg": c.content, "incidents/a.md": "---\ntitle: A\n---\n"} {
				if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o755), os.WriteFile(filepath.Join(dir, file), []byte(content), 0o644)); err != nil {
					t.Fatal(err)
				}
			}
			w, files := build(t, generator.Options{Source: dir})
			shown := strings.Contains(string(unhashed(files["index.html"])), `<img class=logo src="assets/logo-HASH.svg" alt>`)
			told := slices.ContainsFunc(w.Findings, func(d diag.Diagnostic) bool { return d.Rule == "link/image" })
			if shown != c.shown || told == c.shown {
				t.Errorf("shown %v, told of %v: %v", shown, told, w.Findings)
			}
		})
	}
}

// A board of more remediations than a page can hold shows the first of each
// state, and leads to all of them.
func TestABigBoardIsSeveralPages(t *testing.T) {
	dir := t.TempDir()
	for i := range 9 {
		var file strings.Builder
		fmt.Fprintf(&file, "---\ntitle: Number %d\nimpact_started_at: 2024-05-0%dT10:00:00Z\nremediations:\n", i, i+1)
		for n := range 50 {
			fmt.Fprintf(&file, "  - {id: r%d, title: Mend part %d, decision: %s}\n", n, n, []string{"parked", "proposed"}[min(i, 1)])
		}
		file.WriteString("---\n")
		name := filepath.Join(dir, "incidents", fmt.Sprintf("2024-05-0%d-number.md", i+1))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(file.String()), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	_, files := build(t, generator.Options{Source: dir})
	for name, want := range map[string]int{
		"remediations/index.html": 100, "remediations/proposed/index.html": 400, "remediations/parked/index.html": 0,
	} {
		if got := strings.Count(files[name], "<tr data-row"); got != want {
			t.Errorf("%s shows %d remediations, want %d", name, got, want)
		}
	}
	if !strings.Contains(files["remediations/index.html"], `<a href="../remediations/proposed/index.html">All 400</a>`) {
		t.Error("the board does not lead to the rest")
	}
}

func TestTheSameSourceGivesTheSameBytes(t *testing.T) {
	source := unpack(t, "testdata/wiki.txtar")
	_, first := build(t, generator.Options{Source: source, States: states})
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	_, second := build(t, generator.Options{Source: source, States: states})
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
}

// What an audience may not read leaves no trace: the wiki is the one that is
// built when the hidden files were never there.
func TestWhatIsHiddenLeavesNoTrace(t *testing.T) {
	for _, test := range []struct {
		audience incident.Visibility
		hidden   []string
	}{
		{incident.Public, []string{"internal.md", "broken.md"}},
		{incident.Internal, []string{"internal.md"}},
	} {
		t.Run(string(test.audience), func(t *testing.T) {
			_, filtered := build(t, generator.Options{Source: unpack(t, "testdata/wiki.txtar"), Audience: test.audience})
			_, deleted := build(t, generator.Options{Source: unpack(t, "testdata/wiki.txtar", test.hidden...), Audience: test.audience})
			if diff := cmp.Diff(deleted, filtered); diff != "" {
				t.Errorf("with the hidden files (+) the wiki differs from the one without (-):\n%s", diff)
			}
			for name, content := range filtered {
				if strings.Contains(strings.ToLower(name+content), "canary") {
					t.Errorf("%s tells of the restricted incident", name)
				}
			}
		})
	}
}

func TestOneBrokenFileStopsNoOther(t *testing.T) {
	w, files := build(t, generator.Options{Source: unpack(t, "testdata/wiki.txtar")})
	broken := files["incidents/2015-04-01-broken/index.html"]
	for _, want := range []string{"incidents/2015/2015-04-01-broken.md:2:", "Retries: the storm", "Still here."} {
		if !strings.Contains(broken, want) {
			t.Errorf("the page of the broken file does not say %q", want)
		}
	}
	if files["incidents/2013-06-02-events-id-overflow/index.html"] == "" {
		t.Error("another incident has no page")
	}
	found := false
	for _, f := range w.Findings {
		found = found || f.Span.File == "incidents/2015/2015-04-01-broken.md" && f.Span.Start.Line == 2
	}
	if !found {
		t.Errorf("no finding points to the broken file: %v", w.Findings)
	}
}

func TestAnEmptySourceGivesAWorkingWiki(t *testing.T) {
	_, files := build(t, generator.Options{Source: t.TempDir()})
	if !strings.Contains(files["index.html"], "No incident has been written down yet") || files["remediations/index.html"] == "" {
		t.Error("the empty wiki does not say what to do")
	}
}

func TestBaseURLIsOnlyNeededForWhatMustBeAbsolute(t *testing.T) {
	source := t.TempDir()
	_, without := build(t, generator.Options{Source: source})
	_, with := build(t, generator.Options{Source: source, BaseURL: "https://acme.example/x"})
	for _, name := range []string{"feed.xml", "feed.json", "sitemap.xml"} {
		if _, ok := without[name]; ok {
			t.Errorf("%s was made without a base URL", name)
		}
		if !strings.Contains(with[name], "https://acme.example/x/") {
			t.Errorf("%s does not use the base URL", name)
		}
	}
}
