package adopt

import (
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// Value is one value of an export.
type Value struct {
	Path string // of a field, such as roles.commander
	Name string // of the column
	Text []string
	Span diag.Span
}

// Action is one thing to be done, of an export.
type Action struct {
	Title, Description, Owner, Kind, Due, Done, URL string
	Span                                            diag.Span
}

// Export reads the values of one incident in an export as Read does those of a
// text: for each field, the first that says something.
func Export(in Input, values []Value, actions []Action) *Found {
	in.Has = func(string) bool { return false }
	r := &reading{
		Input: in, found: &Found{Used: map[string]bool{}},
		values: map[string]*frontmatter.Node{}, times: map[string]stated{}, taken: map[string]diag.Span{},
	}
	for _, v := range values {
		r.export(v)
	}
	r.settleTimes()
	r.exportActions(actions)
	r.found.Root = r.assemble()
	r.found.Findings.Sort()
	return r.found
}

func (r *reading) export(v Value) {
	_, taken := r.taken[v.Path]
	text := strings.TrimSpace(strings.Join(v.Text, ", "))
	if taken || blank(text) {
		return
	}
	if v.Path == "title" {
		text = strings.Join(strings.Fields(text), " ")
	}
	c := candidate{name: normal(v.Name), written: v.Name, value: markdown.Words{Text: text, Source: text, Span: v.Span}}
	if len(v.Text) > 1 {
		c.more = v.Text
	}
	before := len(r.paths) + len(r.times)
	if v.Path == "contributing_factors" {
		readServices(r, v.Path, c)
	} else if l, ok := byPath[v.Path]; ok {
		l.read(r, v.Path, c)
	} else {
		readProse(r, v.Path, c)
	}
	if len(r.paths)+len(r.times) > before {
		r.taken[v.Path] = v.Span
	}
}

func (r *reading) exportActions(actions []Action) {
	all := &frontmatter.Node{Kind: frontmatter.Sequence}
	taken := map[string]bool{}
	for _, e := range actions {
		a := action{title: strings.Join(strings.Fields(e.Title), " "), owner: e.Owner, kind: kinds[strings.ToLower(e.Kind)], due: e.Due, at: e.Span}
		if blank(a.title) {
			continue
		}
		if e.Description != "" {
			a.notes = append(a.notes, e.Description)
		}
		if e.URL != "" {
			a.notes = append(a.notes, "<"+strings.Trim(e.URL, "<> ")+">")
		}
		w, _, problem, ok := readWhen(e.Done)
		dated := ok && problem == "" && !w.date.IsZero()
		a.done = !dated && finished[strings.ToLower(e.Done)]
		n := r.remediation(a, taken)
		if w.clock, w.approximate = false, false; dated {
			n.Pairs = append(n.Pairs, pair("done", scalar(w.String(), e.Span)))
		}
		all.Items, all.Span = append(all.Items, n), e.Span
	}
	if len(all.Items) > 0 {
		r.set("remediations", all)
	}
}

// Guess finds the field that a column's name means; "" if it means none.
func Guess(column string) string {
	l, ok := byName[normal(strings.ReplaceAll(column, "_", " "))]
	if !ok || l.path == durationField {
		return ""
	}
	if l.path == dateField {
		return "impact_started_at"
	}
	return l.path
}

// Field reports whether an export may fill a path.
func Field(path string) bool {
	if _, ok := byPath[path]; ok {
		return true
	}
	name, rest, grouped := strings.Cut(path, ".")
	if grouped {
		return name == "roles" && rest != "" || path == "customer_impact.felt" || path == "retrospective.location" || path == "retrospective.scheduled_at"
	}
	return slices.Contains(order, path) && path != "roles" && path != "customer_impact" && path != "retrospective" && path != "remediations"
}
