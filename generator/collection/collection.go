// Package collection joins incidents into a whole: ids and aliases, links and
// backlinks, terms, recurrences, remediations and what became of them.
//
// In go decoded entries; out comes a Collection with the findings that only
// the whole shows (two files with one id, a link to nowhere). Nothing can be
// read from a Collection but through For, which makes the View of one
// audience: this is the one filter before every output, and what it leaves
// out leaves no trace in anything made from the View.
package collection

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/par"
)

// Entry is an incident with everything that stands beside it.
type Entry struct {
	*incident.Incident
	Doc       *markdown.Doc
	Fragments map[string]*markdown.Doc // Markdown fields by path
	Text      *diag.Text               // the file, for the page of a broken one
	Findings  diag.List
	Broken    bool
	History   *source.FileHistory // nil where git does not tell
	Said      map[string]Said     // by a remediation's id; nil where git was not asked
	Taken     bool                // over from another state of the source, in which the file is the same

	linking []*markdown.Doc // what eachDoc visits
	people  []string        // Incident.People
	ready   bool            // whether these two are known
}

// prepare looks up once what joining asks for several times.
func (e *Entry) prepare() {
	if !e.ready {
		e.linking, e.people, e.ready = e.docsWithLinks(), e.Incident.People(), true
	}
}

// People lists everyone whom the incident names, each once.
func (e *Entry) People() []string {
	if e.ready {
		return e.people
	}
	return e.Incident.People()
}

// Copy gives the Entry for another Collection, which may call it otherwise.
func (e *Entry) Copy() *Entry {
	c, i := *e, *e.Incident
	c.Incident = &i
	return &c
}

// Pattern is what a team wrote down about a kind of failure.
type Pattern struct {
	ID    string
	Title string
	Path  string
	Doc   *markdown.Doc
}

// Input is what a Collection is made of.
type Input struct {
	Config   *config.Config
	Entries  []*Entry // in the order of their paths
	Patterns []*Pattern
	Files    map[string]bool // every path of the source
	States   States
	AsOf     time.Time // the day that "overdue" is counted from
}

// Collection holds all incidents, whoever may read them.
type Collection struct {
	in        Input
	named     diag.List   // findings about names
	checked   []diag.List // about what each entry refers to
	found     diag.List   // about the entry that is looked at
	whole     *View       // of those who may know everything
	suggested int
}

// New joins the entries. Where two claim one id, the later by path gets
// another, so that both have a page.
func New(in Input) *Collection {
	c := &Collection{in: in}
	c.settleIDs()
	c.named, c.found = c.found, nil
	_, _ = par.Map(context.Background(), in.Entries, func(_ context.Context, _ int, e *Entry) (struct{}, error) {
		e.prepare()
		return struct{}{}, nil
	})
	c.whole = c.For(incident.Restricted)
	c.checkAll()
	return c
}

func (c *Collection) checkAll() {
	c.suggested, c.checked = 0, make([]diag.List, len(c.in.Entries))
	for i := range c.in.Entries {
		c.check(i)
	}
}

// check looks at what an entry refers to.
func (c *Collection) check(i int) {
	e := c.in.Entries[i]
	c.found = nil
	c.checkReferences(c.whole, e)
	c.checkLinks(c.whole.dead[c.whole.position[e]])
	c.checked[i], c.found = c.found, nil
}

// Findings are the collection's own, beside those of each entry.
func (c *Collection) Findings() diag.List {
	return append(slices.Clone(c.named), slices.Concat(c.checked...)...)
}

// Renamed reports whether an incident does not have the id or alias that its
// file gives it, since another has it.
func (c *Collection) Renamed() bool {
	return slices.ContainsFunc(c.named, func(d diag.Diagnostic) bool {
		return d.Rule == "incident/duplicate-id" || d.Rule == "incident/alias-taken"
	})
}

// settleIDs gives out names to what the public may read first, and to what
// fewest may read last: a hidden incident must not take a name from one that
// its readers see, since they would see that too.
func (c *Collection) settleIDs() {
	n := len(c.in.Entries)
	owner, next, settled := make(map[string]*Entry, n), map[string]int{}, make(map[*Entry]bool, n)
	for _, audience := range []incident.Visibility{incident.Public, incident.Internal, incident.Restricted} {
		var group []*Entry
		for _, e := range c.in.Entries {
			if !settled[e] && e.readableBy(audience) {
				group, settled[e] = append(group, e), true
			}
		}
		for _, e := range group {
			c.settleID(owner, next, e)
		}
		for _, e := range group {
			c.settleAliases(owner, e)
		}
	}
}

// readableBy reports whether an audience may know of an incident; a broken one
// may not say for whom it is.
func (e *Entry) readableBy(audience incident.Visibility) bool {
	return !(e.Broken && audience == incident.Public) && e.Visibility.For(audience)
}

