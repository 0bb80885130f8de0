package generator

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/output"
	"github.com/retrowiki/retrowiki/generator/page"
	"github.com/retrowiki/retrowiki/generator/render"
	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/par"
	"github.com/retrowiki/retrowiki/templates"
)

// Live is a wiki that is looked at while it is written. Its pages are made when
// somebody asks for them, and when an incident's text changes, that one file is
// read again; what it says is joined anew with all others. It is safe for
// concurrent use.
type Live struct {
	options Options
	build   BuildOptions // Output is where styles, scripts and images are put
	set     *render.Set

	updating sync.Mutex // one update at a time

	mu   sync.RWMutex // of shown
	show *shown
}

// shown is the wiki as it is at a moment.
type shown struct {
	wiki    *Wiki
	builder *page.Builder
	pages   map[string]page.Page

	searchOnce sync.Once
	search     map[string]page.Page
	searchErr  error
}

// NewLive reads the source. Whoever makes a Live closes it.
func NewLive(ctx context.Context, o Options, b BuildOptions) (*Live, error) {
	set, err := render.Parse(templates.FS)
	if err != nil {
		return nil, err
	}
	o.Pages = true
	l := &Live{options: o, build: b, set: set}
	return l, l.Update(ctx, nil)
}

// Close lets go of the source.
func (l *Live) Close() error {
	if now := l.now(); now != nil {
		return now.wiki.Close()
	}
	return nil
}

func (l *Live) now() *shown {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.show
}

// Wiki is what was read last.
func (l *Live) Wiki() *Wiki { return l.now().wiki }

// Update takes in what has changed: files by their path, or anything at all
// where none is named. If it fails, the wiki stays as it was.
func (l *Live) Update(ctx context.Context, changed []string) error {
	l.updating.Lock()
	defer l.updating.Unlock()
	old := l.now()
	if old != nil && len(changed) > 0 {
		w, ok, err := l.reread(old.wiki, changed)
		if err != nil {
			return err
		}
		if ok {
			next := &shown{wiki: w, builder: w.builder(old.builder.Site, old.builder.Agendas)}
			next.builder.Likeness = old.builder.Likeness // one text more or less tells little
			l.put(next)
			return nil
		}
	}
	w, err := Load(ctx, l.options)
	if err != nil {
		return err
	}
	next, err := l.begin(ctx, w)
	if err != nil {
		return err
	}
	l.put(next)
	par.Begin(next.builder.Likeness.Compare)
	if old != nil {
		return old.wiki.Close()
	}
	return nil
}

// begin puts what pages load into its folder.
func (l *Live) begin(ctx context.Context, w *Wiki) (*shown, error) {
	stage, err := output.Begin(l.build.Output)
	if err != nil {
		return nil, err
	}
	site, err := w.furnish(ctx, l.build, stage)
	if err != nil {
		stage.Abort()
		return nil, err
	}
	agendas, err := w.agendas()
	if err != nil {
		stage.Abort()
		return nil, err
	}
	return &shown{wiki: w, builder: w.builder(site, agendas)}, stage.Commit()
}

func (l *Live) put(next *shown) {
	next.pages = pagesByPath(page.Some(next.builder, func(k page.Kind) bool { return k.Name != "search" }))
	l.mu.Lock()
	defer l.mu.Unlock()
	l.show = next
}

func pagesByPath(pages []page.Page) map[string]page.Page {
	m := make(map[string]page.Page, len(pages))
	for _, p := range pages {
		m[p.Path] = p
	}
	return m
}

// reread reads changed files again; ok is false where more than the words of
// some incidents has changed.
func (l *Live) reread(old *Wiki, changed []string) (w *Wiki, ok bool, err error) {
	names := make([]string, 0, len(changed))
	for _, path := range changed {
		name, err := filepath.Rel(old.Snapshot.Root, path)
		if err != nil || name == ".." || strings.HasPrefix(name, ".."+string(filepath.Separator)) {
			return nil, false, nil
		}
		names = append(names, filepath.ToSlash(name))
	}
	if old.Collection.Renamed() {
		return nil, false, nil // whether an id is still taken, only all files tell
	}
	snapshot, ok, err := old.Snapshot.Reread(names)
	if err != nil || !ok {
		return nil, false, err
	}
	again := *old
	w = &again
	w.Snapshot, w.entries = snapshot, slices.Clone(old.entries)
	for _, name := range names {
		file := slices.IndexFunc(snapshot.Files, func(f source.File) bool { return f.Path == name })
		if file < 0 {
			continue // it has come and gone
		}
		at, known := slices.BinarySearchFunc(w.entries, name, func(e *collection.Entry, name string) int { return strings.Compare(e.Origin.Path, name) })
		if !known {
			return nil, false, nil // the settings, a pattern
		}
		e := entryOf(snapshot, snapshot.Files[file], w.Config, l.options)
		e.History, e.Said = w.entries[at].History, w.entries[at].Said
		if w.shows(e) != w.shows(w.entries[at]) {
			return nil, false, nil
		}
		w.entries[at] = e
	}
	w.join(l.options)
	return w, true, nil
}

// shows names the pictures and diagrams that an incident needs beside its page.
func (w *Wiki) shows(e *collection.Entry) string {
	var all strings.Builder
	for _, image := range w.View.Images(e) {
		all.WriteString(image.Path + "\n")
	}
	if bytes.Contains(e.Text.Bytes, []byte("mermaid")) {
		all.WriteString("a diagram")
	}
	return all.String()
}

// Page makes a page by its path; found is false if there is none.
func (l *Live) Page(ctx context.Context, path string) (content []byte, found bool, err error) {
	now := l.now()
	p, found := now.pages[path]
	if !found && strings.HasPrefix(path, "search/") {
		now.searchOnce.Do(func() { now.search, now.searchErr = now.searchPages(ctx) })
		if now.searchErr != nil {
			return nil, false, now.searchErr
		}
		p, found = now.search[path]
	}
	if !found {
		return nil, false, nil
	}
	var out bytes.Buffer
	err = l.set.Write(&out, p)
	return out.Bytes(), err == nil, err
}

// searchPages indexes all incidents, which takes seconds in a large wiki.
func (s *shown) searchPages(ctx context.Context) (map[string]page.Page, error) {
	pages := page.Some(s.builder, func(k page.Kind) bool { return k.Name == "search" })
	late, err := page.Late(context.WithoutCancel(ctx), s.builder)
	return pagesByPath(append(pages, late...)), err
}
