// Command retrowiki turns a git repository of Markdown incidents into a
// retrospective wiki, and its remediations into GitHub issues.
//
// This package is a thin shell: flags, environment, clock and exit status live
// here and nowhere else; package generator does the work.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones are known on machines that have none

	"golang.org/x/term"
)

func main() { os.Exit(run()) }

func run() int {
	if os.Getenv("GOGC") == "" {
		tuneGarbage()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return execute(ctx, &environment{
		args: os.Args[1:], stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, now: time.Now, cacheDir: os.UserCacheDir,
		stdoutIsTerminal: term.IsTerminal(int(os.Stdout.Fd())), stderrIsTerminal: term.IsTerminal(int(os.Stderr.Fd())),
	})
}
