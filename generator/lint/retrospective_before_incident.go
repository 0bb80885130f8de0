package lint

import (
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

var retrospectiveBeforeIncident = Rule{
	Name:     "retrospective/before-incident",
	Severity: diag.Warning,
	Doc:      "A retrospective looks back. One that comes before its incident has a wrong year or month, or the incident has.",
	Inner:    true,
	Check: func(p *Pass) {
		start := p.Entry.Start()
		if !start.Known() {
			return
		}
		r := p.Entry.Retrospective
		for _, meeting := range []struct {
			field string
			at    incident.Moment
		}{{"retrospective.scheduled_at", r.ScheduledAt}, {"retrospective.held_at", r.HeldAt}} {
			if meeting.at.Known() && earlier(meeting.at, start) {
				p.Report(meeting.field, "correct one of the two", "the retrospective is before the incident")
			}
		}
	},
}
