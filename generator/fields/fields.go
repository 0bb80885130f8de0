// Package fields reads a tree of positioned nodes into a Go value by the
// value's `field` tags. Frontmatter and retrowiki.yaml both go through it, so
// that a field is added by one tagged line in a struct.
//
// In go a mapping and a pointer to a struct; out come the filled struct, the
// place of every field, and findings: wrong types, unknown words, unknown
// names with the nearest known one. It stops at nothing: what can be read is
// read.
//
// A tag is `field:"name"`, with ",shorthand" on the one field that a plain
// scalar fills when the struct may be written as one, and `field:",inline"` on
// a struct whose fields stand directly in the one around it.
package fields

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// Decoder reads nodes. The zero Decoder reads times without an offset as UTC.
type Decoder struct {
	Zone     *time.Location              // of times without an offset
	Rename   map[string]string           // other names for top-level fields: theirs to ours
	Unknown  func(frontmatter.Pair) bool // takes a top-level field that the struct lacks; false if it wants none of it
	Spans    map[string]diag.Span        // filled: the place of each field's value by path
	Findings diag.List                   // filled
}

// Decode fills the struct that into points to from a mapping.
func (d *Decoder) Decode(node *frontmatter.Node, into any) {
	if d.Spans == nil {
		d.Spans = make(map[string]diag.Span, values(node))
	}
	d.structure(node, reflect.ValueOf(into).Elem(), "")
}

// values counts the values in a tree.
func values(node *frontmatter.Node) int {
	n := 1
	for _, pair := range node.Pairs {
		n += values(pair.Value)
	}
	for _, item := range node.Items {
		n += values(item)
	}
	return n
}

func (d *Decoder) report(severity diag.Severity, rule string, span diag.Span, hint, format string, args ...any) {
	d.Findings = append(d.Findings, diag.Diagnostic{
		Rule: "frontmatter/" + rule, Severity: severity, Span: span,
		Message: fmt.Sprintf(format, args...), Hint: hint,
	})
}

func (d *Decoder) wrongType(node *frontmatter.Node, path, want string) {
	d.report(diag.Error, "wrong-type", node.Span, "write "+want, "%s is %s, but %s is wanted", path, describe(node), want)
}

func describe(node *frontmatter.Node) string {
	switch node.Kind {
	case frontmatter.Mapping:
		return "a group of fields"
	case frontmatter.Sequence:
		return "a list"
	case frontmatter.Null:
		return "empty"
	}
	text := node.Text
	if runes := []rune(text); len(runes) > 40 {
		text = string(runes[:40]) + "..."
	}
	return fmt.Sprintf("%q", text)
}

func (d *Decoder) structure(node *frontmatter.Node, v reflect.Value, path string) {
	shape := shapeOf(v.Type())
	if node.Kind != frontmatter.Mapping {
		if shape.shorthand != "" && node.Kind != frontmatter.Sequence {
			f := shape.byName[shape.shorthand]
			d.value(node, v.FieldByIndex(f.index), join(path, shape.shorthand))
			return
		}
		d.wrongType(node, orWhole(path), "a group of `name: value` fields")
		return
	}
	for _, pair := range node.Pairs {
		name := pair.Key.Text
		if ours, ok := d.Rename[name]; ok && path == "" {
			name = ours
		}
		f, known := shape.byName[name]
		if !known {
			d.unknown(node, pair, shape, path)
			continue
		}
		if fieldPath := join(path, name); pair.Value.Kind != frontmatter.Null {
			d.value(pair.Value, v.FieldByIndex(f.index), fieldPath)
		}
	}
}

func (d *Decoder) unknown(in *frontmatter.Node, pair frontmatter.Pair, shape *shape, path string) {
	if path == "" && d.Unknown != nil && d.Unknown(pair) {
		return
	}
	hint := "remove it, or map it to a known field under `fields` in retrowiki.yaml"
	if path != "" {
		hint = "known here: " + strings.Join(shape.names, ", ")
	}
	if near := diag.Nearest(pair.Key.Text, shape.names); near != "" {
		hint = fmt.Sprintf("did you mean `%s`?", near)
	}
	d.report(diag.Warning, "unknown-field", pair.Key.Span, hint, "unknown field %q", join(path, pair.Key.Text))
	if name := d.slip(in, pair, shape, path); name != "" {
		d.Findings[len(d.Findings)-1].Fixes = []diag.Fix{{Span: pair.Key.Span, NewText: name}}
	}
}

