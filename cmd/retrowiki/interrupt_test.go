package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// largeWiki is a source that takes a moment to build, and a long transcript.
func largeWiki(t *testing.T) (dir, transcript string) {
	t.Helper()
	dir = t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	write("retrowiki.yaml", "title: Many\n")
	for n := range 400 {
		write(fmt.Sprintf("incidents/2024-01-%02d-number-%d.md", n%28+1, n), fmt.Sprintf(
			"---\ntitle: The database of shop %d was full\ncontributing_factors: [disk, alerts]\n---\n\n## Timeline\n\n%s", n, strings.Repeat("- 10:00 Somebody looked at it\n", 20)))
	}
	var lines strings.Builder
	for n := range 200_000 {
		fmt.Fprintf(&lines, "2024-01-02T10:%02d:%02dZ kim: we looked at number %d\n", n/60%60, n%60, n)
	}
	transcript = filepath.Join(t.TempDir(), "chat.log")
	if err := os.WriteFile(transcript, []byte(lines.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir, transcript
}

// interrupted runs a command, ends it by a signal after a while, and gives its
// exit status and how long it took to stop.
func interrupted(t *testing.T, after time.Duration, sig syscall.Signal, env []string, args ...string) (status int, took time.Duration, said string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	c := &exec.Cmd{Path: self, Args: append([]string{"retrowiki"}, args...), Stdout: &out, Stderr: &out, Env: append(os.Environ(), env...)}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	began := time.Now()
	_ = c.Process.Signal(sig)
	stuck := time.AfterFunc(20*time.Second, func() { c.Process.Kill() })
	defer stuck.Stop()
	_ = c.Wait()
	took, status = time.Since(began), c.ProcessState.ExitCode()
	// Before the program has begun, the system ends it, and a shell says 130.
	if w, ok := c.ProcessState.Sys().(syscall.WaitStatus); ok && w.Signaled() && w.Signal() == sig {
		status = exitInterrupted
	}
	return status, took, out.String()
}

// Ctrl-C and SIGTERM at any moment end every long command within a second and
// with status 130; the site is whole, and the next run leaves nothing lying about.
func TestInterruptedAtAnyMoment(t *testing.T) {
	if testing.Short() {
		t.Skip("interrupts many processes")
	}
	dir, transcript := largeWiki(t)
	parent := t.TempDir()
	site := filepath.Join(parent, "site")
	w := newSyncedWiki(t)
	github := []string{"GITHUB_ACTIONS=true", "GITHUB_TOKEN=" + w.gh.Token(), "GITHUB_API_URL=" + strings.TrimSuffix(w.gh.URL(), "/")}
	build := []string{"build", "--no-cache", "--source", dir, "--output", site}
	r := rand.New(rand.NewPCG(2026, 11))
	for _, test := range []struct {
		name  string
		most  int // milliseconds before the signal
		ends  bool
		env   []string
		times int
		args  []string
	}{
		{"build", 900, true, nil, 14, build},
		{"check", 300, true, nil, 5, []string{"check", "--no-cache", "--source", dir}},
		{"timeline", 300, true, nil, 5, []string{"timeline", "--source", dir, "--from", "2024-01-01", "--to", "2024-01-05", "2024-01-02-number-1", transcript}},
		{"sync", 500, true, github, 5, []string{"sync", "--pace", "200ms", "--source", w.dir}},
		{"serve", 900, false, nil, 5, []string{"serve", "--no-cache", "--address", "127.0.0.1:0", "--source", dir}},
	} {
		t.Run(test.name, func(t *testing.T) {
			stopped := 0
			for n := 0; n < test.times || stopped == 0 && n < 4*test.times; n++ {
				sig := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM}[n%2]
				soon := test.most >> (n / test.times) // a fast machine is interrupted sooner
				after := time.Duration(30+r.IntN(soon)) * time.Millisecond
				status, took, said := interrupted(t, after, sig, test.env, test.args...)
				if status == exitInterrupted {
					stopped++
				} else if status != exitDone && (status != exitError || strings.Contains(said, "panic")) {
					t.Errorf("%v after %v: status %d: %.600s", sig, after, status, said)
				}
				if took > 2*time.Second { // a second, on a machine that has much else to do
					t.Errorf("%v after %v: it took %v to stop", sig, after, took)
				}
				wholeSite(t, site)
			}
			t.Logf("%d were stopped", stopped)
			if stopped == 0 {
				t.Error("none was stopped: they ended before")
			}
		})
	}
	if status, said := inProcess(context.Background(), build...); status != exitDone {
		t.Fatalf("the next build ends with %d: %s", status, said)
	}
	wholeSite(t, site)
	for _, folder := range []string{parent, dir, w.dir, filepath.Join(w.dir, ".retrowiki")} {
		if left, _ := filepath.Glob(filepath.Join(folder, ".*-*")); len(left) > 0 {
			t.Errorf("%v is left", left)
		}
	}
	w.sync()
	if n := len(w.repo.Issues()); n != 3 {
		t.Errorf("after the interrupted runs and a whole one there are %d issues, want 3", n)
	}
}

func inProcess(ctx context.Context, args ...string) (status int, said string) {
	var out bytes.Buffer
	status = execute(ctx, &environment{args: args, stdout: &out, stderr: &out, getenv: func(string) string { return "" }, now: time.Now})
	return status, out.String()
}

// wholeSite fails the test if a site lacks a file of its manifest.
func wholeSite(t *testing.T, site string) {
	t.Helper()
	manifest, err := os.ReadFile(filepath.Join(site, ".retrowiki-manifest"))
	if _, none := os.Stat(site); errors.Is(none, os.ErrNotExist) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.Lines(string(manifest)) {
		if _, err := os.Stat(filepath.Join(site, strings.TrimSpace(name))); err != nil {
			t.Fatal(err)
		}
	}
}

// Once a command has ended, no goroutine of it goes on, be it that it was done
// or that it was interrupted.
func TestNoGoroutineOutlivesItsCommand(t *testing.T) {
	dir, _ := largeWiki(t)
	for _, after := range []time.Duration{time.Hour, 0, 40 * time.Millisecond, 150 * time.Millisecond} {
		for _, args := range [][]string{{"build", "--output", filepath.Join(t.TempDir(), "site")}, {"check"}, {"serve", "--address", "127.0.0.1:0"}} {
			if args[0] == "serve" && after == time.Hour {
				after = time.Second
			}
			before := runtime.NumGoroutine()
			ctx, cancel := context.WithTimeout(context.Background(), after)
			status, said := inProcess(ctx, append(args, "--no-cache", "--source", dir)...)
			cancel()
			if status == exitUsage {
				t.Fatal(said)
			}
			for end := time.Now().Add(2 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(end); {
				time.Sleep(5 * time.Millisecond)
			}
			if now := runtime.NumGoroutine(); now > before {
				stacks := make([]byte, 1<<16)
				t.Errorf("%v for %v: %d goroutines before, %d after:\n%s", args, after, before, now, stacks[:runtime.Stack(stacks, true)])
			}
		}
	}
}
