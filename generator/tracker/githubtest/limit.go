package githubtest

import (
	"net/http"
	"strconv"
	"time"
)

// limits are GitHub's. Those on content count every write that succeeded.
type limits struct {
	off       bool
	core      int // calls per hour and token
	search    int // searches per minute and token
	perMinute int
	perHour   int
	refusal   Refusal // how a limit on content is told
	until     time.Time
	current   Refusal // the refusal that lasts until then
}

var defaultLimits = limits{core: 1000, search: 30, perMinute: 80, perHour: 500, refusal: Refusal{RetryAfter: time.Minute}}

// NoLimits is an Enterprise Server as installed: no limits and no headers that
// tell of any.
func NoLimits() Option { return func(s *Server) { s.limits.off = true } }

// CallsPerHour sets the primary limit, 1000 by default as for GITHUB_TOKEN.
func CallsPerHour(n int) Option { return func(s *Server) { s.limits.core = n } }

// WritesPer sets the limits on content, 80 and 500 by default, and the form in
// which they are told.
func WritesPer(minute, hour int, told Refusal) Option {
	return func(s *Server) { s.limits.perMinute, s.limits.perHour, s.limits.refusal = minute, hour, told }
}

// A Refusal is one of the many forms in which GitHub says "too often".
type Refusal struct {
	Status     int           // 403 when zero; 429 is the other one
	RetryAfter time.Duration // the header, absent when zero
	Primary    bool          // remaining is 0, the reset lies at the end of For
	OnlyText   bool          // only the message tells, not the documentation's address
	For        time.Duration // calls are refused until the clock moved that far
}

// Refuse makes GitHub refuse every call until the clock has moved by r.For.
func (s *Server) Refuse(r Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuseUntil(r)
}

func (s *Server) refuseUntil(r Refusal) {
	s.limits.current, s.limits.until = r, s.clock.Now().Add(r.For)
}

// A bucket is a window of the primary limit; it starts with the first call.
type bucket struct {
	used  int
	reset time.Time
}

func (b *bucket) turn(now time.Time, window time.Duration) {
	if !now.Before(b.reset) {
		b.used, b.reset = 0, now.Add(window)
	}
}

const limitNote = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"

func (r Refusal) answer() *answer {
	status := r.Status
	if status == 0 {
		status = http.StatusForbidden
	}
	a := refused(status, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.")
	body := a.body.(object)
	switch {
	case r.Primary:
		body["message"] = "API rate limit exceeded for installation ID 1."
		body["documentation_url"] = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api"
	case !r.OnlyText:
		body["documentation_url"] = limitNote
	}
	if r.RetryAfter > 0 {
		a.set("Retry-After", strconv.Itoa(int(r.RetryAfter.Seconds())))
	}
	return a
}

// limit counts the call and refuses it when there were too many.
func (s *Server) limit(q *request) *answer {
	now := s.clock.Now()
	l := &s.limits
	if now.Before(l.until) {
		q.refused(l.current)
		return l.current.answer()
	}
	if l.off || q.route.path == "/rate_limit" {
		return nil
	}
	b, most := q.bucket(s)
	if b.used >= most {
		r := Refusal{Primary: true, For: b.reset.Sub(now)}
		q.refused(r)
		return r.answer()
	}
	b.used++
	if q.call.Write {
		return s.limitContent(q, now)
	}
	return nil
}

func (s *Server) limitContent(q *request, now time.Time) *answer {
	written := q.token.written
	for _, w := range []struct {
		most   int
		window time.Duration
	}{{s.limits.perMinute, time.Minute}, {s.limits.perHour, time.Hour}} {
		if len(written) < w.most {
			continue
		}
		free := written[len(written)-w.most].Add(w.window)
		if !now.Before(free) {
			continue
		}
		r := s.limits.refusal
		if r.RetryAfter > 0 {
			r.RetryAfter = free.Sub(now).Round(time.Second)
		}
		q.refused(r)
		return r.answer()
	}
	return nil
}

// bucket is the one that the call counts in, and its size.
func (q *request) bucket(s *Server) (*bucket, int) {
	b, most, window := &q.token.core, s.limits.core, time.Hour
	if q.token.user == nil {
		most = 60
	}
	if q.route.path == "/search/issues" {
		b, most, window = &q.token.search, s.limits.search, time.Minute
	}
	b.turn(s.clock.Now(), window)
	return b, most
}

// refused notes it for the log and for the headers.
func (q *request) refused(r Refusal) {
	q.call.refused = true
	q.refusal = &r
}

func (s *Server) limitHeaders(q *request, a *answer) {
	if s.limits.off || q.token == nil {
		return
	}
	b, most := q.bucket(s)
	used, reset := b.used, b.reset
	if q.refusal != nil && q.refusal.Primary {
		used, reset = most, s.clock.Now().Add(q.refusal.For)
		if s.limits.until.After(s.clock.Now()) {
			reset = s.limits.until
		}
	}
	resource := "core"
	if b == &q.token.search {
		resource = "search"
	}
	a.set("X-RateLimit-Limit", strconv.Itoa(most))
	a.set("X-RateLimit-Remaining", strconv.Itoa(max(most-used, 0)))
	a.set("X-RateLimit-Used", strconv.Itoa(used))
	a.set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	a.set("X-RateLimit-Resource", resource)
}

func (s *Server) getRateLimit(q *request) *answer {
	if s.limits.off {
		return refused(http.StatusNotFound, "Rate limiting is not enabled.")
	}
	show := func(b *bucket, most int, window time.Duration) object {
		b.turn(s.clock.Now(), window)
		return object{"limit": most, "used": b.used, "remaining": most - b.used, "reset": b.reset.Unix()}
	}
	core := show(&q.token.core, s.limits.core, time.Hour)
	return ok(object{"rate": core, "resources": object{
		"core": core, "search": show(&q.token.search, s.limits.search, time.Minute),
	}})
}
