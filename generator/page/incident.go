package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// Incident is the data of an incident's page.
type Incident struct {
	*Head
	Row        *Row
	File       string // in the source
	Summary    template.HTML
	SummaryID  string // fragment of the section that it was taken from whole, and stands in for
	Visibility string
	Started    When
	Zone       string // of every time of day on the page
	Introduced When
	Figures    []Figure
	Phases     []Phase
	Drawing    *Drawing
	Before     []Link // what it is a recurrence of
	DetectedBy string
	Trigger    template.HTML
	Impact     Impact
	Roles      []RoleRow
	Others     []Link // participants

	Timeline []TimelineDay
	Lessons  *Section // stands before what happened, as it is what a reader came for
	Sections []Section
	Contents []Link // headings of the page; Path is a fragment

	Factors, Teams, Tags []Link
	Terms                []TermGroup
	Chain                []Occurrence
	Again                *SameAgain
	Related              []*Row
	Like                 []Like
	Remediations         []RemediationItem
	Retrospective        *Meeting
	Preparation          *Preparation // nil where there is nothing to prepare
	Links                []Link
	Extra                []incident.Extra
	Backlinks            []Backlink
	History              *History
	EditURL              string
	Newer, Older         *Link
	Problems             []Problem // findings of the file, for whoever can mend them
}

// Figure is how long it took from the beginning of the impact to a milestone.
type Figure struct {
	Label    string
	Duration Duration
	At       When // when the milestone was reached, if that is known
}

// Phase is a part of the time from impact to resolution.
type Phase struct {
	Class, Label string
	from, to     time.Time
}

// Impact is what customers went through.
type Impact struct {
	Known         bool
	Summary, Felt template.HTML
	Customers     string
}

// TimelinePlaced reports whether the timeline has a place among the sections.
func (p *Incident) TimelinePlaced() bool {
	return slices.ContainsFunc(p.Sections, func(s Section) bool { return s.Timeline })
}

// Approximate reports whether a time on the page has a tilde.
func (p *Incident) Approximate() bool {
	for _, day := range p.Timeline {
		for _, group := range day.Groups {
			if slices.ContainsFunc(group.Entries, func(e TimelineEntry) bool { return e.Approximate }) {
				return true
			}
		}
	}
	return p.Introduced.Approximate || slices.ContainsFunc(p.Figures, func(f Figure) bool { return f.At.Approximate })
}

// Beside gives the address of another incident's page from this one.
func (p *Incident) Beside(path string) string { return Relative(p.Path, path) }

// HasFacts reports whether anything is known that stands among the facts.
func (p *Incident) HasFacts() bool {
	lists := len(p.Row.Services) + len(p.Teams) + len(p.Factors) + len(p.Roles) + len(p.Others) + len(p.Terms) + len(p.Tags)
	return lists > 0 || p.DetectedBy != "" || p.Trigger != "" || p.Introduced.Machine != ""
}

// RoleRow is a part and who had it.
type RoleRow struct {
	Name   string
	People []Link
}

// TermGroup is the incident's terms in a taxonomy of the wiki's own.
type TermGroup struct {
	Name  string
	Terms []Link
}

// Section is a part of the body. Timeline marks the one that the timeline
// stands in.
type Section struct {
	ID, Title string
	Level     int
	Source    string // address of its line in the source; "" if unknown
	HTML      template.HTML
	Timeline  bool
	known     markdown.Known
}

// Occurrence is one incident of a chain of recurrences with what was done
// after it.
type Occurrence struct {
	Row     *Row
	Current bool
	Earlier bool   // than the page's incident
	Gap     string // since the one before: "10 months later"
	Step    LadderStep
	Outcome
}

// SameAgain says kindly that the answers go no deeper than those of the time
// before.
type SameAgain struct {
	Words  string
	Higher []string // the rungs above
}

// Outcome is what became of an incident's remediations.
type Outcome struct {
	Deepest string // the deepest level of what was done; "" for nothing
	Open    int    // remediations that are not settled
	Total   int
}

// Like is an earlier incident that nobody has named, and that is like this
// one.
type Like struct {
	Row *Row
	Why string // what they have in common
	Outcome
}

// RemediationItem is a remediation in full.
type RemediationItem struct {
	RemediationRow
	Anchor              string
	Description, Reason template.HTML
	Factors             []Link
	DependsOn           []Link
}

// Meeting is the retrospective.
type Meeting struct {
	Scheduled, Held, Published When
	Duration                   Duration
	Location                   Link
	Skipped                    string // why none is held
}

// Backlink is a mention elsewhere.
type Backlink struct {
	Row      *Row
	Sentence string
}

