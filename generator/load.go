package generator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/retrowiki/retrowiki/generator/agenda"
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/kept"
	"github.com/retrowiki/retrowiki/generator/progress"
	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/aside"
	"github.com/retrowiki/retrowiki/internal/par"
)

// Options say what is read and for whom.
type Options struct {
	Source     string // folder or git URL; "" for the repository one stands in
	Rev        string // "" for the work tree
	ConfigPath string // in the source; "" for retrowiki.yaml if there is one
	Output     string // a folder that is not read, should it lie in the source
	Audience   incident.Visibility
	BaseURL    string // instead of the configured one
	States     collection.States
	Pages      bool          // whether pages are going to be made of it
	Once       bool          // whether that is all that it is for: a file's bytes and its HTML are out of memory until its pages are made
	Places     bool          // whether the place of each field is kept after loading, for lint and sync
	History    bool          // whether git is asked who changed what
	Now        time.Time     // the day that "overdue" is counted from where neither issues nor a commit give one
	Cache      string        // folder in which git's history and what files say is kept from one run to the next; "" to keep nothing
	Program    string        // what tells one build of this program from another; "" to keep nothing of what files say
	Progress   *progress.Run // nil for nobody

	again *Wiki // another state of the source, to take over what is the same; nil for none
}

// Wiki is everything that was read.
type Wiki struct {
	Config     *config.Config
	Snapshot   *source.Snapshot
	Collection *collection.Collection
	View       *collection.View
	HistoryWhy string    // why git tells no history; "" if it does
	Findings   diag.List // of every file, sorted

	entries     []*collection.Entry // in the order of their paths
	patterns    []*collection.Pattern
	early       diag.List // findings of the settings, the source and the patterns
	settings    *diag.Text
	agendaWords []byte                // the team's own; nil for none
	texts       map[string]*diag.Text // by path, made when first asked for
	aside       *aside.Store          // nil where all is in memory
	pages       bool                  // whether it was read for pages to be made of it
	diagrams    bool                  // whether some text speaks of one, if pages are made of it
	close       func() error
}

// Close lets go of the source: of a clone, that is, which images are read from
// until the wiki is built.
func (w *Wiki) Close() error { return w.close() }

// Load reads the source. It fails only where nothing can be read at all; what
// is wrong with a file stands in the findings. Whoever loads a Wiki closes it.
func Load(ctx context.Context, o Options) (*Wiki, error) {
	repository, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	w, err := load(ctx, repository, o)
	if err != nil {
		return nil, errors.Join(err, repository.Close())
	}
	w.close = func() error { return errors.Join(repository.Close(), w.aside.Close()) }
	return w, nil
}

// open finds the source: where none is named, the folder with the settings
// around the one that one stands in.
func open(ctx context.Context, o Options) (*source.Repository, error) {
	skip := func(dir string) bool {
		name := path.Base(dir)
		return name == "_site" || name == ".retrowiki" || o.Output != "" && dir == path.Clean(o.Output)
	}
	if o.Source == "" {
		o.Source = LocalRoot("")
	}
	options := source.Options{Location: o.Source, Rev: o.Rev, SkipDir: skip, Cache: o.Cache}
	if o.again != nil {
		options.Known = o.again.Snapshot.Files
	}
	return source.Open(ctx, options)
}

func load(ctx context.Context, repository *source.Repository, o Options) (*Wiki, error) {
	o.Progress.Begin("reading files", 0)
	cfg, settings, findings, err := readConfig(ctx, repository, o)
	if err != nil {
		return nil, err
	}
	if o.BaseURL != "" {
		cfg.BaseURL = strings.TrimSuffix(o.BaseURL, "/") + "/"
	}
	words, _, err := repository.ReadFile(ctx, agenda.WordsFile)
	if err != nil {
		return nil, err
	}
	snapshot, err := repository.Snapshot(ctx, selector(cfg, o))
	if err != nil {
		return nil, err
	}
	w := &Wiki{Config: cfg, settings: settings, agendaWords: words, Snapshot: snapshot, pages: o.Pages, early: append(findings, snapshot.Findings...)}
	w.diagrams = o.Pages && slices.ContainsFunc(snapshot.Files, func(f source.File) bool { return bytes.Contains(f.Data, []byte("mermaid")) })
	if o.Once {
		w.aside, _ = aside.Open() // what cannot be put aside stays in memory
	}
	shelf := w.shelf(o)
	defer shelf.Close()
	if w.entries, err = w.decodeAll(ctx, shelf, o); err != nil {
		return nil, errors.Join(err, w.aside.Close())
	}
	shelf.Save()
	o.Progress.Begin("reading history", 0)
	if err := w.addHistory(ctx, repository, w.entries, o); err != nil {
		return nil, errors.Join(err, w.aside.Close())
	}
	o.Progress.Begin("joining incidents", 0)
	patterns, patternFindings := readPatterns(snapshot, cfg, o)
	w.patterns, w.early = patterns, append(w.early, patternFindings...)
	w.join(o)
	o.Progress.End()
	return w, nil
}

