package lint

import (
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var retrospectiveFacilitatorResponded = Rule{
	Name:     "retrospective/facilitator-responded",
	Severity: diag.Advice,
	Doc: "Whoever fought the fire has a story of their own to tell. A facilitator who was not there can ask what everybody " +
		"else takes for granted.",
	Check: func(p *Pass) {
		e := p.Entry
		for _, name := range e.Roles.People("facilitator") {
			if role := responder(p, name); role != "" {
				p.Report("roles.facilitator", "ask somebody who was not there to facilitate", "%s facilitates, and %s", name, role)
			}
		}
	},
}

// responder is what somebody was in the response; "" for nothing.
func responder(p *Pass, name string) string {
	same := func(other string) bool { return strings.EqualFold(name, other) }
	for _, role := range p.Entry.Roles {
		if role.Name != "facilitator" && role.Name != "note_taker" && slices.ContainsFunc(role.People, same) {
			return "was " + strings.ReplaceAll(role.Name, "_", " ") + " in the response"
		}
	}
	for _, event := range p.Entry.Timeline {
		if slices.ContainsFunc(event.By, same) {
			return "is named in the timeline"
		}
	}
	return ""
}
