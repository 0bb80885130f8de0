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
		switch link.Kind {
		case markdown.Mention, markdown.IssueReference, markdown.CommitReference:
			return b.reference(link, from)
		}
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
			if asset, known := b.Site.Assets[ref.Asset]; known {
				return markdown.Target{URL: Relative(from, asset.Path), Width: asset.Width, Height: asset.Height}, true
			}
			return markdown.Target{}, false
		case ref.File != "" && b.Site.BlobURL != "":
			return markdown.Target{URL: b.Site.BlobURL + escapePath(ref.File) + fragment}, true
		}
		return markdown.Target{}, false
	}
}

// reference leads to what GitHub would make a link of without being told: a
// person of the wiki, and else a page of the host that the wiki's repository is
// on, where that is known.
func (b *Builder) reference(link markdown.Link, from string) (markdown.Target, bool) {
	words := link.Destination
	if name, ok := strings.CutPrefix(words, "@"); ok {
		if t := b.person(name); t != nil {
			return markdown.Target{URL: Relative(from, TermPath(t)), Title: b.termName(t)}, true
		}
	}
	repository, host := b.Site.RepositoryURL, ""
	address, err := url.Parse(repository)
	if repository == "" || err != nil {
		return markdown.Target{}, false
	}
	host = address.Scheme + "://" + address.Host + "/"
	before, id, _ := strings.Cut(words, "#")
	switch link.Kind {
	case markdown.Mention:
		name := strings.TrimPrefix(words, "@")
		if org, team, ok := strings.Cut(name, "/"); ok {
			name = "orgs/" + org + "/teams/" + team
		}
		return markdown.Target{URL: host + name}, true
	case markdown.IssueReference:
		if id == "" {
			before, id = "", strings.TrimPrefix(words, "GH-")
		}
		if before != "" {
			repository = host + before
		}
		return markdown.Target{URL: repository + "/issues/" + id}, true
	}
	if other, hash, ok := strings.Cut(words, "@"); ok {
		repository, words = host+other, hash
	}
	return markdown.Target{URL: repository + "/commit/" + words}, true
}

// person finds somebody by their name in the wiki, or their login.
func (b *Builder) person(name string) *collection.Term {
	if t := b.View.Term("people", name); t != nil {
		return t
	}
	for key, p := range b.View.Config().People {
		if p.GitHub != "" && strings.EqualFold(p.GitHub, name) {
			return b.View.Term("people", key)
		}
	}
	return nil
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
