package decode

import (
	"reflect"
	"slices"

	"github.com/retrowiki/retrowiki/generator/adopt"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/fields"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// adopts reports whether the text is to be asked for what the frontmatter
// lacks: that of files without the format's own fields.
func (r *Result) adopts(document *frontmatter.Document, cfg *config.Config) bool {
	switch {
	case r.Broken || cfg.Adopt == config.AdoptNever:
		return false
	case cfg.Adopt == config.AdoptAlways:
		return true
	}
	return adopt.Foreign(document.Root, func(name string) bool {
		_, mapped := cfg.Fields[name]
		return mapped || incidentFields[name]
	})
}

var incidentFields = func() map[string]bool {
	names := map[string]bool{}
	for _, f := range fields.Of(reflect.TypeFor[incident.Incident]()) {
		names[f.Name] = true
	}
	return names
}()

// adopt fills in what the text says and the frontmatter does not. No issue is
// opened for a remediation that somebody wrote before there was this wiki,
// until import or a person has written it into the frontmatter.
func (r *Result) adopt(cfg *config.Config) {
	i := r.Incident
	_, own := r.spans["remediations"]
	r.Adopted = adopt.Read(adopt.Input{
		File: i.Origin.Path, Parts: r.Doc.Outline(), Foreign: r.foreign, Day: i.Times.FileDate.Time, Config: cfg,
		Has: func(field string) bool {
			_, ok := r.spans[field]
			return ok || field == "visibility" && i.Visibility != ""
		},
	})
	for _, p := range r.foreign {
		if !r.Adopted.Used[p.Key.Text] {
			i.Extra = append(i.Extra, incident.Extra{Name: p.Key.Text, Value: r.source(p.Value)})
		}
	}
	d := fields.Decoder{Zone: cfg.Zone, Spans: r.spans}
	d.Decode(r.Adopted.Root, i)
	i.Origin.Places = incident.NewPlaces(d.Spans)
	if !own {
		for n := range i.Remediations {
			i.Remediations[n].Issue = incident.IssueRef{OptOut: true}
		}
	}
	r.Findings = append(append(r.Findings, d.Findings...), r.Adopted.Findings...)
	if len(r.Adopted.Root.Pairs) > 0 {
		at := slices.MinFunc(r.Adopted.Root.Pairs, func(a, b frontmatter.Pair) int {
			return a.Value.Span.Start.Offset - b.Value.Span.Start.Offset
		}).Value.Span
		r.report(diag.Advice, "adopt/from-text", at, "run `retrowiki import "+i.Origin.Path+"` to write it into the frontmatter",
			"read from the text: "+adopt.Names(r.Adopted.Root))
	}
}
