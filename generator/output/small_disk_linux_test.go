package output

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// On a disk that really is too small for a second site, in bytes or in files,
// the old site stays whole, the message names what could not be written, and
// nothing is left that takes the room of the next build.
func TestASmallDiskLeavesTheOldSite(t *testing.T) {
	for name, size := range map[string]string{"bytes": "size=300k", "inodes": "size=8m,nr_inodes=18"} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			if err := syscall.Mount("tmpfs", parent, "tmpfs", 0, size); errors.Is(err, syscall.EPERM) {
				t.Skip("this test mounts a small disk, which the system does not permit here: run it as root with CAP_SYS_ADMIN")
			} else if err != nil {
				t.Fatal(err)
			}
			defer syscall.Unmount(parent, syscall.MNT_DETACH)
			dir := filepath.Join(parent, "site")
			if err := wiki(dir, "old", realDisk); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				err := wiki(dir, "new-generation", realDisk)
				if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "write ") {
					t.Fatalf("the second build says %v", err)
				}
				if got := generationOf(t, dir); got != "old" {
					t.Fatalf("the site is %q", got)
				}
				if left, _ := filepath.Glob(filepath.Join(parent, ".*")); len(left) > 0 {
					t.Fatalf("%v is left", left)
				}
			}
		})
	}
}
