package incident

import "time"

// Precision is how exactly a moment is known.
type Precision int

// From a whole day to the second.
const (
	Unknown Precision = iota
	Day
	Minute
	Second
)

// Moment is a time as somebody wrote it down. The zero Moment is unknown.
type Moment struct {
	Time        time.Time // in the zone it was written in
	Precision   Precision
	Approximate bool // written with "~"
	Floating    bool // written without an offset, so read in the wiki's timezone
}

// Known reports whether there is a time at all.
func (m Moment) Known() bool { return m.Precision != Unknown }

// Exact reports whether the moment has a time of day.
func (m Moment) Exact() bool { return m.Precision >= Minute }

// Completion is when something was done. Undated says that it is done, by
// somebody who does not know the day.
type Completion struct {
	Moment
	Undated bool
}

// Known reports whether it is done.
func (c Completion) Known() bool { return c.Undated || c.Moment.Known() }

// Milestone names one of an incident's times.
type Milestone string

// The milestones in the order in which they come about.
const (
	Introduced    Milestone = "introduced"
	ImpactStarted Milestone = "impact_started"
	Detected      Milestone = "detected"
	Declared      Milestone = "declared"
	PublicNotice  Milestone = "public_notice"
	Mitigated     Milestone = "mitigated"
	Resolved      Milestone = "resolved"
)

// Milestones lists all milestones in order.
var Milestones = []Milestone{Introduced, ImpactStarted, Detected, Declared, PublicNotice, Mitigated, Resolved}

// Words lists the milestones in the order in which they come about.
func (Milestone) Words() []string {
	words := make([]string, len(Milestones))
	for i, m := range Milestones {
		words[i] = string(m)
	}
	return words
}

// Times are an incident's milestones.
type Times struct {
	IntroducedAt    Moment `field:"introduced_at" doc:"The latent fault came in" example:"2012-03-01"`
	ImpactStartedAt Moment `field:"impact_started_at" doc:"Customers begin to be affected" example:"2014-11-24T03:12:00Z"`
	DetectedAt      Moment `field:"detected_at" doc:"First noticed"`
	DeclaredAt      Moment `field:"declared_at" doc:"The response was opened"`
	PublicNoticeAt  Moment `field:"public_notice_at" doc:"Customers were first told"`
	MitigatedAt     Moment `field:"mitigated_at" doc:"Customer impact over"`
	ResolvedAt      Moment `field:"resolved_at" doc:"Back to normal, work over"`

	FileDate Moment // a day in the file's name; used only where nothing else is known
}

func (t *Times) field(m Milestone) *Moment {
	switch m {
	case Introduced:
		return &t.IntroducedAt
	case ImpactStarted:
		return &t.ImpactStartedAt
	case Detected:
		return &t.DetectedAt
	case Declared:
		return &t.DeclaredAt
	case PublicNotice:
		return &t.PublicNoticeAt
	case Mitigated:
		return &t.MitigatedAt
	case Resolved:
		return &t.ResolvedAt
	}
	return nil
}

// At returns the moment of a milestone; unknown if m is no milestone.
func (t *Times) At(m Milestone) Moment {
	if f := t.field(m); f != nil {
		return *f
	}
	return Moment{}
}

// Supply sets a milestone that the frontmatter left unknown, and reports
// whether it did. It is for the decoder, before anybody else sees the incident.
func (t *Times) Supply(m Milestone, at Moment) bool {
	f := t.field(m)
	if f == nil || f.Known() {
		return false
	}
	*f = at
	return true
}

// Start is when the incident is filed under: the impact's start, or else the
// earliest later milestone that is known, or else the day in the file's name.
func (t *Times) Start() Moment {
	for _, m := range Milestones[1:] {
		if at := t.At(m); at.Known() {
			return at
		}
	}
	if t.FileDate.Known() {
		return t.FileDate
	}
	return t.IntroducedAt
}

// Between is the time from one milestone to another. It is unknown, not zero,
// where either lacks a time of day or the second comes before the first.
func (t *Times) Between(from, to Milestone) (d time.Duration, known bool) {
	a, b := t.At(from), t.At(to)
	if !a.Exact() || !b.Exact() || b.Time.Before(a.Time) {
		return 0, false
	}
	return b.Time.Sub(a.Time), true
}

// ImpactDuration is how long customers were affected: until mitigated, or
// until resolved where no mitigation is given.
func (t *Times) ImpactDuration() (d time.Duration, known bool) {
	if d, known := t.Between(ImpactStarted, Mitigated); known {
		return d, true
	}
	if t.MitigatedAt.Known() {
		return 0, false
	}
	return t.Between(ImpactStarted, Resolved)
}

// Event is one entry of the timeline.
type Event struct {
	At        Moment // unknown if the entry's day cannot be told
	Text      string // plain
	By        []string
	Milestone Milestone
	Noise     bool
	Item      int // its index in the Markdown's timeline, to render it by
}
