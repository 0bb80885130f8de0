// Package format gives an incident's file its canonical form: remediation ids
// written down, and fields in the order of the format.
//
// In go a file's path and bytes and the settings; out come the new bytes and
// what was left alone, with the reason. Every other byte stays, and the file
// reads as before: an id that is written is the one that decode made from the
// title. What was formatted once does not change when it is formatted again.
//
// The edits are frontmatter's, which refuses what it cannot make for sure.
package format

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/fields"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// File formats one incident. kept says what could not be done; the rest is
// done all the same.
func File(path string, data []byte, cfg *config.Config) (formatted []byte, kept diag.List) {
	r := decode.File(path, data, cfg, false)
	if r.Broken {
		return data, nil
	}
	f := &file{path: path, data: data, cfg: cfg}
	f.writeIDs(r.Incident.Remediations)
	document, _ := frontmatter.Parse(diag.NewText(path, f.data))
	name := f.written("remediations", document.Root)
	var fixes []diag.Fix
	unordered := false
	for n := range r.Incident.Remediations {
		more, refused := document.Reorder(fmt.Sprintf("%s[%d]", name, n), rank(remediationOrder, nil))
		fixes = append(fixes, more...)
		f.keep(&unordered, refused)
	}
	f.apply(fixes)
	document, _ = frontmatter.Parse(diag.NewText(path, f.data))
	more, refused := document.Reorder("", rank(incidentOrder, cfg.Fields))
	f.apply(more)
	f.keep(&unordered, refused)
	return f.data, f.kept
}

// keep notes the first refusal of a kind; a whole file in another language
// than YAML need not be told about item by item.
func (f *file) keep(before *bool, refused diag.List) {
	if refused != nil && !*before {
		*before = true
		f.kept = append(f.kept, refused...)
	}
}

// file is a file on its way.
type file struct {
	path string
	data []byte
	cfg  *config.Config
	kept diag.List
}

func (f *file) apply(fixes []diag.Fix) {
	if changed, err := diag.Apply(f.data, fixes); err == nil {
		f.data = changed
	}
}

// writeIDs writes the ids that decode made from titles.
func (f *file) writeIDs(remediations []incident.Remediation) {
	document, _ := frontmatter.Parse(diag.NewText(f.path, f.data))
	name := f.written("remediations", document.Root)
	var edits []frontmatter.Edit
	for n, r := range remediations {
		if r.IDGenerated && r.Title != "" {
			edits = append(edits, frontmatter.Edit{
				Path: fmt.Sprintf("%s[%d].id", name, n), Value: frontmatter.NewText(r.ID), Order: remediationOrder, Shorthand: "title",
			})
		}
	}
	f.edit(edits)
}

// edit makes edits. Where they cannot all be made at once, each is tried alone,
// and those that cannot be made are kept back.
func (f *file) edit(edits []frontmatter.Edit) (made []bool) {
	made = make([]bool, len(edits))
	document, _ := frontmatter.Parse(diag.NewText(f.path, f.data))
	fixes, refused := document.Edit(edits...)
	if refused == nil {
		f.apply(fixes)
		for i := range made {
			made[i] = true
		}
		return made
	}
	for i, edit := range edits {
		document, _ := frontmatter.Parse(diag.NewText(f.path, f.data))
		fixes, refused := document.Edit(edit)
		f.apply(fixes)
		f.kept = append(f.kept, refused...)
		made[i] = refused == nil
	}
	return made
}

// written is the name that a file has for a top-level field of ours.
func (f *file) written(ours string, root *frontmatter.Node) string {
	for _, pair := range root.Pairs {
		if f.cfg.Fields[pair.Key.Text] == ours {
			return pair.Key.Text
		}
	}
	return ours
}

var (
	incidentOrder    = canonical(reflect.TypeFor[incident.Incident]())
	remediationOrder = canonical(reflect.TypeFor[incident.Remediation]())
)

// canonical is the order of a struct's fields, with `aliases`, which is about
// the file and not about what happened, behind the rest.
func canonical(t reflect.Type) []string {
	var names []string
	for _, f := range fields.Of(t) {
		names = append(names, f.Name)
	}
	if i := slices.Index(names, "aliases"); i >= 0 {
		names = append(slices.Delete(names, i, i+1), "aliases")
	}
	return names
}

// rank puts unknown fields behind the known ones.
func rank(order []string, rename map[string]string) func(string) int {
	return func(key string) int {
		if ours, ok := rename[key]; ok {
			key = ours
		}
		if i := slices.Index(order, key); i >= 0 {
			return i
		}
		return len(order)
	}
}
