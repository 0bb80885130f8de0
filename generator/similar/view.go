package similar

import (
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
)

// Of prepares the incidents of a View, and drafts beside them. What its
// audience may not read is not compared, and so stands in no reason.
func Of(v *collection.View, drafts ...*collection.Entry) *Index {
	documents := make([]Document, 0, len(v.Entries())+len(drafts))
	for _, e := range append(drafts, v.Entries()...) {
		if !e.Broken {
			documents = append(documents, document(v, e))
		}
	}
	return New(documents)
}

func document(v *collection.View, e *collection.Entry) Document {
	d := Document{ID: e.ID, Title: e.Title, Factors: e.ContributingFactors, Services: e.Services, Tags: e.Tags}
	if at := e.Times.Start(); at.Known() {
		d.Day = at.Time.UTC().Format("2006-01-02")
	}
	for _, earlier := range v.Earlier(e) {
		d.Known = append(d.Known, earlier.ID)
	}
	d.Text = strings.Join([]string{e.Summary, e.CustomerImpact.Summary, e.CustomerImpact.Felt, e.Trigger, e.Doc.Words()}, "\n")
	return d
}
