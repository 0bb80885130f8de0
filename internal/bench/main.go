// Command bench measures whole builds: wall time, CPU time, peak memory and
// output, at several sizes, beside Hugo on the same corpus where Hugo is
// installed. It prints ratios of one run; nothing in the tests is timed.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/retrowiki/retrowiki/internal/bench/corpus"
)

func main() {
	log.SetFlags(0)
	retrowiki := flag.String("retrowiki", "bin/retrowiki", "the binary to measure")
	sizes := flag.String("sizes", "1000,10000", "how many incidents")
	commits := flag.Int("commits", 5, "commits for each incident")
	runs := flag.Int("runs", 3, "how often each build is measured, in turns")
	seed := flag.Uint64("seed", 1, "of the corpus")
	work := flag.String("work", ".bench", "folder to work in; corpora are kept there")
	hugo := flag.String("hugo", "hugo", "Hugo's binary, left out if there is none")
	flag.Parse()
	if err := run(*retrowiki, *sizes, *commits, *runs, *seed, *work, *hugo); err != nil {
		log.Fatal(err)
	}
}

type result struct {
	what      string
	wall, cpu time.Duration
	peak      int64 // bytes
	files     int
	bytes     int64
}

func run(retrowiki, sizes string, commits, runs int, seed uint64, work, hugo string) error {
	binary, err := filepath.Abs(retrowiki)
	if err != nil {
		return err
	}
	hugo, err = exec.LookPath(hugo)
	if err != nil {
		fmt.Println("Hugo is not installed: no comparison.")
		hugo = ""
	}
	fmt.Printf("%-34s %9s %9s %9s %9s %8s\n", "", "wall", "cpu", "peak MB", "files", "MB")
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return err
		}
		if err := measure(binary, hugo, filepath.Join(work, fmt.Sprintf("%d-%d-%d", n, commits, seed)), n, commits, runs, seed); err != nil {
			return err
		}
	}
	return nil
}

func measure(retrowiki, hugo, dir string, n, commits, runs int, seed uint64) (err error) {
	defer func() { err = errors.Join(err, removeDone(dir)) }()
	repository, site := filepath.Join(dir, "repository"), filepath.Join(dir, "site")
	if err := makeRepository(repository, n, commits, seed); err != nil {
		return err
	}
	hugoSite, out := filepath.Join(dir, "hugo"), filepath.Join(dir, "hugo-public")
	if hugo != "" {
		if err := makeHugoSite(hugoSite, repository); err != nil {
			return err
		}
	}
	// In turns, so that what else the machine does meets both.
	var own, rival []result
	for range runs {
		r, err := timed(fmt.Sprintf("%d, retrowiki, no history", n), site, retrowiki, "build", "--quiet", "--no-history", "--source", repository, "--output", site)
		if err != nil {
			return err
		}
		r.print()
		own = append(own, r)
		if hugo == "" {
			continue
		}
		r, err = timed(fmt.Sprintf("%d, hugo", n), out, hugo, "--quiet", "--source", hugoSite, "--destination", mustAbs(out), "--noBuildLock")
		if err != nil {
			return err
		}
		r.print()
		rival = append(rival, r)
	}
	plain := median(own)
	if hugo != "" {
		other := median(rival)
		fmt.Printf("%-34s %9.2f wall %9.2f cpu %9.2f peak memory\n", "   medians, retrowiki of hugo",
			float64(plain.wall)/float64(other.wall), float64(plain.cpu)/float64(other.cpu), float64(plain.peak)/float64(other.peak))
	}
	full, err := timed(fmt.Sprintf("%d, retrowiki, %d commits", n, n*commits), site, retrowiki, "build", "--quiet", "--source", repository, "--output", site)
	if err != nil {
		return err
	}
	full.print()
	log, err := timed("   git log --name-only", "", "git", "-C", repository, "log", "--name-only", "--format=%H", "--", "incidents")
	if err != nil {
		return err
	}
	log.print()
	fmt.Printf("%-34s %9.2f of git log\n", "   history alone", float64(full.wall-plain.wall)/float64(log.wall))
	return nil
}

// median is the run in the middle by each figure.
func median(all []result) result {
	m := all[0]
	m.wall = middle(all, func(r result) time.Duration { return r.wall })
	m.cpu = middle(all, func(r result) time.Duration { return r.cpu })
	m.peak = middle(all, func(r result) int64 { return r.peak })
	return m
}

func middle[T cmp.Ordered](all []result, of func(result) T) T {
	values := make([]T, len(all))
	for i, r := range all {
		values[i] = of(r)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func (r result) print() {
	fmt.Printf("%-34s %8.2fs %8.2fs %9d %9d %8d\n", r.what, r.wall.Seconds(), r.cpu.Seconds(), r.peak>>20, r.files, r.bytes>>20)
}

// timed runs a program and measures it. What it writes into the folder out is
// moved away, to be removed when all is measured: a file system that is still
// busy with removing is no fair place to write to.
func timed(what, out, name string, args ...string) (result, error) {
	syscall.Sync() // nobody pays for what the run before wrote
	command := exec.Command(name, args...)
	command.Stderr = os.Stderr
	began := time.Now()
	if err := command.Run(); err != nil {
		return result{}, fmt.Errorf("%s: %w", what, err)
	}
	r := result{what: what, wall: time.Since(began)}
	r.cpu = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.peak = usage.Maxrss << 10
	}
	if out == "" {
		return r, nil
	}
	err := filepath.WalkDir(out, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			r.files++
			r.bytes += info.Size()
		}
		return err
	})
	if err != nil {
		return r, err
	}
	done++
	return r, os.Rename(out, fmt.Sprintf("%s.done%d", out, done))
}

var done int

// removeDone removes what runs have written.
func removeDone(dir string) error {
	folders, err := filepath.Glob(filepath.Join(dir, "*.done*"))
	for _, folder := range folders {
		err = errors.Join(err, os.RemoveAll(folder))
	}
	return err
}

// makeRepository makes the corpus once: every incident in commits of its own,
// then rounds of edits, through git fast-import.
func makeRepository(dir string, n, commits int, seed uint64) error {
	if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := git(dir, nil, "init", "-q", "-b", "main"); err != nil {
		return err
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- git(dir, reader, "fast-import", "--quiet") }()
	c := corpus.New(seed)
	at := time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC)
	for version := range commits {
		for i := range n {
			f := c.File(i, version)
			message := fmt.Sprintf("Edit %s, version %d", corpus.ID(i), version)
			at = at.Add(time.Minute)
			fmt.Fprintf(writer, "commit refs/heads/main\ncommitter Kim Larsen <kim@example.com> %d +0000\ndata %d\n%s\n", at.Unix(), len(message), message)
			fmt.Fprintf(writer, "M 100644 inline %s\ndata %d\n%s\n", f.Path, len(f.Data), f.Data)
		}
	}
	if err := errors.Join(writer.Close(), <-done); err != nil {
		return err
	}
	return git(dir, nil, "reset", "-q", "--hard")
}

func git(dir string, stdin *os.File, args ...string) error {
	command := exec.Command("git", append([]string{"-C", dir}, args...)...)
	if stdin != nil {
		command.Stdin = stdin
	}
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("git %s: %w", args[0], err)
	}
	return nil
}

func mustAbs(path string) string {
	absolute, err := filepath.Abs(path)
	if err != nil {
		log.Fatal(err)
	}
	return absolute
}
