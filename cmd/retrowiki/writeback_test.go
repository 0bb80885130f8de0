package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

const numberedFile = "incidents/2014-11-24-physicals.md"

// inGit makes the wiki a repository in which everything is committed.
func (w *syncedWiki) inGit() {
	w.t.Helper()
	w.write(".gitignore", ".retrowiki/\n")
	gittest.Git(w.t, w.dir, "init", "--quiet")
	gittest.Git(w.t, w.dir, "config", "user.name", "Lex")
	gittest.Git(w.t, w.dir, "config", "user.email", "lex@example.org")
	gittest.Git(w.t, w.dir, "add", ".")
	gittest.Git(w.t, w.dir, "commit", "--quiet", "-m", "An incident")
}

func (w *syncedWiki) git(args ...string) string {
	w.t.Helper()
	return strings.TrimSpace(gittest.Git(w.t, w.dir, args...))
}

func (w *syncedWiki) read(name string) string {
	w.t.Helper()
	content, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(content)
}

// nothingLeft syncs once more, as if the marker's issues were only known by
// the numbers in the files, and expects that nobody writes anything.
func (w *syncedWiki) nothingLeft(args ...string) {
	w.t.Helper()
	w.gh.ForgetLog()
	if status := w.run(append([]string{"sync", "--pace", "0"}, args...)...); status != exitDone {
		w.t.Fatalf("sync ended with %d:\n%s", status, w.stderr.String())
	}
	if writes := w.gh.Writes(); len(writes) > 0 {
		w.t.Errorf("the sync after it wrote %+v", writes)
	}
	if n := len(w.repo.Issues()); n != 3 {
		w.t.Errorf("there are %d issues", n)
	}
}

const numbered = `---
title: Physicals table ran out of primary keys
visibility: public
remediations:
  - {id: bigint, title: Move every key to BIGINT, level: inputs, decision: accepted, owner: lex, issue: 1}
  - {id: alert, title: Alert on headroom, decision: accepted, issue: 2}
  - {id: shard, title: Shard by region, decision: accepted, issue: 3}
---

It happened.
`

// In the work tree the numbers are written beside the remediations and nothing
// else; a second run has nothing to do, and nor has the next sync.
func TestWriteBackIntoTheWorkTree(t *testing.T) {
	w := newSyncedWiki(t)
	if status := w.run("sync", "--pace", "0", "--write-back"); status != exitDone {
		t.Fatalf("ended with %d:\n%s", status, w.stderr.String())
	}
	if got := w.read(numberedFile); got != numbered {
		t.Errorf("the file is\n%s", got)
	}
	if !strings.Contains(w.stdout.String(), "wrote 3 numbers into "+numberedFile) {
		t.Errorf("told %s", w.stdout.String())
	}
	w.nothingLeft("--write-back")
	if got := w.read(numberedFile); got != numbered {
		t.Errorf("the second time the file is\n%s", got)
	}
	os.RemoveAll(filepath.Join(w.dir, ".retrowiki"))
	w.nothingLeft()
}

// A plan says what would be written, and writes nothing.
func TestWriteBackOfAPlan(t *testing.T) {
	w := newSyncedWiki(t)
	w.sync()
	if status := w.run("sync", "--dry-run", "--write-back"); status != exitDone {
		t.Fatalf("ended with %d:\n%s", status, w.stderr.String())
	}
	if !strings.Contains(w.stdout.String(), "would write 3 numbers into "+numberedFile) || w.read(numberedFile) != syncedIncident {
		t.Errorf("told %s", w.stdout.String())
	}
}

// As a commit on the current branch, by whom git says one is.
func TestWriteBackAsACommit(t *testing.T) {
	w := newSyncedWiki(t)
	w.inGit()
	w.write("notes.txt", "mine\n")
	if status := w.run("sync", "--pace", "0", "--write-back=commit"); status != exitDone {
		t.Fatalf("ended with %d:\n%s", status, w.stderr.String())
	}
	if got := w.read(numberedFile); got != numbered {
		t.Errorf("the file is\n%s", got)
	}
	if got := w.git("status", "--porcelain"); got != "?? notes.txt" {
		t.Errorf("the status is %s", got)
	}
	if got := w.git("log", "-1", "--format=%an <%ae>: %B", "--name-only"); !strings.HasPrefix(got, "Lex <lex@example.org>: Write down the issues of remediations") ||
		!strings.Contains(got, numberedFile+": bigint, alert, shard") || !strings.HasSuffix(got, "\n"+numberedFile) {
		t.Errorf("the commit is %s", got)
	}
	tip := w.git("rev-parse", "HEAD")
	w.nothingLeft("--write-back=commit")
	if w.git("rev-parse", "HEAD") != tip {
		t.Error("the second time there is another commit")
	}
}

