package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// Board is the data of the page of all remediations, and of the pages of one
// state where they are too many for it.
type Board struct {
	*Head
	About    string // "" on the page of all
	Groups   []BoardGroup
	Total    int
	Partial  bool // whether the page shows only some of those that it counts
	ReadAt   When // when issues were last asked for
	Filters  []Filter
	Products int // remediations that product should hear of
	Pager    Pager
}

// BoardGroup is the remediations in one state.
type BoardGroup struct {
	State collection.State
	Title string
	About string
	Count int
	Rows  []BoardRow
	More  Link // where the rest is; no path if there is none
}

// BoardRow is a remediation with what a decision needs.
type BoardRow struct {
	RemediationRow
	Age      string // how long it has been waiting: "3 years"; "" for one that waits no more
	Services []Link
	Argument *ArgumentRow // nil where the page does not argue
}

// ArgumentRow is what speaks for a remediation, in words.
type ArgumentRow struct {
	Incidents []Link
	Count     int
	More      int // incidents that are not named
	Impact    string
	Customers string
}

// Filter is a choice that the page's script narrows the board by.
type Filter struct {
	Name, Label string
	Options     []Link // Path is the value
}

var boardTitles = map[collection.State][2]string{
	collection.InProgress: {"In progress", "Somebody has taken the issue."},
	collection.Open:       {"Open", "An issue waits for somebody."},
	collection.Accepted:   {"Accepted", "Decided; no issue is known yet."},
	collection.Proposed:   {"Proposed", "On the ridiculous list, not decided."},
	collection.Parked:     {"Parked", "Too big or too early, and kept in sight with the incidents that argue for it."},
	collection.Done:       {"Done", "Nothing left to do."},
	collection.Declined:   {"Declined", "Decided against, with the reason."},
}

const (
	boardMost   = 400 // remediations that one page shows at most
	boardGroup  = 50  // of one state, where all would be more than that
	filterMost  = 200 // values that a filter offers at most
	argueMost   = 6   // incidents that a remediation's argument names
	productMost = 100
)

func boardPages(b *Builder) []Page {
	all := b.View.Remediations()
	group := len(all)
	if group > boardMost {
		group = boardGroup
	}
	pages := []Page{{Path: "remediations/index.html", Template: "board", Data: func() any { return b.board(all, group) }}}
	for _, state := range collection.AllStates {
		if list := inState(all, state); len(list) > group {
			pages = append(pages, b.statePages(state, list)...)
		}
	}
	return append(pages, Page{Path: productPath, Template: "product", Data: func() any { return b.product(all) }})
}

func (b *Builder) board(all []collection.Remediation, group int) *Board {
	p := &Board{Head: b.head("remediations/index.html", "Remediations", "remediations").with("board"), Total: len(all), ReadAt: instant(b.View.StatesReadAt())}
	var shown []collection.Remediation
	for _, state := range collection.AllStates {
		list := inState(all, state)
		if len(list) == 0 {
			continue
		}
		g := b.boardGroup(state, list[:min(len(list), group)])
		g.Count = len(list)
		if len(list) > group {
			p.Partial = true
			g.More = Link{Name: fmt.Sprintf("All %s", thousands(int64(len(list)))), Path: statePath(state, 0)}
		}
		shown = append(shown, list[:min(len(list), group)]...)
		p.Groups = append(p.Groups, g)
	}
	p.Filters = b.boardFilters(shown)
	p.Products = len(forProduct(all))
	return p
}

// statePages lists all remediations of a state, boardMost on a page.
func (b *Builder) statePages(state collection.State, list []collection.Remediation) []Page {
	var pages []Page
	of := (len(list) + boardMost - 1) / boardMost
	for n := range of {
		pages = append(pages, Page{Path: statePath(state, n), Template: "board", Data: func() any {
			part := list[n*boardMost : min(len(list), (n+1)*boardMost)]
			p := &Board{
				Head:  b.head(statePath(state, n), boardTitles[state][0]+" remediations", "remediations").with("board"),
				About: boardTitles[state][1], Total: len(list), Partial: of > 1, ReadAt: instant(b.View.StatesReadAt()),
				Groups: []BoardGroup{b.boardGroup(state, part)}, Filters: b.boardFilters(part), Pager: Pager{Number: n + 1, Of: of},
			}
			if n > 0 {
				p.Pager.Newer = statePath(state, n-1)
			}
			if n+1 < of {
				p.Pager.Older = statePath(state, n+1)
			}
			return p
		}})
	}
	return pages
}

func statePath(state collection.State, n int) string {
	return pagePath("remediations/"+strings.ReplaceAll(string(state), "_", "-"), n)
}

