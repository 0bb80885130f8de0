package github

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/retrowiki/retrowiki/generator/tracker"
)

const (
	maxAnswer   = 64 << 20 // a page of 100 issues, each as long as can be, takes far less
	attempts    = 4        // of a read
	apiVersion  = "2022-11-28"
	contentType = "application/vnd.github+json"
)

// transport is how requests get to GitHub: one after the other, in time, and
// repeated only where that cannot do anything twice. Limits are dealt with
// here and hidden from go-github, which misreads most of them.
type transport struct {
	base    http.RoundTripper
	api     *url.URL
	token   string
	timeout time.Duration

	mu sync.Mutex // the serial gate
	waiter
}

func newTransport(api *url.URL, o Options) *transport {
	t := &transport{base: o.Base, api: api, token: o.Token, timeout: cmp.Or(o.Timeout, 30*time.Second)}
	if t.base == nil {
		t.base = http.DefaultTransport
	}
	t.waiter = waiter{
		clock: o.Clock, pace: cmp.Or(o.Pace, time.Second),
		perMinute: cmp.Or(o.PerMinute, 60), perHour: cmp.Or(o.PerHour, 400), budget: cmp.Or(o.WaitAtAll, 5*time.Minute),
	}
	return t
}

// checkRedirect lets a read go on to another address of the same host, as
// after a rename. A write never gets here: Go would turn it into a read.
func (t *transport) checkRedirect(req *http.Request, via []*http.Request) error {
	if via[0].Method != http.MethodGet || !t.own(req.URL) {
		return &tracker.Problem{Kind: tracker.Denied, Detail: "GitHub leads to another host, which is not followed: " + req.URL.Host}
	}
	if len(via) >= 5 {
		return &tracker.Problem{Kind: tracker.Down, Detail: "GitHub leads in a circle"}
	}
	return nil
}

// own reports whether an address is one of the API's host.
func (t *transport) own(u *url.URL) bool { return u.Scheme == t.api.Scheme && u.Host == t.api.Host }

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.own(req.URL) {
		return nil, &tracker.Problem{Kind: tracker.Denied, Detail: "an address on another host is not asked: " + req.URL.Host}
	}
	var sent []byte
	if req.Body != nil {
		var err error
		sent, err = io.ReadAll(req.Body)
		req.Body.Close()
		if err != nil {
			return nil, err
		}
	}
	if req.Method == http.MethodGet {
		return t.read(req)
	}
	return t.write(req, sent)
}

// ready waits until a write would be sent at once.
func (t *transport) ready(ctx context.Context) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.gap(ctx)
}

// read repeats a read that failed in a way that may pass.
func (t *transport) read(req *http.Request) (*http.Response, error) {
	for n := 1; ; {
		resp, body, err := t.try(req, nil)
		if err == nil && limited(resp, body) {
			if err := t.obey(req.Context(), resp); err != nil {
				return nil, err
			}
			continue
		}
		if err == nil && resp.StatusCode < 500 && (resp.StatusCode != http.StatusOK || json.Valid(body)) {
			t.guesses = 0
			return hide(resp), nil
		}
		if req.Context().Err() != nil {
			return nil, req.Context().Err()
		}
		if n >= attempts {
			return nil, &tracker.Problem{Kind: tracker.Down, Detail: failure(resp, err), Err: err}
		}
		if err := t.wait(req.Context(), time.Duration(n*n)*time.Second); err != nil {
			return nil, err
		}
		n++
	}
}

// write sends a change. It is repeated only after a refusal that says that
// nothing happened because of a limit.
func (t *transport) write(req *http.Request, sent []byte) (*http.Response, error) {
	for {
		if err := t.gap(req.Context()); err != nil {
			return nil, err
		}
		resp, body, err := t.try(req, sent)
		if err == nil && limited(resp, body) {
			if err := t.obey(req.Context(), resp); err != nil {
				return nil, err
			}
			continue
		}
		t.wrote()
		switch {
		case neverSent(err):
			return nil, &tracker.Problem{Kind: tracker.Down, Detail: err.Error(), Err: err}
		case err != nil || resp.StatusCode >= 500:
			return nil, &tracker.Problem{Kind: tracker.Unclear, Detail: failure(resp, err), Err: err}
		case resp.StatusCode >= 300 && resp.StatusCode < 400:
			return nil, &tracker.Problem{Kind: tracker.Moved, Detail: "it is somewhere else, and writes are not sent on", Location: resp.Header.Get("Location")}
		}
		return hide(resp), nil
	}
}

// hide takes away what go-github would hold further requests back for, by the
// machine's clock and without a limit.
func hide(resp *http.Response) *http.Response {
	for name := range resp.Header {
		if strings.HasPrefix(name, "X-Ratelimit-") || name == "Retry-After" {
			resp.Header.Del(name)
		}
	}
	return resp
}

// try sends a request once and takes the whole answer in.
func (t *transport) try(req *http.Request, sent []byte) (*http.Response, []byte, error) {
	ctx, cancel := context.WithTimeout(req.Context(), t.timeout)
	defer cancel()
	again := req.Clone(ctx)
	if sent != nil {
		again.Body, again.ContentLength = io.NopCloser(bytes.NewReader(sent)), int64(len(sent))
		again.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(sent)), nil }
	}
	again.Header.Set("Accept", contentType)
	again.Header.Set("X-GitHub-Api-Version", apiVersion)
	if t.token != "" {
		again.Header.Set("Authorization", "Bearer "+t.token)
	}
	resp, err := t.base.RoundTrip(again)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return resp, nil, err
	}
	if len(body) > maxAnswer {
		return resp, nil, fmt.Errorf("the answer is longer than %d bytes", maxAnswer)
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp.Request = req
	return resp, body, nil
}

// neverSent reports whether not even a connection came about.
func neverSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

func failure(resp *http.Response, err error) string {
	switch {
	case err != nil:
		return "GitHub cannot be reached: " + err.Error()
	case resp.StatusCode == http.StatusOK:
		return "GitHub's answer is cut off"
	}
	return "GitHub answers " + resp.Status
}
