package generator_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// What is kept from one run to the next makes a run faster, and nothing else of
// it different: whatever is edited, whoever reads it, and although runs take
// turns that want different things.
func TestWhatIsKeptMakesNoDifference(t *testing.T) {
	dir, cache := unpack(t, "testdata/wiki.txtar"), t.TempDir()
	var names []string
	for _, pattern := range []string{"incidents/*.md", "incidents/*/*.md", "patterns/*.md"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	if len(names) < 4 {
		t.Fatalf("only %q", names)
	}
	r := rand.New(rand.NewPCG(7, 11))
	for round := range 12 {
		for _, audience := range []incident.Visibility{incident.Public, incident.Internal, incident.Restricted} {
			o := generator.Options{Source: dir, Audience: audience, States: states}
			_, want := build(t, o)
			o.Cache, o.Program = cache, "test"
			w, got := build(t, o)
			for _, name := range slices.Sorted(maps.Keys(want)) {
				if got[name] != want[name] {
					t.Fatalf("round %d, for %s: %s differs\n%s", round, audience, name, firstDifference(got[name], want[name]))
				}
			}
			if len(got) != len(want) {
				t.Fatalf("round %d: %d files, want %d", round, len(got), len(want))
			}
			plain := loaded(t, generator.Options{Source: dir, Audience: audience, Pages: true, States: states})
			if !reflect.DeepEqual(w.Findings, plain.Findings) {
				t.Fatalf("round %d: findings differ:\n%v\n%v", round, w.Findings, plain.Findings)
			}
		}
		checked := func(o generator.Options) generator.Checked {
			o.Source, o.Audience, o.Places = dir, incident.Restricted, true
			c, err := generator.Check(context.Background(), loaded(t, o))
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		if got, want := checked(generator.Options{Cache: cache, Program: "test"}), checked(generator.Options{}); !reflect.DeepEqual(got, want) {
			t.Fatalf("round %d: check says\n%v\nwant\n%v", round, got, want)
		}
		edit(t, r, names, round)
	}
	if kept, _ := filepath.Glob(filepath.Join(cache, "understood-*")); len(kept) == 0 {
		t.Error("nothing was kept, so nothing was compared")
	}
}

func loaded(t *testing.T, o generator.Options) *generator.Wiki {
	t.Helper()
	w, err := generator.Load(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// edit changes one of the files in one of several ways.
func edit(t *testing.T, r *rand.Rand, names []string, round int) {
	t.Helper()
	name := names[r.IntN(len(names))]
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	switch r.IntN(5) {
	case 0:
		text = strings.Replace(text, "title: ", fmt.Sprintf("title: Round %d of ", round), 1)
	case 1:
		text += fmt.Sprintf("\n## Part %d\n\nMore *words* and a [link](../2014/nowhere.md).\n", round)
	case 2:
		text = strings.Replace(text, "\n---\n", "\nvisibility: restricted\n---\n", 1)
	case 3:
		text = text[:len(text)/2]
	case 4:
		text = strings.ReplaceAll(text, "the", "The")
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
