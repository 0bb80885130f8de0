package source_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

const hostileTree = `
write incidents/good.md good
symlink /etc/passwd incidents/passwd.md
symlink .. incidents/up
symlink loop.md incidents/loop.md
symlink incidents linked
submodule vendor/other
write CASE.md upper
write case.md lower
write "caf\u00e9.md" composed
write "cafe\u0301.md" decomposed
`

// oddNames are names that a file system may hold.
const oddNames = `
write "incidents/new\nline.md" x
write "incidents/\x1b]8;;https:evil\x07.md" x
write "incidents/not-utf8-\xff.md" x
write "incidents/back\\slash.md" x
`

// forgedNames are names that only a forged tree can hold.
const forgedNames = `
write incidents/../../outside.md x
write incidents/./dot.md x
write incidents/.git/config x
write .GIT/hooks/post-checkout x
`

func TestNothingIsFollowedOutOfTheSource(t *testing.T) {
	const goodFiles = "CASE.md: upper\ncafe\u0301.md: decomposed\ncaf\u00e9.md: composed\ncase.md: lower\nincidents/good.md: good\n"
	findings := `
error source/name-collision café.md: "cafe\u0301.md" and "caf\u00e9.md" are one name where case or the writing of accents does not count
error source/name-collision case.md: CASE.md and case.md are one name where case or the writing of accents does not count
`
	links := `
warning source/symlink incidents/loop.md: the symbolic link incidents/loop.md is not followed
warning source/symlink incidents/passwd.md: the symbolic link incidents/passwd.md is not followed
warning source/symlink incidents/up: the symbolic link incidents/up is not followed
warning source/symlink linked: the symbolic link linked is not followed
warning source/submodule vendor/other: the submodule vendor/other is not read
`
	odd := []string{`"incidents/new\nline.md"`, `"incidents/\x1b]8;;https:evil\a.md"`, `"incidents/not-utf8-\xff.md"`, `incidents/back\slash.md`}
	forged := []string{"the folder incidents/.. is", "the folder incidents/. is", "the folder incidents/.git is", "the folder .GIT is"}
	for name, c := range map[string]struct {
		options source.Options
		odd     []string
	}{
		"work tree": {source.Options{Location: gittest.Make(t, hostileTree+"commit All\n"+oddNames)}, odd},
		"revision":  {source.Options{Location: gittest.Bare(t, hostileTree+oddNames+forgedNames+"commit All\n")}, append(odd, forged...)},
	} {
		t.Run(name, func(t *testing.T) {
			s := snapshot(t, c.options)
			same(t, "files", listed(s), goodFiles)
			got := found(s)
			for _, want := range append(strings.Split(strings.TrimSpace(findings+links), "\n"), c.odd...) {
				if want != "" && !strings.Contains(got, want) {
					t.Errorf("no finding says %s", want)
				}
			}
			if n := strings.Count(got, "odd-name"); n < len(c.odd) {
				t.Errorf("%d odd names, want %d", n, len(c.odd))
			}
			if strings.ContainsAny(got, "\x1b\x07\r") {
				t.Errorf("control characters got into a finding: %q", got)
			}
			if t.Failed() {
				t.Log(got)
			}
		})
	}
}

func TestAFolderThatBecomesALinkIsNotFollowed(t *testing.T) {
	dir, outside := gittest.Make(t, "write incidents/a.md a\ncommit All\n"), t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret.md"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	// The swap happens in the middle of the walk, when the first file of the
	// folder is asked for.
	incidents := filepath.Join(dir, "incidents")
	r := open(t, source.Options{Location: dir})
	s, err := r.Snapshot(context.Background(), func(p string) source.Kind {
		if p == "incidents/a.md" {
			if err := errors.Join(os.Rename(incidents, incidents+".old"), os.Symlink(outside, incidents)); err != nil {
				t.Fatal(err)
			}
		}
		return source.Text
	})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(listed(s), "secret") || !strings.Contains(found(s), "source/unreadable incidents/a.md") {
		t.Errorf("files:\n%sfindings:\n%s", listed(s), found(s))
	}
}

