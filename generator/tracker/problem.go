package tracker

import (
	"errors"
	"fmt"
)

// ProblemKind says what a failed call to the tracker means for the run.
type ProblemKind int

// The kinds, from what concerns one item to what ends the run.
const (
	Rejected ProblemKind = iota // this request is not acceptable; others may be
	Missing                     // not there, or not for us to see
	Removed                     // there once, deleted
	Moved                       // somewhere else now: Location
	Denied                      // nothing may be written to this repository
	Unclear                     // a write whose outcome is unknown
	Limited                     // refused for longer than we wait
	Down                        // the tracker cannot be read
)

// Problem is a failed call, in words for a person.
type Problem struct {
	Kind     ProblemKind
	Doing    string // "open an issue in acme/api"
	Detail   string // what the tracker said
	Location string // of Moved
	Err      error
}

func (p *Problem) Error() string {
	text := fmt.Sprintf("%s: %s", p.Doing, p.Detail)
	if p.Location != "" {
		text += ", see " + p.Location
	}
	return text
}

func (p *Problem) Unwrap() error { return p.Err }

// problemOf finds the Problem in an error; any other error is taken for a
// tracker that is down, which ends the run.
func problemOf(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return &Problem{Kind: Down, Doing: "ask the tracker", Detail: err.Error(), Err: err}
}
