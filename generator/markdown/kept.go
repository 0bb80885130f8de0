package markdown

import (
	"errors"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Kept is a Doc without its file, as plain values that can be kept from one run
// to the next. HTML is that of a body.
type Kept struct {
	HTML string

	span            diag.Span
	source          string // of a field
	from            int    // of a body
	isBody, isEmpty bool

	public, guarded, asIs, hasHTML, isPlain bool

	*parts
}

// Keep gives the Doc to be kept.
func (d *Doc) Keep() Kept {
	d = d.written()
	k := Kept{
		span: d.span, from: d.from, isBody: d.text != nil, isEmpty: d.source == nil,
		public: d.public, guarded: d.guarded, asIs: d.asIs, hasHTML: d.hasHTML, isPlain: d.isPlain, parts: d.parts,
	}
	if !k.isBody {
		k.source = string(d.source)
	}
	if k.isPlain {
		k.parts = nil // all of them have the same
	}
	if k.isBody && d.parts != nil && d.prepared != nil {
		parts, prepared := *d.parts, *d.prepared
		k.HTML, prepared.html = prepared.html, ""
		parts.prepared, k.parts = &prepared, &parts
	}
	return k
}

// Fill makes d the Doc that was kept, of the same file.
func (k *Kept) Fill(d *Doc, file *diag.Text) error {
	switch {
	case k.isBody && (k.from < 0 || k.from > len(file.Bytes)), k.parts == nil && !k.isPlain:
		return errors.New("the text is of another file")
	case k.isBody:
		*d = Doc{text: file, from: k.from, source: file.Bytes[k.from:]}
	default:
		*d = *field(k.span, k.source, file)
	}
	if k.isEmpty {
		d.source = nil
	}
	d.public, d.guarded, d.asIs, d.hasHTML, d.isPlain, d.parts = k.public, k.guarded, k.asIs, k.hasHTML, k.isPlain, k.parts
	if k.isPlain {
		d.parts = onlyLead
	}
	if k.isBody && d.prepared != nil {
		d.prepared.html = k.HTML
	}
	return nil
}
