package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/retrowiki/retrowiki/generator/adopt"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// first is the beginning of a place that has many lines.
func first(s diag.Span) diag.Span {
	s.End = s.Start
	s.End.Column++
	s.End.Offset++
	return s
}

// listOf finds the objects: the root's, or the longest list of objects in it.
func listOf(root *frontmatter.Node) []*frontmatter.Node {
	objects := func(n *frontmatter.Node) []*frontmatter.Node {
		return slices.DeleteFunc(slices.Clone(n.Items), func(i *frontmatter.Node) bool { return i.Kind != frontmatter.Mapping })
	}
	if root.Kind == frontmatter.Sequence {
		return objects(root)
	}
	for _, name := range []string{"incidents", "data", "items", "results", "records"} {
		if list := objects(orEmpty(root.Get(name))); len(list) > 0 {
			return list
		}
	}
	if root.Get("title") == nil && root.Get("name") == nil {
		return nil
	}
	return []*frontmatter.Node{root}
}

func orEmpty(n *frontmatter.Node) *frontmatter.Node {
	if n == nil {
		return &frontmatter.Node{}
	}
	return n
}

// at follows a path such as lead.name, services[].name or fields[0].value.
func at(n *frontmatter.Node, path string) []*frontmatter.Node {
	nodes := []*frontmatter.Node{n}
	if whole := n.Get(path); whole != nil && !strings.Contains(path, "[") {
		return []*frontmatter.Node{whole}
	}
	for step := range strings.SplitSeq(path, ".") {
		name, index, listed := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		var next []*frontmatter.Node
		for _, n := range nodes {
			v := n.Get(name)
			switch i, err := strconv.Atoi(index); {
			case v == nil:
			case listed && index == "":
				next = append(next, v.Items...)
			case listed && err == nil && i >= 0 && i < len(v.Items):
				next = append(next, v.Items[i])
			case !listed:
				next = append(next, v)
			}
		}
		nodes = next
	}
	return nodes
}

// texts are the words at a path. Of an object without words of its own, its
// name is meant.
func texts(n *frontmatter.Node, path string) ([]string, diag.Span) {
	return words(at(n, path), first(n.Span))
}

func words(nodes []*frontmatter.Node, place diag.Span) (all []string, at diag.Span) {
	var add func(v *frontmatter.Node, inside bool)
	add = func(v *frontmatter.Node, inside bool) {
		switch {
		case v.Kind == frontmatter.Sequence && !inside:
			for _, item := range v.Items {
				add(item, true)
			}
		case v.Kind == frontmatter.Mapping:
			for _, name := range []string{"name", "title", "summary", "full_name", "email", "url"} {
				if word := v.Get(name); word != nil && word.Kind == frontmatter.String && word.Text != "" {
					add(word, true)
					return
				}
			}
		case v.Kind != frontmatter.Sequence && v.Kind != frontmatter.Null && v.Text != "":
			if len(all) == 0 {
				place = v.Span
			}
			all = append(all, v.Text)
		}
	}
	for _, v := range nodes {
		add(v, false)
	}
	return all, place
}

// guessJSON takes the names in all objects for columns.
func guessJSON(objects []*frontmatter.Node) *Mapping {
	var names []string
	lists := map[string]bool{}
	for _, o := range objects {
		for _, p := range o.Pairs {
			if !slices.Contains(names, p.Key.Text) && len(names) < 500 {
				names = append(names, p.Key.Text)
			}
			lists[p.Key.Text] = lists[p.Key.Text] || slices.ContainsFunc(p.Value.Items, func(i *frontmatter.Node) bool { return i.Kind == frontmatter.Mapping })
		}
	}
	m := guess(names)
	for _, name := range names {
		switch strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(name)) {
		case "actionitems", "followups", "actions", "remediations", "tasks":
			if lists[name] {
				for _, field := range actionFields {
					m.Columns = append(m.Columns, Column{Field: "remediations[]." + field, From: wordsFor[field](name)})
				}
			}
		}
	}
	return m
}

// wordsFor are the names that exports have for what is known of an action.
var wordsFor = func() map[string]func(list string) []string {
	names := map[string][]string{
		"title": {"title", "summary", "name", "text"}, "description": {"description", "body", "details"},
		"owner": {"owner", "assignee", "assigned_to"}, "kind": {"kind", "type"}, "due": {"due", "due_date", "due_at"},
		"done": {"done", "completed_at", "done_at", "status"}, "url": {"url", "permalink", "external_url", "html_url"},
	}
	all := map[string]func(string) []string{}
	for field, words := range names {
		all[field] = func(list string) []string {
			var paths []string
			for _, w := range words {
				paths = append(paths, list+"[]."+w)
			}
			return paths
		}
	}
	return all
}()

// unknownPaths reports columns that no object has.
func unknownPaths(in Source, m *Mapping, objects []*frontmatter.Node) diag.List {
	var findings diag.List
	for _, c := range m.Columns {
		known := slices.ContainsFunc(objects, func(o *frontmatter.Node) bool {
			return slices.ContainsFunc(c.From, func(from string) bool { return len(at(o, from)) > 0 })
		})
		if known || len(objects) == 0 {
			continue
		}
		var names []string
		for _, p := range objects[0].Pairs {
			names = append(names, p.Key.Text)
		}
		hint := "the first object has: " + strings.Join(names, ", ")
		if near := diag.Nearest(c.From[0], names); near != "" {
			hint = fmt.Sprintf("did you mean `%s`?", near)
		}
		severity := diag.Warning
		if c.Field == "title" {
			severity = diag.Error
		}
		findings = append(findings, diag.Diagnostic{Rule: "import/no-column", Severity: severity, Span: c.Span,
			Message: fmt.Sprintf("no object of %s has %q", in.Text.File, c.From[0]), Hint: hint})
	}
	return findings
}

// actions are the things to be done in the lists that a mapping names.
func actions(m *Mapping, o *frontmatter.Node) []adopt.Action {
	list := ""
	for _, c := range m.Columns {
		if c.Field == "remediations[].title" {
			list, _, _ = strings.Cut(c.From[0], "[]")
		}
	}
	if list == "" {
		return nil
	}
	var all []adopt.Action
	for _, item := range at(o, list+"[]") {
		a := adopt.Action{Span: first(item.Span)}
		into := map[string]*string{"title": &a.Title, "description": &a.Description, "owner": &a.Owner, "kind": &a.Kind, "due": &a.Due, "done": &a.Done, "url": &a.URL}
		for _, c := range m.Columns {
			field, ok := strings.CutPrefix(c.Field, "remediations[].")
			for _, from := range c.From {
				_, rest, inList := strings.Cut(from, "[].")
				if !ok || !inList || *into[field] != "" {
					continue
				}
				words, _ := texts(item, rest)
				*into[field] = strings.Join(words, ", ")
			}
		}
		all = append(all, a)
	}
	return all
}
