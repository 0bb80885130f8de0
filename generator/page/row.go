package page

import (
	"strconv"
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// Link is a name with the path of its page; an empty Path is only a name.
type Link struct{ Name, Path string }

// Severity is a severity as a badge: Step counts from 1, the worst; 0 is off
// the scale.
type Severity struct {
	Name, Title string
	Step        int
}

// Row is an incident in a list.
type Row struct {
	ID, Title, Path string
	Summary         string // plain text
	Severity        Severity
	Date            When
	Year            string
	Duration        Duration
	Services        []Link
	Status          string // "" when published
	Broken          bool
	Before          string // how often it had happened before: "once", "twice", "3 times"; "" for the first time
	Remediations    int
	Settled         int // of these, done or declined
}

// summaryLength is how many characters of a summary a list shows.
const summaryLength = 240

func (b *Builder) row(e *collection.Entry) *Row {
	if known, ok := b.rowOf.Load(e); ok {
		return known.(*Row)
	}
	r := b.newRow(e)
	b.rowOf.Store(e, r)
	return r
}

func (b *Builder) newRow(e *collection.Entry) *Row {
	r := &Row{
		ID: e.ID, Title: e.Title, Path: IncidentPath(e.ID), Broken: e.Broken,
		Summary: b.summary(e, summaryLength), Severity: b.severity(e.Severity),
		Date: dayOf(e.Start()), Services: b.terms("services", e.Services),
	}
	if e.Start().Known() {
		r.Year = e.Start().Time.Format("2006")
	}
	r.Duration = duration(e.ImpactDuration())
	if e.Status != incident.Published {
		r.Status = strings.ReplaceAll(string(e.Status), "_", " ")
	}
	for i, o := range b.View.Occurrences(e) {
		if o == e {
			r.Before = often(i)
		}
	}
	for _, m := range b.View.RemediationsOf(e) {
		r.Remediations++
		if m.State.Settled() {
			r.Settled++
		}
	}
	return r
}

func often(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return strconv.Itoa(n) + " times"
}

func (b *Builder) rows(entries []*collection.Entry) []*Row {
	rows := make([]*Row, len(entries))
	for i, e := range entries {
		rows[i] = b.row(e)
	}
	return rows
}

// summary is the summary as plain text, or else the body's first paragraph.
func (b *Builder) summary(e *collection.Entry, length int) string {
	if doc := e.Fragments["summary"]; doc != nil {
		return doc.Excerpt(length)
	}
	if e.Doc != nil {
		return e.Doc.Excerpt(length)
	}
	return ""
}

func (b *Builder) severity(id string) Severity {
	if id == "" {
		return Severity{}
	}
	s := Severity{Name: id}
	if step := b.View.Config().SeverityRank(id); step >= 0 {
		known := b.View.Config().Severities[step]
		s = Severity{Name: known.ID, Title: known.Name, Step: step + 1}
	}
	return s
}

func (b *Builder) terms(taxonomy string, words []string) []Link {
	links := make([]Link, 0, len(words))
	for _, w := range words {
		links = append(links, b.term(taxonomy, w))
	}
	return links
}

func (b *Builder) term(taxonomy, word string) Link {
	if t := b.View.Term(taxonomy, word); t != nil {
		return Link{Name: b.termName(t), Path: TermPath(t)}
	}
	return Link{Name: word}
}

// termName is how a term is shown: people by their full name, factors in words.
func (b *Builder) termName(t *collection.Term) string {
	switch t.Taxonomy {
	case "people":
		if p, ok := b.View.Config().People[t.Name]; ok && p.Name != "" {
			return p.Name
		}
	case "factors":
		if p := b.View.Pattern(t.Slug); p != nil && p.Title != "" {
			return p.Title
		}
		return sentence(t.Name)
	}
	return t.Name
}

// RemediationRow is a remediation in a list or table.
type RemediationRow struct {
	ID, Title      string
	Path           string // on its incident's page
	Incident       Link
	State          collection.State
	StateWords     string
	Level, Kind    string
	Size, Priority string
	Audience       []string
	Owner          Link
	Due            When
	Overdue        bool
	Done           When
	Decision       string
	IncidentDate   When
	IssueName, URL string // "#123", "acme/api#123"
	Assignees      []string
	Upstream       string
}

func (b *Builder) remediation(r collection.Remediation) RemediationRow {
	row := RemediationRow{
		ID: r.ID, Title: r.Title, Path: RemediationPath(r.Entry.ID, r.ID),
		Incident: Link{Name: r.Entry.Title, Path: IncidentPath(r.Entry.ID)},
		State:    r.State, StateWords: r.State.Words(),
		Decision: string(r.EffectiveDecision()), IncidentDate: dayOf(r.Entry.Start()),
		Level: string(r.Level), Kind: string(r.Kind), Size: string(r.Size), Priority: string(r.Priority),
		Due: dayOf(r.Due), Overdue: r.Overdue, Done: dayOf(r.Done.Moment), Upstream: webAddress(r.Upstream),
	}
	for _, a := range r.Audience {
		row.Audience = append(row.Audience, string(a))
	}
	if r.Owner != "" {
		row.Owner = b.term("people", r.Owner)
	}
	if r.Issue != nil {
		row.IssueName, row.URL, row.Assignees = issueName(r, b.View.Config().GitHub.Repo), webAddress(r.Issue.URL), r.Issue.Assignees
		if !r.Issue.ClosedAt.IsZero() {
			row.Done = day(r.Issue.ClosedAt)
		}
	}
	return row
}

func issueName(r collection.Remediation, home string) string {
	name := "#" + strconv.Itoa(r.Issue.Number)
	if r.Issue.Repo != home {
		name = r.Issue.Repo + name
	}
	return name
}

// webAddress lets through only what a browser may be sent to.
func webAddress(address string) string {
	lower := strings.ToLower(strings.TrimSpace(address))
	if strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://") {
		return strings.TrimSpace(address)
	}
	return ""
}

// HasFacts reports whether there is more to say than who, what and when.
func (r RemediationRow) HasFacts() bool {
	return r.Priority != "" || r.Kind != "" || len(r.Audience) > 0 || r.Upstream != ""
}

// TellsIssue reports whether its issue, or that it has none, is worth a word.
func (r RemediationRow) TellsIssue() bool { return r.IssueName != "" || !r.State.Settled() }

// DecisionToSay is the decision where the state does not say it already.
func (r RemediationRow) DecisionToSay() string {
	if r.State.Settled() || r.Decision == r.StateWords {
		return ""
	}
	return r.Decision
}

// OwnerKey, SizeKey and AudienceKeys are what the board's filter compares.
func (r RemediationRow) OwnerKey() string {
	return strings.ReplaceAll(strings.ToLower(orElse(r.Owner.Name, "nobody")), " ", "-")
}

// SizeKey is the size in lower case.
func (r RemediationRow) SizeKey() string { return strings.ToLower(r.Size) }

// AudienceKeys are the audiences, parted by spaces.
func (r RemediationRow) AudienceKeys() string { return strings.Join(r.Audience, " ") }
