package generator

import (
	"bytes"
	"errors"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/format"
)

// Formatted is an incident's file that format would change, or says something
// about.
type Formatted struct {
	Path          string // from the root of the source
	Before, After []byte
	Kept          diag.List // what was left alone, and why
}

// Changed reports whether there is anything to write.
func (f Formatted) Changed() bool { return !bytes.Equal(f.Before, f.After) }

// Format gives the files of a work tree that are not in canonical form. It
// writes nothing.
func Format(w *Wiki) ([]Formatted, error) {
	if w.Snapshot.Root == "" {
		return nil, errors.New("the source has no files of its own to write to")
	}
	data := map[string][]byte{}
	for _, f := range w.Snapshot.Files {
		data[f.Path] = f.Data
	}
	var files []Formatted
	for _, e := range w.View.Entries() {
		f := Formatted{Path: e.Origin.Path, Before: data[e.Origin.Path]}
		f.After, f.Kept = format.File(f.Path, f.Before, w.Config)
		if f.Changed() || len(f.Kept) > 0 {
			files = append(files, f)
		}
	}
	return files, nil
}