// slip is the field that a misspelt one means for sure: there is no other name
// as near, the field is not there yet, and its value can be read. "" if any of
// this is in doubt.
func (d *Decoder) slip(in *frontmatter.Node, pair frontmatter.Pair, shape *shape, path string) string {
	name, written := diag.Slip(pair.Key.Text, shape.names), pair.Key.Span
	if name == "" || pair.Key.Quoted || written.End.Offset-written.Start.Offset != len(pair.Key.Text) || pair.Value.Kind == frontmatter.Null {
		return ""
	}
	for _, p := range in.Pairs {
		here := p.Key.Text
		if ours, ok := d.Rename[here]; ok && path == "" {
			here = ours
		}
		if here == name || here != pair.Key.Text && diag.Slip(here, shape.names) == name && !shape.has(here) {
			return ""
		}
	}
	trial := Decoder{Zone: d.Zone, Spans: map[string]diag.Span{}}
	trial.value(pair.Value, reflect.New(shape.byName[name].Type).Elem(), name)
	if trial.Findings.AtLeast(diag.Warning) > 0 {
		return ""
	}
	return name
}

func (d *Decoder) value(node *frontmatter.Node, v reflect.Value, path string) {
	d.Spans[path] = node.Span
	if read, ok := readers[v.Type()]; ok {
		read(d, node, v, path)
		return
	}
	switch v.Kind() {
	case reflect.String:
		d.text(node, v, path)
	case reflect.Bool:
		if node.Kind != frontmatter.Bool {
			d.wrongType(node, path, "true or false")
			return
		}
		v.SetBool(node.Text == "true")
	case reflect.Int:
		d.integer(node, v, path)
	case reflect.Slice:
		d.list(node, v, path)
	case reflect.Map:
		d.mapping(node, v, path)
	case reflect.Struct:
		d.structure(node, v, path)
	default:
		panic("fields: no reader for " + v.Type().String())
	}
}

func (d *Decoder) text(node *frontmatter.Node, v reflect.Value, path string) {
	if node.Kind == frontmatter.Mapping || node.Kind == frontmatter.Sequence {
		d.wrongType(node, path, "text")
		return
	}
	v.SetString(strings.TrimSpace(node.Text))
	vocabulary, ok := v.Interface().(incident.Vocabulary)
	if !ok || v.String() == "" {
		return
	}
	words := vocabulary.Words()
	for _, w := range words {
		if strings.EqualFold(w, strings.ReplaceAll(v.String(), "-", "_")) {
			v.SetString(w)
			return
		}
	}
	hint := "one of: " + strings.Join(words, ", ")
	if near := diag.Nearest(v.String(), words); near != "" {
		hint = fmt.Sprintf("did you mean `%s`? One of: %s", near, strings.Join(words, ", "))
	}
	d.report(diag.Error, "unknown-value", node.Span, hint, "%s has no value %q", path, v.String())
	plain := !node.Quoted && node.Span.End.Offset-node.Span.Start.Offset == len(node.Text)
	if word := diag.Slip(node.Text, words); word != "" && plain && path != "visibility" {
		d.Findings[len(d.Findings)-1].Fixes = []diag.Fix{{Span: node.Span, NewText: word}}
	} // who may read an incident is nothing to guess at
}

func (d *Decoder) list(node *frontmatter.Node, v reflect.Value, path string) {
	if node.Kind != frontmatter.Sequence {
		if node.Kind == frontmatter.Mapping && v.Type().Elem().Kind() != reflect.Struct {
			d.wrongType(node, path, "a list")
			return
		}
		one := reflect.New(v.Type().Elem()).Elem()
		d.value(node, one, path+"[0]")
		if !one.IsZero() {
			v.Set(reflect.Append(v, one))
		}
		return
	}
	list := reflect.MakeSlice(v.Type(), len(node.Items), len(node.Items))
	n := 0
	for _, item := range node.Items {
		if item.Kind != frontmatter.Null {
			d.value(item, list.Index(n), path+"["+strconv.Itoa(n)+"]")
			n++
		}
	}
	v.Set(list.Slice(0, n))
}

func (d *Decoder) mapping(node *frontmatter.Node, v reflect.Value, path string) {
	if node.Kind != frontmatter.Mapping {
		d.wrongType(node, path, "a group of `name: value` fields")
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, pair := range node.Pairs {
		one := reflect.New(v.Type().Elem()).Elem()
		d.value(pair.Value, one, join(path, pair.Key.Text))
		v.SetMapIndex(reflect.ValueOf(pair.Key.Text), one)
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func orWhole(path string) string {
	if path == "" {
		return "the frontmatter"
	}
	return path
}
