package output_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/retrowiki/retrowiki/generator/output"
)

func TestReplaceKeepsTheModeAndFollowsNoLink(t *testing.T) {
	dir := t.TempDir()
	file, link, locked := filepath.Join(dir, "a.md"), filepath.Join(dir, "link.md"), filepath.Join(dir, "locked.md")
	for name, mode := range map[string]os.FileMode{file: 0o640, locked: 0o440} {
		if err := os.WriteFile(name, []byte("old"), mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(file, link); err != nil {
		t.Skip(err)
	}
	if output.Replace(link, []byte("new")) == nil || output.Replace(locked, []byte("new")) == nil || output.Replace(filepath.Join(dir, "none"), nil) == nil {
		t.Error("a link, a read-only file or one that is not there was replaced")
	}
	if err := output.Replace(file, []byte("new")); err != nil {
		t.Fatal(err)
	}
	info, _ := os.Stat(file)
	if content, _ := os.ReadFile(file); string(content) != "new" || info.Mode().Perm() != 0o640 {
		t.Errorf("%q with mode %v", content, info.Mode())
	}
	if left, _ := os.ReadDir(dir); len(left) != 3 {
		t.Errorf("left behind: %v", left)
	}
}
