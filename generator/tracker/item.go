package tracker

import (
	"time"

	"github.com/retrowiki/retrowiki/generator/incident"
)

// Item is a remediation with all that its issue tells of it. Items are made of
// all incidents whatever their visibility: what may not reach a repository is
// held back here, where the repository's readers are known. An item that is
// left out would look like one that was removed.
type Item struct {
	Key      Key
	Parent   bool  // it stands for its incident, whose remediations are its sub-issues
	Formerly []Key // earlier keys; those of the incident's aliases are among them

	Title       string
	Description string // Markdown
	Decision    incident.Decision
	Reason      string
	Done        bool // the file says that it is done
	Level       incident.Level
	Kind        incident.Kind
	Size        incident.Size
	Audience    []incident.Audience
	Priority    incident.Priority
	Owner       string // as the file names them
	OwnerLogin  string // their GitHub login, or ""
	Due         time.Time
	Factors     []string
	Services    []string
	DependsOn   []Reference
	Upstream    string // URL

	Repo        string // owner/name; "" for the wiki's default
	IssueNumber int    // an issue to adopt; 0 for none
	OptOut      bool   // the file says `issue: none`

	Visibility    incident.Visibility
	IncidentTitle string
	IncidentURL   string // "" where the wiki has no address
	ImpactSummary string
	Severity      string
	Date          time.Time // when the incident began
	Recurrences   []Reference

	URL        string // of the item on the wiki, "" where it has no address
	SourcePath string
	SourceLine int
}

// Reference leads to something else in the wiki. It is left out where its own
// Visibility keeps it from the repository's readers.
type Reference struct {
	Title      string
	URL        string
	Visibility incident.Visibility
	Key        Key    // of a remediation, whose issue is named where there is one
	Issue      string // that issue; filled in by the plan
}

// Settings are the wiki's rules for its issues.
type Settings struct {
	Namespace             string
	Repo                  string   // default repository, owner/name
	Labels                []string // of every issue
	LabelsFor             []string // what else becomes a label: level, size, kind, priority, service, audience
	AllowInternalInPublic bool     // whether internal incidents may reach a public repository
	SkipUndecided         bool     // open issues only for what was accepted
	CloseRemoved          bool     // close the issue of a removed remediation
	Milestone             string   // title of the one that open issues are filed under; "" for none
	Parents               bool     // one issue for each incident, of which the others are sub-issues
	MaxChanges            int      // creates, and closes, allowed in one run; 0 for 50
	Host                  string   // of the tracker's pages; "" for github.com
	Body                  *Body    // see ParseBody; required
}

// RunInfo is what is known of this run.
type RunInfo struct {
	Commit      string    // that the items were read from
	CommittedAt time.Time // its time; zero if unknown
	Head        string    // the default branch's newest commit; "" if unknown
	AllowOlder  bool      // write although the tracker knows a newer commit
	Incomplete  bool      // some file could not be read: what is missing may be in it
	Previous    *State    // as read back by the last run; nil if there is none
}

func (s Settings) maxChanges() int {
	if s.MaxChanges == 0 {
		return 50
	}
	return s.MaxChanges
}
