package githubtest

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// What faults apply to, besides the name of a route such as
// "POST /repos/{owner}/{repo}/issues".
const (
	AnyCall  = "any call"
	AnyRead  = "any read"
	AnyWrite = "any write"
)

// A Fault is what goes wrong with a call. Without Drop, Status, Refusal, Empty
// or Half the call is answered as usual, after Before and Delay.
type Fault struct {
	Before   func()        // runs when the call arrives, before it takes effect
	After    func()        // runs when it took effect, before it is answered
	Delay    time.Duration // real time until the answer; less if the client gives up
	Commit   bool          // with Drop or Status: takes effect, though the client can't tell
	Drop     bool          // the connection is cut without an answer
	Status   int           // answered with this status and a page that is no JSON
	Location string        // with a Status of 3xx: where to
	Refusal  *Refusal      // answered with that, for as long as it says
	Empty    bool          // takes effect, but the answer has no body
	Half     bool          // takes effect, but only half of the body arrives
}

// The usual ones.
var (
	DropBeforeCommit = Fault{Drop: true}
	DropAfterCommit  = Fault{Drop: true, Commit: true}
	Fail500          = Fault{Status: http.StatusInternalServerError}
	Fail502          = Fault{Status: http.StatusBadGateway}
	Fail500Committed = Fault{Status: http.StatusInternalServerError, Commit: true}
	Fail502Committed = Fault{Status: http.StatusBadGateway, Commit: true}
	EmptyAnswer      = Fault{Empty: true}
	HalfAnswer       = Fault{Half: true}
)

// Meanwhile does something right before the call takes effect: what a person
// or another run does between two calls.
func Meanwhile(do func()) Fault { return Fault{Before: do} }

// KilledBefore ends the client (do cancels its context) before the call takes
// effect.
func KilledBefore(do func()) Fault { return Fault{Before: do, Drop: true} }

// KilledAfter ends the client when the call took effect, before its answer.
func KilledAfter(do func()) Fault { return Fault{After: do, Drop: true, Commit: true} }

// TooOften refuses.
func TooOften(r Refusal) Fault { return Fault{Refusal: &r} }

// RedirectTo sends the client elsewhere.
func RedirectTo(status int, location string) Fault { return Fault{Status: status, Location: location} }

// A Rule applies a fault to some calls.
type Rule struct {
	s       *Server
	match   string
	skip    int
	forever bool
	fired   int
	fault   Fault
}

// Fired tells how often the fault happened.
func (r *Rule) Fired() int {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return r.fired
}

// Fault applies to every call that matches, until Heal.
func (s *Server) Fault(match string, f Fault) *Rule {
	s.t.Helper()
	return s.addRule(&Rule{s: s, match: match, forever: true, fault: f})
}

// FailNext applies to the next call that matches.
func (s *Server) FailNext(match string, f Fault) *Rule {
	s.t.Helper()
	return s.FailNth(match, 1, f)
}

// FailNth applies to the n-th call from now that matches, counted from 1.
func (s *Server) FailNth(match string, n int, f Fault) *Rule {
	s.t.Helper()
	return s.addRule(&Rule{s: s, match: match, skip: n - 1, fault: f})
}

// Heal removes all faults and refusals.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules = nil
	s.limits.until = time.Time{}
}

func (s *Server) addRule(r *Rule) *Rule {
	s.t.Helper()
	method, path, _ := strings.Cut(r.match, " ")
	if r.match != AnyCall && r.match != AnyRead && r.match != AnyWrite && describe().route(method, path) == nil {
		s.t.Fatalf("githubtest: no route is called %q", r.match)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules = append(s.rules, r)
	return r
}

// fault finds what goes wrong with the call. Every rule counts the call, the
// first that is due applies.
func (s *Server) fault(c *Call) *Fault {
	var due *Rule
	for _, r := range s.rules {
		if !r.matches(c) || !r.forever && r.fired > 0 {
			continue
		}
		if r.skip > 0 {
			r.skip--
			continue
		}
		if due == nil {
			due = r
		}
	}
	if due == nil {
		return &Fault{}
	}
	due.fired++
	f := due.fault
	return &f
}

func (r *Rule) matches(c *Call) bool {
	switch r.match {
	case AnyCall:
		return true
	case AnyRead:
		return !c.Write
	case AnyWrite:
		return c.Write
	}
	return r.match == c.Route
}

// lost tells that the call doesn't take effect.
func (f *Fault) lost() bool { return (f.Drop || f.Status != 0) && !f.Commit || f.Refusal != nil }

// page is the answer of something in front of GitHub.
func (f *Fault) page() *answer {
	a := &answer{status: f.Status}
	if f.Location != "" {
		a.set("Location", f.Location)
	}
	return a
}

func (f *Fault) html() []byte {
	return fmt.Appendf(nil, "<html><head><title>%s</title></head></html>\n", http.StatusText(f.Status))
}
