package source_test

import (
	"context"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

func TestARevisionIsAnythingThatGitTakesForOne(t *testing.T) {
	const (
		first  = "incidents/a.md: as first written\nretrowiki.yaml (12 bytes)\n"
		second = "incidents/a.md: corrected\nincidents/graph.png (21 bytes)\nretrowiki.yaml (12 bytes)\n"
		third  = "incidents/a.md: corrected\nincidents/b.md: only on a branch\nincidents/graph.png (21 bytes)\nretrowiki.yaml (12 bytes)\n"
	)
	script := twoYears + "merge other \"Join\"\n"
	dir := gittest.Make(t, script)
	tip := strings.TrimSpace(gittest.Git(t, dir, "rev-parse", "v1"))
	for rev, c := range map[string]struct{ want, branch string }{
		"main":             {third, "main"},
		"HEAD":             {third, "main"},
		"@":                {third, "main"},
		"refs/heads/other": {third, "other"},
		"other~1":          {second, ""},
		"other^":           {second, ""},
		"v1":               {first, ""},
		"tags/v2":          {second, ""},
		"v2^{commit}":      {second, ""},
		"HEAD^2~2":         {first, ""},
		"HEAD^2^^0":        {second, ""},
		"main~2":           {first, ""},
		tip:                {first, ""},
		tip[:7]:            {first, ""},
	} {
		t.Run(rev, func(t *testing.T) {
			for _, dir := range []string{dir, gittest.Bare(t, script)} {
				s := snapshot(t, source.Options{Location: dir, Rev: rev})
				same(t, "files", listed(s), c.want)
				if s.Branch != c.branch || s.Root != "" || s.Dirty {
					t.Errorf("Branch %q, Root %q, Dirty %t; want branch %q", s.Branch, s.Root, s.Dirty, c.branch)
				}
			}
		})
	}
}

func TestARevisionThatIsNoneIsAnErrorThatNamesIt(t *testing.T) {
	dir := gittest.Make(t, twoYears)
	for _, rev := range []string{
		"nowhere", "main~9", "main^3", "0000", "main^{tree}", "main:retrowiki.yaml", ":/First", "main@{1}", "../../etc/passwd",
		"--upload-pack=touch /tmp/x", "main~99999999999999999999", "a\x1b[31mb", strings.Repeat("0", 40), "config", "refs/heads/../../config",
	} {
		_, err := source.Open(context.Background(), source.Options{Location: dir, Rev: rev})
		if err == nil || !strings.Contains(err.Error(), "revision") || strings.ContainsRune(err.Error(), '\x1b') {
			t.Errorf("revision %q: the error is %v", rev, err)
		}
	}
}
