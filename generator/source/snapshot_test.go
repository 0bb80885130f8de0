package source_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// texts selects Markdown as text and all else as assets.
func texts(path string) source.Kind {
	if strings.HasSuffix(path, ".md") {
		return source.Text
	}
	return source.Asset
}

func open(t *testing.T, o source.Options) *source.Repository {
	t.Helper()
	r, err := source.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func snapshot(t *testing.T, o source.Options) *source.Snapshot {
	t.Helper()
	s, err := open(t, o).Snapshot(context.Background(), texts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// listed shows a snapshot as lines of "path: content".
func listed(s *source.Snapshot) string {
	var b strings.Builder
	for _, f := range s.Files {
		if f.Kind == source.Asset {
			fmt.Fprintf(&b, "%s (%d bytes)\n", f.Path, f.Size)
		} else {
			fmt.Fprintf(&b, "%s: %s\n", f.Path, strings.TrimSuffix(string(f.Data), "\n"))
		}
	}
	return b.String()
}

func found(s *source.Snapshot) string {
	var b strings.Builder
	for _, f := range s.Findings {
		fmt.Fprintf(&b, "%s %s %s: %s\n", f.Severity, f.Rule, f.Span.File, f.Message)
	}
	return b.String()
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if want = strings.TrimPrefix(want, "\n"); got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

const twoYears = `
write retrowiki.yaml "title: Ours"
write incidents/a.md "as first written"
commit "First" @2020-01-01T10:00:00+01:00 author=lex
tag v1
write incidents/a.md "corrected"
write incidents/graph.png "not really a picture"
commit "Second" @2021-01-01T10:00:00Z
tag v2 "with a message"
branch other
write incidents/b.md "only on a branch"
commit "Third"
switch main
`

func TestAWorkTreeIsReadAsItIs(t *testing.T) {
	dir := gittest.Make(t, twoYears+"write incidents/draft.md \"not committed\"\n")
	s := snapshot(t, source.Options{Location: dir})
	same(t, "files", listed(s), `
incidents/a.md: corrected
incidents/draft.md: not committed
incidents/graph.png (21 bytes)
retrowiki.yaml (12 bytes)
`)
	if !s.InGit || !s.Dirty || s.Shallow || s.Branch != "main" || s.Prefix != "" || s.Root == "" || len(s.Findings) > 0 {
		t.Errorf("the snapshot says %+v", s)
	}
	if want := strings.TrimSpace(gittest.Git(t, dir, "rev-parse", "HEAD")); s.Commit != want {
		t.Errorf("the commit is %s, want %s", s.Commit, want)
	}
	if !s.CommittedAt.Equal(time.Date(2021, 1, 1, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("committed at %s", s.CommittedAt)
	}
	for _, f := range s.Files {
		want := ""
		if f.Kind == source.Text || f.Path != "incidents/draft.md" {
			want = strings.TrimSpace(gittest.Git(t, dir, "hash-object", f.Path))
		}
		if f.Hash != want {
			t.Errorf("%s has the hash %q, want %q", f.Path, f.Hash, want)
		}
	}
}

func TestDirtyIsWhetherASelectedFileDiffersFromTheCommit(t *testing.T) {
	for name, c := range map[string]struct {
		script string
		change func(dir string) error
		want   bool
	}{
		"nothing changed":     {want: false},
		"a text changed":      {script: "append incidents/a.md more", want: true},
		"an asset changed":    {script: "append incidents/graph.png more", want: true},
		"a new text":          {script: "write new.md text", want: true},
		"a text is gone":      {script: "rm incidents/a.md", want: true},
		"an asset is gone":    {script: "rm incidents/graph.png", want: true},
		"an ignored new file": {script: "write build/x.md text", want: false},
		"an asset was only touched": {want: false, change: func(dir string) error {
			return os.Chtimes(filepath.Join(dir, "incidents/graph.png"), time.Time{}, time.Now().Add(time.Hour))
		}},
		"an asset changed, but not its size": {want: true, change: func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "incidents/graph.png"), []byte("Not really a picture\n"), 0o644)
		}},
		"git has changed line ends": {want: false, change: func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "incidents/a.md"), []byte("corrected\r\n"), 0o644)
		}},
		"a file that is not selected": {want: false, change: func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "skipped.txt"), []byte("x"), 0o644)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := gittest.Make(t, "write .gitignore build/\ncommit Ignore\n"+twoYears+c.script)
			if c.change != nil {
				if err := c.change(dir); err != nil {
					t.Fatal(err)
				}
			}
			s, err := open(t, source.Options{Location: dir}).Snapshot(context.Background(), func(p string) source.Kind {
				if strings.HasSuffix(p, ".txt") {
					return source.Skip
				}
				return texts(p)
			})
			if err != nil {
				t.Fatal(err)
			}
			if s.Dirty != c.want {
				t.Errorf("Dirty is %t, want %t", s.Dirty, c.want)
			}
		})
	}
}

func TestAPartOfARepositoryIsAWikiToo(t *testing.T) {
	dir := gittest.Make(t, `
write README.md code
write docs/wiki/incidents/a.md text
commit "All"
append docs/wiki/incidents/a.md more
`)
	s := snapshot(t, source.Options{Location: filepath.Join(dir, "docs", "wiki")})
	same(t, "files", listed(s), "incidents/a.md: text\nmore\n")
	if s.Prefix != "docs/wiki" || !s.Dirty || s.Commit == "" {
		t.Errorf("the snapshot says %+v", s)
	}
	s = snapshot(t, source.Options{Location: filepath.Join(dir, "docs", "wiki"), Rev: "HEAD"})
	same(t, "files of HEAD", listed(s), "incidents/a.md: text\n")
	if s.Prefix != "docs/wiki" {
		t.Errorf("Prefix is %q", s.Prefix)
	}
}

