package tracker

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// The states of an issue, and the reasons for a closed one's.
const (
	Open   = "open"
	Closed = "closed"

	Completed  = "completed"
	NotPlanned = "not_planned"
	Duplicate  = "duplicate"
)

// Repository is what matters of a repository before anything is written.
type Repository struct {
	Name     string // canonical owner/name
	Readers  Readers
	Fork     bool
	Archived bool
	NoIssues bool
	ReadOnly bool // the token is known not to write; false if that cannot be told
}

// Readers are those who see a repository's issues.
type Readers int

// From everybody to those who were invited. What is not known counts as Everybody.
const (
	Everybody Readers = iota
	Company           // all members of the organisation or enterprise
	Invited
)

// Issue is an issue as the tracker shows it.
type Issue struct {
	Repo        string
	Number      int
	ID          int64
	Title       string
	Body        string
	State       string // Open or Closed
	StateReason string // Completed, NotPlanned, Duplicate, "reopened" or ""
	Labels      []string
	Assignees   []string
	Milestone   string // title; "" for none
	Parent      string // the issue that this one is a sub-issue of, as Ref writes it; "" for none
	Author      string
	Trusted     bool // its author may write to the repository, so that its marker counts
	Locked      bool
	PullRequest bool
	UpdatedAt   time.Time
	ClosedAt    time.Time // zero while open
	URL         string
}

// Ref names the issue as people do.
func (i Issue) Ref() string { return ref(i.Repo, i.Number) }

func ref(repo string, number int) string { return fmt.Sprintf("%s#%d", repo, number) }

// status is the state with its reason: "open", or why it is closed.
func (i Issue) status() string {
	switch {
	case i.State != Closed:
		return Open
	case i.StateReason == NotPlanned, i.StateReason == Duplicate:
		return i.StateReason
	}
	return Completed
}

// Label is one that a repository is to have.
type Label struct{ Name, Color, Description string }

// NewIssue is what to open. The marker is in Body from the first request on.
type NewIssue struct {
	Title, Body       string
	Labels, Assignees []string
	Milestone         string
}

// Edit is a change to an issue; what is nil or empty stays as it is. Labels
// and assignees are added and removed one by one, so that those of people stay.
type Edit struct {
	Title, Body                   *string
	State, Reason                 string
	AddLabels, RemoveLabels       []string
	AddAssignees, RemoveAssignees []string
	Milestone                     *string // title of one that EnsureMilestone was asked for
	Parent                        *Parent
}

// Parent makes an issue a sub-issue.
type Parent struct {
	Repo    string
	Number  int
	ChildID int64 // of the issue that is to become one
	Replace bool  // though it has another parent now
}

// Empty reports whether nothing would change.
func (e Edit) Empty() bool { return e.writes() == 0 }

// sets is what the edit does to labels and assignees, and to what the issue is
// part of.
func (e Edit) sets() Edit {
	return Edit{AddLabels: e.AddLabels, RemoveLabels: e.RemoveLabels, AddAssignees: e.AddAssignees, RemoveAssignees: e.RemoveAssignees, Parent: e.Parent}
}

// texts is the rest of the edit, which takes one request.
func (e Edit) texts() Edit {
	return Edit{Title: e.Title, Body: e.Body, State: e.State, Reason: e.Reason, Milestone: e.Milestone}
}

// writes counts the requests that the edit takes at most.
func (e Edit) writes() int {
	n := len(e.RemoveLabels)
	for _, some := range []bool{e.Title != nil || e.Body != nil || e.State != "" || e.Milestone != nil, e.Parent != nil, len(e.AddLabels) > 0, len(e.AddAssignees) > 0, len(e.RemoveAssignees) > 0} {
		if some {
			n++
		}
	}
	return n
}

// containsFold reports whether the list has the word in any case, as labels
// and logins are compared.
func containsFold(list []string, word string) bool {
	return slices.ContainsFunc(list, func(have string) bool { return strings.EqualFold(have, word) })
}

// without lists the words that the other list lacks.
func without(list, other []string) []string {
	var rest []string
	for _, word := range list {
		if !containsFold(other, word) && !containsFold(rest, word) {
			rest = append(rest, word)
		}
	}
	return rest
}