// A file that somebody is at work on is left alone and named; it is written
// when it is committed.
func TestWriteBackLeavesAloneWhatIsBeingWritten(t *testing.T) {
	w := newSyncedWiki(t)
	w.inGit()
	w.edit("It happened.", "It happened at night.")
	tip := w.git("rev-parse", "HEAD")
	if status := w.run("sync", "--pace", "0", "--write-back=commit"); status != exitDone {
		t.Fatalf("ended with %d:\n%s", status, w.stderr.String())
	}
	if !strings.Contains(w.stderr.String(), "its numbers are not written") || w.git("rev-parse", "HEAD") != tip || strings.Contains(w.read(numberedFile), "issue:") {
		t.Errorf("told %s", w.stderr.String())
	}
	w.git("commit", "--quiet", "-am", "At night")
	w.nothingLeft("--write-back=commit")
	if !strings.Contains(w.read(numberedFile), "owner: lex, issue: 1}") || !strings.Contains(w.read(numberedFile), "at night") {
		t.Errorf("the file is\n%s", w.read(numberedFile))
	}
}

// On a branch, from a workflow in which git knows nobody, the work tree stays.
func TestWriteBackOnABranch(t *testing.T) {
	w := newSyncedWiki(t)
	w.inGit()
	w.git("config", "--unset", "user.name")
	w.git("config", "--unset", "user.email")
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	w.env["GITHUB_ACTIONS"] = ""
	if status := w.run("sync", "--apply", "--pace", "0", "--write-back=branch:numbers"); status != exitError || !strings.Contains(w.stderr.String(), "git does not know who you are") {
		t.Fatalf("outside of a workflow it ended with %d:\n%s", status, w.stderr.String())
	}
	if len(w.repo.Issues()) > 0 {
		t.Error("issues were opened before that was known")
	}
	w.env["GITHUB_ACTIONS"] = "true"
	for range 2 {
		if status := w.run("sync", "--pace", "0", "--write-back=branch:numbers"); status != exitDone {
			t.Fatalf("ended with %d:\n%s", status, w.stderr.String())
		}
	}
	if w.git("status", "--porcelain") != "" || w.read(numberedFile) != syncedIncident {
		t.Error("the work tree changed")
	}
	if got := w.git("show", "numbers:"+numberedFile) + "\n"; got != numbered {
		t.Errorf("on the branch the file is\n%s", got)
	}
	if got := w.git("log", "--format=%an", "main..numbers"); got != "github-actions[bot]" {
		t.Errorf("on the branch are commits of %q", got)
	}
}

// What cannot be is refused before anything is asked of GitHub.
func TestWriteBackThatCannotBe(t *testing.T) {
	w := newSyncedWiki(t)
	w.inGit()
	for _, c := range []struct{ args, says string }{
		{"--write-back=somewhere", "want worktree, commit or branch:NAME"},
		{"--write-back=branch:", "want worktree, commit or branch:NAME"},
		{"--write-back=branch:..", "no name for a branch"},
		{"--write-back --rev HEAD", "takes no --rev"},
		{"--write-back=commit --rev HEAD", "takes no --rev"},
	} {
		if status := w.run(append([]string{"sync", "--pace", "0"}, strings.Fields(c.args)...)...); status == exitDone || !strings.Contains(w.stderr.String(), c.says) {
			t.Errorf("%s ended with %d:\n%s", c.args, status, w.stderr.String())
		}
	}
	if calls := w.gh.Writes(); len(calls) > 0 {
		t.Errorf("written: %+v", calls)
	}
}

// An issue that was moved to another repository is named, since its number
// alone would mean another issue.
func TestWriteBackOfAMovedIssue(t *testing.T) {
	w := newSyncedWiki(t)
	w.sync()
	other := w.gh.Repo("acme/database")
	other.Grant("lex-gh", githubtest.Write)
	w.repo.Transfer(w.issue("Alert on headroom").Number, other)
	w.run("sync", "--pace", "0", "--write-back")
	if got := w.read(numberedFile); !strings.Contains(got, "owner: lex, issue: 1}") || strings.Contains(got, "issue: 2") {
		t.Errorf("the file is\n%s\n%s", got, w.stderr.String())
	}
}