func TestAFileThatMayNotBeReadIsAFinding(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := gittest.Make(t, "write a.md a\nwrite b.md b\ncommit All\n")
	if err := os.Chmod(filepath.Join(dir, "a.md"), 0); err != nil {
		t.Fatal(err)
	}
	s := snapshot(t, source.Options{Location: dir})
	same(t, "files", listed(s), "b.md: b\n")
	if !strings.Contains(found(s), "source/unreadable a.md") {
		t.Error(found(s))
	}
}

func TestATextThatIsTooLargeIsListedWithoutItsContent(t *testing.T) {
	dir := gittest.Make(t, "write large.md "+strings.Repeat("x", 100)+"\nwrite edge.md "+strings.Repeat("x", 63)+"\ncommit All\n")
	gittest.Git(t, dir, "gc", "--quiet")
	for _, rev := range []string{"", "HEAD"} {
		s := snapshot(t, source.Options{Location: dir, Rev: rev, MaxFile: 64})
		same(t, "findings", found(s), "error source/too-large large.md: the file has 101 bytes, more than the 64 that are read\n")
		if len(s.Files) != 2 || s.Files[1].Data != nil || s.Files[1].Size != 101 || len(s.Files[0].Data) != 64 || s.Dirty {
			t.Errorf("%+v", s)
		}
	}
}

// TestABrokenRepositoryGivesAnErrorAndNoPanic damages packs, their indexes,
// loose objects and references, at random but always alike, and asks that
// reading ends, with the truth or with an error.
func TestABrokenRepositoryGivesAnErrorAndNoPanic(t *testing.T) {
	a := &author{Rand: rand.New(rand.NewPCG(3, 3))}
	files, last := tree{}, 0
	a.change(files, true)
	last = a.commit(files)
	for range 20 {
		a.change(files, true)
		last = a.commit(files, last)
	}
	packed := a.repository(t)
	gittest.Git(t, packed, "gc", "--quiet")
	loose := gittest.Make(t, twoYears)
	failed := 0
	for name, dir := range map[string]string{"packed": packed, "loose": filepath.Join(loose, ".git")} {
		for seed := range uint64(100) {
			random := rand.New(rand.NewPCG(seed, 9))
			broken := t.TempDir()
			if err := os.CopyFS(broken, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			what := damage(t, broken, random)
			done := make(chan error, 1)
			time.AfterFunc(0, func() { done <- readAll(broken) })
			select {
			case err := <-done:
				if err != nil {
					failed++
				}
				if err != nil && strings.Contains(err.Error(), "seems to be broken") {
					t.Errorf("%s, seed %d, %s: a panic was caught: %v", name, seed, what, err)
				}
			case <-time.After(20 * time.Second):
				t.Fatalf("%s, seed %d, %s: reading does not end", name, seed, what)
			}
		}
	}
	if failed < 70 {
		t.Errorf("only %d of 200 damages were noticed", failed)
	}
}

func readAll(dir string) error {
	r, err := source.Open(context.Background(), source.Options{Location: dir})
	if err != nil {
		return err
	}
	defer r.Close()
	s, err := r.Snapshot(context.Background(), texts)
	if err != nil {
		return err
	}
	var paths []string
	for _, f := range s.Files {
		paths = append(paths, f.Path)
	}
	_, err = r.History(context.Background(), paths)
	return err
}

// damage cuts a file of a repository short, or changes bytes of it.
func damage(t *testing.T, dir string, random *rand.Rand) string {
	var names []string
	filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, name)
		if err == nil && d.Type().IsRegular() && (strings.HasPrefix(rel, "objects") || strings.HasPrefix(rel, "refs") || !strings.Contains(rel, "/")) {
			names = append(names, name)
		}
		return err
	})
	name := names[random.IntN(len(names))]
	if packs, _ := filepath.Glob(filepath.Join(dir, "objects", "pack", "*")); len(packs) > 0 && random.IntN(2) == 0 {
		name = packs[random.IntN(len(packs))]
	}
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	what := "cut"
	if random.IntN(3) == 0 {
		content = content[:random.IntN(len(content)+1)]
	} else {
		what = "changed"
		for range 1 + random.IntN(8) {
			if len(content) > 0 {
				content[random.IntN(len(content))] = byte(random.IntN(256))
			}
		}
	}
	if err := errors.Join(os.Remove(name), os.WriteFile(name, content, 0o644)); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s %s", what, name)
}
