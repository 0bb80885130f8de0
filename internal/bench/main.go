// Command bench measures whole runs: wall time, CPU time, peak memory and
// output, at several sizes, beside Hugo on the same corpus where Hugo is
// installed, beside the least that any generator does, and beside git log. It
// prints ratios of one run, and writes them into a document; nothing in the
// tests is timed.
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
	"regexp"
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
	between := flag.Int("between", 0, "commits of source code before each commit of an incident, as in a monorepo")
	runs := flag.Int("runs", 3, "how often each build is measured, in turns")
	seeds := flag.String("seeds", "1", "of the corpus; each is measured")
	floor := flag.String("floor", "bin/floor", "the program of internal/bench/floor")
	document := flag.String("document", "", "file into which the table is written, between two comments")
	hugoMost := flag.Int("hugo-most", 20000, "incidents above which Hugo is left out: it would want more memory than most machines have")
	work := flag.String("work", ".bench", "folder to work in; corpora are kept there")
	hugo := flag.String("hugo", "hugo", "Hugo's binary, left out if there is none")
	flag.Parse()
	b := &bench{commits: *commits, between: *between, runs: *runs, work: *work, hugoMost: *hugoMost}
	if err := b.run(*retrowiki, *floor, *hugo, *sizes, *seeds); err != nil {
		log.Fatal(err)
	}
	if *document != "" {
		if err := b.write(*document); err != nil {
			log.Fatal(err)
		}
	}
}

type bench struct {
	retrowiki, floor, hugo string // binaries; hugo is "" where there is none
	commits, between       int
	runs, hugoMost         int
	work                   string
	printed                strings.Builder
}

func (b *bench) printf(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	fmt.Print(line)
	b.printed.WriteString(line)
}

// write puts what was printed between the comments that mark its place.
func (b *bench) write(document string) error {
	content, err := os.ReadFile(document)
	if err != nil {
		return err
	}
	const begin, end = "<!-- bench -->\n", "<!-- /bench -->"
	before, rest, ok := strings.Cut(string(content), begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return fmt.Errorf("%s has no %s ... %s", document, strings.TrimSpace(begin), end)
	}
	return os.WriteFile(document, []byte(before+begin+"\n```\n"+b.printed.String()+"```\n\n"+end+after), 0o644)
}

type result struct {
	what      string
	wall, cpu time.Duration
	peak      int64 // bytes
	files     int
	bytes     int64
	page      int64  // bytes of an incident's page, on average
	n         int    // incidents
	said      string // on standard error
}

func (b *bench) run(retrowiki, floor, hugo, sizes, seeds string) error {
	b.retrowiki, b.floor = mustAbs(retrowiki), mustAbs(floor)
	var err error
	if b.hugo, err = exec.LookPath(hugo); err != nil {
		b.printf("Hugo is not installed: no comparison.\n")
	}
	help, err := b.often(9, "retrowiki --help", b.retrowiki, "--help")
	if err != nil {
		return err
	}
	b.printf("%-40s %8s %9s %9s %9s %8s\n", "", "wall", "cpu", "peak MB", "files", "MB")
	b.print(help)
	for seed := range strings.SplitSeq(seeds, ",") {
		number, err := strconv.ParseUint(seed, 10, 64)
		if err != nil {
			return err
		}
		b.printf("\nseed %s\n", seed)
		var before result
		for size := range strings.SplitSeq(sizes, ",") {
			n, err := strconv.Atoi(size)
			if err != nil {
				return err
			}
			plain, err := b.measure(filepath.Join(b.work, b.folder(n, number)), n, number)
			if err != nil {
				return err
			}
			plain.n = n
			if before.n > 0 {
				b.ratio(fmt.Sprintf("one of %d, of one of %d", n, before.n),
					float64(plain.wall)/float64(n)/(float64(before.wall)/float64(before.n)), float64(plain.cpu)/float64(n)/(float64(before.cpu)/float64(before.n)), 0)
			}
			before = plain
		}
	}
	return nil
}

// folder is named after all that a corpus depends on.
func (b *bench) folder(n int, seed uint64) string {
	name := fmt.Sprintf("%d-%d-%d", n, b.commits, seed)
	if b.between > 0 {
		name += fmt.Sprintf("-between-%d", b.between)
	}
	return name
}

