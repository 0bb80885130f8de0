package gittest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/internal/gittest"
)

const story = `
# Lex writes an incident, Kim moves it and corrects it.
add first
commit "Physicals ran out of ids" @2014-11-24T09:00:00Z author=lex
branch archive
mv incidents/physicals.md incidents/2014/physicals.md
commit "One folder for each year" author=kim
switch main
write README.md "Our retrospectives"
commit "Say what this is"
merge archive "Merge the archive" author=kim
tag v1
tag v2 "The second" @2015-01-01T00:00:00Z
write draft.md not yet
-- first/incidents/physicals.md --
# Physicals table ran out of primary keys
`

func TestARepositoryIsWhatItsScriptSays(t *testing.T) {
	dir := gittest.Make(t, story)
	for name, want := range map[string]string{
		"incidents/2014/physicals.md": "# Physicals table ran out of primary keys\n",
		"README.md":                   "Our retrospectives\n",
		"draft.md":                    "not yet\n",
	} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
	log := gittest.Git(t, dir, "log", "--format=%an %aI %s", "--date-order")
	want := `kim 2014-11-24T12:00:00Z Merge the archive
tester 2014-11-24T11:00:00Z Say what this is
kim 2014-11-24T10:00:00Z One folder for each year
lex 2014-11-24T09:00:00Z Physicals ran out of ids
`
	if got := strings.ReplaceAll(log, "+00:00", "Z"); got != want {
		t.Errorf("git log says\n%s\nwant\n%s", got, want)
	}
	if got := gittest.Git(t, dir, "status", "--porcelain"); got != "?? draft.md\n" {
		t.Errorf("git status says %q", got)
	}
	gittest.Git(t, dir, "fsck", "--strict")
}

func TestTheSameScriptGivesTheSameHashes(t *testing.T) {
	const want = "93653f6"
	for _, dir := range []string{gittest.Make(t, story), gittest.Bare(t, story)} {
		if got := gittest.Git(t, dir, "rev-parse", "main"); !strings.HasPrefix(got, want) {
			t.Errorf("%s: the tip is %s, want %s", dir, got, want)
		}
	}
}

func TestAFolderBecomesOneCommit(t *testing.T) {
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "a", "b.md"), []byte("b\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := gittest.FromFolder(t, folder)
	if got := gittest.Git(t, dir, "ls-tree", "-r", "--name-only", "HEAD"); got != "a/b.md\n" {
		t.Errorf("the commit holds %q", got)
	}
	if got := gittest.Git(t, dir, "status", "--porcelain"); got != "" {
		t.Errorf("git status says %q", got)
	}
}