func incidentPages(b *Builder) []Page {
	var pages []Page
	for _, e := range b.View.Entries() {
		if !e.Broken {
			p := Page{Path: IncidentPath(e.ID), Template: "incident", Data: func() any { return b.incident(e) }}
			if e.History != nil {
				p.Changed = e.History.LastChanged.When
			}
			pages = append(pages, p)
		}
	}
	return pages
}

func (b *Builder) incident(e *collection.Entry) *Incident {
	resolve := b.resolver(e, IncidentPath(e.ID))
	fragment := func(field string) template.HTML {
		if doc := e.Fragments[field]; doc != nil {
			return doc.Render(resolve)
		}
		return ""
	}
	p := &Incident{
		Head: b.head(IncidentPath(e.ID), e.Title, "incidents"), Row: b.row(e),
		Summary: fragment("summary"), Trigger: fragment("trigger"),
		File: e.Origin.Path, Visibility: orElse(string(e.Visibility), string(incident.Internal)), DetectedBy: strings.ReplaceAll(string(e.DetectedBy), "_", " "),
		Factors: b.terms("factors", e.ContributingFactors), Teams: b.terms("teams", e.Teams), Tags: b.terms("tags", e.Tags),
		Others: b.terms("people", e.Participants), Extra: e.Extra, Chain: b.chain(e), Related: b.rows(b.View.Related(e)), Like: b.like(e),
		History: b.history(e), EditURL: b.editURL(e),
	}
	p.Description = b.summary(e, summaryLength)
	p.Again = b.sameAgain(e)
	p.Impact = Impact{
		Known: !e.CustomerImpact.IsZero(), Summary: fragment("customer_impact.summary"),
		Felt: fragment("customer_impact.felt"), Customers: customers(e.CustomerImpact.Customers),
	}
	zone := zoneOf(e)
	p.Zone = zoneName(e.Start().Time.In(zone))
	p.Started = dayIn(e.Start(), zone)
	p.Published = p.Started.Machine
	p.Introduced = when(e.IntroducedAt)
	p.Figures, p.Phases = figures(e, zone), phases(e)
	for _, earlier := range b.View.Earlier(e) {
		p.Before = append(p.Before, Link{Name: earlier.Title, Path: IncidentPath(earlier.ID)})
	}
	for _, role := range e.Roles {
		p.Roles = append(p.Roles, RoleRow{Name: sentence(role.Name), People: b.terms("people", role.People)})
	}
	for _, taxonomy := range b.View.Config().Taxonomies {
		g := TermGroup{Name: sentence(taxonomy)}
		for _, t := range e.Terms {
			if t.Taxonomy == taxonomy {
				g.Terms = append(g.Terms, b.term(taxonomy, t.Term))
			}
		}
		if g.Terms != nil {
			p.Terms = append(p.Terms, g)
		}
	}
	body := e.Doc.Rendering(resolve)
	p.Timeline = b.timeline(e, zone, body)
	p.Drawing = drawing(e, p.Timeline, zone)
	p.Sections = b.sections(e, body, len(p.Timeline) > 0)
	if s := p.takeOut(func(s Section) bool { return s.known == markdown.Summary && same(s.HTML, p.Summary) }); s != nil {
		p.SummaryID = s.ID
	}
	p.Lessons = p.takeOut(func(s Section) bool { return s.known == markdown.Lessons })
	p.Remediations = b.remediationItems(e, fragment)
	p.Retrospective = meeting(e.Retrospective)
	p.Preparation = b.preparation(e)
	for _, l := range e.Links {
		if address := webAddress(l.URL); address != "" {
			p.Links = append(p.Links, Link{Name: orElse(l.Title, address), Path: address})
		}
	}
	for _, back := range b.View.Backlinks(e) {
		p.Backlinks = append(p.Backlinks, Backlink{Row: b.row(back.From), Sentence: back.Sentence})
	}
	newer, older := b.View.Neighbours(e)
	p.Newer, p.Older = entryLink(newer), entryLink(older)
	p.Problems = problems(e)
	p.Contents = contents(p)
	if p.drawn() {
		p.with(diagrams)
	}
	return p
}

