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
	frame   map[string]*compiled
	chromes *sync.Map // chromeKey -> template.HTML
}

// Forget lets go of the frame around pages, for another wiki.
// Nobody may use the Set meanwhile.
func (s *Set) Forget() { s.chromes = &sync.Map{} }

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
	key := chromeKey{name, h.Section, h.Root()}
	if known, ok := s.chromes.Load(key); ok {
		return known.(template.HTML), nil
	}
	var out strings.Builder
	if err := s.frame[name].execute(&out, h); err != nil {
		return "", err
	}
	html := template.HTML(out.String()) // a template's, and escaped already
	s.chromes.Store(key, html)
	return html, nil
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
	s := &Set{pages: map[string]pageTemplate{}, frame: map[string]*compiled{}}
	s.Forget()
	funcs := template.FuncMap{"chrome": s.chrome}
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
	for _, name := range []string{"masthead", "foot"} {
		t, err := base.Clone()
		if err == nil {
			s.frame[name], err = compile(t, name, funcs)
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
