package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/go-github/v60/github"

	"github.com/retrowiki/retrowiki/generator/tracker"
)

// intent is what a call was for, which decides what its failure means.
type intent int

const (
	reading  intent = iota
	writing         // to one issue
	creating        // in a repository
)

// asProblem finds the Problem in an error.
func asProblem(err error) (*tracker.Problem, bool) {
	var p *tracker.Problem
	ok := errors.As(err, &p)
	return p, ok
}

// problem says in the tracker's words what went wrong; nil for no error.
func (c *Client) problem(err error, doing string, what intent) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	var answer *github.ErrorResponse
	p, ok := asProblem(err)
	switch {
	case ok:
		known := *p
		p = &known
	case errors.As(err, &answer):
		p = &tracker.Problem{Kind: kindOf(answer.Response.StatusCode), Detail: detail(answer)}
	case limitError(err):
		p = &tracker.Problem{Kind: tracker.Limited, Detail: err.Error()}
	case what == reading:
		p = &tracker.Problem{Kind: tracker.Down, Detail: "the answer cannot be read: " + err.Error()}
	default: // it was answered with success, in words that we do not understand
		p = &tracker.Problem{Kind: tracker.Unclear, Detail: "the answer cannot be read: " + err.Error()}
	}
	if p.Doing == "" {
		p.Doing = doing
	}
	if what == creating && (p.Kind == tracker.Missing || p.Kind == tracker.Removed || p.Kind == tracker.Moved) {
		p.Kind = tracker.Denied // it is the repository that is gone
	}
	if c.token != "" {
		p.Detail = strings.ReplaceAll(p.Detail, c.token, "[token]")
	}
	return p
}

func kindOf(status int) tracker.ProblemKind {
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return tracker.Denied
	case status == http.StatusNotFound:
		return tracker.Missing
	case status == http.StatusGone:
		return tracker.Removed
	case status == http.StatusTooManyRequests:
		return tracker.Limited
	case status >= 500:
		return tracker.Down
	}
	return tracker.Rejected
}

// limitError is a limit that go-github recognised. The transport should have
// seen it before.
func limitError(err error) bool {
	var primary *github.RateLimitError
	var secondary *github.AbuseRateLimitError
	return errors.As(err, &primary) || errors.As(err, &secondary)
}

// exists reports whether GitHub refused to make what is there already.
func exists(err error) bool {
	var answer *github.ErrorResponse
	if !errors.As(err, &answer) {
		return false
	}
	for _, e := range answer.Errors {
		if e.Code == "already_exists" {
			return true
		}
	}
	return false
}

// detail is what GitHub said, on one line.
func detail(answer *github.ErrorResponse) string {
	text := answer.Message
	for _, e := range answer.Errors {
		text += fmt.Sprintf("; %s %s %s", e.Field, e.Code, e.Message)
	}
	if strings.TrimSpace(text) == "" {
		text = http.StatusText(answer.Response.StatusCode)
	}
	return fmt.Sprintf("%s (status %d)", strings.Join(strings.Fields(text), " "), answer.Response.StatusCode)
}
