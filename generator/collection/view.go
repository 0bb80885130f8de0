package collection

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
	"github.com/retrowiki/retrowiki/internal/par"
)

// View is what one audience may know. Every output is made from a View; only
// For makes one.
type View struct {
	audience   incident.Visibility
	cfg        *config.Config
	entries    []*Entry
	byID       map[string]*Entry
	byPath     map[string]*Entry
	patterns   []*Pattern
	patternOf  map[string]*Pattern // by id
	patternAt  map[string]*Pattern // by path
	files      map[string]bool
	states     States
	asOf       time.Time
	terms      map[string][]*Term
	bySlug     map[string]map[string]*Term     // by taxonomy
	byWord     map[string]map[string]*spelling // by taxonomy, as incidents write it
	backlinks  map[string][]Backlink
	later      map[string][]*Entry
	dead       [][]deadLink // by position
	position   map[*Entry]int
	components map[string][]*Entry
	arguments  *sync.Map // by factors: *answered

	chainArguments *sync.Map // by the first of a chain and factors: Argument
	often          *sync.Map // by taxonomy and number: []*Term
	circles        func() map[string]bool

	remediations []Remediation
	firstOf      []int // by position: where an incident's remediations begin
}

// For makes the View of an audience: public, internal or restricted.
func (c *Collection) For(audience incident.Visibility) *View {
	hidden := func(e *Entry) bool { return !e.readableBy(audience) }
	if c.whole != nil && !slices.ContainsFunc(c.in.Entries, hidden) {
		v := *c.whole
		v.audience = audience
		return &v
	}
	n := len(c.in.Entries)
	v := &View{
		audience: audience, cfg: c.in.Config, files: c.in.Files, states: c.in.States, asOf: c.in.AsOf,
		patterns: c.in.Patterns, arguments: &sync.Map{}, chainArguments: &sync.Map{},
		byID: make(map[string]*Entry, n), byPath: make(map[string]*Entry, n), position: make(map[*Entry]int, n),
		later:     map[string][]*Entry{},
		patternOf: map[string]*Pattern{}, patternAt: map[string]*Pattern{},
		often: &sync.Map{},
		terms: map[string][]*Term{}, bySlug: map[string]map[string]*Term{}, byWord: map[string]map[string]*spelling{},
	}
	for _, p := range slices.Backward(c.in.Patterns) { // the first of a name counts
		v.patternOf[p.ID], v.patternAt[p.Path] = p, p
	}
	for _, e := range c.in.Entries {
		if hidden(e) {
			continue
		}
		v.entries = append(v.entries, e)
		v.byPath[e.Origin.Path] = e
		v.byID[strings.ToLower(e.ID)] = e
		for _, alias := range e.Aliases {
			v.byID[strings.ToLower(alias)] = e
		}
	}
	sortNewestFirst(v.entries)
	for i, e := range v.entries {
		v.position[e] = i
	}
	v.joinRemediations()
	v.circles = sync.OnceValue(v.findCircles)
	v.joinRecurrences()
	v.joinTerms(v.Taxonomies())
	v.joinLinks()
	return v
}

func newestFirst(a, b *Entry) int {
	return cmp.Or(b.Start().Time.Compare(a.Start().Time), cmp.Compare(a.ID, b.ID))
}

// sortNewestFirst asks each incident once when it began.
func sortNewestFirst(entries []*Entry) {
	type dated struct {
		start time.Time
		*Entry
	}
	all := make([]dated, len(entries))
	for i, e := range entries {
		all[i] = dated{e.Start().Time, e}
	}
	slices.SortFunc(all, func(a, b dated) int { return cmp.Or(b.start.Compare(a.start), cmp.Compare(a.ID, b.ID)) })
	for i, d := range all {
		entries[i] = d.Entry
	}
}

// Audience is whom the View was made for.
func (v *View) Audience() incident.Visibility { return v.audience }

// Config is the wiki's settings.
func (v *View) Config() *config.Config { return v.cfg }

// Entries lists the incidents, the newest first.
func (v *View) Entries() []*Entry { return v.entries }

// Has reports whether an incident is one that the audience may know of.
func (v *View) Has(e *Entry) bool {
	_, ok := v.position[e]
	return ok
}

// Patterns lists what is known of kinds of failure.
func (v *View) Patterns() []*Pattern { return v.patterns }

// Pattern finds what is known of a factor; nil if nothing was written.
func (v *View) Pattern(id string) *Pattern {
	return v.patternOf[id]
}

