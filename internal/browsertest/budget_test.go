package browsertest_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/internal/browsertest"
)

// axeSource is the judge, which make tools puts into bin.
func axeSource(t *testing.T) string {
	t.Helper()
	found, _ := filepath.Glob("../../bin/axe-core-*.js")
	if len(found) == 0 {
		if os.Getenv("CI") != "" || os.Getenv("RETROWIKI_TOOLS") != "" {
			t.Fatal("axe-core is not there: run make tools")
		}
		t.Skip("axe-core is not there: run make tools")
	}
	source, err := os.ReadFile(found[len(found)-1])
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// judge asks axe for what it has to say of the open page, one line each; all
// its rules are asked, those of mere advice too.
const judge = `(function () {
	window.axeSays = undefined;
	axe.run(document, {resultTypes: ["violations"]}).then(r => window.axeSays = r.violations.map(v =>
		v.id + ": " + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + (n.failureSummary || "").replace(/\s+/g, " ")).join(" | ")).join("\n"));
	return true;
})()`

// TestNothingStandsInAnybodysWay asks axe about a page of each kind, on a phone
// and a desk, by day and by night.
func TestNothingStandsInAnybodysWay(t *testing.T) {
	axe := axeSource(t)
	root := example(t).fromFolder()
	page := browsertest.Open(t, root)
	for _, name := range pageTypes {
		for _, width := range []int{390, 1280} {
			for _, theme := range []string{"light", "dark"} {
				page.Look(width, 800, theme)
				page.Go(root + name)
				page.Text(`(function () {` + axe + `; return ""})(), ""`)
				page.True(judge)
				page.Wait(`window.axeSays !== undefined`)
				if told := page.Text(`window.axeSays`); told != "" {
					t.Errorf("%s, %d px, %s:\n%s", name, width, theme, told)
				}
			}
		}
	}
}

var loaded = regexp.MustCompile(`(?:src|href)="((?:\.\./)*assets/[^"]+\.(css|js))"`)

// TestPagesAreLight holds every page to its budget, compressed: 15 kB of
// script, 15 kB of style, and an incident's page 60 kB with everything.
func TestPagesAreLight(t *testing.T) {
	s := example(t)
	for name, content := range s.files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		weight := map[string]int{"html": compressed(content)}
		for _, m := range loaded.FindAllSubmatch(content, -1) {
			weight[string(m[2])] += compressed(s.files[strings.TrimLeft(string(m[1]), "./")])
		}
		if weight["js"] > 15_000 || weight["css"] > 15_000 || weight["html"]+weight["js"]+weight["css"] > 60_000 {
			t.Errorf("%s is heavy: %v", name, weight)
		}
		if weight["css"] == 0 {
			t.Errorf("%s has no style", name)
		}
	}
}

func compressed(content []byte) int {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write(content)
	w.Close()
	return packed.Len()
}

// TestPagesDoNotGrowWithTheWiki builds two wikis, one of them four times as
// big, and compares the pages that everybody opens.
func TestPagesDoNotGrowWithTheWiki(t *testing.T) {
	small, big := written(t, manyIncidents(300)), written(t, manyIncidents(1200))
	for _, name := range []string{
		"index.html", "incidents/index.html", "services/index.html", "services/api/index.html", "factors/index.html", "factors/full-disk/index.html",
		"remediations/index.html", "remediations/product/index.html", "insights/index.html", "search/index.html",
	} {
		a, b := compressed(small.files[name]), compressed(big.files[name])
		if a < 500 || b > a*5/4 {
			t.Errorf("%s has %d bytes with 300 incidents and %d with 1200", name, a, b)
		}
	}
}

// manyIncidents are all of a few services and factors, so that only their
// number differs.
func manyIncidents(n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		day := fmt.Sprintf("20%02d-%02d-%02d", 10+i%10, 1+i/10%12, 1+i/120%28)
		files[fmt.Sprintf("incidents/%s-number-%d.md", day, i)] = fmt.Sprintf(`---
title: The disk of %d was full
impact_started_at: %sT10:00:00Z
detected_at: %sT10:%02d:00Z
mitigated_at: %sT11:00:00Z
severity: SEV2
services: [api, store-%d]
contributing_factors: [full-disk]
remediations:
  - {id: rotate, title: Rotate the logs of %d, level: fix, size: S, decision: accepted}
  - {id: quota, title: Give each log a quota, level: inputs, size: XL, audience: [engineering, product], factors: [full-disk]}
---
A log grew.
`, i, day, day, i%60, day, i%7, i)
	}
	return files
}
