package digest

import (
	"cmp"
	"slices"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/ladder"
)

// old is after how many days without a due day something is ageing.
const old = 90

// remediations sorts out what was done in the period, what is overdue at its
// end, and what has been waiting longest.
func (m *maker) remediations() (done, overdue, ageing []Remediation) {
	done, overdue, ageing = []Remediation{}, []Remediation{}, []Remediation{}
	for _, r := range m.view.Remediations() {
		if r.Entry.Broken {
			continue
		}
		switch {
		case r.State == collection.Done:
			if on := ladder.DoneOn(&r); on.At.Known() && m.within(on.At.Time) {
				d := m.remediation(r)
				d.Day, d.By = on.At.Time.Format(time.DateOnly), string(on.By)
				done = append(done, d)
			}
		case r.State.Settled() || r.State == collection.Parked:
		case r.Due.Known():
			if days := m.daysSince(r.Due.Time); days > 0 {
				d := m.remediation(r)
				d.Day, d.Days = r.Due.Time.Format(time.DateOnly), days
				overdue = append(overdue, d)
			}
		case r.State != collection.Proposed && r.Entry.Start().Known():
			if days := m.daysSince(r.Entry.Start().Time); days > old {
				d := m.remediation(r)
				d.Day, d.Days = r.Entry.Start().Time.Format(time.DateOnly), days
				ageing = append(ageing, d)
			}
		}
	}
	slices.SortStableFunc(done, func(a, b Remediation) int { return cmp.Compare(a.Day, b.Day) })
	slices.SortStableFunc(overdue, longest)
	slices.SortStableFunc(ageing, longest)
	return done, overdue, ageing
}

func longest(a, b Remediation) int { return cmp.Compare(b.Days, a.Days) }

func (m *maker) remediation(r collection.Remediation) Remediation {
	return Remediation{
		ID: r.Entry.ID + "/" + r.ID, Title: r.Title, Address: m.Remediation(r.Entry.ID, r.ID),
		Incident: m.incident(r.Entry), Level: string(r.Level),
	}
}

// daysSince is how many whole days have passed since a moment at the end of
// the period, 0 while it is still to come.
func (m *maker) daysSince(t time.Time) int { return max(0, int(m.Until.Sub(t).Hours()/24)) }
