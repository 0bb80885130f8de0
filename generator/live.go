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

	mu   sync.RWMutex // of show, the words of its incidents, and what was rendered of them
	show *shown
}

// shown is the wiki as it is at a moment.
type shown struct {
	wiki    *Wiki
	builder *page.Builder
	pages   map[string]page.Page

	later map[string]*listing // by folder: pages that are listed when one is asked for
}

// listing is the pages of a kind that take long to list.
type listing struct {
	once  sync.Once
	pages map[string]page.Page
	err   error
}

// show lists the pages, unless they are known.
func show(w *Wiki, builder *page.Builder, pages map[string]page.Page) *shown {
	if pages == nil {
		pages = pagesByPath(page.Some(builder, func(k page.Kind) bool { return k.Folder == "" }))
	}
	s := &shown{wiki: w, builder: builder, pages: pages, later: map[string]*listing{}}
	for _, k := range page.Kinds {
		if k.Folder != "" {
			s.later[k.Folder] = &listing{}
		}
	}
	return s
}

// find gives a page by its path.
func (s *shown) find(ctx context.Context, path string) (p page.Page, found bool, err error) {
	if p, found = s.pages[path]; found {
		return p, true, nil
	}
	folder, _, _ := strings.Cut(path, "/")
	l := s.later[folder]
	if l == nil {
		return p, false, nil
	}
	l.once.Do(func() { l.pages, l.err = s.list(ctx, folder) })
	p, found = l.pages[path]
	return p, found, l.err
}

// list takes seconds where it indexes the words of a large wiki.
func (s *shown) list(ctx context.Context, folder string) (map[string]page.Page, error) {
	pages := page.Some(s.builder, func(k page.Kind) bool { return k.Folder == folder })
	if folder != "search" {
		return pagesByPath(pages), nil
	}
	late, err := page.Late(context.WithoutCancel(ctx), s.builder)
	return pagesByPath(append(pages, late...)), err
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
		again, ok, err := l.reread(old.wiki, changed)
		if err != nil {
			return err
		}
		if ok {
			l.takeIn(old, again)
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
	par.Begin(func() {
		l.mu.RLock()
		defer l.mu.RUnlock()
		next.builder.Likeness.Compare()
	})
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
	return show(w, w.builder(site, agendas), nil), stage.Commit()
}

func (l *Live) put(next *shown) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.replace(next)
}

// replace is for whoever holds the lock.
func (l *Live) replace(next *shown) {
	l.show = next
	l.set.Forget()
}

func pagesByPath(pages []page.Page) map[string]page.Page {
	m := make(map[string]page.Page, len(pages))
	for _, p := range pages {
		m[p.Path] = p
	}
	return m
}

// reread is what a few files say now.
type reread struct {
	snapshot *source.Snapshot
	at       []int // places in Wiki.entries
	entries  []*collection.Entry
}

// reread reads changed files again; ok is false where more than some incidents
// has changed.
func (l *Live) reread(old *Wiki, changed []string) (again *reread, ok bool, err error) {
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
	again = &reread{}
	if again.snapshot, ok, err = old.Snapshot.Reread(names); err != nil || !ok {
		return nil, false, err
	}
	for _, name := range names {
		file := slices.IndexFunc(again.snapshot.Files, func(f source.File) bool { return f.Path == name })
		if file < 0 {
			continue // it has come and gone
		}
		at, known := slices.BinarySearchFunc(old.entries, name, func(e *collection.Entry, name string) int { return strings.Compare(e.Origin.Path, name) })
		if !known {
			return nil, false, nil // the settings, a pattern
		}
		before := old.entries[at]
		e := entryOf(again.snapshot, again.snapshot.Files[file], old.Config, l.options)
		e.History, e.Said = before.History, before.Said
		if old.shows(e) != old.shows(before) {
			return nil, false, nil
		}
		again.at, again.entries = append(again.at, at), append(again.entries, e)
	}
	return again, true, nil
}

// takeIn shows what files say now. Where that is only other words or other
// terms, the incidents' other joints stay as they are.
func (l *Live) takeIn(old *shown, again *reread) {
	w := *old.wiki
	w.Snapshot = again.snapshot
	var changed []*collection.Entry
	var taxonomies []string
	joined := true
	for i, e := range again.entries {
		before := w.entries[again.at[i]]
		terms, same := w.Collection.JoinsAs(before, e)
		changed, taxonomies, joined = append(changed, before), append(taxonomies, terms...), joined && same
	}
	if !joined {
		w.entries = slices.Clone(w.entries)
		for i, e := range again.entries {
			w.entries[again.at[i]] = e
		}
		w.join(l.options)
		l.put(l.next(&w, old))
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, e := range again.entries {
		*changed[i] = *e
	}
	w.Collection, w.View = w.Collection.Again(w.View, changed, taxonomies)
	w.tell()
	if len(taxonomies) > 0 {
		l.replace(l.next(&w, old))
		return
	}
	for _, e := range changed {
		old.builder.Forget(e)
	}
	old.builder.Likeness = l.likeness(&w, old.builder.Likeness)
	l.show = show(&w, old.builder, old.pages)
}

// next is a wiki of which the assets are those of the one before.
func (l *Live) next(w *Wiki, old *shown) *shown {
	site := *old.builder.Site
	site.MoreTaxonomies = page.MoreTaxonomies(w.View)
	next := show(w, w.builder(&site, old.builder.Agendas), nil)
	next.builder.Likeness = l.likeness(w, old.builder.Likeness)
	return next
}

// comparedAnew is how many incidents are compared whenever one has changed. In
// a larger wiki that takes too long, and one text more or less tells little.
const comparedAnew = 300

func (l *Live) likeness(w *Wiki, before *page.Likeness) *page.Likeness {
	if len(w.entries) <= comparedAnew {
		return page.NewLikeness(w.View)
	}
	return before
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
	l.mu.RLock()
	defer l.mu.RUnlock()
	p, found, err := l.show.find(ctx, path)
	if !found || err != nil {
		return nil, false, err
	}
	var out bytes.Buffer
	err = l.set.Write(&out, p)
	return out.Bytes(), err == nil, err
}
