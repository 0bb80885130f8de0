package main

import (
	"io"
	"strconv"
	"time"
)

// environment is the world as a command sees it.
type environment struct {
	args             []string
	stdout, stderr   io.Writer
	getenv           func(string) string
	now              func() time.Time
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
