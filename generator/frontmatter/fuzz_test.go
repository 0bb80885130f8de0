package frontmatter_test

import (
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// FuzzParse holds for any bytes at all: no panic, every place lies in the
// file, the root is a mapping, and what cannot be read is told.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "---\n", "---\na: 1\n---\nbody\n", "\ufeff---\r\na: é\r\n---\r\nbody", "---\na: |\n  x\n  ---\nb: >+\n\n  y\n\n---\n", "---\n? [a]\n: {b: c, d}\n---\n",
		"---\na: &a [x, *a]\n<<: *a\n---\n", "---\na: &b {c: d}\ne: {<<: *b}\n---\n", "---\n- !x \"\\q\n---\n", "---\na: 1\n...\nx", "---\ntitle: a: b\n---\n", "---\na: 'b\n\t- c\n---\n",
		"+++\na.b = [1, {c = 2014-11-24}] # x\n[[d]]\n[d.e]\nf = '''\n'''\n+++\nbody", "+++\n[a]\n[a]\nb = \"\n+++\n", "{\n\"a\": [1, null, {\"b\": \"\\ud800\"}]\n}\n\nbody", ";;;\n{\"a\": 1,}\n;;;\n",
		"---\n\u2028a: \u0085b\n---\n", "---\n\ufeffa: b\n---\n", "---\na: b\rc: d\r\n---\n", "---\na: #b\nc: ! d\n---\n", "\xff\xfe-\x00", "---\na: \x00\xe9\n---\n", " ---\na: b\n---\n", "---\n!!map &x a: *x\n---\n", "---\na: &a??\n---\n", "+++\n0=[͒\n+++",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		doc, findings := frontmatter.Parse(diag.NewText("x.md", src))
		if doc.Body < 0 || doc.Body > len(src) || string(src[:doc.Body])+string(src[doc.Body:]) != string(src) {
			t.Fatalf("body at %d of %d", doc.Body, len(src))
		}
		if doc.Raw.Start < 0 || doc.Raw.Start > doc.Raw.End || doc.Raw.End > len(src) || doc.Format != frontmatter.None && doc.Raw.End > doc.Body {
			t.Fatalf("raw %v, body %d of %d", doc.Raw, doc.Body, len(src))
		}
		check(t, src, doc.Root, findings)
		root, findings := frontmatter.ParseYAML(diag.NewText("x.yaml", src))
		check(t, src, root, findings)
	})
}

func check(t *testing.T, src []byte, root *frontmatter.Node, findings diag.List) {
	t.Helper()
	if root == nil || root.Kind != frontmatter.Mapping {
		t.Fatalf("root is %v", root)
	}
	text := diag.NewText("", src)
	span := func(what string, s diag.Span) {
		if s.Start.Offset < 0 || s.Start.Offset > s.End.Offset || s.End.Offset > len(src) {
			t.Fatalf("%s: span %+v of %d bytes", what, s, len(src))
		}
		if s.Start != text.Position(s.Start.Offset) || s.End != text.Position(s.End.Offset) {
			t.Fatalf("%s: span %+v, want %+v to %+v", what, s, text.Position(s.Start.Offset), text.Position(s.End.Offset))
		}
	}
	for _, d := range findings {
		span(d.Rule, d.Span)
		if d.Message == "" || d.Hint == "" {
			t.Fatalf("no words: %+v", d)
		}
		if d.Rule == "frontmatter/split" || len(d.Message) > 20 && d.Message[:20] == "the parser broke dow" {
			t.Fatalf("a bug: %+v", d)
		}
	}
	walk("", root, func(path string, n *frontmatter.Node) {
		span(path, n.Span)
		written := string(src[n.Span.Start.Offset:n.Span.End.Offset])
		if n.Kind < frontmatter.Sequence && !n.Quoted && !strings.ContainsAny(written, "*\"'|> \t\r\n\u0085\u2028\u2029") && written != n.Text {
			t.Fatalf("%s: %q is written %q", path, n.Text, written)
		}
		if n.Kind < frontmatter.Sequence && written != "" && strings.IndexByte("\"'", written[0]) >= 0 && (len(written) < 2 || written[len(written)-1] != written[0]) {
			t.Fatalf("%s: quotes cut off: %q", path, written)
		}
		for _, pair := range n.Pairs {
			span(path, pair.Key.Span)
		}
	})
}
