package generator

import (
	"path"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/similar"
)

// Find gives the incident with an id or an old id, or in the file at a path
// from the root of the source; nil if there is none.
func (w *Wiki) Find(name string) *collection.Entry {
	if e := w.View.ByID(name); e != nil {
		return e
	}
	at := path.Clean(name)
	for _, e := range w.View.Entries() {
		if e.Origin.Path == at || slices.ContainsFunc(e.Aliases, func(a string) bool { return strings.EqualFold(a, name) }) {
			return e
		}
	}
	return nil
}

// Similar prepares the wiki's incidents to be compared.
func Similar(w *Wiki) *similar.Index { return similar.Of(w.View) }

// SimilarToDraft prepares them together with a text that is not among them
// yet, and returns the id by which it is asked for.
func SimilarToDraft(w *Wiki, name string, text []byte) (index *similar.Index, id string, findings diag.List) {
	r := decode.File(name, text, w.Config, w.View.Audience() == incident.Public)
	draft := &collection.Entry{Incident: r.Incident, Doc: r.Doc, Fragments: r.Fragments, Text: r.Text, Broken: r.Broken}
	draft.ID = "draft:" + draft.ID // whatever it is called, it is none of the others
	return similar.Of(w.View, draft), draft.ID, r.Findings
}
