package collection

import (
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/incident"
)

// IssueState is what the tracker last said of a remediation's issue.
type IssueState struct {
	Repo      string
	Number    int
	URL       string
	State     State // Open, InProgress, Done or Declined
	Assignees []string
	ClosedAt  time.Time
}

// States are the issues by remediation, with when they were read.
type States struct {
	ReadAt time.Time             // zero if no tracker was ever asked
	Issues map[string]IssueState // by "incident-id/remediation-id"
}

// State is what became of a remediation.
type State string

// The states in the order in which the board shows them.
const (
	InProgress State = "in_progress"
	Open       State = "open"     // has an open issue
	Accepted   State = "accepted" // decided, without an issue so far
	Proposed   State = "proposed" // not decided, without an issue so far
	Parked     State = "parked"
	Done       State = "done"
	Declined   State = "declined"
)

// AllStates lists the states in the order of the board.
var AllStates = []State{InProgress, Open, Accepted, Proposed, Parked, Done, Declined}

// Words says a state as a person would.
func (s State) Words() string { return strings.ReplaceAll(string(s), "_", " ") }

// Settled reports whether nothing more is to be done.
func (s State) Settled() bool { return s == Done || s == Declined }

// Remediation is a remediation with its incident and what became of it.
type Remediation struct {
	*incident.Remediation
	Entry *Entry
	Index int         // in the incident's list
	Issue *IssueState // nil if none is known
	State State
	// Overdue reports whether its due day had passed, unsettled, on the View's day.
	Overdue bool
}

// Said tells since when an incident's file has been saying of a remediation
// what it says now, by git; a zero time is not known, or not said.
type Said struct{ Done, Parked, Declined time.Time }

// Said is what the file's history tells of the remediation.
func (r Remediation) Said() Said { return r.Entry.Said[r.ID] }

// Key is the remediation's identity in the wiki.
func (r Remediation) Key() string { return r.Entry.ID + "/" + r.ID }

// RemediationsOf lists an incident's remediations in its order. Nobody may
// change the list.
func (v *View) RemediationsOf(e *Entry) []Remediation {
	if i, ok := v.position[e]; ok {
		return v.remediations[v.firstOf[i]:v.firstOf[i+1]:v.firstOf[i+1]]
	}
	return nil
}

// Remediations lists all remediations, those of the newest incident first.
// Nobody may change the list.
func (v *View) Remediations() []Remediation { return v.remediations }

// joinRemediations tells of every remediation what became of it.
func (v *View) joinRemediations() {
	n := 0
	for _, e := range v.entries {
		n += len(e.Remediations)
	}
	v.remediations = make([]Remediation, 0, n)
	v.firstOf = make([]int, 0, len(v.entries)+1)
	for _, e := range v.entries {
		v.firstOf = append(v.firstOf, len(v.remediations))
		v.addRemediations(e)
	}
	v.firstOf = append(v.firstOf, len(v.remediations))
}

func (v *View) addRemediations(e *Entry) {
	for n := range e.Remediations {
		r := Remediation{Remediation: &e.Remediations[n], Entry: e, Index: n}
		if len(v.states.Issues) > 0 {
			if issue, ok := v.states.Issues[r.Key()]; ok {
				r.Issue = &issue
			}
		}
		r.State = state(r.Remediation, r.Issue)
		r.Overdue = r.Due.Known() && !r.State.Settled() && r.State != Parked && v.asOf.After(r.Due.Time.AddDate(0, 0, 1))
		v.remediations = append(v.remediations, r)
	}
}

// state joins what the file decided with what the issue tells: GitHub owns
// whether a thing is done, Markdown what it is.
func state(r *incident.Remediation, issue *IssueState) State {
	if issue != nil && issue.State.Settled() {
		return issue.State
	}
	switch {
	case r.Done.Known():
		return Done
	case r.Decision == incident.Declined:
		return Declined
	case r.Decision == incident.Parked:
		return Parked
	case issue != nil:
		return issue.State
	case r.Decision == incident.Accepted:
		return Accepted
	}
	return Proposed
}

// Remediation finds what depends_on names: "id" in the same incident, or
// "incident-id/id".
func (v *View) Remediation(from *Entry, ref string) (Remediation, bool) {
	entry, id := from, ref
	if incidentID, rest, elsewhere := strings.Cut(ref, "/"); elsewhere {
		entry, id = v.ByID(incidentID), rest
	}
	if entry == nil {
		return Remediation{}, false
	}
	for n := range entry.Remediations {
		if entry.Remediations[n].ID == id {
			return v.RemediationsOf(entry)[n], true
		}
	}
	return Remediation{}, false
}

// StatesReadAt is when the tracker was last asked; zero if never.
func (v *View) StatesReadAt() time.Time { return v.states.ReadAt }
