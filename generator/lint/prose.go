package lint

import "github.com/retrowiki/retrowiki/generator/markdown"

// tells reports whether the body has any text under a heading that the wiki
// knows.
func (p *Pass) tells(section markdown.Known) bool {
	for _, s := range p.sentences() {
		if s.passage.Known == section {
			return true
		}
	}
	return false
}

// tellsAnything reports whether there is any text but headings.
func (p *Pass) tellsAnything() bool { return len(p.sentences()) > 0 }