func (b *bench) measure(dir string, n int, seed uint64) (plain result, err error) {
	defer func() { err = errors.Join(err, removeDone(dir)) }()
	repository, site := filepath.Join(dir, "repository"), filepath.Join(dir, "site")
	if err := makeRepository(repository, n, b.commits, b.between, seed); err != nil {
		return plain, err
	}
	rivals := []rival{{"floor", []string{b.floor, filepath.Join(repository, "incidents")}}}
	if b.hugo != "" && n <= b.hugoMost {
		hugoSite := filepath.Join(dir, "hugo")
		if err := makeHugoSite(hugoSite, repository); err != nil {
			return plain, err
		}
		rivals = append(rivals, rival{"hugo", []string{b.hugo, "--quiet", "--noBuildLock", "--source", hugoSite, "--destination"}})
	}
	// In turns, so that what else the machine does meets all.
	own, others := []result{}, make([][]result, len(rivals))
	for range b.runs {
		cache, err := emptyCache(dir)
		if err != nil {
			return plain, err
		}
		r, err := b.withEnv(cache, fmt.Sprintf("%d, retrowiki, no history", n), site, b.retrowiki, "build", "--quiet", "--no-history", "--source", repository, "--output", site)
		if err != nil {
			return plain, err
		}
		b.print(r)
		own = append(own, r)
		for i, rival := range rivals {
			out := mustAbs(filepath.Join(dir, rival.name+"-site"))
			r, err := timed(fmt.Sprintf("%d, %s", n, rival.name), out, rival.command[0], append(slices.Clone(rival.command[1:]), out)...)
			if err != nil {
				return plain, err
			}
			b.print(r)
			others[i] = append(others[i], r)
		}
	}
	plain = median(own)
	for i, rival := range rivals {
		other := median(others[i])
		b.ratio("medians, retrowiki of "+rival.name, float64(plain.wall)/float64(other.wall), float64(plain.cpu)/float64(other.cpu), float64(plain.peak)/float64(other.peak))
	}
	bare := others[0][0].page
	b.printf("%-40s %5.1f kB, the floor's %.1f: of 1.5 times these and 10 kB, %.2f\n", "   an incident's page",
		float64(plain.page)/1e3, float64(bare)/1e3, float64(plain.page)/(1.5*float64(bare)+10e3))
	if err := b.again(repository, site, n, plain); err != nil {
		return plain, err
	}
	return plain, errors.Join(b.check(repository, n), b.preview(repository, n), b.history(dir, repository, site, n))
}

// emptyCache gives the variable of the environment by which nothing is known
// from an earlier run.
func emptyCache(dir string) (string, error) {
	cache := mustAbs(filepath.Join(dir, "cache"))
	return "XDG_CACHE_HOME=" + cache, os.RemoveAll(cache)
}

// again measures a build after one file has changed, where the wiki as it was
// before stands in the output.
func (b *bench) again(repository, site string, n int, clean result) error {
	cache, err := emptyCache(filepath.Dir(repository))
	if err != nil {
		return err
	}
	file := filepath.Join(repository, filepath.FromSlash(corpus.Path(n/2)))
	before, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	build := []string{"build", "--quiet", "--no-history", "--source", repository, "--output", site}
	if _, err := b.withEnv(cache, "build", "", b.retrowiki, build...); err != nil {
		return err
	}
	err = os.WriteFile(file, append(slices.Clone(before), "\nOne more line.\n"...), 0o644)
	defer func() { _ = os.WriteFile(file, before, 0o644) }()
	if err != nil {
		return err
	}
	r, err := b.withEnv(cache, fmt.Sprintf("%d, one file changed, built again", n), site, b.retrowiki, build...)
	if err != nil {
		return err
	}
	b.print(r)
	b.ratio("of a clean build", float64(r.wall)/float64(clean.wall), float64(r.cpu)/float64(clean.cpu), 0)
	return nil
}

// rival is a program that does comparable work. Its output comes last.
type rival struct {
	name    string
	command []string
}

// history measures what git's history costs: read from all commits, and kept.
func (b *bench) history(dir, repository, site string, n int) error {
	var logs []result
	var cold, kept []float64
	for range b.runs {
		cache, err := emptyCache(dir)
		if err != nil {
			return err
		}
		for i, name := range []string{"cold", "kept"} {
			r, err := b.withEnv(cache, fmt.Sprintf("%d, retrowiki, %d commits, %s", n, n*b.commits*(1+b.between), name), site,
				b.retrowiki, "build", "--timings", "--source", repository, "--output", site)
			if err != nil {
				return err
			}
			b.print(r)
			if i == 0 {
				cold = append(cold, seconds(r.said, "reading history"))
			} else {
				kept = append(kept, seconds(r.said, "reading history"))
			}
		}
		log, err := timed("   git log --name-only", "", "git", "-C", repository, "log", "--name-only", "--format=%H", "--", "incidents")
		if err != nil {
			return err
		}
		b.print(log)
		logs = append(logs, log)
	}
	same := func(s float64) float64 { return s }
	read := middle(cold, same)
	b.printf("%-40s %7.2fs cold, %.2f of git log; %.2fs kept\n", "   medians, reading history", read, read/median(logs).wall.Seconds(), middle(kept, same))
	return nil
}

func (b *bench) preview(repository string, n int) error {
	results, err := served(b.retrowiki, repository, n)
	if err != nil {
		return err
	}
	for _, r := range results {
		b.print(r)
	}
	return nil
}

