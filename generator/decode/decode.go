// Package decode makes one incident out of one file.
//
// In go the file's path and bytes; out come the Incident, its parsed body and
// Markdown fields, and every finding about the format. A file that cannot be
// read gives a Result that is Broken and still has an id, so that its page can
// say what is wrong; one bad field never costs another.
package decode

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/adopt"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/fields"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
	"github.com/retrowiki/retrowiki/internal/slug"
)

// Result is what one file holds.
type Result struct {
	Incident  *incident.Incident
	Doc       *markdown.Doc            // the body
	Fragments map[string]*markdown.Doc // Markdown fields by path, such as "remediations[2].description"
	Text      *diag.Text
	Items     []markdown.TimelineItem // as the timeline's events were read from
	Findings  diag.List
	Broken    bool         // the frontmatter could not be read, so nothing of it is known
	Adopted   *adopt.Found // what the text itself says; nil where it was not asked

	foreign []frontmatter.Pair   // fields of another tool that mean something
	spans   map[string]diag.Span // of fields, by path
}

// File decodes the incident at filePath. With public set, the parts of the
// text that are marked as internal are left out before anything is read from
// them.
func File(filePath string, data []byte, cfg *config.Config, public bool) *Result {
	return read(filePath, data, cfg, markdown.Options{Public: public})
}

// For is File for an audience: what names a page that it may not know of is
// not said either. With pages set, the texts are prepared to stand on them.
func For(audience incident.Visibility, pages bool, filePath string, data []byte, cfg *config.Config) *Result {
	return read(filePath, data, cfg, markdown.Options{
		Public: audience == incident.Public, Guarded: audience != incident.Restricted, Shown: pages,
	})
}

func read(filePath string, data []byte, cfg *config.Config, o markdown.Options) *Result {
	text := diag.NewText(filePath, data)
	document, findings := frontmatter.Parse(text)
	r := &Result{Text: text, Findings: findings, Incident: &incident.Incident{}}
	r.Broken = findings.AtLeast(diag.Error) > 0 && len(document.Root.Pairs) == 0
	if len(data) == 0 {
		r.report(diag.Error, "frontmatter/empty-file", diag.Span{File: filePath}, "begin with `title:` between two `---` lines", "the file is empty")
		r.Broken = true
	}

	i := r.Incident
	i.Origin.Path = filePath
	adopts := r.adopts(document, cfg)
	r.fields(document, cfg, adopts)
	i.Times.FileDate = dateInName(filePath)
	r.identify(filePath)

	var items []markdown.TimelineItem
	var found diag.List
	r.Doc, items, found = markdown.Parse(text, document.Body, o)
	r.Findings = append(r.Findings, found...)
	if adopts {
		r.adopt(cfg)
	}
	r.title(document)
	r.fragments(o)
	r.remediations()
	r.Items = items
	r.timeline(items, cfg.Zone)
	r.Findings.Sort()
	return r
}

// Unread is the result for a file that could not be read at all; findings say
// why.
func Unread(filePath string, findings diag.List) *Result {
	r := &Result{Text: diag.NewText(filePath, nil), Findings: findings, Incident: &incident.Incident{}, Broken: true}
	r.Incident.Origin.Path = filePath
	r.Incident.Times.FileDate = dateInName(filePath)
	r.identify(filePath)
	r.Doc, _, _ = markdown.Parse(r.Text, 0, markdown.Options{})
	r.Incident.Title = strings.ReplaceAll(r.Incident.ID, "-", " ")
	return r
}

func (r *Result) report(severity diag.Severity, rule string, span diag.Span, hint, message string) {
	r.Findings = append(r.Findings, diag.Diagnostic{Rule: rule, Severity: severity, Span: span, Message: message, Hint: hint})
}

func (r *Result) fields(document *frontmatter.Document, cfg *config.Config, adopts bool) {
	i := r.Incident
	own := map[string]bool{}
	for _, t := range cfg.Taxonomies {
		own[t] = true
	}
	d := fields.Decoder{Zone: cfg.Zone, Rename: cfg.Fields}
	d.Unknown = func(p frontmatter.Pair) bool {
		if own[p.Key.Text] {
			for _, term := range scalars(p.Value) {
				i.Terms = append(i.Terms, incident.TaxonomyTerm{Taxonomy: p.Key.Text, Term: term})
			}
			return true
		}
		i.Extra = append(i.Extra, incident.Extra{Name: p.Key.Text, Value: r.source(p.Value)})
		// A misspelt visibility must not make a restricted incident readable.
		if diag.Nearest(p.Key.Text, []string{"visibility"}) != "" {
			i.Visibility = incident.Restricted
		} else if adopts && adopt.Knows(p.Key.Text) {
			i.Extra = i.Extra[:len(i.Extra)-1]
			r.foreign = append(r.foreign, p)
			return true
		}
		return false
	}
	d.Decode(document.Root, i)
	r.spans, i.Origin.Places = d.Spans, incident.NewPlaces(d.Spans)
	r.Findings = append(r.Findings, d.Findings...)
	if r.Broken && bytes.Contains(r.Text.Bytes, []byte(incident.Restricted)) {
		i.Visibility = incident.Restricted
	}
}

