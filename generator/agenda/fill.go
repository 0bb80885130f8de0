package agenda

import (
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// fillRollCall lists everyone whom the incident names, by name alone: what
// they did comes later, from themselves.
func fillRollCall(v *collection.View, a *Agenda, s *Section) {
	for _, p := range a.Entry.People() {
		if n := name(v, p); n != "" && !slices.Contains(s.List, n) {
			s.List = append(s.List, n)
		}
	}
}

func fillTimeline(v *collection.View, a *Agenda, s *Section) {
	zone, day := Zone(a.Entry), ""
	for _, event := range a.Entry.Timeline {
		if event.Noise {
			continue
		}
		m := Moment{When: "?", Text: clean(event.Text), By: names(v, event.By)}
		if event.At.Known() {
			at := event.At
			if at.Exact() {
				at.Time = at.Time.In(zone)
			}
			m.When = ""
			if d := at.Time.Format("2006-01-02"); d != day {
				day, m.When = d, d
			}
			if at.Exact() {
				m.When = strings.TrimSpace(m.When + " " + tilde(at) + at.Time.Format("15:04"))
				if strings.HasPrefix(m.When, day) {
					m.When += " " + zoneName(at.Time)
				}
			}
			m.When = or(m.When, "?")
		}
		s.Timeline = append(s.Timeline, m)
	}
	if len(s.Timeline) > 0 {
		return
	}
	if s.Paragraphs = textOf(a.outline, markdown.Timeline); s.Paragraphs == nil {
		s.Paragraphs = []string{"It is not written yet."}
	}
}

func tilde(m incident.Moment) string {
	if m.Approximate {
		return "~"
	}
	return ""
}

func fillWhatHappened(_ *collection.View, a *Agenda, s *Section) {
	s.Paragraphs = whatHappened(a.Entry, a.outline)
	if s.Paragraphs == nil {
		s.Paragraphs = []string{"It is not written yet."}
	}
}

func whatHappened(e *collection.Entry, outline []markdown.Part) []string {
	var texts []string
	if summary := plainField(e, "summary", e.Summary); summary != "" {
		texts = append(texts, summary)
	} else {
		texts = textOf(outline, markdown.Summary)
	}
	return append(texts, textOf(outline, markdown.WhatHappened)...)
}

func fillImpact(_ *collection.View, a *Agenda, s *Section) {
	s.Paragraphs = impact(a.Entry, a.outline)
	if s.Paragraphs == nil {
		s.Paragraphs = []string{"What customers went through is not written down yet."}
	}
	for _, f := range []struct {
		name     string
		from, to incident.Milestone
	}{
		{"Until it was noticed", incident.ImpactStarted, incident.Detected},
		{"Until customers were told", incident.ImpactStarted, incident.PublicNotice},
		{"Until the impact was over", incident.ImpactStarted, incident.Mitigated},
		{"Until it was resolved", incident.ImpactStarted, incident.Resolved},
	} {
		if d, known := a.Entry.Between(f.from, f.to); known {
			s.Facts = append(s.Facts, Fact{f.name, span(d)})
		}
	}
}

func impact(e *collection.Entry, outline []markdown.Part) []string {
	var texts []string
	c := e.CustomerImpact
	for _, text := range []string{
		plainField(e, "customer_impact.summary", c.Summary),
		before("Customers: ", clean(c.Customers.Text)),
		before("What it felt like: ", plainField(e, "customer_impact.felt", c.Felt)),
	} {
		if text != "" {
			texts = append(texts, text)
		}
	}
	return append(texts, textOf(outline, markdown.Impact)...)
}

func before(words, text string) string {
	if text == "" {
		return ""
	}
	return words + text
}

func fillQuestions(_ *collection.View, a *Agenda, s *Section) { s.Questions = a.Questions }

func fillSeenBefore(_ *collection.View, a *Agenda, s *Section) {
	if s.Earlier = a.Earlier; s.Earlier == nil {
		s.Paragraphs = []string{"Nothing like it was found. Does it remind anybody of something?"}
	}
}

func fillRemediations(v *collection.View, a *Agenda, s *Section) {
	for _, r := range v.RemediationsOf(a.Entry) {
		s.List = append(s.List, clean(r.Title))
	}
}

func fillWentWell(_ *collection.View, a *Agenda, s *Section) {
	s.List = append(textOf(a.outline, markdown.WentWell), textOf(a.outline, markdown.GotLucky)...)
}

// Zone is the zone that an incident's times are told in: that of its first
// time, as the people who lived through it wrote it down.
func Zone(e *collection.Entry) *time.Location {
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
