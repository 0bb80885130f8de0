package lint

import (
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

var timelineEmpty = Rule{
	Name:     "timeline/empty",
	Severity: diag.Advice,
	Doc: "Under the heading Timeline, items of a list and rows of a table that begin with a time become the timeline. Text of " +
		"another form is shown as it is, and gives no milestones.",
	Inner: true,
	Check: func(p *Pass) {
		if len(p.Entry.Timeline) > 0 || !p.tells(markdown.Timeline) {
			return
		}
		for _, h := range p.Entry.Doc.Headings() {
			if h.Known == markdown.Timeline {
				p.ReportAt(h.Span, "begin each item with a time, such as `- 2014-11-24 03:12 UTC - what happened`; later ones need only `03:20`",
					"this section has text, and nothing in it begins with a time")
				return
			}
		}
	},
}
