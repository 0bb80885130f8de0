package render

import (
	"fmt"
	"reflect"
	"strings"
	"text/template/parse"
)

// expr is a value of a template: its type, known beforehand, and how it is
// got.
type expr struct {
	typ  reflect.Type
	eval func(m *machine, dot reflect.Value) reflect.Value
}

func constant(v any) expr {
	value := reflect.ValueOf(v)
	return expr{value.Type(), func(*machine, reflect.Value) reflect.Value { return value }}
}

// pipe compiles a pipeline without the escapers that may end it.
func (b *builder) pipe(p *parse.PipeNode, dot reflect.Type) expr {
	if len(p.Cmds) != 1 {
		b.fail(p, "a pipeline of several commands cannot be compiled")
	}
	return b.command(p.Cmds[0], dot)
}

func (b *builder) command(c *parse.CommandNode, dot reflect.Type) expr {
	args := c.Args[1:]
	switch n := c.Args[0].(type) {
	case *parse.FieldNode:
		return b.chain(n, expr{dot, func(_ *machine, dot reflect.Value) reflect.Value { return dot }}, n.Ident, args, dot)
	case *parse.VariableNode:
		return b.chain(n, b.variable(n), n.Ident[1:], args, dot)
	case *parse.ChainNode:
		return b.chain(n, b.operand(n.Node, dot), n.Field, args, dot)
	case *parse.IdentifierNode:
		return b.function(n, args, dot)
	}
	if len(args) > 0 {
		b.fail(c, "takes no arguments")
	}
	return b.operand(c.Args[0], dot)
}

// operand compiles an argument.
func (b *builder) operand(n parse.Node, dot reflect.Type) expr {
	switch n := n.(type) {
	case *parse.DotNode:
		return expr{dot, func(_ *machine, dot reflect.Value) reflect.Value { return dot }}
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64))
		}
	case *parse.PipeNode:
		return b.pipe(n, dot)
	case *parse.FieldNode, *parse.VariableNode, *parse.ChainNode, *parse.IdentifierNode:
		return b.command(&parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Position(), Args: []parse.Node{n}}, dot)
	}
	b.fail(n, "cannot be compiled")
	return expr{}
}

func (b *builder) variable(n *parse.VariableNode) expr {
	for i := len(b.scope) - 1; i >= 0; i-- {
		if v := b.scope[i]; v.name == n.Ident[0] {
			return expr{v.typ, func(m *machine, _ reflect.Value) reflect.Value { return m.vars[m.base+v.slot] }}
		}
	}
	b.fail(n, "undefined variable")
	return expr{}
}

// chain compiles .A.B.C; the arguments are the last one's.
func (b *builder) chain(n parse.Node, from expr, names []string, args []parse.Node, dot reflect.Type) expr {
	for i, name := range names {
		var given []parse.Node
		if i == len(names)-1 {
			given = args
		}
		from = b.member(n, from, name, given, dot)
	}
	return from
}

// member compiles a method, of the value or of its address, or else a field.
func (b *builder) member(n parse.Node, of expr, name string, args []parse.Node, dot reflect.Type) expr {
	t := of.typ
	if t.Kind() == reflect.Interface {
		b.fail(n, "%s of an interface cannot be compiled", name)
	}
	if method, ok := t.MethodByName(name); ok {
		return b.method(n, of, method.Index, method.Type, args, dot)
	}
	if t.Kind() != reflect.Pointer {
		if method, ok := reflect.PointerTo(t).MethodByName(name); ok {
			eval := of.eval
			of = expr{reflect.PointerTo(t), func(m *machine, dot reflect.Value) reflect.Value {
				v := eval(m, dot)
				if !v.CanAddr() {
					fail("template %s: %s has no address, which %s needs", b.tree.Name, t, name)
				}
				return v.Addr()
			}}
			return b.method(n, of, method.Index, method.Type, args, dot)
		}
	}
	pointer := t.Kind() == reflect.Pointer
	if pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		b.fail(n, "%s has no %s", t, name)
	}
	field, ok := t.FieldByName(name)
	if !ok || len(args) > 0 {
		b.fail(n, "%s has no %s", t, name)
	}
	eval, index := of.eval, field.Index
	return expr{field.Type, func(m *machine, dot reflect.Value) reflect.Value {
		v := eval(m, dot)
		if pointer {
			if v.IsNil() {
				fail("template %s: .%s of nothing", b.tree.Name, name)
			}
			v = v.Elem()
		}
		if len(index) == 1 {
			return v.Field(index[0])
		}
		return v.FieldByIndex(index)
	}}
}

