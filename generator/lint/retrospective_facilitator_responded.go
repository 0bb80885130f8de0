package lint

import (
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/readiness"
)

var retrospectiveFacilitatorResponded = Rule{
	Name:     "retrospective/facilitator-responded",
	Severity: diag.Advice,
	Doc: "Whoever fought the fire has a story of their own to tell. A facilitator who was not there can ask what everybody " +
		"else takes for granted.",
	Inner: true,
	Check: func(p *Pass) {
		e := p.Entry
		for _, name := range e.Roles.People("facilitator") {
			if role := readiness.Responder(e, name); role != "" {
				p.Report("roles.facilitator", "ask somebody who was not there to facilitate", "%s facilitates, and %s", name, role)
			}
		}
	},
}
