package lint

import (
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/readiness"
)

var retrospectiveEmptyTimeline = Rule{
	Name:     "retrospective/empty-timeline",
	Severity: diag.Advice,
	Doc: "Without a timeline everybody remembers another incident. Chat, bots and situation reports have most of it; a " +
		"list below a heading `Timeline` whose items begin with a time will do.",
	Inner: true,
	Check: func(p *Pass) {
		if finished(p) && !readiness.HasTimeline(p.Entry, p.tells) {
			p.Report("status", "add a `## Timeline` with items such as `- 03:12 UTC - what happened`", "the incident is %s, and has no timeline", p.Entry.Status)
		}
	},
}
