package frontmatter_test

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// edited makes an edit, and fails where a byte outside of the fixes changed or
// the file is not what Edit takes it for.
func edited(t *testing.T, src []byte, path, text string) {
	doc, _ := frontmatter.Parse(diag.NewText("x.md", src))
	fixes, refused := doc.Edit(set(path, text))
	if refused != nil {
		return
	}
	got, err := diag.Apply(src, fixes)
	if err != nil {
		t.Fatal(err)
	}
	start, end := len(src), 0
	for _, f := range fixes {
		start, end = min(start, f.Span.Start.Offset), max(end, f.Span.End.Offset)
	}
	if !bytes.HasPrefix(got, src[:start]) || !bytes.HasSuffix(got, src[end:]) {
		t.Fatalf("more than the edit changed: %q from %q", got, src)
	}
	again, findings := frontmatter.Parse(diag.NewText("x.md", got))
	if findings.AtLeast(diag.Error) > 0 || len(again.Root.Pairs) == 0 {
		t.Fatalf("it cannot be read any more: %q: %v", got, findings)
	}
}

// TestAnyTextCanBeSet sets texts of all kinds in every language and style.
func TestAnyTextCanBeSet(t *testing.T) {
	files := []struct{ src, path string }{
		{"---\ntitle: x # c\n---\nbody\n", "title"}, {"---\na: 1\n---\nbody\n", "title"}, {"---\r\nremediations:\r\n  - x\r\n---\r\n", "remediations[0].id"},
		{"---\nremediations: [{title: x}, y]\n---\n", "remediations[0].id"}, {"---\nremediations: [{title: x}, y]\n---\n", "remediations[1].id"},
		{"+++\ntitle = 'x' # c\n+++\n", "title"}, {"+++\n[[remediations]]\ntitle = 'x'\n+++\n", "remediations[0].id"}, {";;;\n{\"title\": 1}\n;;;\n", "title"}, {"body\n", "title"},
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[-~#:&*!|>'"%@{}\[\], 0-9a-z\n]{0,6}`)).Draw(t, "text")
		file := rapid.SampledFrom(files).Draw(t, "file")
		doc, _ := frontmatter.Parse(diag.NewText("x.md", []byte(file.src)))
		fixes, refused := doc.Edit(set(file.path, text))
		if refused != nil {
			t.Fatalf("%q refused: %v", text, refused)
		}
		if _, err := diag.Apply([]byte(file.src), fixes); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzEdit holds for any bytes: an edit is made and nothing else, or refused.
func FuzzEdit(f *testing.F) {
	for _, seed := range []string{
		"---\ntitle: x\n---\n", "---\nremediations:\n- a\n- {title: b}\n- title: c\n---\n", "+++\n[[remediations]]\ntitle = 'a'\n+++\n", "{\n\"remediations\": [\"a\"]\n}\n\n", "", "\ufeffx\r\n",
		"---\na: &x {title: y}\nremediations: [*x]\n<<: *x\n---\n", "---\ntitle: >+\n  x\n\n---\n", "---\n? title\n: x\n---\n", "---\n{title: x}\n---\n",
	} {
		f.Add([]byte(seed), "title", "yes")
		f.Add([]byte(seed), "remediations[0].id", "a: b")
	}
	f.Fuzz(func(t *testing.T, src []byte, path, text string) { edited(t, src, path, text) })
}
