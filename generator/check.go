package generator

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/lint"
	"github.com/retrowiki/retrowiki/generator/source"
)

// Checked is what check says of a wiki. Silenced are the findings that
// comments in the files switch off.
type Checked struct{ Findings, Silenced diag.List }

// Check joins what was found while reading with what the rules find, and does
// with it what the settings and the files' comments say. The Wiki must have
// been loaded for the restricted audience, so that nothing is passed over.
func Check(ctx context.Context, w *Wiki) (Checked, error) { return w.check(ctx, nil) }

// check says nothing of what files that are spared hold in themselves. These
// have no comments that switch something off.
func (w *Wiki) check(ctx context.Context, spared map[string]bool) (Checked, error) {
	found, err := lint.Run(ctx, w.View, func(e *collection.Entry) bool { return spared[e.Origin.Path] })
	if err != nil {
		return Checked{}, err
	}
	byFile := map[string]diag.List{}
	for _, f := range slices.Concat(w.found(spared), lint.CheckSettings(w.Config), found) {
		byFile[f.Span.File] = append(byFile[f.Span.File], f)
	}
	var c Checked
	hear := func(text *diag.Text, settings bool) {
		kept, silenced := lint.Silence(text, byFile[text.File], settings)
		byFile[text.File] = kept
		c.Silenced = append(c.Silenced, silenced...)
	}
	hear(w.settings, true)
	for _, f := range w.Snapshot.Files {
		if f.Kind == source.Text && !spared[f.Path] {
			hear(diag.NewText(f.Path, f.Data), false)
		}
	}
	for _, findings := range byFile {
		c.Findings = append(c.Findings, findings...)
	}
	c.Findings, c.Silenced = lint.Weigh(c.Findings, w.Config), lint.Weigh(c.Silenced, w.Config)
	c.Findings.Sort()
	c.Silenced.Sort()
	return c, nil
}

// Unreadable counts the files of incidents that could not be read.
func (w *Wiki) Unreadable() int {
	files := map[string]bool{}
	for _, e := range w.View.Entries() {
		if e.Broken {
			files[e.Origin.Path] = true
		}
	}
	for _, f := range w.Snapshot.Findings {
		if f.Severity == diag.Error && isIncident(w.Config, f.Span.File) && f.Rule != "source/name-collision" {
			files[f.Span.File] = true
		}
	}
	return len(files)
}

// Tellable are the findings that may stand in a log that the wiki's audience can
// read, and held is how many others there are: of files that are hidden from it,
// or that name one.
func (w *Wiki) Tellable() (findings diag.List, held int) { return w.tellable(w.View) }

// TellableTo is Tellable for a log whose readers are others than the wiki's.
func (w *Wiki) TellableTo(audience incident.Visibility) (findings diag.List, held int) {
	return w.tellable(w.Collection.For(audience))
}

func (w *Wiki) tellable(view *collection.View) (findings diag.List, held int) {
	var names []string
	hidden := map[string]bool{}
	for _, e := range w.entries {
		if !view.Has(e) {
			hidden[e.Origin.Path] = true
			names = append(names, e.Origin.Path, e.ID)
		}
	}
	for _, f := range w.Findings {
		if hidden[f.Span.File] || slices.ContainsFunc(names, func(name string) bool { return strings.Contains(f.Message+f.Hint, name) }) {
			held++
			continue
		}
		findings = append(findings, f)
	}
	return findings, held
}

// Line returns a line (from 1) of an incident's file or of the settings, nil
// if there is none.
func (w *Wiki) Line(file string, line int) []byte {
	text := w.text(file)
	if text == nil {
		return nil
	}
	return text.Line(line)
}

// text is a file that was read, nil if there is none.
func (w *Wiki) text(file string) *diag.Text {
	if w.texts == nil {
		w.texts = map[string]*diag.Text{w.settings.File: w.settings}
		for _, f := range w.Snapshot.Files {
			if f.Data != nil {
				w.texts[f.Path] = diag.NewText(f.Path, f.Data)
			}
		}
	}
	return w.texts[file]
}

// ReadConfig reads a source's settings alone.
func ReadConfig(ctx context.Context, o Options) (*config.Config, error) {
	repository, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer repository.Close()
	cfg, _, _, err := readConfig(ctx, repository, o)
	return cfg, err
}

// LocalRoot is the folder of a source on this machine: the one given, or else
// the enclosing folder that holds retrowiki.yaml or .git, or else where one
// stands. For a git URL it is where one stands.
func LocalRoot(location string) string {
	if location != "" && !source.IsURL(location) {
		return location
	}
	here, err := os.Getwd()
	if err != nil {
		return "."
	}
	for dir := here; location == ""; dir = filepath.Dir(dir) {
		for _, mark := range []string{config.Name, ".git"} {
			if _, err := os.Lstat(filepath.Join(dir, mark)); err == nil {
				return dir
			}
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return here
}
