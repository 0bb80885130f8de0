package githubtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// Bot is the login behind the default token, as in a GitHub Actions job.
const Bot = "github-actions[bot]"

// A Server is one GitHub with its own repositories, people and clock.
type Server struct {
	t       testing.TB
	api     *httptest.Server
	other   *httptest.Server
	base    string // address of the API, with the slash at its end
	prefix  string // path of the API, with slashes at both ends
	started time.Time
	clock   *Clock
	linger  time.Duration
	closing chan struct{}

	mu        sync.Mutex // guards all below
	world     *world
	tokens    map[string]*token
	token     *token
	limits    limits
	searchLag time.Duration
	calls     []*Call
	writing   int
	rules     []*Rule
	leaked    []string
}

// A token lets its user call. A read-only one is what a workflow gets that was
// started from a fork.
type token struct {
	value    string
	user     *user
	readOnly bool
	core     bucket
	search   bucket
	written  []time.Time // when content was made, for the limits on that
}

// An Option changes the server before it starts.
type Option func(*Server)

// Below mounts the API below a path such as "/api/v3", as Enterprise Server
// does. The root is the default.
func Below(path string) Option {
	return func(s *Server) {
		if trimmed := strings.Trim(path, "/"); trimmed != "" {
			s.prefix = "/" + trimmed + "/"
		}
	}
}

// StartAt sets the clock. The default lies in the past, so that go-github,
// which compares with the real time, never waits by itself.
func StartAt(now time.Time) Option { return func(s *Server) { s.clock = NewClock(now) } }

// SearchLag is the age of what search finds; 30 s by default.
func SearchLag(d time.Duration) Option { return func(s *Server) { s.searchLag = d } }

// Linger keeps every write under way for some real time, so that the check for
// overlapping writes cannot miss one by luck.
func Linger(d time.Duration) Option { return func(s *Server) { s.linger = d } }

// TokenOf makes the default token a personal one of that login.
func TokenOf(login string) Option {
	return func(s *Server) {
		s.world.bot = s.world.user(login)
		s.token.user = s.world.bot
	}
}

// New starts a GitHub that lasts as long as the test.
func New(t testing.TB, opts ...Option) *Server {
	t.Helper()
	s := &Server{
		t: t, prefix: "/", clock: NewClock(time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)),
		searchLag: 30 * time.Second, limits: defaultLimits, closing: make(chan struct{}), tokens: map[string]*token{},
	}
	s.world = newWorld(s.clock)
	s.world.bot = s.world.user(Bot)
	s.token = s.addToken("ghs_default", s.world.bot)
	for _, o := range opts {
		o(s)
	}
	s.world.clock = s.clock
	s.started = s.clock.Now()
	s.api = httptest.NewServer(http.HandlerFunc(s.serve))
	s.other = httptest.NewServer(http.HandlerFunc(s.serveElsewhere))
	s.base = s.api.URL + s.prefix
	t.Cleanup(s.close)
	return s
}

func (s *Server) close() {
	close(s.closing)
	s.api.Close()
	s.other.Close()
}

// URL is the address of the API, with a slash at its end.
func (s *Server) URL() string { return s.base }

// Clock is the time that GitHub lives in. Give it to the client too.
func (s *Server) Clock() *Clock { return s.clock }

// Token is the default token: github-actions[bot] with write access.
func (s *Server) Token() string { return s.token.value }

// TokenFor is a personal token of that login; see Repo.Grant for its rights.
func (s *Server) TokenFor(login string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addToken("ghp_"+login, s.world.user(login)).value
}

// ForkToken is what a workflow gets for a pull request from a fork: it reads.
func (s *Server) ForkToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.addToken("ghs_fork", s.world.bot)
	t.readOnly = true
	return t.value
}

func (s *Server) addToken(value string, u *user) *token {
	if t := s.tokens[value]; t != nil {
		return t
	}
	t := &token{value: value, user: u}
	s.tokens[value] = t
	return t
}

// Elsewhere is an address on another host. A token must never get there.
func (s *Server) Elsewhere() string {
	u, err := url.Parse(s.other.URL)
	if err != nil {
		panic(err)
	}
	// Go's client regards the same name with another port as the same host.
	return fmt.Sprintf("http://localhost:%s/", u.Port())
}

func (s *Server) serveElsewhere(w http.ResponseWriter, r *http.Request) {
	if secret := r.Header.Get("Authorization"); secret != "" {
		s.mu.Lock()
		s.leaked = append(s.leaked, secret)
		s.mu.Unlock()
	}
	w.Header().Set("Content-Type", contentType)
	fmt.Fprintln(w, "{}")
}

// Leaked lists the Authorization headers that came to Elsewhere.
func (s *Server) Leaked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.leaked...)
}

// StaleReads hides issues created from now on from the next listings (a
// listing is its first page and all others) and lets the next gets of each
// answer 404, as a replica does that lags behind.
func (s *Server) StaleReads(listings, gets int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.staleLists, s.world.staleGets = listings, gets
}

// CatchUp ends the lag: every read shows what is there, from now on.
func (s *Server) CatchUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.staleLists, s.world.staleGets = 0, 0
	for _, r := range s.world.repos {
		for _, i := range r.issues {
			i.listedFrom, i.hiddenGets = 0, 0
		}
	}
}