// drawn reports whether something on the page is a diagram.
func (p *Incident) drawn() bool {
	parts := []template.HTML{p.Summary, p.Impact.Summary, p.Impact.Felt}
	if p.Lessons != nil {
		parts = append(parts, p.Lessons.HTML)
	}
	for _, s := range p.Sections {
		parts = append(parts, s.HTML)
	}
	for _, r := range p.Remediations {
		parts = append(parts, r.Description, r.Reason)
	}
	for _, day := range p.Timeline {
		for _, group := range day.Groups {
			for _, e := range group.Entries {
				parts = append(parts, e.HTML)
			}
		}
	}
	return drawn(parts...)
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func entryLink(e *collection.Entry) *Link {
	if e == nil {
		return nil
	}
	return &Link{Name: e.Title, Path: IncidentPath(e.ID)}
}

func customers(q incident.Quantity) string {
	if q.Known {
		return thousands(q.Count)
	}
	return q.Text
}

// zoneOf is the zone that an incident's times are shown in: that of its first
// time, as the people who lived through it wrote it down.
func zoneOf(e *collection.Entry) *time.Location {
	if start := e.Start(); start.Exact() {
		return start.Time.Location()
	}
	for _, event := range e.Timeline {
		if event.At.Exact() {
			return event.At.Time.Location()
		}
	}
	return time.UTC
}

func (b *Builder) sections(e *collection.Entry, body *markdown.Rendering, hasTimeline bool) []Section {
	var list []Section
	placed := false
	for i, s := range e.Doc.Sections() {
		section := Section{HTML: body.Section(i)}
		if h := s.Heading; h != nil {
			if h.Level == 1 && h.Text == e.Title {
				h = nil // the page's own heading says it already
			} else {
				section.ID, section.Title, section.Level, section.known = h.ID, h.Text, max(2, h.Level), h.Known
				section.Source = b.lineURL(e, h.Span.Start.Line)
				section.Timeline = hasTimeline && !placed && h.Known == markdown.Timeline
				placed = placed || section.Timeline
			}
		}
		if section.Title != "" || section.HTML != "" {
			list = append(list, section)
		}
	}
	return list
}

// takeOut takes the first section that is wanted out of its place, unless it
// has parts of its own.
func (p *Incident) takeOut(wanted func(Section) bool) *Section {
	i := slices.IndexFunc(p.Sections, wanted)
	if i < 0 || !alone(p.Sections, i) {
		return nil
	}
	taken := &p.Sections[i]
	p.Sections = slices.Concat(p.Sections[:i], p.Sections[i+1:])
	return taken
}

// same reports whether two pieces of a page read alike: where lines end makes a
// difference only in what is preformatted.
func same(a, b template.HTML) bool {
	return !strings.Contains(string(a), "<pre") && slices.Equal(strings.Fields(string(a)), strings.Fields(string(b)))
}

// alone reports whether a section has no parts of its own, which would lose
// their heading if it moved.
func alone(sections []Section, i int) bool {
	return sections[i].Level == 2 && (i+1 == len(sections) || sections[i+1].Level <= 2)
}

func (b *Builder) remediationItems(e *collection.Entry, fragment func(string) template.HTML) []RemediationItem {
	remediations := b.View.RemediationsOf(e)
	items := make([]RemediationItem, 0, len(remediations))
	for _, r := range remediations {
		field := fmt.Sprintf("remediations[%d].", r.Index)
		item := RemediationItem{
			RemediationRow: b.remediation(r), Anchor: "r-" + r.ID,
			Description: fragment(field + "description"), Reason: fragment(field + "reason"),
		}
		// What answers the incident's only factor needs no word of it.
		if len(e.ContributingFactors) != 1 || !slices.Equal(r.Factors, e.ContributingFactors) {
			item.Factors = b.terms("factors", r.Factors)
		}
		for _, ref := range r.DependsOn {
			if other, ok := b.View.Remediation(e, ref); ok {
				item.DependsOn = append(item.DependsOn, Link{Name: other.Title, Path: RemediationPath(other.Entry.ID, other.ID)})
			}
		}
		items = append(items, item)
	}
	return items
}

func meeting(r incident.Retrospective) *Meeting {
	if r.IsZero() {
		return nil
	}
	return &Meeting{
		Scheduled: when(r.ScheduledAt), Held: when(r.HeldAt), Published: when(r.PublishedAt), Skipped: r.Skipped, Duration: duration(r.Duration, r.Duration > 0),
		Location: Link{Name: r.Location, Path: webAddress(r.Location)},
	}
}

// contents lists the page's parts for whoever wants to jump.
func contents(p *Incident) []Link {
	var list []Link
	add := func(present bool, name, fragment string) {
		if present {
			list = append(list, Link{Name: name, Path: fragment})
		}
	}
	add(p.Impact.Known, "Who felt it", "#rw-felt")
	if p.Lessons != nil {
		add(true, p.Lessons.Title, "#"+p.Lessons.ID)
	}
	add(len(p.Figures) > 0, "At a glance", "#rw-glance")
	add(len(p.Timeline) > 0 && !p.TimelinePlaced(), "Timeline", "#rw-timeline")
	for _, s := range p.Sections {
		add(s.Title != "" && s.Level <= 2, s.Title, "#"+s.ID)
	}
	add(len(p.Remediations) > 0, "Remediations", "#rw-remediations")
	add(len(p.Chain) > 0, "It happened more than once", "#rw-recurrence")
	add(len(p.Like) > 0, "Seen before?", "#rw-like")
	add(len(p.Backlinks) > 0, "Mentioned in", "#rw-mentioned")
	add(p.History != nil, "History", "#rw-history")
	return list
}
