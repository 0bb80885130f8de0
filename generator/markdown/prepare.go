package markdown

import "bytes"

// prepared is a text as HTML but for what depends on the page that shows it:
// where its links lead. It is made while the tree of a text is there, so that
// a page needs no second tree, and is shared by all pages.
type prepared struct {
	html     string
	gaps     []gap
	whole    stretch // of a field
	sections []stretch
	items    []stretch // of the timeline
}

// stretch is a part of a prepared text: bytes of html, and the gaps in it.
type stretch struct{ from, to, firstGap, endGap int32 }

// gap is a place that a page fills. What stands there takes no bytes of html.
type gap struct {
	at    int32
	kind  gapKind
	link  int32  // index in the text's links; of a reference, its kind
	words string // of a reference; else the title that the author gave
}

type gapKind uint8

const (
	opensLink gapKind = iota
	closesLink
	showsImage
	showsWikiLink
	refers
)

// preparing leaves a gap where it belongs. It reports whether the output is
// one that is filled later.
func (o *output) preparing(g gap) bool {
	if o.gaps == nil {
		return false
	}
	g.at = int32(o.Len())
	*o.gaps = append(*o.gaps, g)
	return true
}

// prepare renders every part of a text while its tree is there. Own tags go
// through the sanitiser with their links resolved, so a text with any is
// rendered for each page.
func (t *tree) prepare() *prepared {
	if t.hasHTML {
		return nil
	}
	w := outputs.Get().(*output)
	defer outputs.Put(w)
	w.Reset()
	buffer := lent.Get().(*[]byte)
	defer lent.Put(buffer)
	html := (*buffer)[:0]
	defer func() { *buffer = html }()
	p := &prepared{}
	var gaps []gap
	w.d, w.t, w.resolve, w.gaps = t.d, t, nil, &gaps
	defer func() { w.d, w.t, w.gaps, w.entry = nil, nil, nil, false }()
	add := func(entry bool, render func(*output) error) (s stretch, ok bool) {
		w.Reset()
		w.entry = entry
		s.from, s.firstGap = int32(len(html)), int32(len(gaps))
		if err := render(w); err != nil || w.Len() >= maxOutput || len(html) >= maxOutput {
			return s, false
		}
		text := bytes.TrimRight(w.Bytes(), "\n")
		for i := s.firstGap; i < int32(len(gaps)); i++ {
			gaps[i].at = min(gaps[i].at, int32(len(text))) + s.from
		}
		html = append(html, text...)
		s.to, s.endGap = int32(len(html)), int32(len(gaps))
		return s, true
	}
	ok := true
	if t.d.text == nil {
		p.whole, ok = add(false, t.whole)
	}
	for i := 0; ok && t.d.text != nil && i < len(t.sections); i++ {
		var s stretch
		s, ok = add(false, t.section(i))
		p.sections = append(p.sections, s)
	}
	for i := 0; ok && i < len(t.items); i++ {
		var s stretch
		s, ok = add(true, t.item(i))
		p.items = append(p.items, s)
	}
	if !ok {
		return nil
	}
	p.html, p.gaps = string(html), gaps
	return p
}

// fill gives a part of a prepared text as one page shows it.
func (r *Rendering) fill(s stretch) (html HTML) {
	p := r.d.prepared
	if s.firstGap == s.endGap {
		return HTML(p.html[s.from:s.to])
	}
	w := outputs.Get().(*output)
	w.Reset()
	w.d, w.resolve = r.d, r.resolve
	defer func() {
		w.d, w.resolve = nil, nil
		outputs.Put(w)
		if recover() != nil {
			html = r.d.asWritten()
		}
	}()
	at, opened := s.from, false
	for _, g := range p.gaps[s.firstGap:s.endGap] {
		write(w, p.html[at:g.at])
		at = g.at
		switch g.kind {
		case opensLink:
			opened = w.openLink(w.target(int(g.link)), g.words)
		case closesLink:
			w.closeLink(opened)
		case showsImage:
			w.image(w.target(int(g.link)), g.words)
		case showsWikiLink:
			w.wikiLink(w.target(int(g.link)), g.words)
		case refers:
			w.reference(LinkKind(g.link), g.words)
		}
	}
	write(w, p.html[at:s.to])
	if w.Len() >= maxOutput {
		return r.d.asWritten()
	}
	return HTML(w.String())
}