func (c *Collection) settleID(owner map[string]*Entry, next map[string]int, e *Entry) {
	key := strings.ToLower(e.ID)
	first, taken := owner[key]
	if taken {
		c.found = append(c.found, diag.Diagnostic{
			Rule: "incident/duplicate-id", Severity: diag.Error, Span: e.Origin.Span("id"),
			Message: fmt.Sprintf("the id %q belongs to %s already", e.ID, first.Origin.Path),
			Hint:    "rename one of the files, or give it an `id:` of its own",
			Related: []diag.Related{{Span: first.Origin.Span("id"), Message: "the first one"}},
		})
		for wanted := key; taken; _, taken = owner[key] {
			next[wanted] = max(next[wanted], 1) + 1
			key = fmt.Sprintf("%s-%d", wanted, next[wanted])
		}
		e.ID = key
	}
	owner[key] = e
}

func (c *Collection) settleAliases(owner map[string]*Entry, e *Entry) {
	e.Aliases = slices.DeleteFunc(slices.Clone(e.Aliases), func(alias string) bool {
		other, taken := owner[strings.ToLower(alias)]
		if taken {
			c.found = append(c.found, diag.Diagnostic{
				Rule: "incident/alias-taken", Severity: diag.Error, Span: e.Origin.Span("aliases"),
				Message: fmt.Sprintf("the alias %q is the id of %s", alias, other.Origin.Path), Hint: "remove the alias",
			})
			return true
		}
		owner[strings.ToLower(alias)] = e
		return false
	})
}

func (c *Collection) report(rule string, span diag.Span, hint, format string, args ...any) {
	c.found = append(c.found, diag.Diagnostic{
		Rule: rule, Severity: diag.Warning, Span: span, Hint: hint, Message: fmt.Sprintf(format, args...),
	})
}

// checkReferences reports ids in the frontmatter that nothing has.
func (c *Collection) checkReferences(all *View, e *Entry) {
	for _, list := range []struct {
		field string
		ids   []string
	}{{"recurrence_of", e.RecurrenceOf}, {"related", e.Related}} {
		for n, id := range list.ids {
			field := fmt.Sprintf("%s[%d]", list.field, n)
			switch other := all.ByID(id); {
			case other == nil:
				c.report("reference/unknown-incident", e.Origin.Span(field), c.didYouMean(id), "%s: no incident is called %q", list.field, id)
			case other == e:
				c.report("reference/itself", e.Origin.Span(field), "remove it", "%s: the incident names itself", list.field)
			}
		}
	}
	for n := range e.Remediations {
		for k, ref := range e.Remediations[n].DependsOn {
			if _, ok := all.Remediation(e, ref); !ok {
				c.report("reference/unknown-remediation", e.Origin.Span(fmt.Sprintf("remediations[%d].depends_on[%d]", n, k)),
					"write the id of a remediation here, or incident-id/id", "no remediation is called %q", ref)
			}
		}
	}
}

// suggestions is for how many dead references the nearest id is looked for:
// each takes a look at every incident.
const suggestions = 100

func (c *Collection) didYouMean(id string) string {
	c.suggested++
	if c.suggested > suggestions {
		return "write the id of an incident: its file's name without .md"
	}
	ids := make([]string, len(c.in.Entries))
	for i, e := range c.in.Entries {
		ids[i] = e.ID
	}
	if near := diag.Nearest(id, ids); near != "" {
		return fmt.Sprintf("did you mean `%s`?", near)
	}
	return "write the id of an incident: its file's name without .md"
}

// deadLink is a link that leads nowhere, or nowhere that a page may lead to.
type deadLink struct {
	markdown.Link
	missingHeading bool
}

func (c *Collection) checkLinks(dead []deadLink) {
	for _, link := range dead {
		if link.Refused() {
			c.report("link/refused", link.Span, "use an http, https or mailto address", "the link %q is shown as text: its scheme is not let through", link.Destination)
			continue
		}
		written, hint := link.Destination, "correct the path, or remove the link"
		switch {
		case link.Namespace != "":
			written, hint = link.Namespace+":"+link.Destination, "no incident carries it: correct the word, or remove the link"
		case link.Kind == markdown.Wiki:
			hint = c.didYouMean(link.Destination)
		}
		if link.missingHeading {
			c.report("link/unknown-heading", link.Span, "correct the part behind #", "the link %q leads to no heading of that page", written)
			continue
		}
		c.report("link/dead", link.Span, hint, "the link %q leads nowhere", written)
	}
}

// eachDoc visits the Markdown fields and the body that have links, in a fixed
// order.
func (e *Entry) eachDoc(visit func(*markdown.Doc)) {
	docs := e.linking
	if !e.ready {
		docs = e.docsWithLinks()
	}
	for _, doc := range docs {
		visit(doc)
	}
}

func (e *Entry) docsWithLinks() []*markdown.Doc {
	var fields []string
	for f, doc := range e.Fragments {
		if len(doc.Links()) > 0 {
			fields = append(fields, f)
		}
	}
	slices.Sort(fields)
	var docs []*markdown.Doc
	for _, f := range fields {
		docs = append(docs, e.Fragments[f])
	}
	if e.Doc != nil && len(e.Doc.Links()) > 0 {
		docs = append(docs, e.Doc)
	}
	return docs
}
