package page

import (
	"html/template"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/agenda"
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
	"github.com/retrowiki/retrowiki/generator/readiness"
)

// Preparation is how far a retrospective is prepared, for its incident's page.
type Preparation struct {
	Path  string // of the agenda
	Words string // "4 of 6 ready"
	Lacks string // "facilitator and impact"
	When  When
	Items readiness.List
}

// Agenda is the data of an agenda's page.
type Agenda struct {
	*Head
	Row      *Row
	When     When
	Facts    []AgendaFact
	Zone     string // of every time of day in the timeline
	Ready    string // "4 of 6 ready"
	Items    []ReadyItem
	Tasks    []string
	Sections []AgendaSection
	Minutes  int
	Steps    []agenda.Step
}

// AgendaFact is a fact of the meeting; Text is shown, and leads to Path if
// there is one.
type AgendaFact struct{ Name, Text, Path string }

// ReadyItem is something that the meeting needs.
type ReadyItem struct {
	Done       bool
	Says, ToDo string
}

// AgendaSection is a part of the read-ahead.
type AgendaSection struct {
	ID, Title, Words string
	HTML             []template.HTML
	Felt             []template.HTML // what it felt like to customers
	Timeline         []TimelineDay
	Facts            []agenda.Fact
	Questions        []agenda.Question
	Earlier          []AgendaEarlier
	List             []Link
	Nothing          string // said where there is nothing
}

// AgendaEarlier is an earlier incident and what became of its remediations.
type AgendaEarlier struct {
	Row *Row
	agenda.Earlier
}

// AgendaPath is where the agenda of an incident's retrospective stands.
func AgendaPath(id string) string { return "incidents/" + id + "/agenda.html" }

// prepares reports whether an agenda is made. It is for those who are invited,
// so the public gets none.
func (b *Builder) prepares(e *collection.Entry) bool {
	return b.Agendas != nil && b.View.Audience() != incident.Public && readiness.Wanted(e, b.View.AsOf())
}

func agendaPages(b *Builder) []Page {
	var pages []Page
	for _, e := range b.View.Entries() {
		if b.prepares(e) {
			pages = append(pages, Page{Path: AgendaPath(e.ID), Template: "agenda", Data: func() any { return b.agenda(e) }})
		}
	}
	return pages
}

func (b *Builder) preparation(e *collection.Entry) *Preparation {
	if !b.prepares(e) {
		return nil
	}
	at := e.Retrospective.ScheduledAt
	items := readiness.Of(e, at)
	var lacks []string
	for _, i := range items.Open() {
		lacks = append(lacks, i.Name)
	}
	return &Preparation{Path: AgendaPath(e.ID), Words: items.Words(), Lacks: listed(lacks), When: when(at), Items: items}
}

// listed joins words as people do: "a, b and c".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

func (b *Builder) agenda(e *collection.Entry) *Agenda {
	a := b.Agendas.Make(b.View, e, b.likeness(), agenda.Options{})
	p := &Agenda{
		Head: b.head(AgendaPath(e.ID), "Retrospective: "+e.Title, "incidents"), Row: b.row(e), When: when(a.At),
		Zone: zoneName(e.Start().Time.In(zoneOf(e))), Ready: a.Ready.Words(), Tasks: a.Tasks, Minutes: a.Minutes(), Steps: a.Steps,
	}
	for _, f := range a.Facts {
		if f.Text != a.Address { // of the page beside this one
			p.Facts = append(p.Facts, AgendaFact{f.Name, f.Text, webAddress(f.Text)})
		}
	}
	p.Description = b.summary(e, summaryLength)
	for _, i := range a.Ready {
		p.Items = append(p.Items, ReadyItem{i.Done, capital(i.Says), capital(strings.ReplaceAll(i.ToDo, "`", ""))})
	}
	body := e.Doc.Rendering(b.resolver(e, AgendaPath(e.ID)))
	for _, s := range a.Sections {
		p.Sections = append(p.Sections, b.agendaSection(e, s, body))
	}
	return p
}

func (b *Builder) agendaSection(e *collection.Entry, s agenda.Section, body *markdown.Rendering) AgendaSection {
	section := AgendaSection{ID: "rw-" + s.Key, Title: s.Title, Words: s.Words, Facts: s.Facts, Questions: s.Questions}
	for _, earlier := range s.Earlier {
		earlier.Why = capital(earlier.Why)
		section.Earlier = append(section.Earlier, AgendaEarlier{b.row(earlier.Entry), earlier})
	}
	switch s.Key {
	case "roll-call":
		section.List = b.terms("people", e.People())
	case "remediations":
		for _, r := range b.View.RemediationsOf(e) {
			section.List = append(section.List, Link{Name: r.Title, Path: RemediationPath(e.ID, r.ID)})
		}
	case "timeline":
		if section.Timeline = b.timeline(e, zoneOf(e), body); section.Timeline == nil {
			section.HTML = b.told(e, body, nil, markdown.Timeline)
		}
		for _, d := range section.Timeline {
			for _, g := range d.Groups {
				for i := range g.Entries {
					g.Entries[i].HTML = markdown.SeenFrom(g.Entries[i].HTML, "index.html")
				}
			}
		}
	case "what-happened":
		section.HTML = b.told(e, body, []string{"summary"}, markdown.WhatHappened)
	case "impact":
		section.HTML = b.told(e, body, []string{"customer_impact.summary"}, markdown.Impact)
		section.Felt = b.told(e, body, []string{"customer_impact.felt"})
		if n := customers(e.CustomerImpact.Customers); n != "" {
			section.Facts = append([]agenda.Fact{{Name: "Customers", Text: n}}, s.Facts...)
		}
	case "went-well":
		section.HTML = b.told(e, body, nil, markdown.WentWell, markdown.GotLucky)
	}
	if len(section.HTML)+len(section.Felt)+len(section.Timeline)+len(section.Earlier) == 0 && len(s.Paragraphs) == 1 {
		section.Nothing = s.Paragraphs[0]
	}
	return section
}

// told is what fields and known sections of the text say.
func (b *Builder) told(e *collection.Entry, body *markdown.Rendering, fields []string, known ...markdown.Known) []template.HTML {
	var list []template.HTML
	resolve := b.resolver(e, AgendaPath(e.ID))
	for _, f := range fields {
		if doc := e.Fragments[f]; doc != nil {
			list = append(list, markdown.SeenFrom(doc.Render(resolve), "index.html"))
		}
	}
	for i, s := range e.Doc.Sections() {
		if s.Heading != nil && slices.Contains(known, s.Heading.Known) {
			if html := body.Section(i); html != "" {
				list = append(list, markdown.SeenFrom(html, "index.html"))
			}
		}
	}
	return list
}
