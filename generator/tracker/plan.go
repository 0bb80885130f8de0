package tracker

import (
	"slices"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Verb is what an Action does.
type Verb string

// The verbs in the order in which Apply acts; those after Create write nothing.
const (
	MarkDuplicate Verb = "duplicate" // close as a duplicate of the issue that stays
	Adopt         Verb = "adopt"     // append our section to an issue that a person wrote
	Update        Verb = "update"    // replace our section
	Retitle       Verb = "retitle"
	Relabel       Verb = "label" // labels or assignees
	Reopen        Verb = "reopen"
	Close         Verb = "close"
	CloseOrphan   Verb = "close-orphan" // its remediation was removed from the wiki
	Create        Verb = "create"

	Keep     Verb = "keep"     // a person's change that stands against the file
	Orphan   Verb = "orphan"   // its remediation was removed; reported only
	Hold     Verb = "hold"     // not written to; Why says what stands in the way
	Conflict Verb = "conflict" // file and tracker changed differently
)

var verbs = []Verb{MarkDuplicate, Adopt, Update, Retitle, Relabel, Reopen, Close, CloseOrphan, Create, Keep, Orphan, Hold, Conflict}

// Verbs lists all verbs in the order of a plan.
func Verbs() []Verb { return slices.Clone(verbs) }

// Writes reports whether the verb changes something on the tracker.
func (v Verb) Writes() bool { return slices.Index(verbs, v) <= slices.Index(verbs, Create) }

// closes reports whether the verb ends with a closed issue.
func (v Verb) closes() bool { return v == Close || v == CloseOrphan || v == MarkDuplicate }

// Action is one step of a plan.
type Action struct {
	Verb          Verb     `json:"verb"`
	Key           string   `json:"key"`
	Repo          string   `json:"repo,omitempty"`
	Number        int      `json:"number,omitempty"` // 0 for an issue that is still to open
	URL           string   `json:"url,omitempty"`
	Title         string   `json:"title"` // of the remediation
	Incident      string   `json:"incident"`
	IncidentTitle string   `json:"incident_title,omitempty"`
	Why           string   `json:"why"`
	Changes       []string `json:"changes,omitempty"`
	Path          string   `json:"path,omitempty"` // where the remediation is written
	Line          int      `json:"line,omitempty"`

	key    Key
	wanted *wanted  // what the issue is to be; nil where the verb needs none
	former []Key    // other keys under which the issue may be found
	labels []string // that the repository has to have
	of     int      // MarkDuplicate: the issue that stays
	ofRepo string
}

// Plan is what a run would do.
type Plan struct {
	Actions   []Action  `json:"actions"`
	Conflicts diag.List `json:"conflicts"` // for a person to settle
	Warnings  diag.List `json:"warnings"`
	InSync    int       `json:"in_sync"`           // remediations whose issue is as it should be
	Refused   string    `json:"refused,omitempty"` // why Apply will write nothing at all

	settings Settings
	info     RunInfo
	listings map[string]*Listing // by canonical name
	items    []Item
	index    *index
	issues   map[Key]Issue // found so far, by the items' keys

	noMilestone map[string]bool // lower-case repositories that have none to file issues under
	children    map[Key]Action  // the remediations of incidents that have an issue, as they are wanted

	current    map[Key]int      // how many items have a key now
	named      map[Key]Issue    // by which a text names what its remediation comes after
	dependents map[Key][]Action // the remediations that come after one, as they are wanted
}

// Writes counts the actions that change something.
func (p *Plan) Writes() int {
	n := 0
	for _, a := range p.Actions {
		if a.Verb.Writes() {
			n++
		}
	}
	return n
}

// keys lists the keys under which the issue of an item may be found.
func (p *Plan) keys(it *Item) []Key {
	keys := []Key{it.Key}
	for _, k := range it.Formerly {
		if p.current[k] == 0 && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

// lastSeen is what the last run saw of an item's issue, under whichever key.
func (p *Plan) lastSeen(it *Item) (IssueState, bool) {
	for _, k := range p.keys(it) {
		if known, was := p.info.Previous.known(k); was {
			return known, true
		}
	}
	return IssueState{}, false
}

// Listing is what the tracker tells of one repository.
type Listing struct {
	Asked      string     // the name that the wiki uses
	Repository Repository // zero where Problem says why
	Issues     []Issue    // all of them, open and closed, and pull requests
	Gone       map[int]Gone
	Problem    *Problem // why the repository cannot be used, nil if it can
}

// Gone tells of an issue that the last run saw and that is not listed now.
type Gone struct {
	How string // GoneDeleted, GoneTransferred or GoneUnreachable
	To  string // the new address of a transferred one, if known
}
