package lint

import "github.com/retrowiki/retrowiki/generator/diag"

var remediationOnlySmall = Rule{
	Name:     "remediation/only-small",
	Severity: diag.Advice,
	Doc: "Small steps are good steps. But where a grave incident brought forth nothing bigger than S, nobody wrote down the " +
		"big one that somebody thought of. This looks at the two gravest severities, and only where every size is given.",
	Inner: true,
	Check: func(p *Pass) {
		list := p.Entry.Remediations
		if len(list) == 0 || !grave(p) {
			return
		}
		for _, r := range list {
			if r.Size != "XS" && r.Size != "S" {
				return
			}
		}
		p.Report("remediations", "which change would have made this boring, whatever it costs? Write it down as L or moonshot; it may be parked with a reason",
			"no remediation of this %s is bigger than S", p.Entry.Severity)
	},
}

// grave reports whether the severity is one of the two worst, as long as the
// scale has something milder.
func grave(p *Pass) bool {
	cfg := p.View.Config()
	rank := cfg.SeverityRank(p.Entry.Severity)
	return rank >= 0 && rank < 2 && rank < len(cfg.Severities)-1
}
