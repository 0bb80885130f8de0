package source_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// toldOf is the history of every file of a commit, with a cache or without.
func toldOf(t *testing.T, dir, rev, cache string) map[string]source.FileHistory {
	all, _ := toldFrom(t, dir, rev, cache)
	return all
}

func toldFrom(t *testing.T, dir, rev, cache string) (all map[string]source.FileHistory, fromCache bool) {
	t.Helper()
	r, err := source.Open(context.Background(), source.Options{Location: dir, Rev: rev, Cache: cache})
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
		t.Fatal(err, h)
	}
	all = map[string]source.FileHistory{}
	for _, p := range paths {
		if f, ok := h.File(p); ok {
			all[p] = f
		}
	}
	return all, h.Kept
}

func kept(t *testing.T, cache string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(cache, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v: want one file", files, err)
	}
	return files[0]
}

// Whatever was kept, and of whichever commit, the history is the one that a
// pass over all commits finds: with renames, files that come back, and merges.
func TestAKeptHistoryIsTheOneThatAllCommitsTell(t *testing.T) {
	times, ofUse := 0, 0
	for seed := range uint64(12) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			a := &author{Rand: rand.New(rand.NewPCG(seed, 2))}
			if seed%2 == 0 {
				a.branches(40)
			} else {
				files, last := tree{}, 0
				for range 40 {
					a.change(files, true)
					if last == 0 {
						last = a.commit(files)
					} else {
						last = a.commit(files, last)
					}
				}
			}
			dir := a.repository(t)
			revs := strings.Fields(gittest.Git(t, dir, "rev-list", "--first-parent", "--reverse", "main"))
			cache := t.TempDir()
			r := rand.New(rand.NewPCG(seed, 3))
			for at := 0; at < len(revs); at += 1 + r.IntN(6) {
				for range 2 { // once from the commits since the last time, once from what is kept alone
					got, fromCache := toldFrom(t, dir, revs[at], cache)
					times++
					if fromCache {
						ofUse++
					}
					if want := toldOf(t, dir, revs[at], ""); !reflect.DeepEqual(got, want) {
						for name := range want {
							if !reflect.DeepEqual(got[name], want[name]) {
								t.Errorf("%s at %s is\n%+v\nand not\n%+v", name, revs[at], got[name], want[name])
							}
						}
						t.Fatalf("%d files and not %d", len(got), len(want))
					}
				}
			}
			// An older commit than the kept one, and one on no way to it.
			if got, want := toldOf(t, dir, revs[0], cache), toldOf(t, dir, revs[0], ""); !reflect.DeepEqual(got, want) {
				t.Error("of an older commit, what is kept tells something else")
			}
		})
	}
	if ofUse < times*2/3 {
		t.Errorf("what was kept was of use %d of %d times", ofUse, times)
	}
}

// A kept file that somebody has damaged is made anew.
func TestADamagedCacheTellsNothing(t *testing.T) {
	a := &author{Rand: rand.New(rand.NewPCG(1, 4))}
	a.branches(20)
	dir, cache := a.repository(t), t.TempDir()
	want := toldOf(t, dir, "main", cache)
	whole, err := os.ReadFile(kept(t, cache))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 5))
	for range 40 {
		damaged := append([]byte(nil), whole...)
		switch r.IntN(3) {
		case 0:
			damaged = damaged[:r.IntN(len(damaged))]
		case 1:
			damaged[r.IntN(len(damaged))] ^= 1 << r.IntN(8)
		case 2:
			damaged = append(damaged, 'x')
		}
		if err := os.WriteFile(kept(t, cache), damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := toldOf(t, dir, "main", cache); !reflect.DeepEqual(got, want) {
			t.Fatal("a damaged file is believed")
		}
		if again, err := os.ReadFile(kept(t, cache)); err != nil || string(again) != string(whole) {
			t.Fatalf("it was not made anew: %v", err)
		}
	}
}
