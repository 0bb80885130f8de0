package lint

import (
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/readiness"
)

var retrospectiveNoNoteTaker = Rule{
	Name:     "retrospective/no-note-taker",
	Severity: diag.Advice,
	Doc: "Nobody can lead a conversation and write it down. A note taker, somebody else than the facilitator, catches the " +
		"half-sentences that turn out to matter.",
	Inner: true,
	Check: func(p *Pass) {
		roles := p.Entry.Roles
		// One person is enough to ask for: retrospective/no-facilitator comes first.
		if readiness.Planned(p.Entry) && len(roles.People("facilitator")) > 0 && len(roles.People("note_taker")) == 0 {
			p.Report("retrospective.scheduled_at", "add `note_taker:` to `roles:`", "the retrospective is planned, and nobody takes notes")
		}
	},
}
