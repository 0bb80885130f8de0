package generator

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/format"
	"github.com/retrowiki/retrowiki/generator/tracker"
)

// Numbered is an incident's file in which the numbers of issues are to be
// written, or could not be.
type Numbered struct {
	Path          string // from the root of the source
	Before, After []byte
	Written       []string  // ids of the remediations that get their number
	Kept          diag.List // what was left alone, and why
}

// Changed reports whether there is anything to write.
func (n Numbered) Changed() bool { return !bytes.Equal(n.Before, n.After) }

// Number gives the files that lack the number of an issue that the state knows,
// with the numbers in them. Files are read by read, which gives nothing for one
// that is not there; home is the repository of issues that the files give none
// for. It writes nothing.
func Number(w *Wiki, home string, s *tracker.State, read func(path string) ([]byte, bool, error)) ([]Numbered, error) {
	issues := map[string]map[string]format.Issue{} // by incident, then remediation
	for key, i := range s.Issues {
		incident, remediation, _ := strings.Cut(key, "/")
		if i.Gone != "" || i.Number == 0 {
			continue
		}
		if issues[incident] == nil {
			issues[incident] = map[string]format.Issue{}
		}
		issues[incident][remediation] = format.Issue{Repo: i.Repo, Number: i.Number}
	}
	var files []Numbered
	for _, e := range w.View.Entries() {
		if e.Broken || issues[e.ID] == nil {
			continue
		}
		data, found, err := read(e.Origin.Path)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", e.Origin.Path, err)
		}
		if !found {
			continue
		}
		n := Numbered{Path: e.Origin.Path, Before: data}
		n.After, n.Written, n.Kept = format.Number(n.Path, data, w.Config, home, issues[e.ID])
		if n.Changed() || len(n.Kept) > 0 {
			files = append(files, n)
		}
	}
	return files, nil
}
