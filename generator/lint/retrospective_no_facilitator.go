package lint

import (
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/readiness"
)

var retrospectiveNoFacilitator = Rule{
	Name:     "retrospective/no-facilitator",
	Severity: diag.Advice,
	Doc: "A retrospective that nobody prepares is boring and teaches nothing. The facilitator builds the timeline, sends it " +
		"round the day before, and keeps the questions open.",
	Inner: true,
	Check: func(p *Pass) {
		if readiness.Planned(p.Entry) && len(p.Entry.Roles.People("facilitator")) == 0 {
			p.Report("retrospective.scheduled_at", "add `facilitator:` to `roles:`, somebody who was no responder", "the retrospective is planned, and nobody facilitates it")
		}
	},
}
