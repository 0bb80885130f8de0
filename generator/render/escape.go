package render

import (
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// action compiles what prints a value: the pipeline, and the escapers that
// html/template put behind it.
func (b *builder) action(n *parse.ActionNode, dot reflect.Type) step {
	value := b.command(n.Pipe.Cmds[0], dot)
	if len(n.Pipe.Decl) > 0 {
		b.set(n.Pipe, &value)
		return func(m *machine, dot reflect.Value) { value.eval(m, dot) }
	}
	var names []string
	for _, c := range n.Pipe.Cmds[1:] {
		names = append(names, strings.TrimPrefix(c.String(), "_html_template_"))
	}
	trusted := value.typ == reflect.TypeFor[template.HTML]()
	escape := escapers[strings.Join(names, " ")]
	if trusted {
		escape = trustedEscapers[strings.Join(names, " ")]
	}
	if escape == nil {
		b.fail(n, "escaping of %s by %v cannot be compiled: write it between tags, or into a quoted attribute", value.typ, names)
	}
	eval, kind := value.eval, value.typ.Kind()
	if !trusted && (value.typ.PkgPath() == "html/template" || value.typ.Implements(reflect.TypeFor[fmt.Stringer]()) || value.typ.Implements(reflect.TypeFor[error]())) {
		b.fail(n, "printing %s cannot be compiled", value.typ)
	}
	switch kind {
	case reflect.String:
		return func(m *machine, dot reflect.Value) { m.out = escape(m.out, eval(m, dot).String()) }
	case reflect.Int:
		return func(m *machine, dot reflect.Value) { m.out = escape(m.out, strconv.FormatInt(eval(m, dot).Int(), 10)) }
	}
	b.fail(n, "printing %s cannot be compiled", value.typ)
	return nil
}

type escaper func(out []byte, text string) []byte

// escapers are those of html/template that our templates need, by the names
// of its pipelines: texts and titles, attributes, and addresses in attributes,
// whole or in part.
var escapers = map[string]escaper{
	"htmlescaper":               appendEscaped,
	"rcdataescaper":             appendEscaped,
	"attrescaper":               appendEscaped,
	"urlescaper attrescaper":    appendPercentEncoded,
	"urlnormalizer attrescaper": appendNormalized,
	"urlfilter attrescaper":     func(out []byte, text string) []byte { return appendEscaped(out, filtered(text)) },
	"urlfilter urlnormalizer attrescaper": func(out []byte, text string) []byte {
		return appendNormalized(out, filtered(text))
	},
}

var trustedEscapers = map[string]escaper{
	"htmlescaper": func(out []byte, text string) []byte { return append(out, text...) },
}

// appendEscaped writes text for the inside of an element or a quoted
// attribute, with the entities that html/template uses.
func appendEscaped(out []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		entity := entities[text[i]]
		if entity == "" {
			continue
		}
		out = append(out, text[from:i]...)
		out = append(out, entity...)
		from = i + 1
	}
	return append(out, text[from:]...)
}

var entities = [256]string{0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}

// appendNormalized writes an address into a quoted attribute: what may not
// stand in one is percent-encoded, and valid percent codes are kept.
func appendNormalized(out []byte, address string) []byte {
	for i := 0; i < len(address); i++ {
		c := address[i]
		switch {
		case inAddress[c] || c == '%' && i+2 < len(address) && isHex(address[i+1]) && isHex(address[i+2]):
			if entity := entities[c]; entity != "" {
				out = append(out, entity...)
			} else {
				out = append(out, c)
			}
		default:
			out = appendPercent(out, c)
		}
	}
	return out
}

// appendPercentEncoded writes a part of an address, such as what follows "#":
// all but unreserved characters is percent-encoded.
func appendPercentEncoded(out []byte, text string) []byte {
	for _, c := range []byte(text) {
		if inAddress[c] && strings.IndexByte(reserved, c) < 0 {
			out = append(out, c)
		} else {
			out = appendPercent(out, c)
		}
	}
	return out
}

func appendPercent(out []byte, c byte) []byte {
	return append(out, '%', "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
}

// reserved are the characters with a meaning in an address, of RFC 3986 but
// for quotes and parentheses.
const reserved = "!#$&*+,/:;=?@[]"

// inAddress holds the reserved and the unreserved characters.
var inAddress = func() (in [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~" + reserved) {
		in[c] = true
	}
	return in
}()

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// filtered keeps an address that is relative, or of a scheme that runs
// nothing; any other leads nowhere.
func filtered(address string) string {
	scheme, _, found := strings.Cut(address, ":")
	if !found || strings.Contains(scheme, "/") ||
		strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto") {
		return address
	}
	return "#ZgotmplZ"
}
