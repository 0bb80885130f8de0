// Package digest gathers what a week brought, for a chat or a discussion: new
// incidents and what came back, what was done and what is overdue, and which
// big project has a better case than before.
//
// In go a collection.View and a period; out come a Digest of plain values, and
// its Markdown, in which every word of an author is dead: nobody is mentioned
// and nothing is closed by it.
package digest

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/ladder"
	"github.com/retrowiki/retrowiki/generator/source"
)

// Digest is what a period brought.
type Digest struct {
	Wiki    string    `json:"wiki"`
	Address string    `json:"address,omitempty"`
	Since   time.Time `json:"since"`
	Until   time.Time `json:"until"`
	Why     string    `json:"history_unknown,omitempty"` // why new and updated go by the incidents' own days

	New         []Incident    `json:"new"`
	Updated     []Incident    `json:"updated"`
	Recurrences []Recurrence  `json:"recurrences"`
	Done        []Remediation `json:"done"`
	Overdue     []Remediation `json:"overdue"`
	Ageing      []Remediation `json:"ageing"`
	Grown       []Project     `json:"grown"`
	Reread      *Incident     `json:"reread,omitempty"`
}

// Incident is an incident as a digest names it.
type Incident struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Address  string `json:"address,omitempty"`
	Day      string `json:"day,omitempty"`
	Severity string `json:"severity,omitempty"`
}

// Recurrence is a new incident that had happened before.
type Recurrence struct {
	Incident
	Times    int        `json:"times"`    // how often it had happened before
	Earlier  []Incident `json:"earlier"`  // the last of these, the oldest first
	Verdicts []string   `json:"verdicts"` // what the answers to each of Earlier came to
	Again    string     `json:"again,omitempty"`
}

// Remediation is a remediation as a digest names it. Day is when it was done
// or due, or the day of its incident where it is ageing.
type Remediation struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Address  string   `json:"address,omitempty"`
	Incident Incident `json:"incident"`
	Day      string   `json:"day,omitempty"`
	Days     int      `json:"days,omitempty"` // overdue, or waiting
	Level    string   `json:"level,omitempty"`
	By       string   `json:"by,omitempty"` // who says that it is done
}

// Project is something big that is parked or undecided, for which new
// incidents argue.
type Project struct {
	Remediation
	State     string     `json:"state"`
	Arguments int        `json:"arguments"` // incidents that argue for it
	New       []Incident `json:"new"`       // of these, those of the period
}

// Options say of which period, and where pages are.
type Options struct {
	Since, Until time.Time
	HistoryWhy   string                 // why git tells no history; "" if it does
	Incident     func(id string) string // address of a page, "" for none
	Remediation  func(incidentID, remediationID string) string
}

// maker makes a digest of a view.
type maker struct {
	Options
	view   *collection.View
	chains *ladder.Chains
}

// Of gathers a period.
func Of(v *collection.View, o Options) *Digest {
	m := maker{o, v, ladder.NewChains(v)}
	d := &Digest{
		Wiki: v.Config().Title, Address: v.Config().BaseURL, Since: o.Since, Until: o.Until, Why: o.HistoryWhy,
		New: []Incident{}, Updated: []Incident{}, Recurrences: []Recurrence{},
	}
	fresh := map[*collection.Entry]bool{}
	for _, e := range v.Entries() {
		if e.Broken {
			continue
		}
		switch isNew, isUpdated := m.changed(e); {
		case isNew:
			fresh[e] = true
			d.New = append(d.New, m.incident(e))
			if r, ok := m.recurrence(e); ok {
				d.Recurrences = append(d.Recurrences, r)
			}
		case isUpdated:
			d.Updated = append(d.Updated, m.incident(e))
		}
	}
	d.Done, d.Overdue, d.Ageing = m.remediations()
	d.Grown = m.grown(fresh)
	d.Reread = m.reread()
	return d
}

