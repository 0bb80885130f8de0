package githubtest

import (
	"strings"
	"time"
)

// A Repo is a repository in the hands of the test, which needs no permission
// and leaves no trace in the log.
type Repo struct {
	s *Server
	r *repository
}

// An Issue is what an issue or pull request was when it was asked for.
type Issue struct {
	Number      int
	ID          int64
	PullRequest bool
	Author      string
	Title, Body string
	State       string
	StateReason string
	Labels      []string
	Assignees   []string
	Milestone   int // 0 for none
	Locked      bool
	Comments    []Comment
	Parent      int // 0 for none, else a number in the parent's repository
	SubIssues   []int
	CreatedAt   time.Time
	UpdatedAt   time.Time
	ClosedAt    time.Time // zero while open
	ClosedBy    string
}

// A Comment is one on an issue.
type Comment struct {
	ID           int64
	Author, Body string
}

// A Label is one of a repository.
type Label struct{ Name, Color, Description string }

// Repo finds the repository of that name ("owner/name"), or makes it: public,
// empty, with issues, and with write access for the default token.
func (s *Server) Repo(fullName string) *Repo {
	s.t.Helper()
	if owner, name, found := strings.Cut(fullName, "/"); !found || owner == "" || name == "" || strings.Contains(name, "/") {
		s.t.Fatalf("githubtest: %q is no owner/name", fullName)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return &Repo{s, s.world.repository(fullName)}
}

func (r *Repo) with(do func(w *world, r *repository)) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	do(r.s.world, r.r)
}

// Name is the present owner/name.
func (r *Repo) Name() (name string) {
	r.with(func(_ *world, r *repository) { name = r.fullName() })
	return name
}

// ID stays the same when the repository is renamed.
func (r *Repo) ID() int64 { return r.r.id }

// Rename gives the repository another owner/name. The old one redirects.
func (r *Repo) Rename(fullName string) {
	r.with(func(w *world, r *repository) {
		owner, name, _ := strings.Cut(fullName, "/")
		r.owner, r.name = w.user(owner), name
		w.names[strings.ToLower(fullName)] = r
	})
}

// SetPrivate hides the repository from logins without a grant.
func (r *Repo) SetPrivate(yes bool) { r.with(func(_ *world, r *repository) { r.private = yes }) }

// SetFork marks the repository as a fork.
func (r *Repo) SetFork(yes bool) { r.with(func(_ *world, r *repository) { r.fork = yes }) }

// SetArchived makes the repository read-only.
func (r *Repo) SetArchived(yes bool) { r.with(func(_ *world, r *repository) { r.archived = yes }) }

// SetHasIssues switches issues on or off.
func (r *Repo) SetHasIssues(yes bool) { r.with(func(_ *world, r *repository) { r.noIssues = !yes }) }

// Grant gives a login its permission. Everyone else may read a public
// repository, open issues and comment.
func (r *Repo) Grant(login string, p Permission) {
	r.with(func(w *world, r *repository) {
		w.user(login)
		r.grants[strings.ToLower(login)] = p
	})
}

// Associate overrides the author_association that answers show for a login.
func (r *Repo) Associate(login, association string) {
	r.with(func(_ *world, r *repository) { r.associations[strings.ToLower(login)] = association })
}

// AddLabel makes a label, unless there is one of that name.
func (r *Repo) AddLabel(name, color, description string) {
	r.with(func(w *world, r *repository) {
		if r.label(name) == nil {
			w.addLabel(r, name, color, description)
		}
	})
}

// AddMilestone makes a milestone and gives its number.
func (r *Repo) AddMilestone(title string) (number int) {
	r.with(func(w *world, r *repository) { number = w.addMilestone(r, r.owner, title).number })
	return number
}

// CloseMilestone closes a milestone.
func (r *Repo) CloseMilestone(number int) {
	r.with(func(_ *world, r *repository) { r.milestone(number).state = "closed" })
}

