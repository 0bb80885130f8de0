package main

import (
	"fmt"
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

// maxEpoch is the end of the year 9999, after which dates have no usual spelling.
const maxEpoch = 253402300799

// checkEpoch refuses a SOURCE_DATE_EPOCH that today could not keep to.
func (e *environment) checkEpoch() error {
	text := e.getenv("SOURCE_DATE_EPOCH")
	if seconds, err := strconv.ParseInt(text, 10, 64); text != "" && (err != nil || seconds < 0 || seconds > maxEpoch) {
		return fmt.Errorf("SOURCE_DATE_EPOCH is %q: want the seconds since 1970, before the year 10000", text)
	}
	return nil
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
