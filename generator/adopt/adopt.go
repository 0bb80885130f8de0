// Package adopt finds the facts that an ordinary postmortem states in its own
// text: in header lines, in tables near the top, under headings such as Date
// or Action items, and in frontmatter of other tools.
//
// In go a document's outline, its foreign fields and the wiki's settings; out
// comes a mapping in the words of the incident format, whose nodes know where
// in the text they were found, so that it is read by the same tags as a
// frontmatter and can be written as one. What is not sure is not guessed: it
// is left out, and a finding says where it stands and what to write instead.
// The package changes no file.
package adopt

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// Input is what is known of a file before its text is read.
type Input struct {
	File    string
	Parts   []markdown.Part
	Foreign []frontmatter.Pair      // fields of the frontmatter that are not the format's
	Has     func(field string) bool // whether the frontmatter gives a field; it always wins
	Day     time.Time               // in the file's name; zero if there is none
	Config  *config.Config
}

// Found is what a text says.
type Found struct {
	Root     *frontmatter.Node // a Mapping of top-level fields, in the format's order
	Headers  []diag.Span       // whole lines of the header that now stand in Root
	Used     map[string]bool   // which foreign fields stand in Root, by their name
	Findings diag.List
}

// order is that of the top-level fields in a frontmatter.
var order = []string{
	"title", "summary", "severity", "status", "visibility", "services", "teams", "tags",
	"introduced_at", "impact_started_at", "detected_at", "declared_at", "public_notice_at", "mitigated_at", "resolved_at", "detected_by",
	"roles", "participants", "customer_impact", "trigger", "contributing_factors", "retrospective", "links", "remediations",
}

// reading is one file being read.
type reading struct {
	Input
	found  *Found
	values map[string]*frontmatter.Node // by path: at most one dot
	paths  []string                     // of values, in the order found
	times  map[string]stated            // by field
	taken  map[string]diag.Span         // paths that a candidate has spoken for
	doubts map[string]bool              // paths of which a candidate was not sure
}

// Read finds the facts. It never fails: a text without any gives an empty
// mapping.
func Read(in Input) *Found {
	r := &reading{
		Input: in, found: &Found{Used: map[string]bool{}},
		values: map[string]*frontmatter.Node{}, times: map[string]stated{}, taken: map[string]diag.Span{}, doubts: map[string]bool{},
	}
	for _, c := range r.gather() {
		r.take(c)
	}
	r.settleTimes()
	r.remediations()
	r.found.Root = r.assemble()
	r.found.Findings.Sort()
	r.found.Headers = slices.DeleteFunc(r.found.Headers, func(line diag.Span) bool { // what is in doubt stays to be looked at
		return slices.ContainsFunc(r.found.Findings, func(f diag.Diagnostic) bool { return f.Span.Start.Line == line.Start.Line })
	})
	return r.found
}

// take reads one candidate. The first that says something wins.
func (r *reading) take(c candidate) {
	l, ok := r.label(c.name)
	if !ok || r.Has(top(l.path)) || c.section && !l.headed {
		return
	}
	if blank(c.value.Text) {
		return
	}
	if _, ok := r.taken[l.path]; ok {
		return
	}
	c.value.Text = typed.Replace(c.value.Text)
	before, doubts := len(r.paths)+len(r.times), len(r.found.Findings)
	l.read(r, l.path, c)
	if len(r.found.Findings) > doubts {
		if r.doubts[l.path] {
			r.found.Findings = r.found.Findings[:doubts] // one of each kind is enough
		}
		r.doubts[l.path] = true
	}
	if len(r.paths)+len(r.times) == before {
		return
	}
	r.taken[l.path] = c.value.Span
	if c.foreign {
		r.found.Used[c.written] = true
	}
	if c.line.File != "" && len(r.found.Findings) == doubts && wholly(l, c) {
		r.found.Headers = append(r.found.Headers, c.line)
	}
}

// typed writes the hyphens and spaces of typesetters as keyboards do.
var typed = strings.NewReplacer("\u2010", "-", "\u2011", "-", "\u00a0", " ", "\u202f", " ")

// wholly reports whether nothing of a line is lost when its value stands in
// the frontmatter: no remark in brackets, no address, no second thought.
func wholly(l label, c candidate) bool {
	text := c.value.Text
	switch {
	case l.path == durationField, l.path == "detected_by", strings.ContainsAny(text, "(<;@"), len(c.value.Links) > 0, c.tail != "":
		return false
	case l.path == "status" || l.path == "severity":
		return !strings.ContainsAny(text, ",–") && !strings.Contains(text, " - ")
	}
	return true
}

// unsure reports what is left out, and why.
func (r *reading) unsure(at diag.Span, hint, format string, args ...any) {
	r.found.Findings = append(r.found.Findings, diag.Diagnostic{
		Rule: "adopt/unsure", Severity: diag.Advice, Span: at, Message: fmt.Sprintf(format, args...), Hint: hint,
	})
}

func (r *reading) set(path string, node *frontmatter.Node) {
	if _, ok := r.values[path]; ok || node == nil {
		return
	}
	r.values[path] = node
	r.paths = append(r.paths, path)
}

func top(path string) string {
	name, _, _ := strings.Cut(path, ".")
	return name
}

// assemble makes one mapping of the values, in the format's order.
func (r *reading) assemble() *frontmatter.Node {
	root := &frontmatter.Node{Kind: frontmatter.Mapping, Span: diag.Span{File: r.File}}
	for _, name := range order {
		if v, ok := r.values[name]; ok {
			root.Pairs = append(root.Pairs, pair(name, v))
			continue
		}
		group := &frontmatter.Node{Kind: frontmatter.Mapping}
		for _, path := range r.paths {
			if rest, ok := strings.CutPrefix(path, name+"."); ok {
				group.Pairs = append(group.Pairs, pair(rest, r.values[path]))
				group.Span = r.values[path].Span
			}
		}
		if len(group.Pairs) > 0 {
			root.Pairs = append(root.Pairs, pair(name, group))
		}
	}
	return root
}

func pair(key string, value *frontmatter.Node) frontmatter.Pair {
	return frontmatter.Pair{Key: &frontmatter.Node{Kind: frontmatter.String, Text: key, Span: value.Span}, Value: value}
}

func scalar(text string, at diag.Span) *frontmatter.Node {
	return &frontmatter.Node{Kind: frontmatter.String, Text: text, Span: at}
}

func list(texts []string, at diag.Span) *frontmatter.Node {
	if len(texts) == 0 {
		return nil
	}
	n := &frontmatter.Node{Kind: frontmatter.Sequence, Span: at}
	for _, t := range texts {
		n.Items = append(n.Items, scalar(t, at))
	}
	return n
}

// Names lists the top-level fields of a mapping, for people to read.
func Names(root *frontmatter.Node) string {
	var names []string
	for _, p := range root.Pairs {
		name := p.Key.Text
		if p.Value.Kind == frontmatter.Sequence && name == "remediations" {
			name = fmt.Sprintf("%d %s", len(p.Value.Items), plural(len(p.Value.Items), "remediation"))
		}
		names = append(names, name)
	}
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return strings.Join(names, "")
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// Foreign reports whether a frontmatter's fields are those of another tool, or
// none at all, so that the text is to be asked. The names that everybody uses
// tell nothing.
func Foreign(root *frontmatter.Node, known func(name string) bool) bool {
	return !slices.ContainsFunc(root.Pairs, func(p frontmatter.Pair) bool {
		return known(p.Key.Text) && !slices.Contains(common, p.Key.Text)
	})
}

var common = []string{"title", "summary", "tags", "id", "aliases", "links"}
