package lint_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/retrowiki/retrowiki/generator/lint"
)

// Whatever rule a finding can name, somebody will look it up: every one has a
// row with a documentation, and no row is left over from one that is gone.
func TestEveryRuleThatTheCodeCanEmitIsDocumented(t *testing.T) {
	emitted := emittedRules(t)
	for _, r := range lint.Rules {
		emitted[r.Name] = "lint.Rules"
	}
	for _, name := range []string{"wrong-type", "unknown-field", "unknown-value"} {
		emitted["config/"+name] = "generator/config, which gives what fields finds its own family"
	}
	documented := map[string]bool{}
	for _, r := range lint.All() {
		documented[r.Name] = true
		if emitted[r.Name] == "" {
			t.Errorf("%s is documented, but nothing emits it", r.Name)
		}
		if r.Doc == "" || r.Check == nil && r.Mend == "" {
			t.Errorf("%s lacks a documentation, or says not how to mend it", r.Name)
		}
	}
	for name, where := range emitted {
		if !documented[name] {
			t.Errorf("%s is emitted by %s, but has no row: add it to lint.Rules or lint.Reading", name, where)
		}
	}
}

func TestRuleNamesAreUnique(t *testing.T) {
	all := lint.All()
	for i := 1; i < len(all); i++ {
		if all[i].Name == all[i-1].Name {
			t.Errorf("%s has two rows", all[i].Name)
		}
	}
}

// reporter is a function that makes a finding of its arguments: which of them
// is the rule's name, and what is put before it.
type reporter struct {
	argument int
	prefix   string
}

// emittedRules reads the source of every package below generator for the
// names of rules: in `Rule: "..."`, and in calls of functions that hand one of
// their arguments to `Rule:`.
func emittedRules(t *testing.T) map[string]string {
	t.Helper()
	emitted := map[string]string{}
	err := filepath.WalkDir("..", func(dir string, d os.DirEntry, err error) error {
		if err != nil || !d.IsDir() || d.Name() == "testdata" || strings.Contains(dir, "tracker") {
			return err
		}
		files := parsePackage(t, dir)
		reporters := map[string]reporter{}
		for _, f := range files {
			findReporters(f, reporters, func(name string) { emitted[name] = dir })
		}
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				r, ok := reporters[calledName(call)]
				if !ok || len(call.Args) <= r.argument {
					return true
				}
				name, literal := text(call.Args[r.argument])
				if !literal {
					t.Errorf("%s calls %s with a rule that is no literal", dir, calledName(call))
					return true
				}
				emitted[r.prefix+name] = dir
				return true
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(emitted) < 40 {
		t.Fatalf("only %d rules were found in the code: this test no longer sees them", len(emitted))
	}
	return emitted
}

func parsePackage(t *testing.T, dir string) []*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// findReporters looks for `Rule:` in each function, named or assigned.
func findReporters(f *ast.File, reporters map[string]reporter, literal func(string)) {
	function := func(name string, params *ast.FieldList, body ast.Node) {
		var names []string
		for _, p := range params.List {
			for _, n := range p.Names {
				names = append(names, n.Name)
			}
		}
		ast.Inspect(body, func(n ast.Node) bool {
			kv, ok := n.(*ast.KeyValueExpr)
			if !ok || !isIdent(kv.Key, "Rule") {
				return true
			}
			if rule, ok := text(kv.Value); ok && strings.Contains(rule, "/") {
				literal(rule)
				return true
			}
			prefix, value := "", kv.Value
			if sum, ok := value.(*ast.BinaryExpr); ok {
				prefix, _ = text(sum.X)
				value = sum.Y
			}
			if id, ok := value.(*ast.Ident); ok {
				if i := slices.Index(names, id.Name); i >= 0 {
					reporters[name] = reporter{i, prefix}
				}
			}
			return true
		})
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Body != nil {
				function(n.Name.Name, n.Type.Params, n.Body)
			}
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if field, ok := left.(*ast.SelectorExpr); ok && field.Sel.Name == "Rule" && len(n.Rhs) == len(n.Lhs) {
					if rule, ok := text(n.Rhs[i]); ok {
						literal(rule)
					}
				}
			}
			if made, ok := n.Rhs[0].(*ast.FuncLit); ok && len(n.Lhs) == 1 {
				if id, ok := n.Lhs[0].(*ast.Ident); ok {
					function(id.Name, made.Type.Params, made.Body)
				}
			}
		}
		return true
	})
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// An Inner rule may be asked about an incident alone: what it says does not
// depend on the others, nor on the day.
func TestInnerRulesLookAtOneIncident(t *testing.T) {
	var files []txtar.File
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		base := strings.TrimSuffix(filepath.Base(name), ".txtar")
		for _, f := range archive.Files {
			if path.Ext(f.Name) == ".md" {
				files = append(files, txtar.File{Name: path.Join(path.Dir(f.Name), base+"-"+path.Base(f.Name)), Data: f.Data})
			}
		}
	}
	alone, together := map[string][]string{}, map[string][]string{}
	for _, f := range files {
		for _, found := range check(monday.AddDate(3, 0, 0), []txtar.File{f}) {
			alone[found.Rule] = append(alone[found.Rule], told(found))
		}
	}
	for _, found := range check(monday, files) {
		together[found.Rule] = append(together[found.Rule], told(found))
	}
	inner, silent := 0, 0
	for _, rule := range lint.Rules {
		if !rule.Inner {
			continue
		}
		inner++
		a, b := alone[rule.Name], together[rule.Name]
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%s says of incidents alone\n%s\nand of the same together\n%s", rule.Name, strings.Join(a, ""), strings.Join(b, ""))
		}
		if len(a) == 0 {
			silent++ // such as those that need settings
		}
	}
	if inner < 20 || silent > 3 {
		t.Errorf("%d rules are Inner, of which %d found nothing", inner, silent)
	}
}
