package source_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// forge is a bare repository whose objects are written as they are, also those
// that git itself refuses.
type forge struct {
	t   *testing.T
	dir string
}

func newForge(t *testing.T) forge {
	dir := t.TempDir()
	gittest.Git(t, dir, "init", "--quiet", "--bare")
	return forge{t, dir}
}

func (f forge) object(kind, content string) string {
	return strings.TrimSpace(gittest.GitInput(f.t, f.dir, strings.NewReader(content), "hash-object", "-t", kind, "-w", "--literally", "--stdin"))
}

func (f forge) commit(tree string) {
	f.t.Helper()
	h := f.object("commit", "tree "+tree+"\nauthor A <a@example.org> 1577836800 +0000\ncommitter A <a@example.org> 1577836800 +0000\n\nForged\n")
	if err := os.WriteFile(filepath.Join(f.dir, "refs", "heads", "main"), []byte(h+"\n"), 0o644); err != nil {
		f.t.Fatal(err)
	}
}

func entry(mode, name, hash string) string {
	h, _ := hex.DecodeString(hash)
	return mode + " " + name + "\x00" + string(h)
}

// Trees that git itself refuses to write, or to check out, are read as far as
// they mean something, or give one error: never a panic, a path elsewhere, or
// a wait without end.
func TestATreeThatGitWouldRefuse(t *testing.T) {
	f := newForge(t)
	blob := f.object("blob", "text\n")
	empty := f.object("tree", "")
	good := entry("100644", "good.md", blob)
	bomb := func(leaf string) string {
		for range 12 {
			var tree strings.Builder
			for i := range 10 {
				tree.WriteString(entry("40000", fmt.Sprintf("d%d", i), leaf))
			}
			leaf = f.object("tree", tree.String())
		}
		return leaf
	}
	links := ""
	for i := range 5000 {
		links += entry("120000", fmt.Sprintf("l%04d", i), blob)
	}
	links = f.object("tree", links)
	deep := empty
	for range 100 {
		deep = f.object("tree", entry("40000", "d", deep))
	}
	for name, c := range map[string]struct{ tree, files, problem string }{
		"a name with a slash":             {tree: entry("100644", "a/../../b.md", blob) + good, files: "good.md: text\n", problem: "a/../../b.md is passed over: its name leads elsewhere"},
		"an absolute name":                {tree: entry("100644", "/etc/b.md", blob) + good, files: "good.md: text\n", problem: "is absolute"},
		"two of one name":                 {tree: good + good, files: "good.md: text\ngood.md: text\n", problem: "good.md and good.md are one name"},
		"a file and a folder of one name": {tree: good + entry("40000", "good.md", empty), files: "good.md: text\n"},
		"out of order":                    {tree: entry("100644", "z.md", blob) + good, files: "good.md: text\nz.md: text\n"},
		"no name":                         {tree: entry("100644", "", blob), problem: "tree"},
		"a huge mode":                     {tree: entry("7777777777", "a.md", blob), problem: "tree"},
		"mode 0":                          {tree: entry("0", "a.md", blob) + good, files: "good.md: text\n", problem: "a.md is a pipe, socket or device"},
		"a mode that is no number":        {tree: entry("10x644", "a.md", blob), problem: "tree"},
		"a setuid file":                   {tree: entry("104755", "a.md", blob), files: "a.md: text\n"},
		"a device":                        {tree: entry("20000", "a.md", blob), problem: "a.md is a pipe, socket or device"},
		"cut short":                       {tree: good[:len(good)-3], problem: "tree"},
		"a folder that is a file":         {tree: entry("40000", "dir", blob), problem: "not a tree"},
		"a file that is a folder":         {tree: entry("100644", "a.md", empty), problem: "a.md"},
		"a file that is not there":        {tree: entry("100644", "a.md", strings.Repeat("ab", 20)), problem: "a.md"},
		"a folder that is not there":      {tree: entry("40000", "a", strings.Repeat("ab", 20)), problem: "the object is missing"},
		"folders within folders":          {tree: entry("40000", "a", deep) + good, files: "good.md: text\n", problem: "more than 64 folders deep"},
		"a bomb of empty folders":         {tree: entry("40000", "a", bomb(empty)), problem: "200000 folders"},
		"a bomb of links":                 {tree: entry("40000", "a", bomb(links)), problem: "more than 1000000 names"},
		"many links":                      {tree: entry("40000", "a", links) + good, files: "good.md: text\n", problem: "is not followed; the same holds for 4000 more"},
	} {
		t.Run(name, func(t *testing.T) {
			f.commit(f.object("tree", c.tree))
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			r := open(t, source.Options{Location: f.dir})
			s, err := r.Snapshot(ctx, texts)
			got := ""
			if err == nil {
				same(t, "files", listed(s), c.files)
				got = found(s)
				var paths []string
				for _, f := range s.Files {
					paths = append(paths, f.Path)
				}
				if _, err := r.History(ctx, paths); err != nil {
					t.Errorf("the history says %v", err)
				}
			} else if c.files != "" {
				t.Errorf("nothing is read: %v", err)
			}
			if got += fmt.Sprint(err); !strings.Contains(got, c.problem) || strings.Contains(got, "seems to be broken") || ctx.Err() != nil {
				t.Errorf("it says %s, want %q", got, c.problem)
			}
		})
	}
}
