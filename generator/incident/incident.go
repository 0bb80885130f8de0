// Package incident is the model: what a retrospective says, as plain values in
// the words of docs/format.md.
//
// Nothing here reads a file, renders a page or calls a server, and nothing is
// changed once decode has made it. A field's `field` tag is its name in the
// frontmatter, its `doc` tag the sentence that the JSON Schema and the
// documentation show; decode, the schema and the check for unknown names all
// follow from these tags. The package imports the standard library and diag.
package incident

import (
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Incident is one retrospective. Every field but Title may be empty.
type Incident struct {
	ID         string     `field:"id" doc:"Identity in the wiki; default: the file's name" example:"2014-11-24-physicals-id-overflow"`
	Aliases    []string   `field:"aliases" doc:"Old ids that still lead here"`
	Title      string     `field:"title" doc:"What happened, in one line; the one required field" example:"Physicals table ran out of primary keys"`
	Summary    string     `field:"summary" doc:"One paragraph of Markdown, shown in lists, feeds and cards"`
	Severity   string     `field:"severity" doc:"One of the wiki's severities" example:"SEV2"`
	Status     Status     `field:"status" doc:"How far the retrospective has come"`
	Visibility Visibility `field:"visibility" doc:"Who may read it"`
	Services   []string   `field:"services" doc:"The services that were affected" example:"postgres"`
	Teams      []string   `field:"teams" doc:"The teams that took part"`
	Tags       []string   `field:"tags" doc:"Free words to find it by"`

	Times      `field:",inline"`
	DetectedBy Detector `field:"detected_by" doc:"Who or what noticed first"`

	Roles        Roles    `field:"roles" doc:"Who did what: commander, comms, scribe, facilitator, note_taker, or a role of your own; one name or a list each"`
	Participants []string `field:"participants" doc:"Everyone else who took part"`

	CustomerImpact      CustomerImpact `field:"customer_impact" doc:"What customers went through: a paragraph, or summary, customers and felt"`
	Trigger             string         `field:"trigger" doc:"What set it off"`
	ContributingFactors []string       `field:"contributing_factors" doc:"Why it could happen; each has a page of its own" example:"integer-overflow"`
	RecurrenceOf        []string       `field:"recurrence_of" doc:"Ids of earlier incidents of the same kind"`
	Related             []string       `field:"related" doc:"Ids of incidents to see also"`

	Retrospective Retrospective `field:"retrospective" doc:"The meeting"`
	Links         []Link        `field:"links" doc:"Tickets, status pages, dashboards: a title and a URL each"`
	Remediations  []Remediation `field:"remediations" doc:"The ridiculous list: each becomes a GitHub issue"`

	Timeline []Event        // from the body's Timeline
	Terms    []TaxonomyTerm // of the wiki's own taxonomies
	Extra    []Extra        // fields that the format does not know, kept
	Origin   Origin
}

// TaxonomyTerm is one value of a taxonomy that retrowiki.yaml adds.
type TaxonomyTerm struct{ Taxonomy, Term string }

// Extra is a field that nobody asked for. Value is its text as written.
type Extra struct{ Name, Value string }

// CustomerImpact tells what customers went through.
type CustomerImpact struct {
	Summary   string   `field:"summary,shorthand" doc:"A paragraph of Markdown"`
	Customers Quantity `field:"customers" doc:"How many: a number, or words such as 'all of EU'"`
	Felt      string   `field:"felt" doc:"What it felt like from outside"`
}

// IsZero reports whether nothing is known of the impact.
func (c CustomerImpact) IsZero() bool { return c == CustomerImpact{} }

// Quantity is a count of customers, or words where nobody counted.
type Quantity struct {
	Count int64
	Known bool   // whether Count was given
	Text  string // as written
}

// Retrospective is the meeting that an incident is talked over in.
type Retrospective struct {
	ScheduledAt  Moment        `field:"scheduled_at" doc:"When it is to be held"`
	AgendaSentAt Moment        `field:"agenda_sent_at" doc:"When agenda and timeline went out to those who are invited; a day will do"`
	HeldAt       Moment        `field:"held_at" doc:"When it was held"`
	Duration     time.Duration `field:"duration" doc:"How long it is to take" example:"60m"`
	Location     string        `field:"location" doc:"A room or a link"`
	PublishedAt  Moment        `field:"published_at" doc:"When its text was published; a day will do"`
	Skipped      string        `field:"skipped" doc:"Why none is held" example:"The provider's own postmortem tells it all"`
}

// IsZero reports whether nothing is known of the meeting.
func (r Retrospective) IsZero() bool { return r == Retrospective{} }

// NeedsNone reports whether it was decided to hold no retrospective.
func (i *Incident) NeedsNone() bool {
	return i.Status == NotRequired || i.Retrospective.Skipped != ""
}

// Link is something to read beside the incident.
type Link struct {
	Title string `field:"title" doc:"Words for the link"`
	URL   string `field:"url,shorthand" doc:"An http or https address"`
}

// Role is a part in the response or the retrospective and who had it.
type Role struct {
	Name   string
	People []string
}

// Roles keeps the order in which the author wrote them.
type Roles []Role

// People returns who had the role, nil if nobody is named.
func (r Roles) People(name string) []string {
	for _, role := range r {
		if role.Name == name {
			return role.People
		}
	}
	return nil
}

// People lists everyone whom the incident names, each once, in the order of
// roles, participants and timeline.
func (i *Incident) People() []string {
	var people []string
	add := func(names ...string) {
		for _, n := range names {
			if !slices.Contains(people, n) {
				people = append(people, n)
			}
		}
	}
	for _, role := range i.Roles {
		add(role.People...)
	}
	add(i.Participants...)
	for _, e := range i.Timeline {
		add(e.By...)
	}
	return people
}

// Origin says where each field was written, so that values can stay plain and
// every rule can still point.
type Origin struct {
	Path   string
	Places Places
}

// Places tells where fields stand, by field path such as
// "remediations[2].owner", in the order of these paths.
type Places []Place

// Place is where a field's value stands.
type Place struct {
	Field string
	Span  diag.Span
}

// NewPlaces puts places in order.
func NewPlaces(spans map[string]diag.Span) Places {
	p := make(Places, 0, len(spans))
	for field, span := range spans {
		p = append(p, Place{field, span})
	}
	slices.SortFunc(p, func(a, b Place) int { return strings.Compare(a.Field, b.Field) })
	return p
}

// Of tells where a field stands, if it is there.
func (p Places) Of(field string) (span diag.Span, ok bool) {
	i, ok := slices.BinarySearchFunc(p, field, func(a Place, field string) int { return strings.Compare(a.Field, field) })
	if ok {
		span = p[i].Span
	}
	return span, ok
}

// Span returns the place of a field path, or of the nearest thing around it
// that has one, or the file.
func (o Origin) Span(field string) diag.Span {
	for f := field; f != ""; f = parent(f) {
		if s, ok := o.Places.Of(f); ok {
			return s
		}
	}
	return diag.Span{File: o.Path}
}

func parent(field string) string {
	for i := len(field) - 1; i >= 0; i-- {
		if field[i] == '.' || field[i] == '[' {
			return field[:i]
		}
	}
	return ""
}
