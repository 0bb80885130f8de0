package format_test

import (
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/format"
)

// Numbers are written beside the remediations in whatever style they stand,
// but for those that have one, want none, or are filed elsewhere.
func TestNumber(t *testing.T) {
	cfg := settings(t, "fields: { actions: remediations }\n")
	before := `---
actions:
  - Raise the TTL
  - {id: cache, title: Cache less} # soon
  - id: quota
    title: Give logs a quota
    owner: kim

    x_mine: kept
  - {id: own, title: Has one, issue: 7}
  - {id: not, title: Wants none, issue: none}
  - {id: away, title: Elsewhere, repo: acme/api}
  - {id: moved, title: Moved}
  - {id: unknown, title: Not filed}
---
Body.
`
	issues := map[string]format.Issue{
		"raise-the-ttl": {"acme/retros", 1}, "cache": {"ACME/Retros", 2}, "quota": {"acme/retros", 3}, "own": {"acme/retros", 4},
		"not": {"acme/retros", 5}, "away": {"acme/api", 6}, "moved": {"acme/other", 8},
	}
	after, written, kept := format.Number("incidents/x.md", []byte(before), cfg, "acme/retros", issues)
	want := strings.NewReplacer(
		"- Raise the TTL\n", "- title: Raise the TTL\n    issue: 1\n",
		"title: Cache less}", "title: Cache less, issue: 2}",
		"owner: kim\n", "owner: kim\n    issue: 3\n",
		"repo: acme/api}", "repo: acme/api, issue: 6}",
	).Replace(before)
	if string(after) != want {
		t.Errorf("the file is\n%s\nwant\n%s", after, want)
	}
	if got := strings.Join(written, " "); got != "raise-the-ttl cache quota away" {
		t.Errorf("written are %s", got)
	}
	if len(kept) != 1 || kept[0].Span.Start.Line != 13 || !strings.Contains(kept[0].Message, "acme/other#8") {
		t.Errorf("kept back: %v", kept)
	}
	again, written, _ := format.Number("incidents/x.md", after, cfg, "acme/retros", issues)
	if string(again) != string(after) || written != nil {
		t.Errorf("again it writes %v:\n%s", written, again)
	}
}
