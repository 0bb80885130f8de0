package markdown

import (
	"slices"
	"sync"
	"unsafe"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/internal/aside"
)

// away is what of a body is out of memory until it is asked for: its file, and
// the HTML of its parts after it.
type away struct {
	aside.Piece
	file int // bytes of the file
}

// PutAside puts the file of a body and its HTML out of memory. Its places can
// no longer be told then, but its words and its HTML are had again by whoever
// asks. It reports whether it did so.
func (d *Doc) PutAside(to *aside.Store) bool {
	if d.text == nil || d.asIs || d.away != nil {
		return false
	}
	var html string
	if d.prepared != nil {
		html = d.prepared.html
	}
	piece, ok := to.Put(d.text.Bytes, unsafe.Slice(unsafe.StringData(html), len(html)))
	if !ok {
		return false
	}
	d.away = &away{piece, len(d.text.Bytes)}
	d.text.Bytes, d.source = nil, nil
	if d.prepared != nil {
		d.prepared.html = ""
	}
	return true
}

// written gives the Doc with its source.
func (d *Doc) written() *Doc {
	if d.away == nil {
		return d
	}
	whole := *d
	whole.away = nil
	whole.text = diag.NewText(d.text.File, d.away.Bytes(0, d.away.file))
	whole.source = whole.text.Bytes[d.from:]
	if d.prepared != nil {
		whole.parts = d.partsWithHTML()
	}
	return &whole
}

// lend has a body's source in memory for as long as use takes: what is made of
// it must be a copy.
func (d *Doc) lend(use func(*Doc)) {
	if d.away == nil {
		use(d)
		return
	}
	buffer := lent.Get().(*[]byte)
	defer lent.Put(buffer)
	*buffer = slices.Grow((*buffer)[:0], d.away.file)[:d.away.file]
	whole := *d
	whole.away = nil
	whole.text = diag.NewText(d.text.File, d.away.Read(0, *buffer))
	whole.source = whole.text.Bytes[d.from:]
	use(&whole)
}

var lent = sync.Pool{New: func() any { return &[]byte{} }}

// rendered gives the Doc with the HTML of its parts, where there is some, and
// else with its source, which the HTML is made of then.
func (d *Doc) rendered() *Doc {
	if d.away == nil || d.prepared == nil {
		return d.written()
	}
	filled := *d
	filled.parts = d.partsWithHTML()
	return &filled
}

func (d *Doc) partsWithHTML() *parts {
	parts, prepared := *d.parts, *d.prepared
	html := d.away.Bytes(d.away.file, d.away.Size()-d.away.file)
	prepared.html = unsafe.String(unsafe.SliceData(html), len(html))
	parts.prepared = &prepared
	return &parts
}
