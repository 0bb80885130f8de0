package flat

import (
	"encoding/binary"
	"fmt"
	"hash"
	"math"
	"reflect"
	"time"
	"unsafe"
)

// maker makes the part of each type once, so that types may hold themselves.
type maker struct {
	made  map[reflect.Type]*part
	shape hash.Hash
}

var timeType = reflect.TypeFor[time.Time]()

func (m *maker) of(t reflect.Type) *part {
	fmt.Fprintf(m.shape, "%s %s\n", t.Kind(), t)
	if p := m.made[t]; p != nil {
		return p
	}
	p := &part{}
	m.made[t] = p
	switch k := t.Kind(); {
	case t == timeType:
		*p = part{
			func(w *writer, at unsafe.Pointer) { w.time(*(*time.Time)(at)) },
			func(r *reader, at unsafe.Pointer) { *(*time.Time)(at) = r.time() },
		}
	case k == reflect.String:
		*p = part{
			func(w *writer, at unsafe.Pointer) { w.text(*(*string)(at)) },
			func(r *reader, at unsafe.Pointer) { *(*string)(at) = r.text() },
		}
	case k == reflect.Bool:
		*p = boolean
	case k >= reflect.Int && k <= reflect.Int64, k >= reflect.Uint && k <= reflect.Uint64:
		*p = integer(t)
	case k == reflect.Float64:
		*p = float
	case k == reflect.Struct:
		*p = m.structure(t)
	case k == reflect.Slice:
		*p = m.slice(t)
	case k == reflect.Map && t.Key().Kind() == reflect.String:
		*p = m.mapping(t)
	case k == reflect.Pointer:
		*p = m.pointer(t)
	default:
		panic(fmt.Sprintf("flat: values of type %s cannot be kept", t))
	}
	return p
}

var boolean = part{
	func(w *writer, at unsafe.Pointer) {
		if *(*bool)(at) {
			w.out = append(w.out, 1)
		} else {
			w.out = append(w.out, 0)
		}
	},
	func(r *reader, at unsafe.Pointer) { *(*bool)(at) = r.number() == 1 },
}

var float = part{
	func(w *writer, at unsafe.Pointer) {
		w.out = binary.LittleEndian.AppendUint64(w.out, math.Float64bits(*(*float64)(at)))
	},
	func(r *reader, at unsafe.Pointer) {
		if len(r.in) < 8 {
			r.fail()
			return
		}
		*(*float64)(at) = math.Float64frombits(binary.LittleEndian.Uint64(r.in))
		r.in = r.in[8:]
	},
}

func integer(t reflect.Type) part {
	if t.Kind() == reflect.Int {
		return part{
			func(w *writer, at unsafe.Pointer) { w.number(zigzag(int64(*(*int)(at)))) },
			func(r *reader, at unsafe.Pointer) { *(*int)(at) = int(unzigzag(r.number())) },
		}
	}
	signed := t.Kind() <= reflect.Int64
	return part{
		func(w *writer, at unsafe.Pointer) {
			v := reflect.NewAt(t, at).Elem()
			if signed {
				w.number(zigzag(v.Int()))
			} else {
				w.number(v.Uint())
			}
		},
		func(r *reader, at unsafe.Pointer) {
			v, n := reflect.NewAt(t, at).Elem(), r.number()
			if signed {
				v.SetInt(unzigzag(n))
			} else {
				v.SetUint(n)
			}
		},
	}
}

func (m *maker) structure(t reflect.Type) part {
	type field struct {
		offset uintptr
		part   *part
	}
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		fields = append(fields, field{f.Offset, m.of(f.Type)})
	}
	return part{
		func(w *writer, at unsafe.Pointer) {
			for _, f := range fields {
				f.part.write(w, unsafe.Add(at, f.offset))
			}
		},
		func(r *reader, at unsafe.Pointer) {
			for _, f := range fields {
				f.part.read(r, unsafe.Add(at, f.offset))
			}
		},
	}
}

// A slice, a map or a pointer that is nil is written as 0; one of n values as
// n+1 and these.

func (m *maker) slice(t reflect.Type) part {
	size, inner := t.Elem().Size(), m.of(t.Elem())
	if size == 0 {
		panic(fmt.Sprintf("flat: %s has values of no size", t))
	}
	return part{
		func(w *writer, at unsafe.Pointer) {
			s := (*header)(at)
			if s.data == nil {
				w.out = append(w.out, 0)
				return
			}
			w.number(uint64(s.length) + 1)
			for i := range s.length {
				inner.write(w, unsafe.Add(s.data, uintptr(i)*size))
			}
		},
		func(r *reader, at unsafe.Pointer) {
			n := r.count(size)
			if n == 0 {
				return
			}
			made := reflect.MakeSlice(t, n-1, n-1)
			reflect.NewAt(t, at).Elem().Set(made)
			for i := 0; i < n-1 && r.err == nil; i++ {
				inner.read(r, unsafe.Add(made.UnsafePointer(), uintptr(i)*size))
			}
		},
	}
}

// header is how Go lays out a slice.
type header struct {
	data             unsafe.Pointer
	length, capacity int
}

func (m *maker) mapping(t reflect.Type) part {
	key, inner := m.of(t.Key()), m.of(t.Elem())
	return part{
		func(w *writer, at unsafe.Pointer) {
			v := reflect.NewAt(t, at).Elem()
			if v.IsNil() {
				w.out = append(w.out, 0)
				return
			}
			w.number(uint64(v.Len()) + 1)
			k, e := reflect.New(t.Key()), reflect.New(t.Elem())
			for each := v.MapRange(); each.Next(); {
				k.Elem().SetIterKey(each)
				e.Elem().SetIterValue(each)
				key.write(w, k.UnsafePointer())
				inner.write(w, e.UnsafePointer())
			}
		},
		func(r *reader, at unsafe.Pointer) {
			n := r.count(t.Key().Size() + t.Elem().Size())
			if n == 0 {
				return
			}
			made := reflect.MakeMapWithSize(t, n-1)
			reflect.NewAt(t, at).Elem().Set(made)
			k, e := reflect.New(t.Key()), reflect.New(t.Elem())
			for i := 0; i < n-1 && r.err == nil; i++ {
				k.Elem().SetZero()
				e.Elem().SetZero()
				key.read(r, k.UnsafePointer())
				inner.read(r, e.UnsafePointer())
				made.SetMapIndex(k.Elem(), e.Elem())
			}
		},
	}
}

func (m *maker) pointer(t reflect.Type) part {
	inner := m.of(t.Elem())
	return part{
		func(w *writer, at unsafe.Pointer) {
			p := *(*unsafe.Pointer)(at)
			if p == nil {
				w.out = append(w.out, 0)
				return
			}
			w.out = append(w.out, 1)
			inner.write(w, p)
		},
		func(r *reader, at unsafe.Pointer) {
			if r.number() == 0 {
				return
			}
			made := reflect.New(t.Elem())
			reflect.NewAt(t, at).Elem().Set(made)
			inner.read(r, made.UnsafePointer())
		},
	}
}
