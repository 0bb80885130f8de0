package page

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

const safeguardsPath = "safeguards/index.html"

// Safeguards is the data of the ledger of what saved the day: nobody should
// remove unknowingly what three incidents were saved by.
type Safeguards struct {
	*Head
	Groups []SafeguardGroup
	Others []Safeguard      // those that name no pattern
	More   int              // of Others, not shown
	Untold []SafeguardGroup // what is known to help, and no incident tells of
}

// SafeguardGroup is the safeguards that name one factor or pattern, with those
// that its page knows of.
type SafeguardGroup struct {
	Link
	ID         string
	Incidents  int // in how many incidents one of them held
	Known      []KnownSafeguard
	Safeguards []Safeguard
}

// KnownSafeguard is what a pattern's page says would help.
type KnownSafeguard struct{ Level, Text string }

// Safeguard is what went well, in the words of the first who wrote it down,
// with the incidents that say the same.
type Safeguard struct {
	Text      string
	Incidents []SafeguardIncident // the newest first
	patterns  []string            // slugs of the factors that it names
}

// SafeguardIncident is an incident in which a safeguard held.
type SafeguardIncident struct {
	Link
	Date When
}

// safeguardsMost is how many safeguards without a pattern the page lists.
const safeguardsMost = 300

func safeguardPages(b *Builder) []Page {
	if !hasSafeguards(b.View) {
		return nil
	}
	return []Page{{Path: safeguardsPath, Template: "safeguards", Data: func() any { return b.safeguards() }}}
}

func hasSafeguards(v *collection.View) bool {
	return slices.ContainsFunc(v.Entries(), func(e *collection.Entry) bool { return wentWell(e) != nil }) ||
		slices.ContainsFunc(v.Patterns(), func(p *collection.Pattern) bool { return knownSafeguards(p) != nil })
}

func wentWell(e *collection.Entry) []markdown.Point {
	if e.Broken || e.Doc == nil {
		return nil
	}
	return e.Doc.WentWell()
}

func (b *Builder) safeguards() *Safeguards {
	p := &Safeguards{Head: b.head(safeguardsPath, "Safeguards", "factors")}
	held := b.heldSafeguards()
	for _, t := range b.View.Terms("factors") {
		g := SafeguardGroup{Link: Link{Name: b.termName(t), Path: TermPath(t)}, ID: "s-" + t.Slug}
		if pattern := b.View.Pattern(t.Slug); pattern != nil {
			g.Known = knownSafeguards(pattern)
		}
		in := map[string]bool{}
		for _, s := range held {
			if slices.Contains(s.patterns, t.Slug) {
				g.Safeguards = append(g.Safeguards, *s)
				for _, i := range s.Incidents {
					in[i.Path] = true
				}
			}
		}
		g.Incidents = len(in)
		switch {
		case g.Safeguards != nil:
			p.Groups = append(p.Groups, g)
		case g.Known != nil:
			p.Untold = append(p.Untold, g)
		}
	}
	slices.SortStableFunc(p.Groups, func(x, y SafeguardGroup) int { return cmp.Compare(y.Incidents, x.Incidents) })
	for _, s := range held {
		if s.patterns == nil {
			p.Others = append(p.Others, *s)
		}
	}
	p.More = max(0, len(p.Others)-safeguardsMost)
	p.Others = p.Others[:len(p.Others)-p.More]
	return p
}

// heldSafeguards joins what is said in the same words, and puts first what
// held most often.
func (b *Builder) heldSafeguards() []*Safeguard {
	var held []*Safeguard
	byWords := map[string]*Safeguard{}
	for _, e := range b.View.Entries() {
		for _, point := range wentWell(e) {
			key := sameWords(point.Text)
			s := byWords[key]
			if s == nil {
				s = &Safeguard{}
				byWords[key] = s
				held = append(held, s)
			}
			s.Text = point.Text // entries come newest first, so the oldest wording stays
			from := SafeguardIncident{Link: Link{Name: e.Title, Path: IncidentPath(e.ID) + "#" + point.Heading}, Date: dayOf(e.Start())}
			if !slices.Contains(s.Incidents, from) {
				s.Incidents = append(s.Incidents, from)
			}
			for _, l := range point.Links {
				if slug := b.patternOf(e, l); slug != "" && !slices.Contains(s.patterns, slug) {
					s.patterns = append(s.patterns, slug)
				}
			}
		}
	}
	slices.SortStableFunc(held, func(x, y *Safeguard) int { return cmp.Compare(len(y.Incidents), len(x.Incidents)) })
	return held
}

// patternOf is the factor that a link leads to, "" for any other link.
func (b *Builder) patternOf(e *collection.Entry, l markdown.Link) string {
	ref, ok := b.View.Resolve(e, l)
	switch {
	case ok && ref.Pattern != nil:
		return ref.Pattern.ID
	case ok && ref.Term != nil && ref.Term.Taxonomy == "factors":
		return ref.Term.Slug
	}
	return ""
}

// sameWords is one text for all that differ only in case, marks and articles.
// It is strict: two safeguards taken for one would hide that one is gone.
func sameWords(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "the" || w == "a" || w == "an" || w == "our" }), " ")
}

// knownSafeguards reads the table or the list under a heading that begins with
// "Safeguards". A cell or an item that begins with a level is on that level.
func knownSafeguards(p *collection.Pattern) (known []KnownSafeguard) {
	if p.Doc == nil || !slices.ContainsFunc(p.Doc.Headings(), isSafeguards) {
		return nil
	}
	levels := incident.Level("").Words()
	for _, part := range p.Doc.Outline() {
		if part.Heading == nil || !isSafeguards(*part.Heading) {
			continue
		}
		for _, block := range part.Blocks {
			for n, row := range block.Rows {
				if n == 0 || len(row) == 0 {
					continue
				}
				k := KnownSafeguard{Text: row[len(row)-1].Text}
				if level := strings.ToLower(row[0].Text); len(row) > 1 && slices.Contains(levels, level) {
					k.Level = level
				}
				known = append(known, k)
			}
			for _, item := range block.Items {
				k := KnownSafeguard{Text: item.Text}
				if level, rest, ok := strings.Cut(item.Text, ":"); ok && slices.Contains(levels, strings.ToLower(level)) {
					k.Level, k.Text = strings.ToLower(level), strings.TrimSpace(rest)
				}
				known = append(known, k)
			}
		}
	}
	return known
}

func isSafeguards(h markdown.Heading) bool {
	return strings.HasPrefix(strings.ToLower(h.Text), "safeguards")
}