// addressed is what most calls of a page ask for; to call it through
// reflection would cost more than what it does.
type addressed interface{ To(string) string }

func (b *builder) method(n parse.Node, of expr, index int, signature reflect.Type, args []parse.Node, dot reflect.Type) expr {
	if signature.NumIn()-1 != len(args) || signature.IsVariadic() || signature.NumOut() != 1 {
		b.fail(n, "a call with the wrong arguments")
	}
	given := make([]expr, len(args))
	for i, a := range args {
		given[i] = b.argument(n, b.operand(a, dot), signature.In(i+1), i+1)
	}
	result := signature.Out(0)
	if of.typ.Implements(reflect.TypeFor[addressed]()) && of.typ.Method(index).Name == "To" {
		return expr{result, func(m *machine, dot reflect.Value) reflect.Value {
			return reflect.ValueOf(of.eval(m, dot).Interface().(addressed).To(given[0].eval(m, dot).String()))
		}}
	}
	if len(given) == 1 && pairs(of.typ.Method(index).Name, of.typ, given[0].typ, result) {
		return expr{result, func(m *machine, dot reflect.Value) reflect.Value {
			pair := reflect.New(result).Elem()
			pair.Field(0).Set(of.eval(m, dot))
			pair.Field(1).Set(given[0].eval(m, dot))
			return pair
		}}
	}
	return expr{result, func(m *machine, dot reflect.Value) reflect.Value {
		return m.call(of.eval(m, dot).Method(index), given, dot)[0]
	}}
}

// pairs reports whether a method is one of those that put what it belongs to
// beside its argument, such as Head.ForRow. A page has a hundred such calls; to
// make the pair takes less than to call.
func pairs(name string, of, argument, result reflect.Type) bool {
	return strings.HasPrefix(name, "For") && result.Kind() == reflect.Struct && result.NumField() == 2 &&
		result.Field(0).Type == of && result.Field(1).Type == argument
}

// argument makes a value what a parameter takes: itself, or its address.
func (b *builder) argument(n parse.Node, value expr, wanted reflect.Type, number int) expr {
	if value.typ.AssignableTo(wanted) {
		return value
	}
	if wanted.Kind() != reflect.Pointer || wanted.Elem() != value.typ {
		b.fail(n, "argument %d is %s, not %s", number, value.typ, wanted)
	}
	return expr{wanted, func(m *machine, dot reflect.Value) reflect.Value {
		v := value.eval(m, dot)
		if !v.CanAddr() {
			fail("template %s: argument %d has no address", b.tree.Name, number)
		}
		return v.Addr()
	}}
}

// call calls a function; the arguments stand on a stack, since there are many
// calls.
func (m *machine) call(f reflect.Value, args []expr, dot reflect.Value) []reflect.Value {
	base := len(m.args)
	for _, a := range args {
		v := a.eval(m, dot)
		m.args = append(m.args, v)
	}
	results := f.Call(m.args[base:])
	m.args = m.args[:base]
	return results
}

