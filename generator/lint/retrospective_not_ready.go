package lint

import (
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/readiness"
)

var retrospectiveNotReady = Rule{
	Name:     "retrospective/not-ready",
	Severity: diag.Advice,
	Doc: "Agenda and timeline go out the working day before the meeting, so that everybody has read them and the hour is " +
		"for talking. This looks at the day of the commit that is checked.",
	Check: func(p *Pass) {
		e, now := p.Entry, p.View.AsOf()
		at := e.Retrospective.ScheduledAt
		if !readiness.Planned(e) || now.IsZero() || at.Time.Before(readiness.Day(now)) || at.Time.After(readiness.NextWorkingDay(now).AddDate(0, 0, 1)) {
			return
		}
		var missing []string
		if !readiness.HasTimeline(e, p.tells) {
			missing = append(missing, "a timeline")
		}
		if !readiness.KnowsImpact(e, p.tells) {
			missing = append(missing, "what customers felt")
		}
		if len(missing) > 0 {
			p.Report("retrospective.scheduled_at", "write it today, or move the meeting: it is for talking, not for reading",
				"the retrospective is on %s, and the read-ahead lacks %s", at.Time.Format("Monday 2 January"), strings.Join(missing, " and "))
		}
	},
}