// join makes one whole of what was read.
func (w *Wiki) join(o Options) {
	files := make(map[string]bool, len(w.Snapshot.Files))
	for _, f := range w.Snapshot.Files {
		files[f.Path] = true
	}
	w.Collection = collection.New(collection.Input{
		Config: w.Config, Entries: w.entries, Patterns: w.patterns, Files: files, States: o.States, AsOf: w.asOf(o),
	})
	w.View = w.Collection.For(o.Audience)
	w.tell()
}

// tell gathers the findings.
func (w *Wiki) tell() {
	w.Findings = w.found(nil)
	w.Findings.Sort()
}

// found lists the findings of everything that was read, but for what was found
// inside the files that are spared.
func (w *Wiki) found(spared map[string]bool) diag.List {
	list := slices.Clone(w.early)
	for _, e := range w.entries {
		if spared[e.Origin.Path] {
			continue
		}
		if e.Text.Bytes != nil || !e.Broken || slices.ContainsFunc(e.Findings, func(d diag.Diagnostic) bool { return d.Rule == "source/panic" }) {
			list = append(list, e.Findings...)
		} // what keeps a file from being read is among the snapshot's findings
	}
	return append(list, w.Collection.Findings()...)
}

// asOf is the day that "overdue" is counted from: when the issues were last
// read, or else the commit's, so that one commit gives one wiki.
func (w *Wiki) asOf(o Options) time.Time {
	switch {
	case !o.States.ReadAt.IsZero():
		return o.States.ReadAt
	case !w.Snapshot.CommittedAt.IsZero():
		return w.Snapshot.CommittedAt
	}
	return o.Now
}

func readConfig(ctx context.Context, repository *source.Repository, o Options) (*config.Config, *diag.Text, diag.List, error) {
	name := o.ConfigPath
	if name == "" {
		name = config.Name
	}
	content, found, err := repository.ReadFile(ctx, name)
	if err != nil {
		return nil, nil, nil, err
	}
	if !found && o.ConfigPath != "" {
		return nil, nil, nil, fmt.Errorf("config file %s: not found in the source", o.ConfigPath)
	}
	if !found {
		content = nil
	}
	cfg, findings := config.Parse(name, content)
	return cfg, diag.NewText(name, content), findings, nil
}

// selector decides which files are read: incidents and patterns as text, the
// rest only by name, for links and images.
func selector(cfg *config.Config, o Options) func(string) source.Kind {
	return func(p string) source.Kind {
		switch {
		case isIncident(cfg, p) || matches(cfg.Patterns, p):
			return source.Text
		default:
			return source.Asset
		}
	}
}

func matches(globs []string, p string) bool {
	return slices.ContainsFunc(globs, func(glob string) bool {
		ok, err := doublestar.Match(glob, p)
		return err == nil && ok
	})
}

// isIncident leaves out what lies among incidents without being one: a
// README, and files whose name begins with a dot or an underscore.
func isIncident(cfg *config.Config, p string) bool {
	name := path.Base(p)
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || strings.EqualFold(name, "README.md") {
		return false
	}
	return matches(cfg.Incidents, p)
}

// incidentFiles lists the incidents: of a folder with an index.md, that file
// alone. The folder that all of them are in is not one incident.
func incidentFiles(snapshot *source.Snapshot, cfg *config.Config) []*source.File {
	folders := map[string]bool{}
	for _, f := range snapshot.Files {
		if path.Base(f.Path) == "index.md" && isIncident(cfg, f.Path) {
			folders[path.Dir(f.Path)] = true
		}
	}
	for _, glob := range cfg.Incidents {
		if base, rest := doublestar.SplitPattern(glob); strings.Contains(rest, "**") {
			delete(folders, base)
		}
	}
	var files []*source.File
	for i := range snapshot.Files {
		f := &snapshot.Files[i]
		beside := folders[path.Dir(f.Path)] && path.Base(f.Path) != "index.md"
		if f.Kind == source.Text && isIncident(cfg, f.Path) && !beside {
			files = append(files, f)
		}
	}
	return files
}

// shelf is where it is kept what the files say: of a wiki on this machine.
func (w *Wiki) shelf(o Options) *kept.Shelf {
	where, err := filepath.Abs(o.Source)
	if err != nil || source.IsURL(o.Source) || o.again != nil {
		return nil
	}
	return kept.Open(kept.Options{
		Folder: o.Cache, Source: where, Program: o.Program, Zone: w.Config.Zone,
		Setting: fmt.Sprint(o.Audience, o.Pages, o.Places, "\x00", string(w.settings.Bytes)),
	})
}

func (w *Wiki) decodeAll(ctx context.Context, shelf *kept.Shelf, o Options) ([]*collection.Entry, error) {
	snapshot, cfg := w.Snapshot, w.Config
	files := incidentFiles(snapshot, cfg)
	same := o.again.understood(cfg)
	stage := o.Progress.Begin("understanding incidents", len(files))
	return par.Map(ctx, files, func(_ context.Context, _ int, at *source.File) (e *collection.Entry, _ error) {
		defer stage.Step()
		f := *at
		defer func() {
			if !e.Broken && e.Doc.PutAside(w.aside) {
				at.Data = nil
			}
		}()
		if e := same[f.Path+"@"+f.Hash]; e != nil && f.Hash != "" {
			e = e.Copy()
			e.Taken = true
			return e, nil
		}
		if r := shelf.Find(f.Path, f.Data); r != nil {
			return newEntry(r), nil
		}
		r := read(snapshot, f, cfg, o)
		if f.Data != nil {
			shelf.Put(f.Path, f.Data, r)
		}
		return newEntry(r), nil
	})
}

