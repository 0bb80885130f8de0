package source_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// author writes a random history for git fast-import. Commits are a minute
// apart, so that every order by time is the same.
type author struct {
	*rand.Rand
	stream strings.Builder
	mark   int
	named  int
}

// tree is what a branch holds: lines by path.
type tree map[string][]string

func (a *author) line() string {
	return fmt.Sprintf("line %d of things that went wrong", a.IntN(1_000_000))
}

func (a *author) file(t tree) string {
	var names []string
	for name := range t {
		names = append(names, name)
	}
	slices.Sort(names)
	return names[a.IntN(len(names))]
}

// fresh is a path that no file had before.
func (a *author) fresh() string {
	a.named++
	folders := []string{"", "incidents/", "incidents/2014/", "incidents/2015/", "postmortems/old/"}
	return fmt.Sprintf("%sfile-%d.md", folders[a.IntN(len(folders))], a.named)
}

func (a *author) edit(lines []string, times int) []string {
	lines = slices.Clone(lines)
	for range times {
		i := a.IntN(len(lines) + 1)
		if i < len(lines) && a.IntN(2) == 0 {
			lines[i] = a.line()
		} else {
			lines = slices.Insert(lines, i, a.line())
		}
	}
	return lines
}

// change does a few random things to a tree; not everything is to add and edit
// alone.
func (a *author) change(t tree, everything bool) {
	for range 1 + a.IntN(4) {
		switch n := a.IntN(10); {
		case len(t) < 3 || n < 2:
			name := a.fresh()
			if everything && a.IntN(3) == 0 {
				name = fmt.Sprintf("incidents/again-%d.md", a.IntN(4))
			}
			if t[name] == nil {
				t[name] = a.edit(nil, 4+a.IntN(20))
			}
		case n < 6:
			name := a.file(t)
			t[name] = a.edit(t[name], 1+a.IntN(3))
		case n < 8 && everything:
			name := a.file(t)
			lines := t[name]
			delete(t, name)
			to := a.fresh()
			if a.IntN(3) == 0 { // the same name in another folder
				to = fmt.Sprintf("moved/%d/%s", a.named, name[strings.LastIndexByte(name, '/')+1:])
			}
			t[to] = a.edit(lines, a.IntN(1+len(lines)))
		case n < 9 && everything:
			delete(t, a.file(t))
		}
	}
}

// commit writes a commit of a whole tree and returns its mark.
func (a *author) commit(t tree, parents ...int) int {
	a.mark++
	fmt.Fprintf(&a.stream, "commit refs/heads/main\nmark :%d\ncommitter P%d <p%d@example.org> %d +0000\ndata <<.\ncommit %d\n.\n",
		a.mark, a.mark%5, a.mark%5, 1_500_000_000+60*a.mark, a.mark)
	for i, p := range parents {
		fmt.Fprintf(&a.stream, "%s :%d\n", []string{"from", "merge"}[min(i, 1)], p)
	}
	a.stream.WriteString("deleteall\n")
	for _, name := range slices.Sorted(keys(t)) {
		text := strings.Join(t[name], "\n") + "\n"
		fmt.Fprintf(&a.stream, "M 100644 inline %s\ndata %d\n%s\n", name, len(text), text)
	}
	return a.mark
}

func keys(t tree) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name := range t {
			if !yield(name) {
				return
			}
		}
	}
}

func (a *author) repository(t *testing.T) string {
	dir := t.TempDir()
	gittest.Git(t, dir, "init", "--quiet", "--bare", "--initial-branch=main", dir)
	gittest.GitInput(t, dir, strings.NewReader(a.stream.String()), "fast-import", "--quiet")
	return dir
}

