package lint

import (
	"fmt"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// maxIssueTitle is how many characters GitHub lets an issue's title have.
const maxIssueTitle = 256

var remediationTitleLength = Rule{
	Name:     "remediation/title-length",
	Severity: diag.Advice,
	Doc:      "A remediation's title becomes that of an issue, and GitHub takes 256 characters. The description has room for the rest.",
	Inner:    true,
	Check: func(p *Pass) {
		for n, r := range p.Entry.Remediations {
			if length := utf8.RuneCountInString(r.Title); length > maxIssueTitle {
				p.Report(fmt.Sprintf("remediations[%d].title", n), "say it in one line and move the rest to `description:`",
					"the title of remediation %q has %d characters, more than the %d of an issue", r.ID, length, maxIssueTitle)
			}
		}
	},
}