// function compiles the functions that templates use.
func (b *builder) function(n *parse.IdentifierNode, nodes []parse.Node, dot reflect.Type) expr {
	args := make([]expr, len(nodes))
	for i, a := range nodes {
		args[i] = b.operand(a, dot)
	}
	switch name := n.Ident; {
	case name == "printf" && len(args) > 0:
		return expr{reflect.TypeFor[string](), func(m *machine, dot reflect.Value) reflect.Value {
			values := make([]any, len(args)-1)
			for i, a := range args[1:] {
				values[i] = a.eval(m, dot).Interface()
			}
			return reflect.ValueOf(fmt.Sprintf(args[0].eval(m, dot).String(), values...))
		}}
	case name == "len" && len(args) == 1 && args[0].typ.Kind() == reflect.Slice:
		return expr{reflect.TypeFor[int](), func(m *machine, dot reflect.Value) reflect.Value {
			return reflect.ValueOf(args[0].eval(m, dot).Len())
		}}
	case name == "index" && len(args) == 2 && args[0].typ.Kind() == reflect.Slice && args[1].typ.Kind() == reflect.Int:
		return expr{args[0].typ.Elem(), func(m *machine, dot reflect.Value) reflect.Value {
			list, i := args[0].eval(m, dot), int(args[1].eval(m, dot).Int())
			if i < 0 || i >= list.Len() {
				fail("template %s: index %d of %d", b.tree.Name, i, list.Len())
			}
			return list.Index(i)
		}}
	case name == "not" && len(args) == 1:
		is := b.truth(n, args[0].typ)
		return truth(func(m *machine, dot reflect.Value) bool { return !is(args[0].eval(m, dot)) })
	case b.funcs[name] != nil:
		return b.own(n, reflect.ValueOf(b.funcs[name]), args)
	case len(args) == 2:
		return b.compare(n, args[0], args[1])
	}
	b.fail(n, "the function %s cannot be compiled", n.Ident)
	return expr{}
}

func truth(is func(*machine, reflect.Value) bool) expr {
	return expr{reflect.TypeFor[bool](), func(m *machine, dot reflect.Value) reflect.Value { return reflect.ValueOf(is(m, dot)) }}
}

// own compiles a call of one of our functions, which may fail.
func (b *builder) own(n parse.Node, f reflect.Value, args []expr) expr {
	t := f.Type()
	if t.NumIn() != len(args) || t.NumOut() != 2 {
		b.fail(n, "a call with the wrong arguments")
	}
	for i, a := range args {
		if !a.typ.AssignableTo(t.In(i)) {
			b.fail(n, "argument %d is %s, not %s", i+1, a.typ, t.In(i))
		}
	}
	return expr{t.Out(0), func(m *machine, dot reflect.Value) reflect.Value {
		results := m.call(f, args, dot)
		if err, failed := results[1].Interface().(error); failed {
			panic(failure{err})
		}
		return results[0]
	}}
}

// compare compiles eq, ne, lt and gt of two texts or two whole numbers.
func (b *builder) compare(n *parse.IdentifierNode, x, y expr) expr {
	var order func(x, y reflect.Value) int
	switch {
	case x.typ.Kind() == reflect.String && y.typ.Kind() == reflect.String:
		order = func(x, y reflect.Value) int { return strings.Compare(x.String(), y.String()) }
	case x.typ.Kind() == reflect.Int && y.typ.Kind() == reflect.Int:
		order = func(x, y reflect.Value) int { return int(x.Int() - y.Int()) }
	default:
		b.fail(n, "%s of %s and %s cannot be compiled", n.Ident, x.typ, y.typ)
	}
	accept := map[string]func(int) bool{
		"eq": func(o int) bool { return o == 0 }, "ne": func(o int) bool { return o != 0 },
		"lt": func(o int) bool { return o < 0 }, "gt": func(o int) bool { return o > 0 },
	}[n.Ident]
	if accept == nil {
		b.fail(n, "the function %s cannot be compiled", n.Ident)
	}
	return truth(func(m *machine, dot reflect.Value) bool { return accept(order(x.eval(m, dot), y.eval(m, dot))) })
}

// truth tells how a value of a type is asked whether it is empty.
func (b *builder) truth(n parse.Node, t reflect.Type) func(reflect.Value) bool {
	switch t.Kind() {
	case reflect.Bool:
		return reflect.Value.Bool
	case reflect.String, reflect.Slice:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.Int:
		return func(v reflect.Value) bool { return v.Int() != 0 }
	case reflect.Pointer:
		return func(v reflect.Value) bool { return !v.IsNil() }
	case reflect.Struct:
		return func(reflect.Value) bool { return true }
	}
	b.fail(n, "whether a %s is empty cannot be compiled", t)
	return nil
}
