package lint

import (
	"fmt"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var frontmatterUnknownSeverity = Rule{
	Name:     "frontmatter/unknown-severity",
	Severity: diag.Warning,
	Doc:      "Severities are steps of one scale, which retrowiki.yaml sets; a word that is not on it cannot be ordered.",
	Inner:    true,
	Check: func(p *Pass) {
		cfg := p.View.Config()
		if p.Entry.Severity == "" || cfg.SeverityRank(p.Entry.Severity) >= 0 {
			return
		}
		var scale []string
		for _, s := range cfg.Severities {
			scale = append(scale, s.ID)
		}
		hint := "one of: " + strings.Join(scale, ", ")
		if near := diag.Nearest(p.Entry.Severity, scale); near != "" {
			hint = fmt.Sprintf("did you mean `%s`? %s", near, hint)
		}
		p.Report("severity", hint, "the severity %q is not on the wiki's scale", p.Entry.Severity)
	},
}
