package lint

import (
	"fmt"
	"net/url"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var linkBadAddress = Rule{
	Name:     "link/bad-address",
	Severity: diag.Warning,
	Doc:      "Addresses in the frontmatter are shown as links only where they are http or https.",
	Inner:    true,
	Check: func(p *Pass) {
		check := func(field, address string) {
			u, err := url.Parse(address)
			if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
				p.Report(field, "write an address such as https://example.com/tickets/812", "%q is no http or https address", address)
			}
		}
		for n, l := range p.Entry.Links {
			check(fmt.Sprintf("links[%d].url", n), l.URL)
		}
		for n, r := range p.Entry.Remediations {
			if r.Upstream != "" {
				check(fmt.Sprintf("remediations[%d].upstream", n), r.Upstream)
			}
		}
	},
}
