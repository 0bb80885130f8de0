package githubtest

import "time"

// A Call is what came to the server and what became of it.
type Call struct {
	N       int // counts from 1
	At      time.Time
	Method  string
	Path    string // without the mount point, with the query
	Route   string // "POST /repos/{owner}/{repo}/issues", empty if unknown
	Login   string // whose token it was
	Body    string // of the request
	Status  int    // 0 if the connection was cut without an answer
	Write   bool   // anything but GET and HEAD
	Changed bool   // GitHub's state is different afterwards

	refused bool // came too early for a limit
}

// Log lists all calls so far.
func (s *Server) Log() []Call { return s.logged(func(*Call) bool { return true }) }

// Writes lists the calls that were meant to change something.
func (s *Server) Writes() []Call { return s.logged(func(c *Call) bool { return c.Write }) }

// Changes lists the calls that did change something.
func (s *Server) Changes() []Call { return s.logged(func(c *Call) bool { return c.Changed }) }

// Refused lists the calls that came too early for a limit.
func (s *Server) Refused() []Call { return s.logged(func(c *Call) bool { return c.refused }) }

// ForgetLog empties the log, so that a test can look at one run only.
func (s *Server) ForgetLog() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = nil
}

func (s *Server) logged(keep func(*Call) bool) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var kept []Call
	for _, c := range s.calls {
		if keep(c) {
			kept = append(kept, *c)
		}
	}
	return kept
}