func (r *Result) source(n *frontmatter.Node) string {
	from, to := n.Span.Start.Offset, n.Span.End.Offset
	if n.Kind != frontmatter.Mapping && n.Kind != frontmatter.Sequence || from < 0 || to > len(r.Text.Bytes) || from > to {
		return n.Text
	}
	return string(r.Text.Bytes[from:to])
}

func scalars(n *frontmatter.Node) []string {
	var texts []string
	if n.Kind == frontmatter.Sequence {
		for _, item := range n.Items {
			texts = append(texts, scalars(item)...)
		}
	} else if n.Kind != frontmatter.Mapping && n.Kind != frontmatter.Null && strings.TrimSpace(n.Text) != "" {
		texts = append(texts, strings.TrimSpace(n.Text))
	}
	return texts
}

// identify settles the id: the field, else the file's name, else the folder's.
func (r *Result) identify(filePath string) {
	i := r.Incident
	name := strings.TrimSuffix(path.Base(filePath), path.Ext(filePath))
	if name == "index" && path.Dir(filePath) != "." {
		name = path.Base(path.Dir(filePath))
	}
	span, from := diag.Span{File: filePath}, "the file's name"
	if i.ID != "" {
		name, span, from = i.ID, i.Origin.Span("id"), "id"
	}
	i.ID = name
	if !slug.Valid(name) {
		i.ID = slug.Make(name)
		r.report(diag.Warning, "frontmatter/bad-id", span, "use lower-case letters, digits, dots, hyphens and underscores",
			from+" is no id; the page is called "+i.ID)
	}
	if reservedID(i.ID) {
		i.ID += "-incident"
		r.report(diag.Error, "frontmatter/reserved-id", span, "choose another name",
			from+" is the name of a page of the wiki; the page is called "+i.ID)
	}
	// An alias becomes the name of a page as it is.
	i.Aliases = slices.DeleteFunc(slices.Clone(i.Aliases), func(alias string) bool {
		name := strings.ToLower(alias)
		if slug.Valid(name) && !reservedID(name) {
			return false
		}
		r.report(diag.Warning, "frontmatter/bad-id", i.Origin.Span("aliases"), "an alias is an id that the incident once had: lower-case letters, digits, dots, hyphens and underscores",
			fmt.Sprintf("the alias %q cannot be the name of a page and is left out", alias))
		return true
	})
}

// reservedID knows the names that the folder of incidents has other uses for:
// its pages and its years.
func reservedID(id string) bool {
	if id == "index.html" || id == "feed.xml" || id == "feed.json" || strings.HasPrefix(id, "page-") && allDigits(id[5:]) {
		return true
	}
	return len(id) == 4 && allDigits(id)
}

func allDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

func (r *Result) title(document *frontmatter.Document) {
	i := r.Incident
	if i.Title != "" {
		return
	}
	if heading, ok := r.Doc.Title(); ok {
		i.Title = heading
		return
	}
	i.Title = strings.ReplaceAll(i.ID, "-", " ")
	if r.Broken {
		return
	}
	span := diag.Span{File: i.Origin.Path, Start: diag.Position{Line: 1, Column: 1}, End: diag.Position{Line: 1, Column: 1}}
	hint := "add `title: What happened, in one line`"
	if document.Format == frontmatter.None {
		hint = "begin the file with a `# heading`, or with `title:` between two `---` lines"
	}
	r.report(diag.Error, "frontmatter/missing-title", span, hint, "the incident has no title")
}

// fragments parses the fields that hold Markdown.
func (r *Result) fragments(o markdown.Options) {
	i := r.Incident
	o.File = r.Text
	r.Fragments = map[string]*markdown.Doc{}
	parse := func(field string, source *string) {
		if *source == "" {
			return
		}
		doc, found := markdown.ParseFragment(i.Origin.Span(field), *source, o)
		r.Fragments[field] = doc
		r.Findings = append(r.Findings, found...)
	}
	parse("summary", &i.Summary)
	parse("customer_impact.summary", &i.CustomerImpact.Summary)
	parse("customer_impact.felt", &i.CustomerImpact.Felt)
	parse("trigger", &i.Trigger)
	for n := range i.Remediations {
		parse(remediationField(n, "description"), &i.Remediations[n].Description)
		parse(remediationField(n, "reason"), &i.Remediations[n].Reason)
	}
}
