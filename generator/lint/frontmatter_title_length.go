package lint

import (
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// maxTitle is how many characters a title may have.
const maxTitle = 200

var frontmatterTitleLength = Rule{
	Name:     "frontmatter/title-length",
	Severity: diag.Warning,
	Doc:      "A title is read in lists, in feeds and on phones. What does not fit into 200 characters is a summary.",
	Inner:    true,
	Check: func(p *Pass) {
		if n := utf8.RuneCountInString(p.Entry.Title); n > maxTitle {
			p.Report("title", "say it in one line and move the rest to `summary:`", "the title has %d characters, more than %d", n, maxTitle)
		}
	},
}
