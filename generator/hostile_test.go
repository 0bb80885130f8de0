package generator_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/internal/hostile"
)

// BenchmarkHostile reads, checks and builds a wiki of one hostile file, in two
// sizes: x4/x1 is how much longer four times the text takes. Where it grows as
// the text does that is 4, or less where the larger text is refused; with the
// square it would be 16.
func BenchmarkHostile(b *testing.B) {
	for _, h := range hostile.Markdown {
		b.Run(h.Name, func(b *testing.B) {
			var once, fourTimes time.Duration
			for b.Loop() {
				once += checkedAndBuilt(b, h.Make(250<<10))
				fourTimes += checkedAndBuilt(b, h.Make(1000<<10))
			}
			b.ReportMetric(float64(fourTimes)/float64(once), "x4/x1")
			b.ReportMetric(fourTimes.Seconds()/float64(b.N), "s/MB")
		})
	}
}

func checkedAndBuilt(b *testing.B, body string) time.Duration {
	b.Helper()
	dir := b.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "incidents"), 0o755); err != nil {
		b.Fatal(err)
	}
	content := "---\ntitle: Hostile\nstarted_at: 2014-11-24T03:12:00Z\n---\n\n" + body
	if err := os.WriteFile(filepath.Join(dir, "incidents", "2014-11-24-hostile.md"), []byte(content), 0o644); err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	w, err := generator.Load(context.Background(), generator.Options{Source: dir, Audience: incident.Restricted, Pages: true, Places: true})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	if _, err := generator.Check(context.Background(), w); err != nil {
		b.Fatal(err)
	}
	if _, err := generator.Build(context.Background(), w, generator.BuildOptions{Output: filepath.Join(dir, "_site"), Version: "test"}); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}
