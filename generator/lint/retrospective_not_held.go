package lint

import (
	"github.com/retrowiki/retrowiki/generator/diag"
)

var retrospectiveNotHeld = Rule{
	Name:     "retrospective/not-held",
	Severity: diag.Advice,
	Doc: "Retrospectives that were planned and quietly did not take place are how a habit ends. This looks at the day of the " +
		"commit that is checked, and allows a week for adding `held_at:`.",
	Check: func(p *Pass) {
		e, now := p.Entry, p.View.AsOf()
		at := e.Retrospective.ScheduledAt
		if !at.Known() || e.Retrospective.HeldAt.Known() || e.NeedsNone() || now.IsZero() || now.Before(at.Time.AddDate(0, 0, 7)) {
			return
		}
		p.Report("retrospective.scheduled_at", "add `held_at:`, plan another day, or set `status: not_required` and say why in `skipped:`",
			"the retrospective was planned for %s, and nothing says that it was held", at.Time.Format("2 January 2006"))
	},
}
