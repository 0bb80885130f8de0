package collection

import (
	"path"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// Ref is where a link leads; one of Entry, Pattern, Term, Asset, File and
// Address is set.
type Ref struct {
	Entry    *Entry
	Pattern  *Pattern
	Term     *Term
	Asset    string // an image's path in the source
	File     string // another file's path in the source
	Address  string // an address outside, as written
	Fragment string // the part behind "#", without it

	MissingFragment bool // the page exists, its heading does not
}

// taxonomyOf has the words before the colon in [[factor:integer-overflow]].
var taxonomyOf = map[string]string{
	"service": "services", "factor": "factors", "tag": "tags", "team": "teams", "person": "people", "severity": "severities",
}

// Resolve finds what a link in an entry leads to, as far as the View's
// audience may know; ok is false if it leads nowhere.
func (v *View) Resolve(from *Entry, link markdown.Link) (ref Ref, ok bool) {
	switch link.Kind {
	case markdown.External:
		return Ref{Address: link.Destination}, true
	case markdown.Wiki:
		return v.resolveWiki(link)
	case markdown.Fragment:
		return v.withFragment(Ref{Entry: from}, from.Doc, strings.TrimPrefix(link.Destination, "#"))
	}
	target, fragment, _ := strings.Cut(link.Destination, "#")
	target, _, _ = strings.Cut(target, "?")
	if strings.HasPrefix(target, "/") {
		target = path.Clean(target[1:])
	} else {
		target = path.Join(path.Dir(from.Origin.Path), target)
	}
	return v.resolvePath(target, fragment, link.Kind == markdown.Image)
}

func (v *View) resolveWiki(link markdown.Link) (Ref, bool) {
	if link.Namespace != "" {
		taxonomy, ok := taxonomyOf[link.Namespace]
		if !ok {
			taxonomy = link.Namespace
		}
		t := v.Term(taxonomy, link.Destination)
		return Ref{Term: t}, t != nil
	}
	id, fragment, _ := strings.Cut(link.Destination, "#")
	if e := v.ByID(strings.TrimSpace(id)); e != nil {
		return v.withFragment(Ref{Entry: e}, e.Doc, fragment)
	}
	return Ref{}, false
}

func (v *View) resolvePath(target, fragment string, image bool) (Ref, bool) {
	if target == ".." || strings.HasPrefix(target, "../") {
		return Ref{}, false
	}
	for _, candidate := range []string{target, path.Join(target, "index.md"), target + ".md"} {
		if e := v.byPath[candidate]; e != nil {
			return v.withFragment(Ref{Entry: e}, e.Doc, fragment)
		}
	}
	if p := v.patternAt[target]; p != nil {
		return v.withFragment(Ref{Pattern: p}, p.Doc, fragment)
	}
	if !v.files[target] {
		return Ref{}, false
	}
	if image {
		return Ref{Asset: target}, true
	}
	return Ref{File: target, Fragment: fragment}, true
}

func (v *View) withFragment(ref Ref, doc *markdown.Doc, fragment string) (Ref, bool) {
	if fragment == "" {
		return ref, true
	}
	ref.Fragment = fragment
	ref.MissingFragment = doc == nil || !doc.HasHeading(fragment)
	return ref, !ref.MissingFragment
}

// Image is an image that an incident shows, and where it says so.
type Image struct {
	Path string // in the source
	Span diag.Span
}

// Images lists the images of the source that an incident shows, in the order
// of its text.
func (v *View) Images(e *Entry) []Image {
	var images []Image
	e.eachDoc(func(doc *markdown.Doc) {
		for _, link := range doc.Links() {
			if ref, ok := v.Resolve(e, link); ok && ref.Asset != "" {
				images = append(images, Image{Path: ref.Asset, Span: link.Span})
			}
		}
	})
	return images
}
