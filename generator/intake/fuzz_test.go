package intake

import (
	"bytes"
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// FuzzExports holds for any bytes at all and each format: no panic, every
// place lies in the file, and what is made can be read again.
func FuzzExports(f *testing.F) {
	for _, seed := range []string{
		"Name;Started At\n\"a\"\"b\nc\";2021-03-01 09:47-10:00\n", "\ufeffname\tseverity\n=cmd|x\t1\n\n,\n", "a,\"b\nc",
		`[{"name": "a", "services": [{"name": "b"}, null, [1]], "action_items": [{"title": "x", "status": "done"}]}]`, `{"data": [{"title": {"name": "\ud800"}, "started_at": 1614592740}]}`,
		"---\ntitle: x\ndate: 2019-05-07\naffected: [a]\nsection: issue\n---\n*R* {{< track \"2019-05-07 15:50:00\" >}}\n\n{{% x %}}\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, format := range Formats {
			records, findings := Read(format, Source{Text: diag.NewText("x", content), Config: defaults})
			for _, d := range findings {
				if d.Message == "" || d.Hint == "" || d.Span.Start.Offset < 0 || d.Span.End.Offset > len(content)+1 {
					t.Fatalf("%s: %+v", format.Name, d)
				}
			}
			for _, file := range Files(records, true) {
				checkFile(t, file)
			}
		}
	})
}

// FuzzRewrite holds for any postmortem: a body keeps every byte, and a second
// import has nothing to do.
func FuzzRewrite(f *testing.F) {
	for _, seed := range []string{
		"# T\n\n**Date:** 2021-03-01 09:47 - 10:29 UTC\n**Severity:** 2\n", "Date: March 1, 2021\nDuration: 2 h\n\n## Action items\n\n- [x] a @b\n", "---\nlayout: x\ndate: 2021\n---\nImpact: *x\n",
		"| Severity | Status |\n|--|--|\n| `1` | \\| |\n", "## Authors\n* a\n* b\n\n## Trigger\n> x\n", "Summary: \"a: b\" # c\n  d\n", "Detected: 12:00 am\nStart: 1st of May 2020, 3pm PST\n",
		"Date: 31.12.2020 23:59 to 00:10\r\nVisibility: secret\r\n", "Impact: \u0085\u2028x\x01\n", "## Actions\n\n| a | Owner |\n|--|--|\n| x\\|y | @z |\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, old []byte) {
		w := Rewrite("incidents/2020-01-01-x.md", old, defaults, false)
		if !bytes.HasSuffix(w.New, bytes.TrimLeft(w.Old, "\ufeff\r\n")) && w.edits[0].start <= 3 {
			t.Fatalf("the body of %q became %q", w.Old, w.New)
		}
		for _, d := range append(w.Moved(), w.Findings...) {
			if d.Message == "" || d.Hint == "" {
				t.Fatalf("no words: %+v", d)
			}
			if d.Rule == "import/refused" && bytes.HasPrefix(bytes.TrimSpace(old), []byte("#")) {
				t.Fatalf("a plain text is refused: %s", d.Message)
			}
		}
		if again := Rewrite(w.Path, w.New, defaults, false); !bytes.Equal(again.New, w.New) {
			t.Fatalf("again:\n%s", again.Diff())
		}
		moved := Rewrite("incidents/2020-01-01-x.md", old, defaults, true)
		_ = moved.Diff()
	})
}
