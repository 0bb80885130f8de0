package github

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/retrowiki/retrowiki/generator/tracker"
)

// waiter keeps writes apart and waits where GitHub asks for it, but never
// longer than its budget in all.
type waiter struct {
	clock              tracker.Clock
	pace               time.Duration
	perMinute, perHour int
	budget             time.Duration

	waited  time.Duration
	guesses int         // refusals in a row that did not say how long
	written []time.Time // the writes of the last hour
}

// limited reports whether an answer is a refusal because of a limit: 429, or a
// 403 that says so in whichever of GitHub's ways.
func limited(resp *http.Response, body []byte) bool {
	if resp.StatusCode == http.StatusTooManyRequests {
		return true
	}
	if resp.StatusCode != http.StatusForbidden {
		return false
	}
	if resp.Header.Get("Retry-After") != "" || resp.Header.Get("X-RateLimit-Remaining") == "0" {
		return true
	}
	body = bytes.ToLower(body)
	return bytes.Contains(body, []byte("rate limit")) || bytes.Contains(body, []byte("abuse detection")) || bytes.Contains(body, []byte("rate-limit"))
}

// obey waits as a refusal says: Retry-After first, else until the reset of an
// empty limit, else a minute, doubling.
func (w *waiter) obey(ctx context.Context, resp *http.Response) error {
	d := w.told(resp)
	if d == 0 {
		d = time.Minute << min(w.guesses, 10)
		w.guesses++
	}
	return w.wait(ctx, max(d, time.Second))
}

// told is how long a refusal asks to wait; 0 if it doesn't say.
func (w *waiter) told(resp *http.Response) time.Duration {
	now := w.clock.Now()
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		now = date // GitHub's clock, by which it counts
	}
	after := resp.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(after); err == nil {
		return time.Duration(max(seconds, 1)) * time.Second
	}
	if date, err := http.ParseTime(after); err == nil {
		return max(date.Sub(now), time.Second)
	}
	reset, err := strconv.ParseInt(resp.Header.Get("X-RateLimit-Reset"), 10, 64)
	if err == nil && resp.Header.Get("X-RateLimit-Remaining") == "0" {
		return max(time.Unix(reset, 0).Sub(now), 0) + time.Second
	}
	return 0
}

// wait spends of the budget, or says that it is not enough.
func (w *waiter) wait(ctx context.Context, d time.Duration) error {
	if w.waited+d > w.budget {
		return &tracker.Problem{Kind: tracker.Limited, Detail: fmt.Sprintf("GitHub asks to wait %s, and %s were waited already", d.Round(time.Second), w.waited.Round(time.Second))}
	}
	w.waited += d
	return w.clock.Sleep(ctx, d)
}

// gap waits until the next write is due: some time after the last one, and
// when the last minute and hour have room for one more.
func (w *waiter) gap(ctx context.Context) error {
	now := w.clock.Now()
	for n, at := range w.written { // a clock that was set back must not hold up the next write
		if at.After(now) {
			w.written[n] = now
		}
	}
	for len(w.written) > 0 && now.Sub(w.written[0]) >= time.Hour {
		w.written = w.written[1:]
	}
	n := len(w.written)
	if n == 0 {
		return nil
	}
	due := w.written[n-1].Add(max(w.pace, 0))
	if n >= w.perMinute {
		due = later(due, w.written[n-w.perMinute].Add(time.Minute))
	}
	if n >= w.perHour {
		if room := w.written[n-w.perHour].Add(time.Hour); room.After(due) {
			return w.wait(ctx, room.Sub(now))
		}
	}
	if d := due.Sub(now); d > 0 {
		return w.clock.Sleep(ctx, d)
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// wrote notes a write that GitHub may count.
func (w *waiter) wrote() {
	w.guesses = 0
	w.written = append(w.written, w.clock.Now())
}
