package render

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"sync"
	"text/template/parse"
)

// A program is a template made ready for one type of data: every field,
// method and escaper has been looked up once, where html/template looks them
// up for each of the hundreds of values of a page. It prints what
// html/template prints, which the tests hold it to; html/template has parsed
// the template and decided, from the place of each value in the HTML, how it
// is escaped.
type program struct {
	steps []step
	vars  int // how many variables it needs; the first is $
}

// step prints a part of a template for a dot.
type step func(m *machine, dot reflect.Value)

// machine runs programs.
type machine struct {
	out  []byte
	vars []reflect.Value
	base int             // of the running program's variables
	args []reflect.Value // of calls that are being made ready
}

// failure is the panic that carries an error out of a program.
type failure struct{ error }

func fail(format string, args ...any) { panic(failure{fmt.Errorf(format, args...)}) }

func (p *program) run(m *machine, dot reflect.Value) {
	base := m.base
	m.base = len(m.vars)
	for range p.vars {
		m.vars = append(m.vars, reflect.Value{})
	}
	m.vars[m.base] = dot
	runAll(p.steps, m, dot)
	m.vars = m.vars[:m.base]
	m.base = base
}

func runAll(steps []step, m *machine, dot reflect.Value) {
	for _, s := range steps {
		s(m, dot)
	}
}

// compiled is a template of html/template and the programs made of it.
type compiled struct {
	name  string
	trees map[string]*parse.Tree
	funcs template.FuncMap

	mu       sync.Mutex
	programs map[programKey]*program
}

type programKey struct {
	name string
	dot  reflect.Type
}

// compile has html/template settle the escaping of what the template name
// prints, and of all that it calls.
func compile(t *template.Template, name string, funcs template.FuncMap) (*compiled, error) {
	// There is no other way to ask for the escaping than to execute; without
	// data that ends at the first field.
	var unsafe *template.Error
	if err := t.ExecuteTemplate(io.Discard, name, nil); errors.As(err, &unsafe) {
		return nil, err
	}
	c := &compiled{name: name, trees: map[string]*parse.Tree{}, funcs: funcs, programs: map[programKey]*program{}}
	for _, part := range t.Templates() {
		if part.Tree != nil {
			c.trees[part.Name()] = part.Tree
		}
	}
	return c, nil
}

var machines = sync.Pool{New: func() any { return &machine{} }}

// execute writes the template for data.
func (c *compiled) execute(w io.Writer, data any) (err error) {
	dot := reflect.ValueOf(data)
	p, err := c.programFor(dot.Type())
	if err != nil {
		return err
	}
	m := machines.Get().(*machine)
	defer func() {
		m.out, m.vars, m.args, m.base = m.out[:0], m.vars[:0], m.args[:0], 0
		machines.Put(m)
		if r := recover(); r != nil {
			f, ours := r.(failure)
			if !ours {
				panic(r)
			}
			err = f.error
		}
	}()
	p.run(m, dot)
	_, err = w.Write(m.out)
	return err
}

func (c *compiled) programFor(dot reflect.Type) (p *program, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, ours := r.(failure)
			if !ours {
				panic(r)
			}
			err = f.error
		}
	}()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.program(c.name, dot), nil
}

// program gives the program of a template for a type; c.mu is held.
func (c *compiled) program(name string, dot reflect.Type) *program {
	key := programKey{name, dot}
	if p, ok := c.programs[key]; ok {
		return p
	}
	tree := c.trees[name]
	if tree == nil {
		fail("no template %q", name)
	}
	p := &program{}
	c.programs[key] = p // before its body, for a template that calls itself
	b := &builder{compiled: c, tree: tree, program: p}
	b.declare("$", dot)
	p.steps = b.list(tree.Root, dot)
	return p
}

// builder makes the steps of one program.
type builder struct {
	*compiled
	tree    *parse.Tree
	program *program
	scope   []variable
}

type variable struct {
	name string
	typ  reflect.Type
	slot int
}

func (b *builder) fail(n parse.Node, format string, args ...any) {
	place, _ := b.tree.ErrorContext(n)
	fail("template %s: %s", place, fmt.Sprintf(format, args...))
}

