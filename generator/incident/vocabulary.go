package incident

// Vocabulary is a string type of which only some values mean something. The
// zero value "" stands for "not said".
type Vocabulary interface {
	Words() []string // every value, in the order to show them
}

// Status is how far a retrospective has come.
type Status string

// The words of Status.
const (
	Draft       Status = "draft"
	InReview    Status = "in_review"
	Reviewed    Status = "reviewed"
	Published   Status = "published"
	NotRequired Status = "not_required"
)

// Words lists the states a retrospective goes through.
func (Status) Words() []string {
	return []string{"draft", "in_review", "reviewed", "published", "not_required"}
}

// Visibility is the audience that an incident was written for.
type Visibility string

// The words of Visibility, from the widest audience to the narrowest.
const (
	Public     Visibility = "public"
	Internal   Visibility = "internal"
	Restricted Visibility = "restricted"
)

// Words lists the audiences from the widest to the narrowest.
func (Visibility) Words() []string { return []string{"public", "internal", "restricted"} }

// For reports whether something with this visibility may be shown to the
// audience of a build. What says nothing is internal; a word that nobody
// knows is shown to the restricted audience alone.
func (v Visibility) For(audience Visibility) bool {
	switch v {
	case Public:
		return true
	case Internal, "":
		return audience == Internal || audience == Restricted
	}
	return audience == Restricted
}

// Detector is who or what noticed an incident first.
type Detector string

// Words lists the detectors.
func (Detector) Words() []string { return []string{"monitor", "customer", "staff", "third_party"} }

// Level is how deep a remediation goes, from mending the symptom to changing
// what lets such failures in.
type Level string

// The rungs of the ladder.
const (
	LevelFix        Level = "fix"
	LevelTooling    Level = "tooling"
	LevelProcess    Level = "process"
	LevelAutomation Level = "automation"
	LevelInputs     Level = "inputs"
)

// Words lists the rungs from the shallowest to the deepest.
func (Level) Words() []string { return []string{"fix", "tooling", "process", "automation", "inputs"} }

// Kind is what a remediation is to achieve.
type Kind string

// Words lists the kinds.
func (Kind) Words() []string { return []string{"prevent", "detect", "mitigate", "process", "learn"} }

// Size is how big a remediation looks today.
type Size string

// Words lists the sizes from a typo to a new platform.
func (Size) Words() []string { return []string{"XS", "S", "M", "L", "XL", "moonshot"} }

// Audience is who has to hear of a remediation.
type Audience string

// The words of Audience.
const (
	Engineering Audience = "engineering"
	Product     Audience = "product"
)

// Words lists the audiences.
func (Audience) Words() []string {
	return []string{"engineering", "product", "support", "security", "leadership"}
}

// Decision is what the team made of a proposed remediation.
type Decision string

// The words of Decision; what says nothing is proposed.
const (
	Proposed Decision = "proposed"
	Accepted Decision = "accepted"
	Parked   Decision = "parked"
	Declined Decision = "declined"
)

// Words lists the decisions.
func (Decision) Words() []string { return []string{"proposed", "accepted", "parked", "declined"} }

// Priority is how soon a remediation is wanted.
type Priority string

// Words lists the priorities from the lowest.
func (Priority) Words() []string { return []string{"low", "medium", "high", "urgent"} }
