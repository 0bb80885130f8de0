// Package flat writes plain values as bytes and reads them back, fast.
//
// In go structs of booleans, numbers, strings, times, slices, maps and pointers
// to such, fields that are not exported among them; out come bytes without names
// or types, of use only to a program with the very same types (Shape tells them
// apart). What several pointers lead to is written as often.
// Strings that are read share the memory of the bytes they are read from. It is
// for what may be lost, such as a cache: bytes that are no such value give an
// error and nothing worse.
package flat

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"reflect"
	"time"
	"unsafe"
)

// Damaged is what Read says of bytes that Append has not made.
var Damaged = errors.New("not a value of this type")

// Codec writes and reads values of one type. It may be used by several
// goroutines at once.
type Codec[T any] struct {
	part  part
	shape string
	zone  *time.Location
}

// New makes the Codec of a type. Times may be in UTC, in zones of a fixed
// offset without a name, and in this one. It panics where a type is none that it
// knows, which is a mistake of the program.
func New[T any](zone *time.Location) *Codec[T] {
	m := maker{made: map[reflect.Type]*part{}, shape: sha256.New()}
	p := m.of(reflect.TypeFor[T]())
	return &Codec[T]{part: *p, shape: hex.EncodeToString(m.shape.Sum(nil)), zone: zone}
}

// Shape names the type's form: bytes of another form are not to be read.
func (c *Codec[T]) Shape() string { return c.shape }

// Append writes a value behind what is in to.
func (c *Codec[T]) Append(to []byte, value *T) ([]byte, error) {
	w := writer{out: to, zone: c.zone, known: map[string]int{}}
	c.part.write(&w, unsafe.Pointer(value))
	return w.out, w.err
}

// Read reads what Append has written. The value's strings stay part of data,
// which must not change any more.
func (c *Codec[T]) Read(data []byte, value *T) error {
	r := reader{in: data, zone: c.zone}
	c.part.read(&r, unsafe.Pointer(value))
	if r.err == nil && len(r.in) > 0 {
		r.err = Damaged
	}
	return r.err
}

// part writes and reads what stands at an address.
type part struct {
	write func(*writer, unsafe.Pointer)
	read  func(*reader, unsafe.Pointer)
}

type writer struct {
	out   []byte
	zone  *time.Location
	known map[string]int // strings that were written, by their number
	err   error
}

type reader struct {
	in    []byte
	zone  *time.Location
	known []string
	err   error
}

// again is how long a string is at least for a second one to be written as the
// number of the first.
const again = 4

func (w *writer) number(n uint64) { w.out = binary.AppendUvarint(w.out, n) }

func (w *writer) text(s string) {
	if len(s) >= again {
		if n, ok := w.known[s]; ok {
			w.number(uint64(n)<<1 | 1)
			return
		}
		w.known[s] = len(w.known)
	}
	w.number(uint64(len(s)) << 1)
	w.out = append(w.out, s...)
}

func (r *reader) fail() {
	r.in = nil
	if r.err == nil {
		r.err = Damaged
	}
}

func (r *reader) number() uint64 {
	if len(r.in) > 0 && r.in[0] < 0x80 {
		n := uint64(r.in[0])
		r.in = r.in[1:]
		return n
	}
	n, size := binary.Uvarint(r.in)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.in = r.in[size:]
	return n
}

func (r *reader) text() string {
	n := r.number()
	if n&1 == 1 {
		if n>>1 >= uint64(len(r.known)) {
			r.fail()
			return ""
		}
		return r.known[n>>1]
	}
	n >>= 1
	if n > uint64(len(r.in)) {
		r.fail()
		return ""
	}
	if n == 0 {
		return ""
	}
	s := unsafe.String(&r.in[0], int(n))
	r.in = r.in[n:]
	if len(s) >= again {
		r.known = append(r.known, s)
	}
	return s
}

// mostPerByte is how many bytes of memory a byte that is read can stand for, so
// that damaged ones do not ask for all there is.
const mostPerByte = 128

// count reads what stands before the values of a slice or a map, each of which
// takes a byte or more: their number and one, or 0 where it is nil.
func (r *reader) count(size uintptr) int {
	n := r.number()
	if left := uint64(len(r.in)); n > left+1 || n > 0 && uint64(size)*(n-1) > mostPerByte*left {
		r.fail()
		return 0
	}
	return int(n)
}

// zigzag and back, so that small negative numbers stay short.
func zigzag(n int64) uint64   { return uint64(n<<1) ^ uint64(n>>63) }
func unzigzag(n uint64) int64 { return int64(n>>1) ^ -int64(n&1) }

// What a time's zone is.
const (
	inUTC = iota
	inZone
	inOffset
)

func (w *writer) time(t time.Time) {
	kind := uint64(inOffset)
	name, offset := t.Zone()
	switch {
	case t.Location() == time.UTC:
		kind = inUTC
	case t.Location() == w.zone:
		kind = inZone
	case t.Location() == time.Local || name != "":
		w.err = fmt.Errorf("a time in the zone %s cannot be kept", t.Location())
		return
	}
	w.number(kind)
	w.number(zigzag(t.Unix()))
	w.number(uint64(t.Nanosecond()))
	if kind == inOffset {
		w.number(zigzag(int64(offset)))
	}
}

func (r *reader) time() time.Time {
	kind := r.number()
	seconds, nanoseconds := unzigzag(r.number()), r.number()
	if nanoseconds >= uint64(time.Second) {
		r.fail()
		return time.Time{}
	}
	t := time.Unix(seconds, int64(nanoseconds))
	switch kind {
	case inUTC:
		return t.UTC()
	case inZone:
		if r.zone != nil {
			return t.In(r.zone)
		}
	case inOffset:
		if offset := unzigzag(r.number()); offset > -math.MaxInt16*4 && offset < math.MaxInt16*4 {
			return t.In(time.FixedZone("", int(offset)))
		}
	}
	r.fail()
	return time.Time{}
}
