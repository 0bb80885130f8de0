// Package render turns pages into bytes with the templates in templates/.
//
// Every template is parsed before the first page is written, so that a mistake
// in one fails the build at once. What a template prints is escaped for the
// place where it stands; only markdown makes HTML that is not.
package render

import (
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/retrowiki/retrowiki/generator/page"
)

// Set is every template of the wiki. It is safe for concurrent use.
type Set struct {
	pages   map[string]pageTemplate
	shared  map[string]*compiled
	entries *sync.Map // entryKey -> template.HTML
	chromes *sync.Map // chromeKey -> template.HTML
}

// Forget lets go of what was rendered for several pages, for another wiki.
// Nobody may use the Set meanwhile.
func (s *Set) Forget() { s.entries, s.chromes = &sync.Map{}, &sync.Map{} }

// pageTemplate is a page's template, as it was parsed and as it is run.
type pageTemplate struct {
	parsed   *template.Template
	compiled *compiled
}

// chromeKey is what the frame of a page depends on.
type chromeKey struct{ name, section, root string }

// chrome renders a part of the frame around every page, once for all pages of
// one section and depth.
func (s *Set) chrome(name string, h *page.Head) (template.HTML, error) {
	return once(s.chromes, chromeKey{name, h.Section, h.Root()}, s.shared[name], h)
}

// once executes a template unless it has been for the key before. What comes
// out of a template is escaped already.
func once(memo *sync.Map, key any, t *compiled, data any) (template.HTML, error) {
	if known, ok := memo.Load(key); ok {
		return known.(template.HTML), nil
	}
	var out strings.Builder
	if err := t.execute(&out, data); err != nil {
		return "", err
	}
	html := template.HTML(out.String())
	memo.Store(key, html)
	return html, nil
}

// entryKey is what an incident looks like in a list depends on: its values,
// and the way from the list's page to the root.
type entryKey struct {
	row  *page.Row
	root string
	as   string // the template
}

// listed renders an incident of a list as a template shows it. An incident
// stands in ten lists and more, so it is rendered once for all pages of one
// depth.
func (s *Set) listed(as string) func(*page.Head, *page.Row) (template.HTML, error) {
	return func(h *page.Head, row *page.Row) (template.HTML, error) {
		return once(s.entries, entryKey{row, h.Root(), as}, s.shared[as], h.ForRow(row))
	}
}

// Parse reads partial/*.html and page/*.html: a page's template, named after
// its file, fills the blocks that partial/layout.html leaves open. What they
// say is made tight.
func Parse(files fs.FS) (*Set, error) {
	s, err := read(files, tight)
	if err != nil {
		if _, plain := read(files, asWritten); plain != nil {
			return nil, plain // which names the line as it is written
		}
		return nil, err
	}
	return s, nil
}

func asWritten(text string) (string, error) { return text, nil }

func read(files fs.FS, shorten func(string) (string, error)) (*Set, error) {
	s := &Set{pages: map[string]pageTemplate{}, shared: map[string]*compiled{}}
	s.Forget()
	funcs := template.FuncMap{"listEntry": s.listed("entry"), "listName": s.listed("name"), "chrome": s.chrome}
	base := template.New("").Option("missingkey=error").Funcs(funcs)
	partials, err := fs.Glob(files, "partial/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	for _, name := range partials {
		if err := add(base, files, name, shorten); err != nil {
			return nil, err
		}
	}
	names, err := fs.Glob(files, "page/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	for _, name := range names {
		t, err := base.Clone()
		if err != nil {
			return nil, fmt.Errorf("parse template %s: %w", name, err)
		}
		if err := add(t, files, name, shorten); err != nil {
			return nil, err
		}
		parsed, err := t.Clone()
		if err != nil {
			return nil, fmt.Errorf("parse template %s: %w", name, err)
		}
		c, err := compile(t, "layout.html", funcs)
		if err != nil {
			return nil, fmt.Errorf("compile template %s: %w", name, err)
		}
		s.pages[strings.TrimSuffix(path.Base(name), ".html")] = pageTemplate{parsed, c}
	}
	for _, name := range []string{"masthead", "foot", "entry", "name"} {
		t, err := base.Clone()
		if err == nil {
			s.shared[name], err = compile(t, name, funcs)
		}
		if err != nil {
			return nil, fmt.Errorf("compile template %s: %w", name, err)
		}
	}
	return s, nil
}

// add parses a file as a template of its name without the folder.
func add(to *template.Template, files fs.FS, name string, shorten func(string) (string, error)) error {
	data, err := fs.ReadFile(files, name)
	if err == nil {
		var text string
		if text, err = shorten(string(data)); err == nil {
			_, err = to.New(path.Base(name)).Parse(text)
		}
	}
	if err != nil {
		return fmt.Errorf("parse template %s: %w", name, err)
	}
	return nil
}

// Template returns the parsed template of a page, nil if there is none, for
// tests that check it against its data.
func (s *Set) Template(name string) *template.Template { return s.pages[name].parsed }

// Write writes a page.
func (s *Set) Write(w io.Writer, p page.Page) error {
	if p.Write != nil {
		return p.Write(w)
	}
	t, ok := s.pages[p.Template]
	if !ok {
		return fmt.Errorf("page %s: no template %q", p.Path, p.Template)
	}
	if err := t.compiled.execute(w, p.Data()); err != nil {
		return fmt.Errorf("page %s: %w", p.Path, err)
	}
	return nil
}
