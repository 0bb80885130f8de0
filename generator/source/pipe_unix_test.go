//go:build unix

package source_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/retrowiki/retrowiki/generator/source"
)

func TestPipesAreNotOpened(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.md"), 0o600); err != nil {
		t.Skip(err)
	}
	s := snapshot(t, source.Options{Location: dir})
	same(t, "files", listed(s), "")
	same(t, "findings", found(s), "warning source/irregular pipe.md: pipe.md is a pipe, socket or device and is not read\n")
}