// declare gives a variable its slot.
func (b *builder) declare(name string, typ reflect.Type) int {
	slot := b.program.vars
	b.program.vars++
	b.scope = append(b.scope, variable{name, typ, slot})
	return slot
}

func (b *builder) list(l *parse.ListNode, dot reflect.Type) []step {
	if l == nil {
		return nil
	}
	outer := len(b.scope)
	defer func() { b.scope = b.scope[:outer] }()
	var steps []step
	for _, n := range l.Nodes {
		if s := b.node(n, dot); s != nil {
			steps = append(steps, s)
		}
	}
	return steps
}

func (b *builder) node(n parse.Node, dot reflect.Type) step {
	switch n := n.(type) {
	case *parse.TextNode:
		text := string(n.Text)
		return func(m *machine, _ reflect.Value) { m.out = append(m.out, text...) }
	case *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		return b.action(n, dot)
	case *parse.IfNode:
		return b.branch(&n.BranchNode, dot, false)
	case *parse.WithNode:
		return b.branch(&n.BranchNode, dot, true)
	case *parse.RangeNode:
		return b.loop(n, dot)
	case *parse.TemplateNode:
		return b.call(n, dot)
	}
	b.fail(n, "cannot be compiled")
	return nil
}

func (b *builder) branch(n *parse.BranchNode, dot reflect.Type, with bool) step {
	outer := len(b.scope)
	defer func() { b.scope = b.scope[:outer] }()
	value := b.pipe(n.Pipe, dot)
	b.set(n.Pipe, &value)
	inner := dot
	if with {
		inner = value.typ
	}
	then, otherwise := b.list(n.List, inner), b.list(n.ElseList, dot)
	is := b.truth(n, value.typ)
	return func(m *machine, dot reflect.Value) {
		v := value.eval(m, dot)
		switch {
		case !is(v):
			runAll(otherwise, m, dot)
		case with:
			runAll(then, m, v)
		default:
			runAll(then, m, dot)
		}
	}
}

func (b *builder) loop(n *parse.RangeNode, dot reflect.Type) step {
	outer := len(b.scope)
	defer func() { b.scope = b.scope[:outer] }()
	value := b.pipe(n.Pipe, dot)
	if value.typ.Kind() != reflect.Slice {
		b.fail(n, "range over %s", value.typ)
	}
	element := value.typ.Elem()
	counter, item := -1, -1
	switch decl := n.Pipe.Decl; len(decl) {
	case 1:
		item = b.declare(decl[0].Ident[0], element)
	case 2:
		counter = b.declare(decl[0].Ident[0], reflect.TypeFor[int]())
		item = b.declare(decl[1].Ident[0], element)
	}
	body, otherwise := b.list(n.List, element), b.list(n.ElseList, dot)
	return func(m *machine, dot reflect.Value) {
		v := value.eval(m, dot)
		if v.Len() == 0 {
			runAll(otherwise, m, dot)
		}
		for i := range v.Len() {
			e := v.Index(i)
			if counter >= 0 {
				m.vars[m.base+counter] = reflect.ValueOf(i)
			}
			if item >= 0 {
				m.vars[m.base+item] = e
			}
			runAll(body, m, e)
		}
	}
}

func (b *builder) call(n *parse.TemplateNode, dot reflect.Type) step {
	if n.Pipe == nil {
		b.fail(n, "a template is called without data")
	}
	value := b.pipe(n.Pipe, dot)
	p := b.compiled.program(n.Name, value.typ)
	return func(m *machine, dot reflect.Value) { p.run(m, value.eval(m, dot)) }
}

// set makes a declared variable keep the value.
func (b *builder) set(p *parse.PipeNode, value *expr) {
	if len(p.Decl) == 0 {
		return
	}
	if p.IsAssign || len(p.Decl) > 1 {
		b.fail(p, "assignment cannot be compiled")
	}
	slot, eval := b.declare(p.Decl[0].Ident[0], value.typ), value.eval
	value.eval = func(m *machine, dot reflect.Value) reflect.Value {
		v := eval(m, dot)
		m.vars[m.base+slot] = v
		return v
	}
}
