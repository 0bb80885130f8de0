package source_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/source"
)

// A text of exactly the limit is read, one of a byte more is a finding that
// names the limit; the other files are read whatever one of them has.
func TestTheLimitOfATextIsExact(t *testing.T) {
	const limit = 1000
	for size, read := range map[int]bool{limit - 1: true, limit: true, limit + 1: false} {
		dir := t.TempDir()
		for name, n := range map[string]int{"a.md": size, "b.md": 1} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Repeat("x", n)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		s := snapshot(t, source.Options{Location: dir, MaxFile: limit})
		if got := strings.Contains(found(s), "source/too-large a.md"); got == read {
			t.Errorf("%d bytes: found %q", size, found(s))
		}
		if len(s.Files) != 2 || (s.Files[0].Data != nil) != read || string(s.Files[1].Data) != "x" {
			t.Errorf("%d bytes: files\n%.100s", size, listed(s))
		}
	}
}
