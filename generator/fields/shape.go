package fields

import (
	"reflect"
	"strings"
	"sync"
)

// Field is one named field of a struct, as the documentation shows it.
type Field struct {
	Name    string
	Doc     string
	Example string
	Type    reflect.Type
	index   []int
}

type shape struct {
	byName    map[string]Field
	names     []string // in the struct's order
	shorthand string
}

var shapes sync.Map // reflect.Type -> *shape

func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := &shape{byName: map[string]Field{}}
	s.add(t, nil)
	shapes.Store(t, s)
	return s
}

func (s *shape) add(t reflect.Type, prefix []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, tagged := f.Tag.Lookup("field")
		if !tagged {
			continue
		}
		index := append(append([]int(nil), prefix...), i)
		name, option, _ := strings.Cut(tag, ",")
		if option == "inline" {
			s.add(f.Type, index)
			continue
		}
		s.byName[name] = Field{Name: name, Doc: f.Tag.Get("doc"), Example: f.Tag.Get("example"), Type: f.Type, index: index}
		s.names = append(s.names, name)
		if option == "shorthand" {
			s.shorthand = name
		}
	}
}

func (s *shape) has(name string) bool { _, ok := s.byName[name]; return ok }

// Of lists the fields of a struct type in its order, inline ones included.
func Of(t reflect.Type) []Field {
	s := shapeOf(t)
	fields := make([]Field, len(s.names))
	for i, name := range s.names {
		fields[i] = s.byName[name]
	}
	return fields
}

// Shorthand names the field that a plain scalar fills, "" if a struct of type
// t has to be written out.
func Shorthand(t reflect.Type) string { return shapeOf(t).shorthand }
