package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// failing is a disk whose n-th operation, and all after it, fail as on a full
// disk.
type failing struct {
	left int
	did  int
}

func (f *failing) fails() error {
	f.did++
	if f.left--; f.left < 0 {
		return syscall.ENOSPC
	}
	return nil
}

type failingFile struct {
	io.WriteCloser
	*failing
}

func (f failingFile) Write(p []byte) (int, error) {
	if err := f.fails(); err != nil {
		n, _ := f.WriteCloser.Write(p[:len(p)/2]) // a full disk takes a part
		return n, err
	}
	return f.WriteCloser.Write(p)
}

func (f failingFile) Close() error { return errors.Join(f.WriteCloser.Close(), f.fails()) }

func (f *failing) disk() disk {
	d := realDisk
	mode := func(do func(string, os.FileMode) error) func(string, os.FileMode) error {
		return func(path string, m os.FileMode) error {
			if err := f.fails(); err != nil {
				return &fs.PathError{Op: "change", Path: path, Err: err}
			}
			return do(path, m)
		}
	}
	d.mkdirAll, d.mkdir, d.chmod = mode(d.mkdirAll), mode(d.mkdir), mode(d.chmod)
	d.mkdirTemp = func(dir, pattern string) (string, error) {
		if err := f.fails(); err != nil {
			return "", err
		}
		return realDisk.mkdirTemp(dir, pattern)
	}
	d.openLock = func(path string) (*os.File, error) {
		if err := f.fails(); err != nil {
			return nil, err
		}
		return realDisk.openLock(path)
	}
	d.create = func(path string) (io.WriteCloser, error) {
		if err := f.fails(); err != nil {
			return nil, err
		}
		file, err := realDisk.create(path)
		return failingFile{file, f}, err
	}
	d.link = func(old, new string) error {
		if err := f.fails(); err != nil {
			return err
		}
		return realDisk.link(old, new)
	}
	d.swap = func(stage, dir string) error {
		if err := f.fails(); err != nil {
			return err
		}
		return realDisk.swap(stage, dir)
	}
	return d
}

// wiki writes a site of some files that all say which one it is.
func wiki(dir, generation string, d disk) error {
	s, err := beginOn(dir, d)
	if err != nil {
		return err
	}
	for _, name := range []string{"index.html", "a/index.html", "a/b/c.html", "search/x.js", "large.html"} {
		text := generation
		if name == "large.html" {
			text = strings.Repeat(generation+"\n", 20_000)
		}
		if err := s.Write(name, func(w io.Writer) error { _, err := io.WriteString(w, text); return err }); err != nil {
			return errors.Join(err, s.Abort())
		}
	}
	return s.Commit()
}

// generationOf is which site a folder holds; it fails the test if it is a mix,
// or not whole.
func generationOf(t *testing.T, dir string) string {
	t.Helper()
	manifest, err := os.ReadFile(filepath.Join(dir, Manifest))
	if err != nil {
		t.Fatal(err)
	}
	generation := ""
	for name := range strings.FieldsSeq(string(manifest)) {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatalf("a file of the manifest: %v", err)
		}
		if name == Manifest {
			continue
		}
		lines := strings.Fields(string(content))
		if name == "large.html" && len(lines) != 20_000 {
			t.Fatalf("%s has %d lines", name, len(lines))
		}
		for _, line := range lines {
			if generation == "" {
				generation = line
			}
			if line != generation {
				t.Fatalf("%s is of %q, others of %q", name, line, generation)
			}
		}
	}
	return generation
}

// Whatever step fails, the old site stays, whole, and nothing is left beside
// it.
func TestADiskThatFailsAtAnyStepLeavesTheOldSite(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	if err := wiki(dir, "old", realDisk); err != nil {
		t.Fatal(err)
	}
	all := &failing{left: 1 << 30}
	if err := wiki(filepath.Join(t.TempDir(), "site"), "count", all.disk()); err != nil {
		t.Fatal(err)
	}
	if all.did < 20 {
		t.Fatalf("only %d steps can fail", all.did)
	}
	for n := range all.did {
		f := &failing{left: n}
		err := wiki(dir, "new", f.disk())
		if f.did <= n { // fewer steps than without a site to replace
			continue
		}
		if err == nil || !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("step %d fails, and the build says %v", n, err)
		}
		if got := generationOf(t, dir); got != "old" {
			t.Fatalf("step %d fails, and the site is %q", n, got)
		}
		if left, _ := filepath.Glob(filepath.Join(parent, ".*")); len(left) > 0 {
			t.Fatalf("step %d fails, and %v is left", n, left)
		}
	}
	if err := wiki(dir, "new", realDisk); err != nil || generationOf(t, dir) != "new" {
		t.Error("the next build does not go well", err)
	}
	t.Logf("%d steps were made to fail", all.did)
}

// A build that is killed, at any moment, leaves a whole site: that of before, or
// its own. What it was making is cleared away by the next one.
func TestABuildThatIsKilledLeavesAWholeSite(t *testing.T) {
	if dir := os.Getenv("RETROWIKI_TEST_BUILD_FOR_EVER"); dir != "" {
		for n := 0; ; n++ {
			if err := wiki(dir, fmt.Sprint("generation-", n), realDisk); err != nil {
				fmt.Println(err)
				os.Exit(1)
			}
		}
	}
	if testing.Short() {
		t.Skip("kills many processes")
	}
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	if err := wiki(dir, "generation-old", realDisk); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(8, 5))
	seen := map[string]bool{}
	const kills = 100
	for range kills {
		command := exec.Command(os.Args[0], "-test.run=TestABuildThatIsKilledLeavesAWholeSite")
		command.Env = append(os.Environ(), "RETROWIKI_TEST_BUILD_FOR_EVER="+dir)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(5+r.IntN(60)) * time.Millisecond)
		_ = command.Process.Kill()
		_ = command.Wait()
		seen[generationOf(t, dir)] = true
	}
	if len(seen) < 3 {
		t.Errorf("of %d killed builds, the site was only ever of %v", kills, seen)
	}
	if err := wiki(dir, "generation-last", realDisk); err != nil || generationOf(t, dir) != "generation-last" {
		t.Fatal("the next build does not go well", err)
	}
	if left, _ := filepath.Glob(filepath.Join(parent, ".*")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}
