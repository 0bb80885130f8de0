package page

import (
	"context"
	"slices"

	"github.com/retrowiki/retrowiki/internal/par"
)

// Kind is a kind of page: what it is for and the pages it makes.
type Kind struct {
	Name  string
	Doc   string
	Pages func(*Builder) []Page

	// Folder holds all pages of the kind and no others, of kinds that take long
	// to list; "" for the rest. A preview lists these when one is asked for.
	Folder string
}

// Kinds lists every kind of page in the order in which they are made.
var Kinds = []Kind{
	{"front", "the front page: what is new, what comes back, what is due", frontPages, ""},
	{"incident", "an incident", incidentPages, ""},
	{"agenda", "the agenda of a retrospective that is still to come", agendaPages, ""},
	{"broken", "an incident whose file cannot be read", brokenPages, ""},
	{"redirect", "an old id of an incident", redirectPages, ""},
	{"list", "all incidents, and those of a year", listPages, ""},
	{"terms", "the terms of a taxonomy", termsPages, ""},
	{"term", "a service, factor, tag, severity, team or person", termPages, ""},
	{"safeguards", "what saved the day, so that nobody removes it unknowingly", safeguardPages, ""},
	{"board", "the remediations by state", boardPages, ""},
	{"insights", "what the incidents teach together", insightPages, "insights"},
	{"search", "the search page and its data", searchPages, "search"},
	{"notfound", "what a host shows for an address that leads nowhere", notFoundPages, ""},
	{"feed", "feeds, the calendar of due remediations and the sitemap", feedPages, ""},
	{"api", "the same data for machines", apiPages, ""},
}

// All makes the pages of every kind.
func All(b *Builder) []Page {
	pages := Some(b, func(Kind) bool { return true })
	return append(pages, b.sitemap(pages)...)
}

// Some makes the pages of the kinds that are wanted.
func Some(b *Builder, wanted func(Kind) bool) []Page {
	kinds := slices.DeleteFunc(slices.Clone(Kinds), func(k Kind) bool { return !wanted(k) })
	pages, err := par.Map(context.Background(), kinds, func(_ context.Context, _ int, k Kind) ([]Page, error) {
		pages := k.Pages(b)
		for i := range pages {
			pages[i].Kind = k.Name
		}
		return pages, nil
	})
	if err != nil {
		panic(err) // of a kind's own
	}
	return slices.Concat(pages...)
}
