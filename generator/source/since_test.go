package source_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// forked is a branch that changes, makes and removes files, while main goes on
// with others.
const forked = `
write wiki/a.md "a"
write wiki/b.md "b"
write wiki/gone.md "gone"
write wiki/graph.png "graph"
write other.md "outside"
commit "First"
tag fork
branch topic
write wiki/a.md "changed"
rm wiki/gone.md
write wiki/new.md "new"
commit "On the branch"
switch main
write wiki/b.md "changed on main"
commit "On main"
switch topic
`

func changed(t *testing.T, o source.Options, rev string) string {
	t.Helper()
	s := snapshot(t, o)
	c, err := s.ChangedSince(context.Background(), rev)
	if err != nil {
		return err.Error()
	}
	return strings.Join(slices.Sorted(maps.Keys(c.Files)), " ")
}

func TestChangedSinceIsWhatThePullRequestShows(t *testing.T) {
	dir := gittest.Make(t, forked)
	dirty := gittest.Make(t, forked+"write wiki/b.md \"not committed\"\nwrite wiki/graph.png \"another\"\n")
	for name, c := range map[string]struct {
		o         source.Options
		rev, want string
	}{
		"the base went on":           {source.Options{Location: dir}, "main", "wiki/a.md wiki/gone.md wiki/new.md"},
		"a tag":                      {source.Options{Location: dir}, "fork", "wiki/a.md wiki/gone.md wiki/new.md"},
		"itself":                     {source.Options{Location: dir}, "HEAD", ""},
		"a commit instead of a tree": {source.Options{Location: dir, Rev: "main"}, "topic", "wiki/b.md"},
		"a bare repository":          {source.Options{Location: gittest.Bare(t, forked), Rev: "topic"}, "main", "wiki/a.md wiki/gone.md wiki/new.md"},
		"a part of it":               {source.Options{Location: filepath.Join(dir, "wiki")}, "main", "a.md gone.md new.md"},
		"what is not committed":      {source.Options{Location: dirty}, "main", "wiki/a.md wiki/b.md wiki/gone.md wiki/graph.png wiki/new.md"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := changed(t, c.o, c.rev); got != c.want {
				t.Errorf("changed are %q, want %q", got, c.want)
			}
		})
	}
}

func TestChangedSinceSaysWhatIsMissing(t *testing.T) {
	origin := gittest.Make(t, forked)
	shallow := filepath.Join(t.TempDir(), "shallow")
	gittest.Git(t, ".", "clone", "--quiet", "--depth", "1", "--no-tags", "--no-single-branch", "file://"+origin, shallow)
	gittest.Git(t, shallow, "switch", "--quiet", "topic")
	single := filepath.Join(t.TempDir(), "single")
	gittest.Git(t, ".", "clone", "--quiet", "--depth", "1", "--branch", "topic", "file://"+origin, single)
	for name, c := range map[string]struct{ dir, rev, want string }{
		"a revision that is none":  {origin, "never", "no such branch"},
		"a branch not fetched":     {single, "origin/main", "fetch-depth: 0"},
		"a commit not fetched":     {single, strings.TrimSpace(gittest.Git(t, origin, "rev-parse", "main")), "fetch-depth: 0"},
		"too shallow":              {shallow, "origin/main", "fetch-depth: 0"},
		"a parent that is none":    {origin, "fork~1", "fetch-depth: 0"},
		"a folder without git":     {t.TempDir(), "main", "not in a git repository"},
		"a repository without one": {emptyRepository(t), "main", "nothing has been committed"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := changed(t, source.Options{Location: c.dir}, c.rev); !strings.Contains(got, c.want) {
				t.Errorf("it says %q, want %q", got, c.want)
			}
		})
	}
}

func emptyRepository(t *testing.T) string {
	dir := t.TempDir()
	gittest.Git(t, dir, "init", "--quiet")
	return dir
}

// Git itself is asked about the youngest common commit of commits that branch
// and join at random.
func TestTheCommonCommitIsGits(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	const commits = 40
	var history strings.Builder
	for i := range commits {
		when := 1_600_000_000 + 100*i
		fmt.Fprintf(&history, "commit refs/heads/c%d\nmark :%d\ncommitter A <a@example.org> %d +0000\ndata 1\nx\n", i, i+1, when)
		parents := map[int]bool{}
		for range random.IntN(3) {
			if i > 0 {
				parents[max(0, i-1-random.IntN(5))] = true
			}
		}
		word := "from"
		for _, p := range slices.Sorted(maps.Keys(parents)) {
			fmt.Fprintf(&history, "%s :%d\n", word, p+1)
			word = "merge"
		}
		fmt.Fprintf(&history, "M 100644 inline f.md\ndata 1\n%c\n", 'a'+rune(i%26))
	}
	dir := emptyRepository(t)
	gittest.GitInput(t, dir, strings.NewReader(history.String()), "fast-import", "--quiet")
	for range 60 {
		a, b := fmt.Sprintf("c%d", random.IntN(commits)), fmt.Sprintf("c%d", random.IntN(commits))
		c, err := snapshot(t, source.Options{Location: dir, Rev: a}).ChangedSince(context.Background(), b)
		out, failed := gittest.Command(t, dir, "merge-base", "--all", a, b).Output()
		if failed != nil {
			if err == nil || !strings.Contains(err.Error(), "no commit in common") {
				t.Errorf("%s and %s have nothing in common, but got %+v, %v", a, b, c, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s and %s: %v", a, b, err)
		} else if !slices.Contains(strings.Fields(string(out)), c.Base) {
			t.Errorf("of %s and %s it is %s, but git says %s", a, b, c.Base, out)
		}
	}
}
