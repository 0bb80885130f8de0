package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var peopleUnknown = Rule{
	Name:     "people/unknown",
	Severity: diag.Advice,
	Doc: "retrowiki.yaml lists the people, and a name that is not among them gets a page of its own and no issues. Wikis " +
		"that list nobody are not asked.",
	Inner: true,
	Check: func(p *Pass) {
		known := p.View.Config().People
		if len(known) == 0 {
			return
		}
		check := func(field, name string) {
			for key, person := range known {
				if name == "" || strings.EqualFold(key, name) || strings.EqualFold(person.Name, name) || strings.EqualFold(person.GitHub, name) {
					return
				}
			}
			hint := "add them to `people:` in retrowiki.yaml"
			if near := diag.Nearest(name, slices.Sorted(maps.Keys(known))); near != "" {
				hint = fmt.Sprintf("did you mean `%s`? Or %s", near, hint)
			}
			p.Report(field, hint, "nobody is called %q in retrowiki.yaml", name)
		}
		e := p.Entry
		for _, role := range e.Roles {
			for _, name := range role.People {
				check("roles."+role.Name, name)
			}
		}
		for n, name := range e.Participants {
			check(fmt.Sprintf("participants[%d]", n), name)
		}
		for n, r := range e.Remediations {
			check(fmt.Sprintf("remediations[%d].owner", n), r.Owner)
		}
	},
}
