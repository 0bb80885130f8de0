package output

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// pages writes a site of files with their content.
func pages(t *testing.T, dir string, content map[string]string) {
	t.Helper()
	s, err := Begin(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"first.html", "same.html", "other.html", "end.html", "longer.html", "mode.html", "link.html", "large.html"} {
		if err := s.Write(name, func(w io.Writer) error { _, err := io.WriteString(w, content[name]); return err }); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
}

// A file that would be written again as it is stays the same file; everything
// else is a new one.
func TestAFileThatStaysAsItIsIsTakenOver(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	long := string(bytes.Repeat([]byte("text "), 40_000)) // more than is compared at once
	before := map[string]string{
		"first.html": "first", "same.html": long, "other.html": "a" + long, "end.html": long + "a", "longer.html": "short", "mode.html": "mode", "link.html": "link", "large.html": long + long,
	}
	pages(t, dir, before)
	stat := func() map[string]os.FileInfo {
		infos := map[string]os.FileInfo{}
		for name := range before {
			info, err := os.Lstat(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			infos[name] = info
		}
		return infos
	}
	path := func(name string) string { return filepath.Join(dir, name) }
	if err := os.Chmod(path("mode.html"), 0o600); err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Rename(path("link.html"), elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, path("link.html")); err != nil {
		t.Fatal(err)
	}
	old := stat()
	after := map[string]string{
		"first.html": "first", "same.html": long, "other.html": "b" + long, "end.html": long + "b", "longer.html": "longer", "mode.html": "mode", "link.html": "link", "large.html": long + long,
	}
	pages(t, dir, after)
	for name, info := range stat() {
		content, err := os.ReadFile(path(name))
		if err != nil || string(content) != after[name] {
			t.Errorf("%s holds %.20q: %v", name, content, err)
		}
		if !info.Mode().IsRegular() || info.Mode() != old["same.html"].Mode() {
			t.Errorf("%s has the mode %v", name, info.Mode())
		}
		// Of a site's first file it is not known yet which mode it will have,
		// and what is large is written as it comes.
		if got := os.SameFile(info, old[name]); got != (name == "same.html") {
			t.Errorf("%s is the same file: %t", name, got)
		}
	}
}
