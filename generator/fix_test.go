package generator_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// untilDone wants one x at a time to become a y, and says so twice, so that the
// second finding always has to wait for the first.
func untilDone(file string) generator.Selection {
	return func(_ context.Context, w *generator.Wiki) (generator.Checked, error) {
		var findings diag.List
		for _, f := range w.Snapshot.Files {
			if i := strings.IndexByte(string(f.Data), 'x'); i >= 0 && f.Path == file {
				text := diag.NewText(f.Path, f.Data)
				fix := diag.Diagnostic{Rule: "a/b", Span: text.Span(i, i+1), Fixes: []diag.Fix{{Span: text.Span(i, i+1), NewText: "y"}}}
				findings = append(findings, fix, fix)
			}
		}
		return generator.Checked{Findings: findings}, nil
	}
}

func TestFixGoesOnUntilThereIsNothingLeft(t *testing.T) {
	for text, want := range map[string]string{
		"":                      "",
		"x":                     "y",
		"axbxcx":                "aybycy",
		strings.Repeat("x", 15): strings.Repeat("y", 10) + strings.Repeat("x", 5), // but not for ever
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, "incidents", "a.md")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		head := "---\ntitle: A\n---\n"
		if err := os.WriteFile(file, []byte(head+text), 0o600); err != nil {
			t.Fatal(err)
		}
		mended, err := generator.Fix(context.Background(), generator.Options{Source: dir, Audience: incident.Restricted}, untilDone("incidents/a.md"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != head+want || len(mended) != strings.Count(want, "y") {
			t.Errorf("%q became %q with %d mended, want %q; %v", text, got, len(mended), want, err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the file's mode is %v, %v", info.Mode(), err)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "incidents", ".*")); len(left) > 0 {
			t.Errorf("%v is left behind", left)
		}
	}
}

// Between reading and writing, somebody saves the file: their text stays.
func TestFixLeavesAloneWhatChangesMeanwhile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "incidents", "a.md")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("---\ntitle: A\n---\nx"), 0o644); err != nil {
		t.Fatal(err)
	}
	const saved = "---\ntitle: B\n---\nx"
	_, err := generator.Fix(context.Background(), generator.Options{Source: dir, Audience: incident.Restricted},
		func(ctx context.Context, w *generator.Wiki) (generator.Checked, error) {
			if err := os.WriteFile(file, []byte(saved), 0o644); err != nil {
				t.Fatal(err)
			}
			return untilDone("incidents/a.md")(ctx, w)
		})
	if err == nil || !strings.Contains(err.Error(), "changed since it was read") {
		t.Errorf("the error is %v", err)
	}
	if got, _ := os.ReadFile(file); string(got) != saved {
		t.Errorf("the file is %q", got)
	}
}