// histories reads what we tell of all files, as lines of "hash path".
func histories(t *testing.T, dir string) map[string][]string {
	t.Helper()
	r, err := source.Open(context.Background(), source.Options{Location: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	s, err := r.Snapshot(context.Background(), func(string) source.Kind { return source.Asset })
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, f := range s.Files {
		paths = append(paths, f.Path)
	}
	h, err := r.History(context.Background(), paths)
	if err != nil || !h.Known {
		t.Fatalf("History: %v, %+v", err, h)
	}
	all := map[string][]string{}
	for _, name := range paths {
		f, ok := h.File(name)
		if !ok {
			t.Errorf("%s has no history", name)
		}
		for _, c := range f.Commits {
			all[name] = append(all[name], c.Hash+" "+c.Path)
		}
	}
	return all
}

// TestHistoryIsThatOfGitLogFollow compares histories without merges, commit by
// commit and name by name. Git goes on behind the commit that created the file,
// to an earlier file of the same name, and where that commit left another file
// in place that is like it (a copy); we stop there.
func TestHistoryIsThatOfGitLogFollow(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			a := &author{Rand: rand.New(rand.NewPCG(seed, 0))}
			files, last := tree{}, 0
			for range 30 {
				a.change(files, true)
				if last == 0 {
					last = a.commit(files)
				} else {
					last = a.commit(files, last)
				}
			}
			dir := a.repository(t)
			for name, got := range histories(t, dir) {
				want := followed(t, dir, name)
				if !slices.Equal(got, want) {
					t.Errorf("%s: we say\n  %s\ngit says\n  %s", name, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
				}
			}
		})
	}
}

// followed is what git log --follow says, up to the commit that created the
// file.
func followed(t *testing.T, dir, name string) []string {
	var lines []string
	hash := ""
	for line := range strings.Lines(gittest.Git(t, dir, "log", "--follow", "--name-status", "--format=%H", "main", "--", name)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case len(fields) == 1 && fields[0] != "":
			hash = fields[0]
		case len(fields) > 1:
			lines = append(lines, hash+" "+fields[len(fields)-1])
			// A letter and, for renames and copies, how like they are.
			if fields[0] == "A" || fields[0][0] == 'C' {
				return lines
			}
		}
	}
	return lines
}

// TestMergesCountAsForGitLog compares histories with merges. They have no
// renames, which git log does not follow by itself and git log --follow not by
// the sides of a merge; and nothing is removed, since git goes on behind the
// creation of a file on the side where it had been removed.
func TestMergesCountAsForGitLog(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			a := &author{Rand: rand.New(rand.NewPCG(seed, 1))}
			a.branches(40)
			dir := a.repository(t)
			for name, got := range histories(t, dir) {
				var want []string
				for hash := range strings.FieldsSeq(gittest.Git(t, dir, "log", "--format=%H", "main", "--", name)) {
					want = append(want, hash+" "+name)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s: we say\n  %s\ngit says\n  %s", name, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
				}
			}
		})
	}
}

// branches writes a history that parts and joins at random. A merge takes each
// file from either side, and now and then changes it; no name is used twice.
func (a *author) branches(commits int) {
	type head struct {
		mark  int
		files tree
	}
	files := tree{}
	a.change(files, false)
	heads := []head{{a.commit(files), files}}
	for range commits {
		i, j := a.IntN(len(heads)), a.IntN(len(heads))
		h := head{files: clone(heads[i].files)}
		switch {
		case i != j:
			for name, lines := range heads[j].files {
				if a.IntN(2) == 0 || h.files[name] == nil {
					h.files[name] = lines
				}
			}
			if a.IntN(3) == 0 {
				name := a.file(h.files)
				h.files[name] = a.edit(h.files[name], 1)
			}
			h.mark = a.commit(h.files, heads[i].mark, heads[j].mark)
		default:
			a.change(h.files, false)
			h.mark = a.commit(h.files, heads[i].mark)
		}
		if len(heads) < 4 && a.IntN(3) == 0 {
			heads = append(heads, h)
		} else {
			heads[i] = h
		}
	}
	for _, h := range heads[1:] {
		merged := clone(heads[0].files)
		for name, lines := range h.files {
			if merged[name] == nil {
				merged[name] = lines
			}
		}
		heads[0] = head{a.commit(merged, heads[0].mark, h.mark), merged}
	}
}

func clone(t tree) tree {
	c := tree{}
	for name, lines := range t {
		c[name] = lines
	}
	return c
}
