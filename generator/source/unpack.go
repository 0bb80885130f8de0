package source

import (
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// Two kinds in a pack are differences to another object: one that stands a
// number of bytes earlier, or one that is named by its hash.
const (
	kindOffsetDelta kind = 6
	kindHashDelta   kind = 7
)

// maxChain is how many differences may stand on each other: git makes at most
// 4095, and a chain that is longer is a circle.
const maxChain = 4096

var errPack = errors.New("the pack is broken")

// packed is one entry of a pack: what stands before its compressed bytes.
type packed struct {
	kind     kind
	size     int64 // of what the compressed bytes become
	base     hash  // for kindHashDelta
	distance int64 // for kindOffsetDelta
	begin    int64 // where the compressed bytes begin
}

// window reads a pack through a buffer that outlives one object: objects that
// are read together mostly stand together.
type window struct {
	pack   *pack
	file   *os.File
	off    int64 // where in the file buffer begins
	next   int   // next byte of the buffer
	buffer []byte
	z      io.ReadCloser
}

const windowSize = 32 << 10

var windows = sync.Pool{New: func() any { return &window{buffer: make([]byte, 0, windowSize)} }}

// openWindow borrows a window that stands at an offset of a pack. Going back
// through history may mean going back through the pack: then the window is
// laid so that it holds what stands before the offset too.
func openWindow(p *pack, offset int64) (*window, error) {
	file, err := p.reader()
	if err != nil {
		return nil, err
	}
	w := windows.Get().(*window)
	same := w.pack == p && w.file == file
	if same && offset >= w.off && offset < w.off+int64(len(w.buffer)) {
		w.next = int(offset - w.off)
		return w, nil
	}
	begin := offset
	if same && offset < w.off && w.off-offset < windowSize {
		begin = max(0, offset-windowSize*3/4)
	}
	w.pack, w.file, w.off, w.next, w.buffer = p, file, begin, 0, w.buffer[:0]
	if begin < offset {
		if err = w.fill(); err == nil && int64(len(w.buffer)) <= offset-begin {
			err = io.ErrUnexpectedEOF
		}
		w.next = int(offset - begin)
	}
	if err != nil {
		w.buffer = w.buffer[:0]
		w.done()
		return nil, err
	}
	return w, nil
}

func (w *window) done() { windows.Put(w) }

func (w *window) fill() error {
	w.off += int64(len(w.buffer))
	w.next = 0
	n, err := w.file.ReadAt(w.buffer[:windowSize], w.off)
	w.buffer = w.buffer[:n]
	if n == 0 {
		if err == io.EOF {
			return io.ErrUnexpectedEOF
		}
		return err
	}
	return nil
}

// ReadByte makes a window an io.ByteReader, so that zlib reads no further than
// it must.
func (w *window) ReadByte() (byte, error) {
	if w.next == len(w.buffer) {
		if err := w.fill(); err != nil {
			return 0, err
		}
	}
	w.next++
	return w.buffer[w.next-1], nil
}

func (w *window) Read(p []byte) (int, error) {
	if w.next == len(w.buffer) {
		if err := w.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, w.buffer[w.next:])
	w.next += n
	return n, nil
}

// header reads what stands before an object's compressed bytes.
func (w *window) header() (packed, error) {
	start := w.off + int64(w.next)
	b, err := w.ReadByte()
	if err != nil {
		return packed{}, err
	}
	e := packed{kind: kind(b >> 4 & 7), size: int64(b & 15)}
	for shift := 4; b&0x80 != 0; shift += 7 {
		if b, err = w.ReadByte(); err != nil {
			return packed{}, err
		}
		if shift > 53 {
			return packed{}, errPack
		}
		e.size |= int64(b&0x7f) << shift
	}
	switch e.kind {
	case kindCommit, kindTree, kindBlob, kindTag:
	case kindHashDelta:
		_, err = io.ReadFull(w, e.base[:])
	case kindOffsetDelta:
		e.distance, err = w.distance()
		if err == nil && (e.distance <= 0 || e.distance >= start) {
			err = errPack
		}
	default:
		err = errPack
	}
	e.begin = w.off + int64(w.next)
	return e, err
}

func (w *window) distance() (int64, error) {
	b, err := w.ReadByte()
	n := int64(b & 0x7f)
	for err == nil && b&0x80 != 0 {
		if n > 1<<54 {
			return 0, errPack
		}
		b, err = w.ReadByte()
		n = (n+1)<<7 | int64(b&0x7f)
	}
	return n, err
}

// inflate decompresses from where the window stands until data is full.
func (w *window) inflate(data []byte) error {
	if err := w.inflateStart(data); err != nil {
		return err
	}
	// Reading the end makes zlib compare its checksum.
	var more [1]byte
	if n, err := w.z.Read(more[:]); n != 0 || err != io.EOF {
		return errPack
	}
	return nil
}

// entry reads one entry of a pack: its header and its decompressed bytes.
func entry(p *pack, offset, limit int64) (packed, []byte, error) {
	w, err := openWindow(p, offset)
	if err != nil {
		return packed{}, nil, err
	}
	defer w.done()
	e, err := w.header()
	if err != nil {
		return e, nil, err
	}
	if e.size > limit {
		return e, nil, errTooLarge
	}
	data := make([]byte, e.size)
	return e, data, w.inflate(data)
}

// fits refuses an entry that is, or makes, more than limit bytes, before its
// bases are read.
func (e packed) fits(data []byte, limit int64) error {
	size := e.size
	if e.kind > kindTag {
		_, n := binary.Uvarint(data)
		result, m := binary.Uvarint(data[max(n, 0):])
		if n <= 0 || m <= 0 {
			return errPack
		}
		size = int64(min(result, 1<<62))
	}
	if size > limit {
		return errTooLarge
	}
	return nil
}

// step is a difference on the way from an object to its base.
type step struct {
	at    place
	delta []byte
}

// place is where an object stands.
type place struct {
	pack   int
	offset int64
}

// unpack reads an object of a pack, applying the differences that it is made
// of. Every base on the way is kept for the next object that needs it.
func (o *objects) unpack(p *pack, offset, limit int64) (object, error) {
	var chain []step
	var base object
	for {
		at := place{p.id, offset}
		if cached, ok := o.bases.get(at); ok {
			base = cached
			break
		}
		most := int64(maxMeta)
		if len(chain) == 0 {
			most = max(limit, 1<<16) // a difference may be larger than what it makes
		}
		e, data, err := entry(p, offset, most)
		if err == nil && len(chain) == 0 {
			err = e.fits(data, limit)
		}
		if err != nil {
			return object{}, err
		}
		if e.kind <= kindTag {
			base = object{e.kind, data}
			if len(chain) > 0 || e.kind == kindTree {
				o.bases.put(at, base)
			}
			break
		}
		chain = append(chain, step{at, data})
		if len(chain) > maxChain {
			return object{}, errPack
		}
		if e.kind == kindOffsetDelta {
			offset -= e.distance
		} else if p, offset = o.find(e.base); p == nil {
			return object{}, fmt.Errorf("its base %s: %w", e.base, errMissing)
		}
	}
	for i := len(chain) - 1; i >= 0; i-- {
		data, err := applyDelta(base.data, chain[i].delta, max(limit, maxMeta))
		if err != nil {
			return object{}, err
		}
		base.data = data
		if i > 0 || base.kind == kindTree {
			o.bases.put(chain[i].at, base)
		}
	}
	if int64(len(base.data)) > limit {
		return object{}, errTooLarge // it was in the cache
	}
	return base, nil
}

// packedSize tells kind and size without applying differences: the size
// stands at a difference's beginning.
func (o *objects) packedSize(p *pack, offset int64) (kind, int64, error) {
	size := int64(-1)
	for range maxChain {
		w, err := openWindow(p, offset)
		if err != nil {
			return 0, 0, err
		}
		e, err := w.header()
		if err == nil && e.kind > kindTag && size < 0 {
			start := make([]byte, min(e.size, 20))
			if err = w.inflateStart(start); err == nil {
				_, n := binary.Uvarint(start)
				result, m := binary.Uvarint(start[max(n, 0):])
				if n <= 0 || m <= 0 || result > 1<<53 {
					err = errPack
				}
				size = int64(result)
			}
		}
		w.done()
		switch {
		case err != nil:
			return 0, 0, err
		case e.kind <= kindTag:
			if size < 0 {
				size = e.size
			}
			return e.kind, size, nil
		case e.kind == kindOffsetDelta:
			offset -= e.distance
		default:
			if p, offset = o.find(e.base); p == nil {
				return 0, 0, errMissing
			}
		}
	}
	return 0, 0, errPack
}

// inflateStart decompresses only the first bytes.
func (w *window) inflateStart(data []byte) error {
	var err error
	if w.z == nil {
		w.z, err = zlib.NewReader(w)
	} else {
		err = w.z.(zlib.Resetter).Reset(w, nil)
	}
	if err == nil {
		_, err = io.ReadFull(w.z, data)
	}
	return err
}