// AsOf is the day that "overdue" is counted from.
func (v *View) AsOf() time.Time { return v.asOf }

// ByID finds an incident by id or alias, whatever the case; nil if there is none.
func (v *View) ByID(id string) *Entry { return v.byID[strings.ToLower(id)] }

// Neighbours are the incidents just after and just before one in time.
func (v *View) Neighbours(e *Entry) (newer, older *Entry) {
	i := v.position[e]
	if i > 0 {
		newer = v.entries[i-1]
	}
	if i+1 < len(v.entries) {
		older = v.entries[i+1]
	}
	return newer, older
}

// Backlink is a mention of an incident in another.
type Backlink struct {
	From     *Entry
	Sentence string
}

// Backlinks lists who links to an incident, the newest first, each once.
func (v *View) Backlinks(e *Entry) []Backlink { return v.backlinks[e.ID] }

// joinLinks looks up once where each link leads.
func (v *View) joinLinks() {
	type mention struct {
		id       string
		sentence string
	}
	v.dead, v.backlinks = make([][]deadLink, len(v.entries)), map[string][]Backlink{}
	mentions, _ := par.Map(context.Background(), v.entries, func(_ context.Context, i int, from *Entry) (found []mention, _ error) {
		v.dead[i] = v.follow(from, func(to *Entry, sentence string) {
			if !slices.ContainsFunc(found, func(m mention) bool { return m.id == to.ID }) {
				found = append(found, mention{to.ID, sentence})
			}
		})
		return found, nil
	})
	for i, from := range v.entries {
		for _, m := range mentions[i] {
			v.backlinks[m.id] = append(v.backlinks[m.id], Backlink{From: from, Sentence: m.sentence})
		}
	}
}

// follow looks up where an incident's links lead: each to another incident is
// told, those that lead nowhere are given.
func (v *View) follow(from *Entry, told func(to *Entry, sentence string)) (dead []deadLink) {
	from.eachDoc(func(doc *markdown.Doc) {
		for _, link := range doc.Links() {
			ref, ok := v.Resolve(from, link)
			if !ok || link.Refused() {
				dead = append(dead, deadLink{link, ref.MissingFragment})
			}
			if ok && ref.Entry != nil && ref.Entry != from {
				told(ref.Entry, link.Sentence)
			}
		}
	})
	return dead
}

// Related lists the incidents that one says to see also.
func (v *View) Related(e *Entry) []*Entry { return v.named(e.Incident.Related) }

// Earlier lists the incidents that one is a recurrence of, the oldest first.
func (v *View) Earlier(e *Entry) []*Entry { return v.named(e.RecurrenceOf) }

// Later lists the recurrences of an incident, the oldest first.
func (v *View) Later(e *Entry) []*Entry { return v.later[e.ID] }

func (v *View) named(ids []string) []*Entry {
	var found []*Entry
	for _, id := range ids {
		if e := v.ByID(id); e != nil && !slices.Contains(found, e) {
			found = append(found, e)
		}
	}
	slices.SortStableFunc(found, func(a, b *Entry) int { return newestFirst(b, a) })
	return found
}

// Occurrences is the whole chain that an incident belongs to: everything that
// recurrences join to it, itself included, the oldest first; nil where it
// stands alone.
func (v *View) Occurrences(e *Entry) []*Entry { return v.components[e.ID] }

func (v *View) joinRecurrences() {
	neighbours := map[*Entry][]*Entry{}
	for i := len(v.entries) - 1; i >= 0; i-- {
		e := v.entries[i]
		for _, earlier := range v.Earlier(e) {
			if earlier != e {
				v.later[earlier.ID] = append(v.later[earlier.ID], e)
				neighbours[e] = append(neighbours[e], earlier)
				neighbours[earlier] = append(neighbours[earlier], e)
			}
		}
	}
	v.components = map[string][]*Entry{}
	for _, e := range v.entries {
		if len(neighbours[e]) == 0 || v.components[e.ID] != nil {
			continue
		}
		chain, seen := []*Entry{e}, map[*Entry]bool{e: true}
		for i := 0; i < len(chain); i++ {
			for _, n := range neighbours[chain[i]] {
				if !seen[n] {
					seen[n] = true
					chain = append(chain, n)
				}
			}
		}
		slices.SortFunc(chain, func(a, b *Entry) int { return newestFirst(b, a) })
		for _, member := range chain {
			v.components[member.ID] = chain
		}
	}
}
