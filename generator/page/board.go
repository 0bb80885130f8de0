package page

import (
	"cmp"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
)

// Board is the data of the page of all remediations.
type Board struct {
	*Head
	Groups  []BoardGroup
	Total   int
	ReadAt  When // when issues were last asked for
	Filters []Filter
}

// BoardGroup is the remediations in one state.
type BoardGroup struct {
	State collection.State
	Title string
	About string
	Count int
	Rows  []RemediationRow
	More  int // how many more there are than the page shows
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
	collection.Parked:     {"Parked", "Too big or too early, and kept in sight."},
	collection.Done:       {"Done", "Nothing left to do."},
	collection.Declined:   {"Declined", "Decided against, with the reason."},
}

// boardGroup is how many remediations of one state the board shows.
const boardGroup = 500

func boardPages(b *Builder) []Page {
	path := "remediations/index.html"
	return []Page{{Path: path, Template: "board", Data: func() any {
		all := b.View.Remediations()
		p := &Board{Head: b.head(path, "Remediations", "remediations").with("board"), Total: len(all), ReadAt: instant(b.View.StatesReadAt())}
		for _, state := range collection.AllStates {
			list := inState(all, state)
			if len(list) == 0 {
				continue
			}
			g := BoardGroup{State: state, Count: len(list), Title: boardTitles[state][0], About: boardTitles[state][1]}
			g.More = max(0, len(list)-boardGroup)
			for _, r := range list[:len(list)-g.More] {
				g.Rows = append(g.Rows, b.remediation(r))
			}
			p.Groups = append(p.Groups, g)
		}
		p.Filters = b.boardFilters(all)
		return p
	}}}
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

func (b *Builder) boardFilters(all []collection.Remediation) []Filter {
	owners := map[string]bool{}
	values := map[string]map[string]string{"owner": {}, "level": {}, "size": {}, "audience": {}}
	for _, r := range all {
		if !owners[r.Owner] {
			owners[r.Owner] = true
			row := b.remediation(r)
			values["owner"][row.OwnerKey()] = orElse(row.Owner.Name, "nobody")
		}
		values["level"][string(r.Level)] = string(r.Level)
		values["size"][strings.ToLower(string(r.Size))] = string(r.Size)
		for _, a := range r.Audience {
			values["audience"][string(a)] = string(a)
		}
	}
	var filters []Filter
	for _, name := range []string{"owner", "level", "size", "audience"} {
		f := Filter{Name: name, Label: sentence(name)}
		for value, label := range values[name] {
			if value != "" {
				f.Options = append(f.Options, Link{Name: label, Path: value})
			}
		}
		slices.SortFunc(f.Options, func(x, y Link) int { return cmp.Compare(x.Name, y.Name) })
		if len(f.Options) > 1 {
			filters = append(filters, f)
		}
	}
	return filters
}
