package incident

// Remediation is one thing that would make the incident less likely, shorter
// or gentler. Markdown owns what it is; its GitHub issue owns whether it is
// done.
type Remediation struct {
	ID          string     `field:"id" doc:"Stable and unique in this incident: the remediation's identity for ever" example:"bigint-everywhere"`
	Title       string     `field:"title,shorthand" doc:"What is to be done, in one line: the issue's title"`
	Description string     `field:"description" doc:"Markdown: the issue's body"`
	Level       Level      `field:"level" doc:"How deep it goes"`
	Kind        Kind       `field:"kind" doc:"What it is to achieve"`
	Size        Size       `field:"size" doc:"How big it looks"`
	Audience    []Audience `field:"audience" doc:"Who has to hear of it; default engineering"`
	Decision    Decision   `field:"decision" doc:"What the team made of it; default proposed"`
	Reason      string     `field:"reason" doc:"Why; wanted when parked or declined"`
	Priority    Priority   `field:"priority" doc:"How soon it is wanted"`
	Owner       string     `field:"owner" doc:"Who sees it through"`
	Due         Moment     `field:"due" doc:"The day it is wanted by"`
	Done        Completion `field:"done" doc:"The day it was done, where no issue tells; yes where nobody remembers the day"`
	Factors     []string   `field:"factors" doc:"Which contributing factors it answers"`
	DependsOn   []string   `field:"depends_on" doc:"Ids of remediations that come first: id here, incident-id/id elsewhere"`
	Formerly    []string   `field:"formerly" doc:"Earlier ids of this remediation, so that its issue is found"`
	Repo        string     `field:"repo" doc:"owner/name of the repository that its issue is opened in" example:"acme/api"`
	Issue       IssueRef   `field:"issue" doc:"The number of an issue to adopt, or none to open no issue"`
	Upstream    string     `field:"upstream" doc:"The fix, made at its source: a URL"`

	IDGenerated bool // whether ID was made from the title because the file gives none
}

// EffectiveDecision is the decision with its default filled in.
func (r *Remediation) EffectiveDecision() Decision {
	if r.Decision == "" {
		return Proposed
	}
	return r.Decision
}

// IssueRef is what a file says of a remediation's issue.
type IssueRef struct {
	Number int  // an issue to adopt; 0 if none is named
	OptOut bool // "none": this remediation is to have no issue
}
