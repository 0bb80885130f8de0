package lint

import (
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

var retrospectiveNotRequired = Rule{
	Name:     "retrospective/not-required",
	Severity: diag.Advice,
	Doc: "Not every incident needs a retrospective. One sentence on why this one does not is what the next reader wants, " +
		"above all when it happens again. `skipped` of `retrospective` is its place; any summary or text is taken as that sentence too.",
	Inner: true,
	Check: func(p *Pass) {
		if p.Entry.Status == incident.NotRequired && p.Entry.Retrospective.Skipped == "" && p.Entry.Summary == "" && !p.tellsAnything() {
			p.Report("status", "say why in `skipped:` of `retrospective:`, in `summary:` or in the text", "no retrospective is required, and nothing says why")
		}
	},
}