// AddIssue makes an issue from Title, Body, Author (else the owner), Labels,
// Assignees, State, StateReason and PullRequest, and gives its number.
func (r *Repo) AddIssue(from Issue) (number int) {
	r.with(func(w *world, r *repository) {
		by := r.owner
		if from.Author != "" {
			by = w.user(from.Author)
		}
		i := w.addIssue(r, by, from.Title, from.Body)
		i.pull = from.PullRequest
		labels, users := w.ensureLabels(r, from.Labels), []*user{}
		for _, login := range from.Assignees {
			users = append(users, w.user(login))
		}
		c := change{labels: &labels, assignees: &users}
		if from.State != "" {
			c.state, c.reason = &from.State, from.StateReason
		}
		w.apply(i, by, c)
		number = i.number
	})
	return number
}

// AddPullRequest makes a pull request, which shares the numbers of the issues
// and turns up in their lists.
func (r *Repo) AddPullRequest(title string) int {
	return r.AddIssue(Issue{Title: title, PullRequest: true})
}

// Transfer moves an issue to another repository and gives its number there.
// The old number redirects.
func (r *Repo) Transfer(number int, to *Repo) (there int) {
	r.with(func(w *world, from *repository) {
		if i := r.find(number); i != nil {
			there = w.transfer(i, to.r).number
		}
	})
	return there
}

// Delete removes an issue for good. Its number answers 410.
func (r *Repo) Delete(number int) {
	r.with(func(w *world, _ *repository) {
		if i := r.find(number); i != nil {
			w.deleteIssue(i)
		}
	})
}

// Lock locks the conversation of an issue.
func (r *Repo) Lock(number int) {
	r.with(func(w *world, _ *repository) {
		if i := r.find(number); i != nil {
			i.locked = true
			w.touch(i)
		}
	})
}

// find needs the lock; a number that doesn't exist fails the test.
func (r *Repo) find(number int) *issue {
	i := r.r.issues[number]
	if i == nil {
		r.s.t.Errorf("githubtest: %s has no issue %d", r.r.fullName(), number)
	}
	return i
}

// Issue is one issue as it is now; it fails the test if there is none.
func (r *Repo) Issue(number int) (found Issue) {
	r.with(func(*world, *repository) {
		if i := r.find(number); i != nil {
			found = i.snapshot()
		}
	})
	return found
}

// Issues lists all issues by number, open and closed, without pull requests
// and without regard to stale reads.
func (r *Repo) Issues() (all []Issue) {
	r.with(func(_ *world, r *repository) {
		for _, i := range r.sorted() {
			if !i.pull {
				all = append(all, i.snapshot())
			}
		}
	})
	return all
}

// Labels lists the labels in the order in which they were made.
func (r *Repo) Labels() (all []Label) {
	r.with(func(_ *world, r *repository) {
		for _, l := range r.labels {
			all = append(all, Label{l.name, l.color, l.description})
		}
	})
	return all
}

func (i *issue) snapshot() Issue {
	shown := Issue{
		Number: i.number, ID: i.id, PullRequest: i.pull, Author: i.author.login, Title: i.title, Body: i.body,
		State: i.state, StateReason: i.reason, Locked: i.locked,
		CreatedAt: i.created, UpdatedAt: i.updated, ClosedAt: i.closed,
	}
	for _, l := range i.labels {
		shown.Labels = append(shown.Labels, l.name)
	}
	for _, u := range i.assignees {
		shown.Assignees = append(shown.Assignees, u.login)
	}
	for _, c := range i.comments {
		shown.Comments = append(shown.Comments, Comment{c.id, c.author.login, c.body})
	}
	for _, child := range i.children {
		shown.SubIssues = append(shown.SubIssues, child.number)
	}
	if i.milestone != nil {
		shown.Milestone = i.milestone.number
	}
	if i.parent != nil {
		shown.Parent = i.parent.number
	}
	if i.closedBy != nil {
		shown.ClosedBy = i.closedBy.login
	}
	return shown
}
