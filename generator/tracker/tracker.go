package tracker

import (
	"context"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Tracker is where issues live. Its errors are Problems, or the context's.
type Tracker interface {
	// Repository tells of a repository, following renames: the answer's name
	// is the one to use from then on.
	Repository(ctx context.Context, name string) (Repository, error)

	// Issues lists the issues with a number above after, and maybe more, open
	// and closed, pull requests included: all of them, or an error.
	Issues(ctx context.Context, repo string, after int) ([]Issue, error)

	// Issue reads one issue, never one that was moved to another repository.
	Issue(ctx context.Context, repo string, number int) (Issue, error)

	// EnsureLabel makes a label unless there is one of its name, and tells
	// whether a write was sent for it.
	EnsureLabel(ctx context.Context, repo string, label Label) (wrote bool, err error)

	// EnsureMilestone makes a milestone unless there is one of its title, and
	// tells whether a write was sent for it. One that is closed is refused.
	EnsureMilestone(ctx context.Context, repo, title string) (wrote bool, err error)

	// Create opens an issue. Assignees that the repository does not take are
	// left out; the answer shows what became of the rest.
	Create(ctx context.Context, repo string, issue NewIssue) (Issue, error)

	// Edit changes an issue and gives what it is then.
	Edit(ctx context.Context, repo string, number int, edit Edit) (Issue, error)
}

// Clock tells the time and waits.
type Clock interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error
}

// Options are the limits of one Apply. The pace of writes is the Tracker's.
type Options struct {
	Clock     Clock         // required
	MaxWrites int           // requests that change issues or make labels; 0 for no limit
	MaxTime   time.Duration // 0 for no limit
	Progress  func(done, total int, a Action)
}

// Result is what became of a plan.
type Result struct {
	States     State
	Done       []Action // with the numbers of new issues
	Remaining  []Action // for the next run
	Warnings   diag.List
	Conflicts  diag.List
	Incomplete bool // stopped at a limit, or the outcome of something is unknown
}