// Empty reports whether the period brought nothing.
func (d *Digest) Empty() bool {
	return len(d.New)+len(d.Updated)+len(d.Recurrences)+len(d.Done)+len(d.Grown) == 0
}

func (m *maker) within(t time.Time) bool { return !t.Before(m.Since) && t.Before(m.Until) }

// changed goes by git, or by the incident's own day where git does not tell.
func (m *maker) changed(e *collection.Entry) (isNew, isUpdated bool) {
	if h := e.History; h != nil {
		touched := func(c source.Change) bool { return m.within(c.When) }
		return touched(h.Created), slices.ContainsFunc(h.Commits, touched)
	}
	return e.Start().Known() && m.within(e.Start().Time), false
}

func (m *maker) incident(e *collection.Entry) Incident {
	i := Incident{ID: e.ID, Title: e.Title, Address: m.Incident(e.ID), Severity: e.Severity}
	if e.Start().Known() {
		i.Day = e.Start().Time.Format(time.DateOnly)
	}
	return i
}

// earlierMost is how many of the times before a recurrence tells of.
const earlierMost = 3

// recurrence tells what became of the answers to the times before.
func (m *maker) recurrence(e *collection.Entry) (Recurrence, bool) {
	l := m.chains.Of(e)
	before := l.Before(e, math.MaxInt)
	if len(before) == 0 {
		return Recurrence{}, false
	}
	r := Recurrence{Incident: m.incident(e), Times: len(before)}
	for _, s := range before[max(0, len(before)-earlierMost):] {
		r.Earlier = append(r.Earlier, m.incident(s.Entry))
		r.Verdicts = append(r.Verdicts, s.Verdict())
	}
	if again, ok := l.SameAgain(e); ok {
		r.Again = again.Words()
	}
	return r, true
}

// grown lists big projects, parked or undecided, that something new argues for.
func (m *maker) grown(fresh map[*collection.Entry]bool) []Project {
	projects := []Project{}
	if len(fresh) == 0 {
		return projects
	}
	for _, r := range m.view.Remediations() {
		big := r.Size == "XL" || r.Size == "moonshot"
		if !big || r.State != collection.Parked && r.State != collection.Proposed || fresh[r.Entry] {
			continue
		}
		p := Project{Remediation: m.remediation(r), State: r.State.Words()}
		argument := m.view.Arguments(r)
		for _, e := range m.view.Incidents(argument, argument.Count) {
			if e.Start().Time.Before(m.Until) {
				p.Arguments++
			}
			if fresh[e] {
				p.New = append(p.New, m.incident(e))
			}
		}
		if p.New != nil {
			projects = append(projects, p)
		}
	}
	slices.SortStableFunc(projects, func(a, b Project) int { return cmp.Compare(b.Arguments, a.Arguments) })
	return projects
}

// reread picks one incident that began in these days of an earlier year: a
// year ago if there is one, and else the one that happened most often.
func (m *maker) reread() *Incident {
	var best *collection.Entry
	bestYears := 0
	for _, e := range m.view.Entries() {
		years := m.anniversary(e)
		if e.Broken || years == 0 {
			continue
		}
		if best == nil || years == 1 && bestYears != 1 ||
			(years == 1) == (bestYears == 1) && len(m.view.Occurrences(e)) > len(m.view.Occurrences(best)) {
			best, bestYears = e, years
		}
	}
	if best == nil {
		return nil
	}
	i := m.incident(best)
	return &i
}

// anniversary is how many years before the period an incident began, in the
// same days of the year; 0 for other days.
func (m *maker) anniversary(e *collection.Entry) int {
	start := e.Start()
	if !start.Known() {
		return 0
	}
	for _, year := range []int{m.Until.Year(), m.Since.Year()} {
		years := year - start.Time.Year()
		if years > 0 && m.within(start.Time.AddDate(years, 0, 0)) {
			return years
		}
	}
	return 0
}
