package githubtest

import (
	"slices"
	"strings"
	"time"
)

// A Permission is what a login may do in one repository.
type Permission int

const (
	None Permission = iota
	Read
	Write
	Admin
)

type user struct {
	id    int64
	login string
	bot   bool
}

type repository struct {
	id           int64
	owner        *user
	name         string
	created      time.Time
	private      bool
	fork         bool
	archived     bool
	noIssues     bool
	grants       map[string]Permission
	associations map[string]string

	labels     []*label
	milestones []*milestone
	issues     map[int]*issue
	last       int            // the highest number given so far
	deleted    map[int]bool   // numbers that answer 410
	moved      map[int]*issue // numbers that answer 301
	listings   int            // listings begun, for stale reads
}

type label struct {
	id          int64
	name        string
	color       string
	description string
}

type milestone struct {
	id               int64
	number           int
	title            string
	description      string
	state            string
	creator          *user
	created, updated time.Time
	closed, due      time.Time
}

type comment struct {
	id               int64
	author           *user
	body             string
	created, updated time.Time
}

type issue struct {
	repo        *repository
	id          int64
	number      int
	pull        bool
	author      *user
	title, body string
	state       string
	reason      string
	labels      []*label
	assignees   []*user
	milestone   *milestone
	locked      bool
	lockReason  string
	comments    []*comment
	parent      *issue
	children    []*issue

	created, updated, closed time.Time
	closedBy                 *user

	listedFrom int // first listing of the repository that shows it
	hiddenGets int // gets that still answer 404
	history    []version
}

// A version is what the issue was from a moment on. Search reads old ones.
type version struct {
	from time.Time
	was  *issue
}

// A world is everything that GitHub remembers. It knows no HTTP, and its
// caller holds the lock.
type world struct {
	clock      *Clock
	users      map[string]*user
	repos      []*repository
	names      map[string]*repository // present and former names, lower case
	bot        *user                  // owner of the default token
	nextID     int64
	changes    int // grows with each change, so that no-op writes show
	staleLists int
	staleGets  int
}

func newWorld(clock *Clock) *world {
	return &world{clock: clock, users: map[string]*user{}, names: map[string]*repository{}, nextID: 1000}
}

func (w *world) id() int64 {
	w.nextID++
	return w.nextID
}

// user finds a login or makes it: every name a test mentions has an account,
// as far as GitHub's answers are concerned.
func (w *world) user(login string) *user {
	key := strings.ToLower(login)
	if u := w.users[key]; u != nil {
		return u
	}
	u := &user{id: w.id(), login: login, bot: strings.HasSuffix(key, "[bot]")}
	w.users[key] = u
	return u
}

func (w *world) repository(fullName string) *repository {
	key := strings.ToLower(fullName)
	if r := w.names[key]; r != nil {
		return r
	}
	owner, name, _ := strings.Cut(fullName, "/")
	r := &repository{
		id: w.id(), owner: w.user(owner), name: name, created: w.clock.Now(),
		grants: map[string]Permission{}, associations: map[string]string{},
		issues: map[int]*issue{}, deleted: map[int]bool{}, moved: map[int]*issue{},
	}
	r.grants[key[:strings.Index(key, "/")]] = Admin
	r.grants[strings.ToLower(w.bot.login)] = Write
	w.repos = append(w.repos, r)
	w.names[key] = r
	return r
}

func (r *repository) fullName() string { return r.owner.login + "/" + r.name }

func (r *repository) granted(u *user) Permission {
	if u == nil {
		return None
	}
	return r.grants[strings.ToLower(u.login)]
}

func (r *repository) readable(u *user) bool { return !r.private || r.granted(u) >= Read }

// assignable is narrower than GitHub, which also takes people who commented.
func (r *repository) assignable(u *user) bool {
	return u != nil && !u.bot && r.granted(u) >= Read
}

func (r *repository) label(name string) *label {
	for _, l := range r.labels {
		if strings.EqualFold(l.name, name) {
			return l
		}
	}
	return nil
}

func (r *repository) milestone(number int) *milestone {
	for _, m := range r.milestones {
		if m.number == number {
			return m
		}
	}
	return nil
}

func (r *repository) sorted() []*issue {
	all := make([]*issue, 0, len(r.issues))
	for n := 1; n <= r.last; n++ {
		if i := r.issues[n]; i != nil {
			all = append(all, i)
		}
	}
	return all
}

func (w *world) addLabel(r *repository, name, color, description string) *label {
	l := &label{id: w.id(), name: name, color: strings.ToLower(color), description: description}
	r.labels = append(r.labels, l)
	w.changes++
	return l
}

// ensureLabels is what naming a label on an issue does: an unknown one is made.
func (w *world) ensureLabels(r *repository, names []string) []*label {
	var all []*label
	for _, name := range names {
		l := r.label(name)
		if l == nil {
			l = w.addLabel(r, name, "ededed", "")
		}
		if !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return all
}

func (w *world) addMilestone(r *repository, by *user, title string) *milestone {
	now := w.clock.Now()
	m := &milestone{id: w.id(), number: len(r.milestones) + 1, title: title, state: "open", creator: by, created: now, updated: now}
	r.milestones = append(r.milestones, m)
	w.changes++
	return m
}

func (w *world) addIssue(r *repository, by *user, title, body string) *issue {
	r.last++
	i := &issue{
		repo: r, id: w.id(), number: r.last, author: by, title: title, body: body, state: "open",
		created: w.clock.Now(), listedFrom: r.listings + 1 + w.staleLists, hiddenGets: w.staleGets,
	}
	if w.staleLists == 0 {
		i.listedFrom = 0
	}
	r.issues[i.number] = i
	w.touch(i)
	return i
}

func (w *world) addComment(i *issue, by *user, body string) *comment {
	now := w.clock.Now()
	c := &comment{id: w.id(), author: by, body: body, created: now, updated: now}
	i.comments = append(i.comments, c)
	w.touch(i)
	return c
}

// touch is called after every change of an issue.
func (w *world) touch(i *issue) {
	w.changes++
	i.updated = w.clock.Now()
	old := *i
	old.history = nil
	old.labels = slices.Clone(i.labels)
	old.assignees = slices.Clone(i.assignees)
	i.history = append(i.history, version{i.updated, &old})
}

// at is the issue as it was at that time, nil if there was none.
func (i *issue) at(t time.Time) *issue {
	var found *issue
	for _, v := range i.history {
		if !v.from.After(t) {
			found = v.was
		}
	}
	return found
}