func (b *Builder) boardGroup(state collection.State, list []collection.Remediation) BoardGroup {
	g := BoardGroup{State: state, Count: len(list), Title: boardTitles[state][0], About: boardTitles[state][1]}
	g.Rows = make([]BoardRow, 0, len(list))
	for _, r := range list {
		row := b.boardRow(r)
		if state == collection.Parked {
			row.Argument = b.argument(r)
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func (b *Builder) boardRow(r collection.Remediation) BoardRow {
	row := BoardRow{RemediationRow: b.remediation(r), Services: b.terms("services", r.Entry.Services)}
	if start := r.Entry.Start(); start.Known() && !r.State.Settled() {
		row.Age = age(b.Now.Sub(start.Time))
	}
	return row
}

// age says how long something has been waiting, "" below a month.
func age(d time.Duration) string {
	days := int(d.Hours() / 24)
	switch {
	case days < 30:
		return ""
	case days < 365:
		return count(days/30, "month", "months")
	}
	return count(days/365, "year", "years")
}

func (b *Builder) argument(r collection.Remediation) *ArgumentRow {
	a := b.View.Arguments(r)
	row := &ArgumentRow{Count: a.Count, More: max(0, a.Count-argueMost)}
	for _, e := range b.View.Incidents(a, argueMost) {
		row.Incidents = append(row.Incidents, *entryLink(e))
	}
	if a.ImpactKnown > 0 {
		row.Impact = DurationText(a.Impact) + " of impact" + ofSome(a.ImpactKnown, row.Count)
	}
	if a.CustomersKnown > 0 {
		row.Customers = thousands(a.Customers) + " customers" + ofSome(a.CustomersKnown, row.Count)
	}
	return row
}

// ofSome says of how many a sum was made, where some did not tell.
func ofSome(known, all int) string {
	if known == all {
		return ""
	}
	return fmt.Sprintf(" (%d of %d say)", known, all)
}

// inState lists the remediations of a state: those with the nearest due day
// first, then those without.
func inState(all []collection.Remediation, state collection.State) []collection.Remediation {
	var list []collection.Remediation
	for _, r := range all {
		if r.State == state {
			list = append(list, r)
		}
	}
	sortByDue(list)
	return list
}

// ServiceKeys are the services as the board's filter compares them.
func (r BoardRow) ServiceKeys() string {
	keys := make([]string, len(r.Services))
	for i, s := range r.Services {
		keys[i] = key(s.Name)
	}
	return strings.Join(keys, " ")
}

// key is a name as one word of an attribute.
func key(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

// boardFilters offers the values that the rows have; those of the
// vocabularies in their order, names in that of the alphabet.
func (b *Builder) boardFilters(rows []collection.Remediation) []Filter {
	owners, services, states := map[string]string{}, map[string]string{}, map[collection.State]bool{}
	words := map[string]map[string]bool{"level": {}, "size": {}, "audience": {}}
	for _, r := range rows {
		row := b.boardRow(r)
		owners[row.OwnerKey()] = orElse(row.Owner.Name, "nobody")
		for _, s := range row.Services {
			services[key(s.Name)] = s.Name
		}
		states[r.State] = true
		words["level"][row.Level] = true
		words["size"][row.Size] = true
		for _, a := range row.Audience {
			words["audience"][a] = true
		}
	}
	var filters []Filter
	add := func(name string, options []Link) {
		if len(options) > 1 {
			filters = append(filters, Filter{Name: name, Label: sentence(name), Options: options[:min(len(options), filterMost)]})
		}
	}
	var inOrder []Link
	for _, s := range collection.AllStates {
		if states[s] {
			inOrder = append(inOrder, Link{Name: s.Words(), Path: string(s)})
		}
	}
	add("state", inOrder)
	add("owner", byName(owners))
	add("service", byName(services))
	add("level", chosen(incident.Level("").Words(), words["level"]))
	add("size", chosen(incident.Size("").Words(), words["size"]))
	add("audience", chosen(incident.Audience("").Words(), words["audience"]))
	return filters
}

func byName(values map[string]string) []Link {
	var options []Link
	for value, name := range values {
		options = append(options, Link{Name: name, Path: value})
	}
	slices.SortFunc(options, func(x, y Link) int { return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.Path, y.Path)) })
	return options
}

func chosen(vocabulary []string, present map[string]bool) []Link {
	var options []Link
	for _, word := range vocabulary {
		if present[word] {
			options = append(options, Link{Name: word, Path: strings.ToLower(word)})
		}
	}
	return options
}