// understood lists the incidents by path and git's name of the content, as far
// as they are what their files say under these settings.
func (w *Wiki) understood(cfg *config.Config) map[string]*collection.Entry {
	if w == nil || w.Collection.Renamed() || !reflect.DeepEqual(w.Config, cfg) {
		return nil
	}
	hashes := make(map[string]string, len(w.Snapshot.Files))
	for _, f := range w.Snapshot.Files {
		hashes[f.Path] = f.Hash
	}
	same := make(map[string]*collection.Entry, len(w.entries))
	for _, e := range w.entries {
		same[e.Origin.Path+"@"+hashes[e.Origin.Path]] = e
	}
	return same
}

func entryOf(snapshot *source.Snapshot, f source.File, cfg *config.Config, o Options) *collection.Entry {
	return newEntry(read(snapshot, f, cfg, o))
}

// read understands a file, and keeps of it what is asked for.
func read(snapshot *source.Snapshot, f source.File, cfg *config.Config, o Options) *decode.Result {
	r := survive(f.Path, func() *decode.Result { return decodeFile(snapshot, f, cfg, o) })
	if !o.Places {
		r.Incident.Origin.Places = referring(r.Incident.Origin.Places)
		r.Text.Rest()
	}
	return r
}

func newEntry(r *decode.Result) *collection.Entry {
	return &collection.Entry{
		Incident: r.Incident, Doc: r.Doc, Fragments: r.Fragments, Text: r.Text, Findings: r.Findings, Broken: r.Broken,
	}
}

// referring keeps the places of fields that are wanted while incidents are
// joined: the places of all are a third of a large wiki's memory.
func referring(all incident.Places) (few incident.Places) {
	for _, p := range all {
		if refers(p.Field) {
			few = append(few, p)
		}
	}
	return few
}

// refers reports whether a field names something else.
func refers(field string) bool {
	name, _, _ := strings.Cut(field, "[")
	switch name {
	case "id", "aliases", "recurrence_of", "related":
		return true
	}
	return strings.Contains(field, ".depends_on[")
}

func decodeFile(snapshot *source.Snapshot, f source.File, cfg *config.Config, o Options) *decode.Result {
	if f.Data != nil || f.Size == 0 {
		return decode.For(o.Audience, o.Pages, f.Path, f.Data, cfg)
	}
	var why diag.List
	for _, finding := range snapshot.Findings {
		if finding.Span.File == f.Path {
			why = append(why, finding)
		}
	}
	return decode.Unread(f.Path, why)
}

// survive makes of a panic a finding about the file that it came of, so that the
// others are read.
func survive(path string, read func() *decode.Result) (r *decode.Result) {
	defer func() {
		if v := recover(); v != nil {
			r = decode.Unread(path, diag.List{{
				Rule: "source/panic", Severity: diag.Error, Span: diag.Span{File: path},
				Message: fmt.Sprintf("the file could not be understood: %v", v), Hint: "report this file to retrowiki's authors",
			}})
		}
	}()
	return read()
}

func (w *Wiki) addHistory(ctx context.Context, repository *source.Repository, entries []*collection.Entry, o Options) error {
	if !o.History {
		w.HistoryWhy = "History was left out of this build."
		return nil
	}
	paths := make([]string, len(entries))
	for i, e := range entries {
		paths[i] = e.Origin.Path
	}
	history, err := repository.History(ctx, paths)
	if err != nil {
		return err
	}
	if !history.Known {
		w.HistoryWhy = history.Why
		return nil
	}
	for _, e := range entries {
		if h, ok := history.File(e.Origin.Path); ok {
			e.History = &h
		}
	}
	return w.addSaid(ctx, entries)
}

func readPatterns(snapshot *source.Snapshot, cfg *config.Config, o Options) ([]*collection.Pattern, diag.List) {
	var patterns []*collection.Pattern
	var findings diag.List
	asWritten := *cfg // a pattern is no incident: its text states no facts of one
	asWritten.Adopt = config.AdoptNever
	for _, f := range snapshot.Files {
		if f.Kind != source.Text || !matches(cfg.Patterns, f.Path) || isIncident(cfg, f.Path) {
			continue
		}
		r := decode.For(o.Audience, o.Pages, f.Path, f.Data, &asWritten)
		unsure := r.Broken && o.Audience == incident.Public // for whom it is cannot be read
		if unsure || r.Incident.Visibility != "" && !r.Incident.Visibility.For(o.Audience) {
			continue
		}
		findings = append(findings, r.Findings...)
		patterns = append(patterns, &collection.Pattern{ID: r.Incident.ID, Title: r.Incident.Title, Path: f.Path, Doc: r.Doc})
	}
	return patterns, findings
}
