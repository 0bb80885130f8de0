package source_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// storm does something to the folder, again and again until the test ends.
func storm(t *testing.T, do func() error) {
	t.Helper()
	var wg sync.WaitGroup
	end := make(chan struct{})
	wg.Go(func() {
		for {
			select {
			case <-end:
				return
			default:
				if err := do(); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	t.Cleanup(func() { close(end); wg.Wait() })
}

// While files are saved in every way that editors have, each has its content
// of before or of after, whole; or there is a finding about it, or it is gone.
// Of one that is written where it stands, there may be the beginning: to nobody
// but its writer is that another file than a short one. It is never a mix.
func TestAFileThatIsBeingSavedIsOldOrNew(t *testing.T) {
	dir := t.TempDir()
	contents := []string{strings.Repeat("old\n", 20_000), strings.Repeat("newer\n", 30_000)}
	n := map[string]int{}
	next := func(name string) []byte { n[name]++; return []byte(contents[n[name]%2]) }
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"renamed.md", "emptied.md", "removed.md", "still.md"} {
		if err := os.WriteFile(at(name), []byte(contents[0]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex // of n
	content := func(name string) []byte { mu.Lock(); defer mu.Unlock(); return next(name) }
	storm(t, func() error {
		return errors.Join(os.WriteFile(at("new~"), content("renamed.md"), 0o644), os.Rename(at("new~"), at("renamed.md")))
	})
	storm(t, func() error { return os.WriteFile(at("emptied.md"), content("emptied.md"), 0o644) })
	storm(t, func() error {
		return errors.Join(os.Remove(at("removed.md")), os.WriteFile(at("removed.md"), content("removed.md"), 0o644))
	})
	read, lost := 0, 0
	for range 60 {
		s := snapshot(t, source.Options{Location: dir})
		there := map[string]bool{}
		for _, f := range s.Files {
			if !strings.HasSuffix(f.Path, ".md") {
				continue
			}
			there[f.Path] = true
			read++
			got := string(f.Data)
			whole := got == contents[0] || got == contents[1]
			part := strings.HasPrefix(contents[0], got) || strings.HasPrefix(contents[1], got)
			if !whole && (!part || f.Path == "renamed.md" || f.Path == "still.md") {
				t.Errorf("%s has %d bytes that are neither the old content nor the new", f.Path, len(got))
			}
		}
		for _, name := range []string{"renamed.md", "emptied.md", "still.md"} {
			if !there[name] {
				lost++
				if !strings.Contains(found(s), "source/unreadable "+name) {
					t.Errorf("%s is missing, and nothing says so: %s", name, found(s))
				}
			}
		}
		if !there["still.md"] {
			t.Error("a file that nobody writes is missing")
		}
	}
	t.Logf("%d files were read, %d were reported instead", read, lost)
}

// A commit is read as it is, whatever happens to the branch and to the work
// tree in the middle of it.
func TestACommitIsReadAsOneWhileTheBranchMoves(t *testing.T) {
	dir := gittest.Make(t, "write a.md old\nwrite b.md old\ncommit First\n")
	r := open(t, source.Options{Location: dir, Rev: "HEAD"})
	moved := false
	s, err := r.Snapshot(context.Background(), func(string) source.Kind {
		if !moved {
			moved = true
			for _, name := range []string{"a.md", "b.md"} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte("new"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			gittest.Git(t, dir, "add", ".")
			gittest.Git(t, dir, "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "--quiet", "-m", "Second")
		}
		return source.Text
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "files", listed(s), "a.md: old\nb.md: old\n")
}
