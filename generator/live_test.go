package generator_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/incident"
)

func live(t *testing.T, dir string) *generator.Live {
	t.Helper()
	l, err := generator.NewLive(context.Background(), generator.Options{Source: dir, Audience: incident.Internal},
		generator.BuildOptions{Output: filepath.Join(t.TempDir(), "site"), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// sameAsFresh compares every page of a Live with those of a build.
func sameAsFresh(t *testing.T, l *generator.Live, dir, after string) {
	t.Helper()
	w, fresh := build(t, generator.Options{Source: dir})
	if got, want := fmt.Sprintf("%+v", l.Wiki().Findings), fmt.Sprintf("%+v", w.Findings); got != want {
		t.Fatalf("after %s: found\n%s\nand not\n%s", after, got, want)
	}
	pages := 0
	for name, want := range fresh {
		if strings.HasPrefix(name, "assets/") || strings.HasSuffix(name, ".schema.json") || strings.HasPrefix(name, ".") {
			continue
		}
		got, found, err := l.Page(context.Background(), name)
		if err != nil || !found {
			t.Fatalf("after %s: %s: found %t, %v", after, name, found, err)
		}
		if string(got) != want {
			t.Fatalf("after %s: %s differs from that of a build\n%s", after, name, firstDifference(string(got), want))
		}
		pages++
	}
	if pages < 30 {
		t.Fatalf("only %d pages were compared", pages)
	}
}

// sameOverOld compares what is built over an older site, of which it takes over
// what stays as it is, with what is built anew.
func sameOverOld(t *testing.T, dir, over, after string) {
	t.Helper()
	w, fresh := build(t, generator.Options{Source: dir})
	inode := func() os.FileInfo {
		info, _ := os.Stat(filepath.Join(over, "api", "incident.schema.json"))
		return info
	}
	before := inode()
	if _, err := generator.Build(context.Background(), w, generator.BuildOptions{Output: over, Version: "test"}); err != nil {
		t.Fatal(err)
	}
	if now := read(t, over); !maps.Equal(now, fresh) {
		t.Fatalf("after %s: what was built over an older site differs", after)
	}
	if before != nil && !os.SameFile(before, inode()) {
		t.Fatalf("after %s: a file that stays as it is was written anew", after)
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d is\n%s\nand not\n%s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines and not %d", len(a), len(b))
}

// Whatever people save, in whatever order, the pages that are served are those
// that a build of the same files would make.
func TestWhatIsServedIsWhatABuildWouldMake(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	incidentText := func(n int, words string) string {
		return fmt.Sprintf(`---
title: Number %d
severity: SEV%d
impact_started_at: 2021-0%d-03T10:00:00Z
contributing_factors: [full disk]
services: [store]
remediations:
  - title: Watch the disk %d
    level: tooling
    description: Look at it twice.
    decision: parked
    reason: It is big.
---
%s

## Timeline

- 10:00 {impact_started} It began @kim
- 10:20 {resolved} It ended

## Lessons

See [[incident-%d]] and [[service:store]], and perhaps [[tag:common]].
`, n, n%3+1, n, n, words, (n+1)%5+1)
	}
	texts := map[string]string{}
	for n := 1; n <= 5; n++ {
		name := fmt.Sprintf("incidents/incident-%d.md", n)
		texts[name] = incidentText(n, "The disk was full.")
		write(name, texts[name])
	}
	l := live(t, dir)
	sameAsFresh(t, l, dir, "the beginning")
	r := rand.New(rand.NewPCG(3, 5))
	edits := []struct {
		name string
		edit func(text string) string
	}{
		{"other words", func(s string) string { return strings.Replace(s, "The disk", "On that day the disk", 1) }},
		{"a word in the timeline", func(s string) string { return strings.Replace(s, "It began", "It really began", 1) }},
		{"somebody else in the timeline", func(s string) string { return strings.Replace(s, "@kim", "@lex", 1) }},
		{"another title", func(s string) string { return strings.Replace(s, "title: Number", "title: The", 1) }},
		{"another sentence around a link", func(s string) string { return strings.Replace(s, "See [[", "We saw [[", 1) }},
		{"a heading", func(s string) string { return s + "\n## Surprises\n\nNone.\n" }},
		{"a link to nowhere", func(s string) string { return s + "\n[gone](nowhere.md)\n" }},
		{"a link to nowhere, further down", func(s string) string { return s + "\n\n[gone](nowhere.md)\n" }},
		{"a decision", func(s string) string {
			return strings.Replace(s, "decision: parked", "decision: declined", 1)
		}},
		{"a remediation's description", func(s string) string { return strings.Replace(s, "it twice", "it once", 1) }},
		{"a reason", func(s string) string { return strings.Replace(s, "is big", "is not small", 1) }},
		{"a summary", func(s string) string { return strings.Replace(s, "---\n", "---\nsummary: In short.\n", 1) }},
		{"a tag", func(s string) string { return strings.Replace(s, "---\n", "---\ntags: [common]\n", 1) }},
		{"other tags", func(s string) string { return strings.Replace(s, "---\n", "---\ntags: [Common, rare]\n", 1) }},
		{"another service", func(s string) string { return strings.Replace(s, "[store]", "[shop, Store]", 1) }},
		{"another factor", func(s string) string { return strings.Replace(s, "[full disk]", "[clock]", 1) }},
		{"another severity", func(s string) string { return strings.Replace(s, "severity: SEV", "severity: P", 1) }},
		{"a team and a person", func(s string) string {
			return strings.Replace(s, "---\n", "---\nteams: [core]\nroles:\n  commander: joy\n", 1)
		}},
		{"what does not parse", func(s string) string { return strings.Replace(s, "title:", "title: [", 1) }},
		{"an id of its own", func(s string) string { return strings.Replace(s, "---\n", "---\nid: incident-9\n", 1) }},
		{"an id that is taken", func(s string) string { return strings.Replace(s, "---\n", "---\nid: incident-1\n", 1) }},
		{"the text as it was", nil},
	}
	names := []string{"incidents/incident-1.md", "incidents/incident-2.md", "incidents/incident-3.md", "incidents/incident-4.md", "incidents/incident-5.md"}
	current := map[string]string{}
	for name, text := range texts {
		current[name] = text
	}
	over := filepath.Join(t.TempDir(), "_site")
	var done []string
	for range 48 {
		name, e := names[r.IntN(len(names))], edits[r.IntN(len(edits))]
		if current[name] = texts[name]; e.edit != nil {
			current[name] = e.edit(texts[name])
		}
		done = append(done, e.name+" in "+filepath.Base(name))
		if err := l.Update(context.Background(), []string{write(name, current[name])}); err != nil {
			t.Fatal(err)
		}
		sameAsFresh(t, l, dir, strings.Join(done, ", "))
		sameOverOld(t, dir, over, strings.Join(done, ", "))
	}

	for _, below := range []string{"", "\n\n", "\n\n\n"} {
		at := write(names[0], texts[names[0]]+below+"[gone](nowhere.md)\n")
		if err := l.Update(context.Background(), []string{at}); err != nil {
			t.Fatal(err)
		}
		sameAsFresh(t, l, dir, "a dead link that moves")
	}

	fresh := write("incidents/incident-6.md", incidentText(6, "A new one."))
	if err := l.Update(context.Background(), []string{fresh}); err != nil {
		t.Fatal(err)
	}
	sameAsFresh(t, l, dir, "a new file")
	if err := os.Remove(fresh); err != nil {
		t.Fatal(err)
	}
	if err := l.Update(context.Background(), []string{fresh, filepath.Join(dir, "incidents", ".incident-6.md.swp")}); err != nil {
		t.Fatal(err)
	}
	sameAsFresh(t, l, dir, "the new file was removed")
	if err := l.Update(context.Background(), []string{write("retrowiki.yaml", "title: Ours\n")}); err != nil {
		t.Fatal(err)
	}
	sameAsFresh(t, l, dir, "other settings")
}

// While somebody saves as fast as an editor can, by truncating and writing, or
// by renaming, every page is one that was saved, or says what is wrong with it.
func TestAStormOfSavesMixesNothing(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "incidents", "storm.md")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	version := func(n int) string {
		word := fmt.Sprintf("word%d ", n)
		return "---\ntitle: Storm\nsummary: " + word + "\n---\n" + strings.Repeat(word, 2000) + "\n"
	}
	if err := os.WriteFile(file, []byte(version(0)), 0o644); err != nil {
		t.Fatal(err)
	}
	l := live(t, dir)
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() {
		for n := 1; ctx.Err() == nil; n++ {
			if n%2 == 0 {
				_ = os.WriteFile(file, []byte(version(n)), 0o644)
			} else {
				_ = os.WriteFile(file+"~", []byte(version(n)), 0o644)
				_ = os.Rename(file+"~", file)
			}
		}
	})
	all.Go(func() {
		for ctx.Err() == nil {
			if err := l.Update(ctx, []string{file, file + "~"}); err != nil && ctx.Err() == nil {
				t.Errorf("an update fails: %v", err)
				return
			}
		}
	})
	saved := regexp.MustCompile(`word\d+ word`)
	seen := map[string]bool{}
	for end := time.Now().Add(1500 * time.Millisecond); time.Now().Before(end); {
		for _, name := range []string{"incidents/storm/index.html", "incidents/index.html", "api/incidents.json"} {
			page, found, err := l.Page(ctx, name)
			if err != nil || !found {
				t.Fatalf("%s: found %t, %v", name, found, err)
			}
			words := map[string]bool{}
			for _, w := range saved.FindAllString(string(page), -1) {
				words[w] = true
			}
			if len(words) > 1 {
				t.Fatalf("%s mixes %v", name, words)
			}
			for w := range words {
				seen[w] = true
			}
		}
	}
	stop()
	all.Wait()
	if len(seen) < 3 {
		t.Errorf("only %d versions were ever shown", len(seen))
	}
	if err := os.WriteFile(file, []byte(version(-1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := l.Update(context.Background(), []string{file}); err != nil {
		t.Fatal(err)
	}
	if page, _, _ := l.Page(context.Background(), "incidents/storm/index.html"); !strings.Contains(string(page), "word-1 word-1") {
		t.Error("what was saved last is not shown")
	}
}
