package page

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// resolver turns the links of an entry's Markdown into addresses as seen from
// the page at from.
func (b *Builder) resolver(e *collection.Entry, from string) markdown.Resolver {
	return func(link markdown.Link) (markdown.Target, bool) {
		ref, ok := b.View.Resolve(e, link)
		if !ok && !ref.MissingFragment {
			return markdown.Target{}, false
		}
		fragment := ""
		if ref.Fragment != "" && !ref.MissingFragment {
			fragment = "#" + ref.Fragment
		}
		switch {
		case ref.Address != "":
			return markdown.Target{URL: ref.Address}, true
		case ref.Entry == e && fragment != "":
			return markdown.Target{URL: fragment}, true
		case ref.Entry != nil:
			return markdown.Target{URL: Relative(from, IncidentPath(ref.Entry.ID)) + fragment, Title: ref.Entry.Title}, true
		case ref.Term != nil:
			return markdown.Target{URL: Relative(from, TermPath(ref.Term)), Title: b.termName(ref.Term)}, true
		case ref.Pattern != nil:
			return b.patternTarget(ref.Pattern, from, fragment)
		case ref.Asset != "":
			if path, known := b.Site.Assets[ref.Asset]; known {
				return markdown.Target{URL: Relative(from, path)}, true
			}
			return markdown.Target{}, false
		case ref.File != "" && b.Site.BlobURL != "":
			return markdown.Target{URL: b.Site.BlobURL + escapePath(ref.File) + fragment}, true
		}
		return markdown.Target{}, false
	}
}

// patternTarget leads to the factor's page, where the pattern's text stands.
func (b *Builder) patternTarget(p *collection.Pattern, from, fragment string) (markdown.Target, bool) {
	t := b.View.Term("factors", p.ID)
	if t == nil {
		return markdown.Target{}, false
	}
	return markdown.Target{URL: Relative(from, TermPath(t)) + fragment, Title: p.Title}, true
}

// patternOrigin lets links in a pattern's text be resolved like an incident's:
// relative to its file.
func patternOrigin(p *collection.Pattern) *incident.Incident {
	return &incident.Incident{ID: p.ID, Title: p.Title, Origin: incident.Origin{Path: p.Path}}
}

// escapePath makes a path of the source safe in an address, keeping slashes.
func escapePath(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}

func (b *Builder) editURL(e *collection.Entry) string {
	if b.Site.EditURL == "" {
		return ""
	}
	return b.Site.EditURL + escapePath(e.Origin.Path)
}

// lineURL leads to a line of an incident's file where it can be read and
// edited: GitHub's editor itself can be sent to a file only.
func (b *Builder) lineURL(e *collection.Entry, line int) string {
	if b.Site.BlobURL == "" || line < 1 {
		return ""
	}
	return fmt.Sprintf("%s%s?plain=1#L%d", b.Site.BlobURL, escapePath(e.Origin.Path), line)
}
