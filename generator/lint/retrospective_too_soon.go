package lint

import (
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/readiness"
)

var retrospectiveTooSoon = Rule{
	Name:     "retrospective/too-soon",
	Severity: diag.Advice,
	Doc: "Timeline and agenda go out the working day before. A meeting on the day on which the incident ended, or on the " +
		"weekend after it, leaves no such day, and finds people who have not slept.",
	Inner: true,
	Check: func(p *Pass) {
		at := p.Entry.Retrospective.ScheduledAt
		end := p.Entry.Times.At(incident.Resolved)
		if !end.Known() {
			end = p.Entry.Times.At(incident.Mitigated)
		}
		if !at.Known() || !end.Known() || at.Time.Before(end.Time) || !readiness.Day(at.Time).Before(readiness.NextWorkingDay(end.Time)) {
			return
		}
		p.Report("retrospective.scheduled_at", "the next working day is early enough, and within the week is soon enough",
			"the retrospective is less than a working day after the incident")
	},
}
