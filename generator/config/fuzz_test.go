package config

import (
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// FuzzParse holds for any settings: every finding has words and a place in the
// file, and what comes out can be worked with.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "title: x\n", "incidents: [incidents/**/*.md, '[']\n", "timezone: Mars/Olympus\n", "severities:\n- {id: SEV1, name: x, page: true}\n- SEV1\n",
		"lint:\n  rules: {link/*: off, nothing: error}\n", "github: {repo: a/b, max_changes: -1, on_removed: x}\n", "base_url: javascript:alert(1)\n", "taxonomies: [services, ../x, '']\n",
		"a: &a [*a]\n", "title: {a: [b]}\n", "- x\n", "title: 12\ntitle: 13\n", "\ttitle: x\n", "people:\n  lex: {github: '@lex', email: x}\n", "adopt: maybe\nvisibility: secret\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		c, findings := Parse(Name, content)
		for _, d := range findings {
			if d.Message == "" || d.Rule == "" || d.Span.Start.Offset < 0 || d.Span.End.Offset > len(content) {
				t.Fatalf("%q: %+v", content, d)
			}
		}
		if c.Title == "" || c.Timezone == "" || len(c.Severities) == 0 {
			t.Fatalf("%q lacks what it should have by default: %+v", content, c)
		}
		if _, err := time.LoadLocation(c.Timezone); err != nil && findings.AtLeast(diag.Error) == 0 {
			t.Fatalf("%q: nothing is said about the zone: %v", content, err)
		}
		c.SeverityRank(c.Severities[0].ID)
	})
}
