package lint

import (
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

var retrospectiveNotReady = Rule{
	Name:     "retrospective/not-ready",
	Severity: diag.Advice,
	Doc: "Agenda and timeline go out the working day before the meeting, so that everybody has read them and the hour is " +
		"for talking. This looks at the day of the commit that is checked.",
	Check: func(p *Pass) {
		e, now := p.Entry, p.View.AsOf()
		at := e.Retrospective.ScheduledAt
		if !at.Known() || e.Retrospective.HeldAt.Known() || now.IsZero() || at.Time.Before(day(now)) || at.Time.After(nextWorkingDay(now).AddDate(0, 0, 1)) {
			return
		}
		var missing []string
		if len(e.Timeline) == 0 && !p.tells(markdown.Timeline) {
			missing = append(missing, "a timeline")
		}
		if e.CustomerImpact.IsZero() && !p.tells(markdown.Impact) {
			missing = append(missing, "what customers felt")
		}
		if len(missing) > 0 {
			p.Report("retrospective.scheduled_at", "write it today, or move the meeting: it is for talking, not for reading",
				"the retrospective is on %s, and the read-ahead lacks %s", at.Time.Format("Monday 2 January"), strings.Join(missing, " and "))
		}
	},
}

func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// nextWorkingDay is the day after t that is no Saturday or Sunday.
func nextWorkingDay(t time.Time) time.Time {
	t = day(t).AddDate(0, 0, 1)
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, 1)
	}
	return t
}
