package similar

import (
	"slices"

	"github.com/retrowiki/retrowiki/generator/collection"
)

// Of prepares the incidents of a View, and drafts beside them. What its
// audience may not read is not compared, and so stands in no reason.
func Of(v *collection.View, drafts ...*collection.Entry) *Index {
	entries := slices.DeleteFunc(slices.Concat(drafts, v.Entries()), func(e *collection.Entry) bool { return e.Broken })
	return prepare(len(entries), func(i int) Document { return document(v, entries[i]) })
}

func document(v *collection.View, e *collection.Entry) Document {
	d := Document{ID: e.ID, Title: e.Title, Factors: e.ContributingFactors, Services: e.Services, Tags: e.Tags}
	if at := e.Times.Start(); at.Known() {
		d.Day = at.Time.UTC().Format("2006-01-02")
	}
	for _, earlier := range v.Earlier(e) {
		d.Known = append(d.Known, earlier.ID)
	}
	d.Texts = []string{e.Summary, e.CustomerImpact.Summary, e.CustomerImpact.Felt, e.Trigger, e.Doc.Words()}
	return d
}