// check measures the check of what the last commit changed, as in a clone in
// which something was checked before.
func (b *bench) check(repository string, n int) error {
	r, err := b.often(4, fmt.Sprintf("%d, check --changed-since HEAD~1", n), b.retrowiki, "check", "--quiet", "--changed-since", "HEAD~1", "--source", repository)
	if err == nil {
		b.print(r)
	}
	return err
}

// often runs a command that writes nothing several times.
func (b *bench) often(times int, what, name string, args ...string) (result, error) {
	var all []result
	for range times {
		r, err := timed(what, "", name, args...)
		if err != nil {
			return r, err
		}
		all = append(all, r)
	}
	return median(all), nil
}

var stageTime = regexp.MustCompile(`(?m)^([a-z ]+?) +([0-9.]+) s`)

// seconds finds how long a stage took in what --timings said.
func seconds(said, stage string) float64 {
	for _, m := range stageTime.FindAllStringSubmatch(said, -1) {
		if m[1] == stage {
			n, _ := strconv.ParseFloat(m[2], 64)
			return n
		}
	}
	return 0
}

// median is the run in the middle by each figure.
func median(all []result) result {
	m := all[0]
	m.wall = middle(all, func(r result) time.Duration { return r.wall })
	m.cpu = middle(all, func(r result) time.Duration { return r.cpu })
	m.peak = middle(all, func(r result) int64 { return r.peak })
	return m
}

func middle[V any, T cmp.Ordered](all []V, of func(V) T) T {
	values := make([]T, len(all))
	for i, r := range all {
		values[i] = of(r)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func (b *bench) print(r result) {
	line := fmt.Sprintf("%-40s %7.2fs", r.what, r.wall.Seconds())
	if r.wall < time.Second {
		line = fmt.Sprintf("%-40s %5dms", r.what, r.wall.Milliseconds())
	}
	if r.peak > 0 {
		line += fmt.Sprintf(" %8.2fs %9d", r.cpu.Seconds(), r.peak>>20)
	}
	if r.files > 0 {
		line += fmt.Sprintf(" %9d %8d", r.files, r.bytes/1e6)
	}
	b.printf("%s\n", line)
}

func (b *bench) ratio(what string, wall, cpu, memory float64) {
	b.printf("%-40s %8.2f %9.2f", "   "+what, wall, cpu)
	if memory > 0 {
		b.printf(" %9.2f", memory)
	}
	b.printf("\n")
}

// timed runs a program and measures it. What it writes into the folder out is
// moved away, to be removed when all is measured: a file system that is still
// busy with removing is no fair place to write to.
func timed(what, out, name string, args ...string) (result, error) {
	return (&bench{}).withEnv("", what, out, name, args...)
}

// withEnv is timed with a variable of the environment.
func (*bench) withEnv(variable, what, out, name string, args ...string) (result, error) {
	syscall.Sync() // nobody pays for what the run before wrote
	command := exec.Command(name, args...)
	if variable != "" {
		command.Env = append(os.Environ(), variable)
	}
	var said strings.Builder
	command.Stderr = &said
	began := time.Now()
	if err := command.Run(); err != nil {
		return result{}, fmt.Errorf("%s: %w\n%s", what, err, said.String())
	}
	r := result{what: what, wall: time.Since(began), said: said.String()}
	r.cpu = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.peak = usage.Maxrss << 10
	}
	if out == "" {
		return r, nil
	}
	pages, inPages := int64(0), int64(0)
	err := filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			r.files++
			r.bytes += info.Size()
			if corpus.IsID(filepath.Base(filepath.Dir(path))) && d.Name() == "index.html" {
				pages++
				inPages += info.Size()
			}
		}
		return err
	})
	if err != nil {
		return r, err
	}
	r.page = inPages / max(pages, 1)
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
// then rounds of edits, through git fast-import. Between them, source code is
// written.
func makeRepository(dir string, n, commits, between int, seed uint64) error {
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
	commit := func(message, path string, content []byte) {
		at = at.Add(time.Minute)
		fmt.Fprintf(writer, "commit refs/heads/main\ncommitter Kim Larsen <kim@example.com> %d +0000\ndata %d\n%s\n", at.Unix(), len(message), message)
		fmt.Fprintf(writer, "M 100644 inline %s\ndata %d\n%s\n", path, len(content), content)
	}
	for version := range commits {
		for i := range n {
			for k := range between {
				number := uint32((version*n+i)*between + k)
				file := number * 2654435761 >> 8 % 20_000 // all over the tree
				commit("Write code", fmt.Sprintf("src/m%03d/f%02d.go", file%400, file/400), fmt.Appendf(nil, "package code // %d\n", number))
			}
			f := c.File(i, version)
			commit(fmt.Sprintf("Edit %s, version %d", corpus.ID(i), version), f.Path, []byte(f.Data))
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
