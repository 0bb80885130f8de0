package source_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// size reads how large the benchmark's repository is, so that it is quick by
// default: RETROWIKI_FILES=10000 RETROWIKI_COMMITS=50000 is the real one.
func size(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// grown makes a bare repository of so many incidents, each in the folder of
// its year, that grew in so many commits: first one for each new incident and
// then edits of any, one in a hundred a rename.
func grown(t testing.TB, files, commits int) (dir string, paths []string) {
	t.Helper()
	dir = os.Getenv("RETROWIKI_REPOSITORY")
	if dir == "" {
		dir = t.TempDir()
	}
	paths = make([]string, files)
	versions := make([]int, files)
	random := rand.New(rand.NewPCG(1, uint64(files)))
	var stream bytes.Buffer
	_, err := os.Stat(filepath.Join(dir, "HEAD"))
	made := err == nil
	write := func(i int) {
		if made {
			return
		}
		var text strings.Builder
		fmt.Fprintf(&text, "---\ntitle: Incident %d\nseverity: SEV%d\n---\n", i, i%5+1)
		for line := range 60 {
			fmt.Fprintf(&text, "- 03:%02d - what %d and %d did to incident %d\n", line, line*i%97, (line+i)%89, i)
		}
		for v := range versions[i] {
			fmt.Fprintf(&text, "Edited a %d. time.\n", v+1)
		}
		fmt.Fprintf(&stream, "M 100644 inline %s\ndata %d\n%s\n", paths[i], text.Len(), text.String())
	}
	for c := range commits {
		message := fmt.Sprintf("Commit %d", c)
		fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter Person %d <p%d@example.org> %d +0000\ndata %d\n%s\n", c%37, c%37, 1_400_000_000+c*60, len(message), message)
		i := c
		if c >= files {
			i = random.IntN(files)
			versions[i]++
		} else {
			paths[i] = fmt.Sprintf("incidents/%d/2014-01-01-incident-%06d.md", 2004+i*20/files, i)
		}
		if c >= files && c%100 == 0 {
			old := paths[i]
			paths[i] = strings.TrimSuffix(old, ".md") + "-again.md"
			fmt.Fprintf(&stream, "R %s %s\n", old, paths[i])
		}
		write(i)
		stream.WriteByte('\n')
	}
	if made {
		return dir, paths
	}
	gittest.Git(t, ".", "init", "--quiet", "--bare", "--initial-branch=main", dir)
	gittest.GitInput(t, dir, &stream, "fast-import", "--quiet")
	gittest.Git(t, dir, "gc", "--quiet")
	return dir, paths
}

// BenchmarkHistory reads the history of every incident, and lets git list the
// changed files of the same commits, which follows no rename.
func BenchmarkHistory(b *testing.B) {
	dir, paths := grown(b, size("RETROWIKI_FILES", 500), size("RETROWIKI_COMMITS", 2500))
	b.Run("retrowiki", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r, err := source.Open(context.Background(), source.Options{Location: dir})
			if err != nil {
				b.Fatal(err)
			}
			h, err := r.History(context.Background(), paths)
			if err != nil {
				b.Fatal(err)
			}
			if f, ok := h.File(paths[0]); !ok || len(f.Commits) == 0 {
				b.Fatal("a file has no history")
			}
			r.Close()
		}
	})
	b.Run("git", func(b *testing.B) {
		for b.Loop() {
			if err := gittest.Command(b, dir, "log", "--name-only", "--format=%H", "main", "--", "incidents").Run(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
