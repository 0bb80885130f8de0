package lint

import (
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

var timesOutOfOrder = Rule{
	Name:     "times/out-of-order",
	Severity: diag.Warning,
	Doc: "Milestones come about in an order: a fault is introduced, impact starts, somebody detects it, and so on. " +
		"Times that contradict it give durations that nobody can trust.",
	Inner: true,
	Check: func(p *Pass) {
		for _, pair := range ordered {
			before, after := p.Entry.Times.At(pair[0]), p.Entry.Times.At(pair[1])
			if !before.Known() || !after.Known() || !earlier(after, before) {
				continue
			}
			p.Report(string(pair[1])+"_at", "correct one of the two, or leave out what is not known",
				"%s_at is before %s_at", pair[1], pair[0])
		}
	},
}

// ordered has the pairs that cannot be the other way round. A response may be
// opened, and customers may be told, before or after much else.
var ordered = [][2]incident.Milestone{
	{incident.Introduced, incident.ImpactStarted},
	{incident.Introduced, incident.Detected},
	{incident.ImpactStarted, incident.Mitigated},
	{incident.ImpactStarted, incident.Resolved},
	{incident.Detected, incident.Declared},
	{incident.Detected, incident.Resolved},
	{incident.Mitigated, incident.Resolved},
}

// earlier compares days where a time of day is missing.
func earlier(a, b incident.Moment) bool {
	if a.Exact() && b.Exact() {
		return a.Time.Before(b.Time)
	}
	return a.Time.Format("2006-01-02") < b.Time.Format("2006-01-02")
}
