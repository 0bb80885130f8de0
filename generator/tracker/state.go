package tracker

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// stateVersion is the format of the state file.
const stateVersion = 1

// Status is what the wiki says of an issue.
type Status string

// The words of Status. An open issue that somebody has in hand (an assignee,
// or a label that says so) is in progress.
const (
	StatusOpen       Status = "open"
	StatusInProgress Status = "in_progress"
	StatusDone       Status = "done"
	StatusDeclined   Status = "declined"
)

// The reasons why an issue that is known cannot be read.
const (
	GoneDeleted     = "deleted"
	GoneTransferred = "transferred"
	GoneUnreachable = "unreachable"
)

// State is what the tracker said when it was last read, for the wiki and for
// the next run, which by it knows a vanished issue from one that never was.
type State struct {
	Version   int                   `json:"version"`
	Namespace string                `json:"namespace"`
	ReadAt    time.Time             `json:"read_at"`
	Issues    map[string]IssueState `json:"issues"` // by Key.Short: incident/remediation
}

// IssueState is one issue in a State.
type IssueState struct {
	Repo        string     `json:"repo"`
	Number      int        `json:"number"`
	URL         string     `json:"url"`
	Title       string     `json:"title"`
	State       string     `json:"state"`
	StateReason string     `json:"state_reason,omitempty"`
	Status      Status     `json:"status"`
	Assignees   []string   `json:"assignees,omitempty"`
	Labels      []string   `json:"labels,omitempty"`
	ClosedAt    *time.Time `json:"closed_at,omitempty"`
	ReadAt      time.Time  `json:"read_at"`
	Gone        string     `json:"gone,omitempty"` // deleted, transferred or unreachable; the rest is as last seen
}

// ReadState reads the content of a state file.
func ReadState(content []byte) (*State, error) {
	var s State
	if err := json.Unmarshal(content, &s); err != nil {
		return nil, fmt.Errorf("read state of issues: %w", err)
	}
	if s.Version != stateVersion {
		return nil, fmt.Errorf("read state of issues: it has format %d, this program knows %d", s.Version, stateVersion)
	}
	return &s, nil
}

// Encode writes the content of a state file: the same state, the same bytes.
func (s *State) Encode() ([]byte, error) {
	content, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write state of issues: %w", err)
	}
	return append(content, '\n'), nil
}

// known finds what the last run saw of a key.
func (s *State) known(k Key) (IssueState, bool) {
	if s == nil || s.Namespace != k.Namespace {
		return IssueState{}, false
	}
	i, ok := s.Issues[k.Short()]
	return i, ok
}

func (s *State) put(k Key, i IssueState) {
	if s.Issues == nil {
		s.Issues = map[string]IssueState{}
	}
	s.Issues[k.Short()] = i
}

// snapshot is what to remember of an issue.
func snapshot(i Issue, at time.Time) IssueState {
	s := IssueState{
		Repo: i.Repo, Number: i.Number, URL: i.URL, Title: i.Title, State: i.State, StateReason: i.StateReason,
		Status: statusOf(i), Assignees: i.Assignees, Labels: i.Labels, ReadAt: at,
	}
	if !i.ClosedAt.IsZero() {
		closed := i.ClosedAt.UTC()
		s.ClosedAt = &closed
	}
	return s
}

// inProgress are the labels, without blanks and marks, that say an issue is in
// hand.
var inProgress = map[string]bool{"inprogress": true, "doing": true, "wip": true, "started": true, "statusinprogress": true}

func statusOf(i Issue) Status {
	switch i.status() {
	case Completed:
		return StatusDone
	case NotPlanned, Duplicate:
		return StatusDeclined
	}
	if len(i.Assignees) > 0 {
		return StatusInProgress
	}
	for _, label := range i.Labels {
		if inProgress[strings.Map(letters, strings.ToLower(label))] {
			return StatusInProgress
		}
	}
	return StatusOpen
}

func letters(r rune) rune {
	if 'a' <= r && r <= 'z' {
		return r
	}
	return -1
}
