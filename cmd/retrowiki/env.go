package main

import (
	"io"
	"path/filepath"
	"strconv"
	"time"
)

// environment is the world as a command sees it.
type environment struct {
	args             []string
	stdout, stderr   io.Writer
	getenv           func(string) string
	now              func() time.Time
	cacheDir         func() (string, error) // the user's
	stdoutIsTerminal bool
	stderrIsTerminal bool
}

// colour reports whether text on standard output may be coloured.
func (e *environment) colour() bool { return e.stdoutIsTerminal && e.getenv("NO_COLOR") == "" }

// today is the day that "overdue" is counted from where nothing else tells:
// SOURCE_DATE_EPOCH, so that a build can be repeated, or else the clock.
func (e *environment) today() time.Time {
	if seconds, err := strconv.ParseInt(e.getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC()
	}
	return e.now().UTC()
}

// cacheFolder is where what took long is kept; "" for nowhere.
func (a *app) cacheFolder() string {
	if a.noCache || a.cacheDir == nil {
		return ""
	}
	dir, err := a.cacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "retrowiki")
}
