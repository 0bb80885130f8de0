package githubtest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const contentType = "application/json; charset=utf-8"

// A request is a call on its way through the checks to its handler.
type request struct {
	call    *Call
	raw     []byte
	body    any // decoded
	rest    []string
	query   url.Values
	route   *route
	params  map[string]string
	token   *token
	refusal *Refusal

	repo  *repository
	issue *issue
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	q, fault := s.arrive(r)
	if q.route == nil {
		s.t.Errorf("githubtest: call %d: %s %s is no route of the description below %s", q.call.N, r.Method, r.URL.Path, s.prefix)
		send(w, notFound(), notFound().bytes())
		return
	}
	if fault.Before != nil {
		fault.Before()
	}
	// A call that gets lost is not under way, least of all after its client died.
	underWay := q.call.Write && !fault.lost()
	if underWay {
		s.enter(q)
	}
	if err := describe().checkRequest(r, q); err != nil {
		s.t.Errorf("githubtest: call %d: %s: the request is not as described: %v", q.call.N, q.call.Route, err)
		fault = &Fault{Status: http.StatusUnprocessableEntity}
	}
	a, data := s.settle(r, q, fault)
	if underWay {
		s.leave()
	}
	if fault.After != nil {
		fault.After()
	}
	s.wait(r, fault.Delay)
	if fault.Drop {
		panic(http.ErrAbortHandler)
	}
	send(w, a, data)
}

// arrive reads the call, logs it and finds its route and its fault.
func (s *Server) arrive(r *http.Request) (*request, *Fault) {
	raw, _ := io.ReadAll(r.Body)
	q := &request{raw: raw, query: r.URL.Query()}
	json.Unmarshal(raw, &q.body)
	s.mu.Lock()
	defer s.mu.Unlock()
	path, mounted := strings.CutPrefix(r.URL.EscapedPath(), s.prefix)
	q.call = &Call{
		N: len(s.calls) + 1, At: s.clock.Now(), Method: r.Method, Path: "/" + path, Body: string(raw),
		Write: r.Method != http.MethodGet && r.Method != http.MethodHead,
	}
	if r.URL.RawQuery != "" {
		q.call.Path += "?" + r.URL.RawQuery
	}
	s.calls = append(s.calls, q.call)
	if mounted {
		q.rest = s.unnumber(split(path))
		q.route, q.params = describe().match(r.Method, q.rest)
	}
	if q.route != nil {
		q.call.Route = q.route.name
	} else {
		q.call.Status = http.StatusNotFound
	}
	s.identify(r, q)
	return q, s.fault(q.call)
}

// enter and leave enclose the time in which a write is under way. It ends just
// before the answer goes out: once the client has that, it may write again.
func (s *Server) enter(q *request) {
	s.mu.Lock()
	if s.writing++; s.writing > 1 {
		s.t.Errorf("githubtest: call %d: %s starts before another write is answered", q.call.N, q.call.Route)
	}
	s.mu.Unlock()
	if s.linger > 0 {
		time.Sleep(s.linger)
	}
}

func (s *Server) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writing--
}

// unnumber turns /repositories/{id}/..., where redirects lead, into the
// ordinary path, since the description doesn't have the former.
func (s *Server) unnumber(segments []string) []string {
	if len(segments) < 2 || segments[0] != "repositories" {
		return segments
	}
	for _, r := range s.world.repos {
		if strconv.FormatInt(r.id, 10) == segments[1] {
			return append([]string{"repos", r.owner.login, r.name}, segments[2:]...)
		}
	}
	return append([]string{"repos", "unknown", "unknown"}, segments[2:]...)
}

func split(path string) []string {
	segments := strings.Split(path, "/")
	for n, segment := range segments {
		if plain, err := url.PathUnescape(segment); err == nil {
			segments[n] = plain
		}
	}
	return segments
}

// settle lets the call take effect or not, and makes the answer.
func (s *Server) settle(r *http.Request, q *request, f *Fault) (*answer, []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var a *answer
	if f.Refusal != nil {
		s.refuseUntil(*f.Refusal)
		q.refused(*f.Refusal)
		a = f.Refusal.answer()
	} else if !f.lost() {
		before := s.world.changes
		a = s.handle(q)
		q.call.Changed = s.world.changes != before
		if q.call.Write && a.status < 300 && q.token != nil {
			q.token.written = append(q.token.written, s.clock.Now())
		}
	}
	if a != nil {
		if err := s.checkAnswer(r, q, a); err != nil {
			s.t.Errorf("githubtest: call %d: %s: the fake's own answer is not as described: %v", q.call.N, q.call.Route, err)
		}
	}
	return s.spoil(q, f, a)
}

func (s *Server) spoil(q *request, f *Fault, a *answer) (*answer, []byte) {
	if f.Drop {
		return nil, nil
	}
	var data []byte
	if f.Status != 0 {
		a, data = f.page(), f.html()
	} else {
		s.limitHeaders(q, a)
		data = a.bytes()
	}
	switch {
	case f.Empty:
		data = nil
	case f.Half:
		data = data[:len(data)/2]
	}
	q.call.Status = a.status
	a.set("Date", s.clock.Now().Format(http.TimeFormat))
	return a, data
}

func (s *Server) wait(r *http.Request, d time.Duration) {
	if d <= 0 {
		return
	}
	select {
	case <-time.After(d):
	case <-r.Context().Done():
	case <-s.closing:
	}
}

func send(w http.ResponseWriter, a *answer, data []byte) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	}
	w.WriteHeader(a.status)
	w.Write(data)
}
