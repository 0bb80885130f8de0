package output

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func write(t *testing.T, s *Stage, name, text string) {
	t.Helper()
	if err := s.Write(name, func(w io.Writer) error { _, err := io.WriteString(w, text); return err }); err != nil {
		t.Fatal(err)
	}
}

func begin(t *testing.T, dir string) *Stage {
	t.Helper()
	s, err := Begin(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// leftovers lists what stands beside the output.
func leftovers(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".retrowiki-stage-*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestOutputChangesAllAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "_site")
	s := begin(t, dir)
	write(t, s, "index.html", "one")
	write(t, s, "old/page.html", "old")
	if _, err := os.Stat(dir); err == nil {
		t.Error("the output can be seen before Commit")
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	s = begin(t, dir)
	write(t, s, "index.html", "two")
	if got := read(t, filepath.Join(dir, "index.html")); got != "one" {
		t.Errorf("before the second Commit index.html is %q, want the first build's", got)
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	if got := read(t, filepath.Join(dir, "index.html")); got != "two" {
		t.Errorf("index.html is %q, want the second build's", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "old")); err == nil {
		t.Error("a page of the first build is still there")
	}
	if left := leftovers(t, dir); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestAbortLeavesTheOutputAsItWas(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "_site")
	s := begin(t, dir)
	write(t, s, "index.html", "one")
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	s = begin(t, dir)
	write(t, s, "index.html", "two")
	if err := s.Abort(); err != nil {
		t.Fatal(err)
	}
	if got := read(t, filepath.Join(dir, "index.html")); got != "one" || leftovers(t, dir) != nil {
		t.Errorf("after Abort index.html is %q, left behind %v", got, leftovers(t, dir))
	}
}

func TestAFolderOfSomebodyElseIsNeverReplaced(t *testing.T) {
	for name, spoil := range map[string]func(dir string) error{
		"no manifest": func(dir string) error { return os.WriteFile(filepath.Join(dir, "thesis.doc"), nil, 0o644) },
		"a file beside ours": func(dir string) error {
			return errors.Join(os.WriteFile(filepath.Join(dir, Manifest), []byte("index.html\n"), 0o644),
				os.WriteFile(filepath.Join(dir, "thesis.doc"), nil, 0o644))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := spoil(dir); err != nil {
				t.Fatal(err)
			}
			_, err := Begin(dir)
			var foreign *ForeignError
			if !errors.As(err, &foreign) || !strings.Contains(err.Error(), "thesis.doc") {
				t.Errorf("Begin = %v, want a ForeignError that names thesis.doc", err)
			}
		})
	}
}

func TestAFileThatAppearsDuringTheBuildIsKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "_site")
	s := begin(t, dir)
	write(t, s, "index.html", "one")
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	s = begin(t, dir)
	write(t, s, "index.html", "two")
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(); err == nil {
		t.Error("Commit replaced a folder with a foreign file")
	}
	if got := read(t, filepath.Join(dir, "notes.txt")); got != "mine" {
		t.Errorf("notes.txt is %q", got)
	}
}

func TestNoPathLeavesTheFolder(t *testing.T) {
	s := begin(t, filepath.Join(t.TempDir(), "_site"))
	defer s.Abort()
	for _, name := range []string{"../x", "/x", "a/../../x", "", ".", "a\\b", "a:b", "a\x00b", "a//b", "a/"} {
		if err := s.Write(name, func(io.Writer) error { return nil }); err == nil {
			t.Errorf("Write(%q) was allowed", name)
		}
	}
}

func TestTwoPagesWithOnePathAreRefused(t *testing.T) {
	for _, names := range [][2]string{{"a/index.html", "a/index.html"}, {"tags/C.html", "tags/c.html"}} {
		s := begin(t, filepath.Join(t.TempDir(), "_site"))
		write(t, s, names[0], "")
		err := s.Write(names[1], func(io.Writer) error { return nil })
		var collision *CollisionError
		if !errors.As(err, &collision) {
			t.Errorf("writing %s and %s: %v, want a CollisionError", names[0], names[1], err)
		}
		s.Abort()
	}
}

func TestAKilledBuildIsClearedAwayAndARunningOneIsNot(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "_site")
	killed := filepath.Join(filepath.Dir(dir), ".retrowiki-stage-killed")
	if err := os.MkdirAll(filepath.Join(killed, "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	running := begin(t, dir)
	write(t, running, "index.html", "running")
	other := begin(t, filepath.Join(filepath.Dir(dir), "another"))
	if _, err := os.Stat(killed); err == nil {
		t.Error("the killed build's folder is still there")
	}
	if err := errors.Join(other.Abort(), running.Commit()); err != nil {
		t.Errorf("the running build was disturbed: %v", err)
	}
}

// Of two builds of one folder, one writes it and the other says so at once; a
// build of another folder beside it goes on.
func TestTwoBuildsAtOnceNeverMix(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "_site")
	var wg sync.WaitGroup
	for build := range 8 {
		wg.Go(func() {
			s, err := Begin(dir)
			if err != nil {
				if !errors.As(err, new(*BusyError)) {
					t.Error(err)
				}
				return
			}
			for page := range 20 {
				s.Write(fmt.Sprintf("%d.html", page), func(w io.Writer) error { _, err := fmt.Fprint(w, build); return err })
			}
			if err := s.Commit(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	first := read(t, filepath.Join(dir, "0.html"))
	for page := range 20 {
		if got := read(t, filepath.Join(dir, fmt.Sprintf("%d.html", page))); got != first {
			t.Fatalf("page %d is of build %s, page 0 of build %s", page, got, first)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), ".*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestSwapInTwoSteps(t *testing.T) {
	parent := t.TempDir()
	stage, dir := filepath.Join(parent, "stage"), filepath.Join(parent, "dir")
	for name, text := range map[string]string{stage: "new", dir: "old"} {
		if err := errors.Join(os.Mkdir(name, 0o755), os.WriteFile(filepath.Join(name, "f"), []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := swapInTwo(stage, dir); err != nil {
		t.Fatal(err)
	}
	if got, old := read(t, filepath.Join(dir, "f")), read(t, filepath.Join(stage, "f")); got != "new" || old != "old" {
		t.Errorf("after the swap dir has %q and stage %q", got, old)
	}
}

func TestWriteFileReplacesInOneStep(t *testing.T) {
	name := filepath.Join(t.TempDir(), "new", "state.json")
	for _, text := range []string{"one", "two"} {
		if err := WriteFile(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got := read(t, name); got != text {
			t.Errorf("%s holds %q, want %q", name, got, text)
		}
	}
	if entries, _ := os.ReadDir(filepath.Dir(name)); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}