func TestOneFileIsReadByName(t *testing.T) {
	dir := gittest.Make(t, twoYears+"symlink /etc/passwd link.yaml\ncommit Link\n")
	for _, o := range []source.Options{{Location: dir}, {Location: dir, Rev: "HEAD"}} {
		r := open(t, o)
		if content, ok, err := r.ReadFile(context.Background(), "./retrowiki.yaml"); string(content) != "title: Ours\n" || !ok || err != nil {
			t.Errorf("%q, %t, %v", content, ok, err)
		}
		for _, name := range []string{"none.yaml", "none/of.yaml", "retrowiki.yaml/x"} {
			if content, ok, err := r.ReadFile(context.Background(), name); content != nil || ok || err != nil && name != "retrowiki.yaml/x" {
				t.Errorf("%s: %q, %t, %v", name, content, ok, err)
			}
		}
		for _, name := range []string{"../x", "/etc/passwd", ".git/config", "a\\b", "link.yaml", "incidents"} {
			if content, _, err := r.ReadFile(context.Background(), name); err == nil {
				t.Errorf("%s gives %q and no error", name, content)
			}
		}
	}
}

func TestAssetsAreOpenedWhenNeeded(t *testing.T) {
	dir := gittest.Make(t, twoYears)
	for _, o := range []source.Options{{Location: dir}, {Location: dir, Rev: "HEAD"}} {
		r := open(t, o)
		s, err := r.Snapshot(context.Background(), texts)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil { // what is on this disk stays readable
			t.Fatal(err)
		}
		f, err := s.Open("incidents/graph.png")
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(f)
		if string(content) != "not really a picture\n" || errors.Join(err, f.Close()) != nil {
			t.Errorf("%q, %v", content, err)
		}
		for _, name := range []string{"../x", "/etc/passwd", "none.png", ".git/config", "incidents"} {
			if _, err := s.Open(name); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	s := snapshot(t, source.Options{Location: dir})
	graph := filepath.Join(dir, "incidents", "graph.png")
	if err := errors.Join(os.Remove(graph), os.Symlink("/etc/passwd", graph)); err != nil {
		t.Fatal(err)
	}
	if f, err := s.Open("incidents/graph.png"); err == nil {
		content, _ := io.ReadAll(f)
		t.Errorf("a link in the place of an asset was followed: %q", content)
	}
}

func TestFoldersThatAreNotWantedAreNotEntered(t *testing.T) {
	dir := gittest.Make(t, `
write a.md a
write node_modules/x/readme.md x
write _site/a.md a
write sub/_site/b.md b
commit "All"
`)
	for _, rev := range []string{"", "HEAD"} {
		o := source.Options{Location: dir, Rev: rev, SkipDir: func(d string) bool { return d == "_site" }}
		same(t, "files", listed(snapshot(t, o)), "a.md: a\nsub/_site/b.md: b\n")
	}
}

func TestWhatGitIgnoresIsNotRead(t *testing.T) {
	dir := gittest.Make(t, `
write kept.log.md "tracked, although it matches"
commit "Before"
write .gitignore "*.log.md"
write sub/.gitignore "/only-here"
commit "Ignore"
write x.log.md ignored
write sub/deep/y.log.md ignored
write sub/only-here/z.md ignored
write only-here/z.md read
`)
	s := snapshot(t, source.Options{Location: dir})
	same(t, "files", listed(s), `
.gitignore (9 bytes)
kept.log.md: tracked, although it matches
only-here/z.md: read
sub/.gitignore (11 bytes)
`)
	s = snapshot(t, source.Options{Location: filepath.Join(dir, "sub")})
	same(t, "files of sub", listed(s), ".gitignore (11 bytes)\n")
	// Naming an ignored folder means to read it.
	s = snapshot(t, source.Options{Location: filepath.Join(dir, "sub", "only-here")})
	same(t, "files of sub/only-here", listed(s), "z.md: ignored\n")
}

func TestTooManyFilesIsAnError(t *testing.T) {
	dir := gittest.Make(t, twoYears)
	for _, rev := range []string{"", "HEAD"} {
		r := open(t, source.Options{Location: dir, Rev: rev, MaxFiles: 2})
		if _, err := r.Snapshot(context.Background(), texts); err == nil || !strings.Contains(err.Error(), "more than 2 files") {
			t.Errorf("the error is %v", err)
		}
	}
}

func TestReadingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	r := open(t, source.Options{Location: gittest.Make(t, twoYears)})
	cancel()
	_, err := r.Snapshot(ctx, texts)
	_, err2 := r.History(ctx, []string{"incidents/a.md"})
	if !errors.Is(err, context.Canceled) || !errors.Is(err2, context.Canceled) {
		t.Errorf("Snapshot: %v, History: %v", err, err2)
	}
}

func TestTheSameSourceGivesTheSameSnapshot(t *testing.T) {
	dir := gittest.Make(t, twoYears)
	gittest.Git(t, dir, "gc", "--quiet")
	first := snapshot(t, source.Options{Location: dir, Rev: "HEAD"})
	for range 20 {
		again := snapshot(t, source.Options{Location: dir})
		if listed(again) != listed(first) || !slices.EqualFunc(again.Files, first.Files, func(a, b source.File) bool { return a.Hash == b.Hash }) {
			t.Fatal("two snapshots differ")
		}
	}
}
