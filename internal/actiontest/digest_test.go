package actiontest

import (
	"os"
	"strings"
	"testing"
)

// A digest is a file to post. It needs no token, and author text in it reaches
// neither the runner's log nor anybody by mention.
func TestADigest(t *testing.T) {
	t.Parallel()
	w := newWiki(t)
	w.write("incidents/2026/hostile.md", "---\ntitle: \"Ask @everyone ::error::pwned, closes #1\"\nimpact_started_at: 2026-01-01\n---\n")
	r := w.runStep(map[string]any{}, "", "EVENT=schedule", "MODE=digest", "SINCE=2025-01-01", "GITHUB_REF=refs/heads/main")
	if !r.ok || r.outputs["mode"] != "digest" || r.outputs["digest"] == "" {
		t.Fatalf("outputs %q\n%s", r.outputs, r.log)
	}
	content, err := os.ReadFile(r.outputs["digest"])
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(content), "### ") || r.summary != string(content) {
		t.Errorf("the digest is\n%s\nand the summary\n%s", content, r.summary)
	}
	if strings.Contains(string(content), "@everyone") || strings.Contains(string(content), "#1") || len(r.commands) > 0 || strings.Contains(r.log, "pwned") {
		t.Errorf("author text is live in\n%s\n%v", content, r.commands)
	}
	if bad := w.runStep(map[string]any{}, "", "EVENT=schedule", "MODE=digest", "SINCE=$(touch pwned)"); bad.ok || bad.outputs["digest"] != "" {
		t.Errorf("a since that is no time passes:\n%s", bad.log)
	}
	nothingRan(t, w)
}
