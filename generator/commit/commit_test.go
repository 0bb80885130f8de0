package commit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/commit"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

var (
	lex = commit.Person{Name: "Lex", Email: "lex@example.org"}
	at  = time.Date(2021, 5, 16, 12, 0, 0, 0, time.FixedZone("", 2*3600))
)

// repository is one with files in folders, one of them a program, made and
// looked at by the real git.
func repository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"README.md": "# Wiki\n", "incidents/a.md": "one\n", "incidents/b.md": "two\r\n", "incidents/2014/c.md": "three\n", "other/x": "x\n",
	} {
		write(t, dir, name, content)
	}
	if err := os.Chmod(filepath.Join(dir, "incidents/b.md"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.md", filepath.Join(dir, "incidents/link.md")); err != nil {
		t.Fatal(err)
	}
	gittest.Git(t, dir, "init", "--quiet")
	gittest.Git(t, dir, "add", ".")
	gittest.Git(t, dir, "commit", "--quiet", "-m", "First")
	return dir
}

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func replace(name string, content []byte) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	return os.WriteFile(name, content, info.Mode())
}

func open(t *testing.T, dir string) *commit.Repository {
	t.Helper()
	r, err := commit.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	return strings.TrimSpace(gittest.Git(t, dir, args...))
}

// sound asks git whether the repository is whole.
func sound(t *testing.T, dir string) {
	t.Helper()
	if told := git(t, dir, "fsck", "--strict", "--no-dangling"); told != "" {
		t.Errorf("git fsck says %s", told)
	}
}

// A commit on the current branch changes the files that it is given, in the
// tree, in the index and on disk, and nothing that somebody is at work on.
func TestTheCurrentBranch(t *testing.T) {
	dir := repository(t)
	write(t, dir, "other/x", "staged\n")
	gittest.Git(t, dir, "add", "other/x")
	write(t, dir, "README.md", "being written\n")
	write(t, dir, "new.md", "untracked\n")
	before := git(t, dir, "status", "--porcelain")

	b, err := open(t, dir).Current()
	if err != nil {
		t.Fatal(err)
	}
	name, err := b.Commit(map[string][]byte{"incidents/a.md": []byte("ONE\n"), "incidents/b.md": []byte("TWO\r\n"), "incidents/2014/c.md": []byte("THREE\n")},
		commit.Message{Text: "Numbers\n", Author: lex, When: at}, replace)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, dir)
	if got := git(t, dir, "rev-parse", "main"); got != name {
		t.Errorf("main is at %s, want %s", got, name)
	}
	if got, want := git(t, dir, "show", "--raw", "--format=%an %ae %aI %cn %s", "--abbrev=4", "HEAD"),
		"Lex lex@example.org 2021-05-16T12:00:00+02:00 Lex Numbers"; !strings.HasPrefix(got, want) || strings.Count(got, "\n:") != 3 || !strings.Contains(got, ":100755 100755") {
		t.Errorf("the commit is\n%s", got)
	}
	if after := git(t, dir, "status", "--porcelain"); after != before {
		t.Errorf("the status was\n%s\nand is\n%s", before, after)
	}
	if content, _ := os.ReadFile(filepath.Join(dir, "incidents/b.md")); string(content) != "TWO\r\n" {
		t.Errorf("on disk stands %q", content)
	}
	if again, err := mustCurrent(t, dir).Commit(map[string][]byte{"incidents/a.md": []byte("ONE\n")}, commit.Message{Author: lex, When: at}, replace); again != "" || err != nil {
		t.Errorf("with nothing to change there is commit %q, %v", again, err)
	}
}

func mustCurrent(t *testing.T, dir string) *commit.Base {
	t.Helper()
	b, err := open(t, dir).Current()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A file that is staged, being written, removed, or no file is not settled.
func TestWhatIsSettled(t *testing.T) {
	dir := repository(t)
	write(t, dir, "README.md", "being written\n")
	write(t, dir, "other/x", "staged\n")
	gittest.Git(t, dir, "add", "other/x")
	write(t, dir, "other/x", "x\n") // as committed, but staged otherwise
	write(t, dir, "new.md", "untracked\n")
	if err := os.Remove(filepath.Join(dir, "incidents/2014/c.md")); err != nil {
		t.Fatal(err)
	}
	b := mustCurrent(t, dir)
	for name, want := range map[string]bool{
		"incidents/a.md": true, "incidents/b.md": true, "README.md": false, "other/x": false, "new.md": false,
		"incidents/2014/c.md": false, "incidents/link.md": false, "incidents": false, "nowhere.md": false,
	} {
		if got, err := b.Settled(name); got != want || err != nil {
			t.Errorf("%s is settled: %v, %v", name, got, err)
		}
	}
	if _, found, err := b.Read("incidents/link.md"); found || err != nil {
		t.Errorf("a link is read: %v, %v", found, err)
	}
}

// A branch of its own leaves HEAD, index and work tree alone, grows when there
// is more, and follows HEAD once it is merged.
func TestABranch(t *testing.T) {
	dir := repository(t)
	write(t, dir, "incidents/a.md", "being written\n")
	status, head := git(t, dir, "status", "--porcelain"), git(t, dir, "rev-parse", "HEAD")
	make := func(content string) string {
		b, err := open(t, dir).Branch("retrowiki/numbers")
		if err != nil {
			t.Fatal(err)
		}
		name, err := b.Commit(map[string][]byte{"incidents/a.md": []byte(content)}, commit.Message{Text: "Numbers\n", Author: lex, When: at},
			func(string, []byte) error { t.Error("a file of the work tree is written"); return nil })
		if err != nil {
			t.Fatal(err)
		}
		return name
	}
	first := make("ONE\n")
	if git(t, dir, "rev-parse", "retrowiki/numbers") != first || git(t, dir, "rev-parse", first+"^") != head {
		t.Error("the branch does not stand on HEAD")
	}
	if again := make("ONE\n"); again != "" {
		t.Errorf("again there is a commit: %s", again)
	}
	if second := make("MORE\n"); git(t, dir, "rev-parse", second+"^") != first {
		t.Error("more does not stand on the branch")
	}
	if git(t, dir, "status", "--porcelain") != status || git(t, dir, "rev-parse", "HEAD") != head {
		t.Error("the work tree or HEAD changed")
	}
	sound(t, dir)

	gittest.Git(t, dir, "stash", "--quiet")
	gittest.Git(t, dir, "merge", "--quiet", "--no-ff", "-m", "Merge", "retrowiki/numbers")
	if third := make("MOST\n"); git(t, dir, "rev-parse", third+"^") != git(t, dir, "rev-parse", "HEAD") {
		t.Error("merged, the branch does not follow HEAD")
	}
	gittest.Git(t, dir, "commit", "--quiet", "--allow-empty", "-m", "Meanwhile")
	if _, err := open(t, dir).Branch("retrowiki/numbers"); err == nil || !strings.Contains(err.Error(), "merge or delete it first") {
		t.Errorf("with both gone on: %v", err)
	}
}

// What cannot be done is refused before anything is written.
func TestWhatIsRefused(t *testing.T) {
	t.Run("names", func(t *testing.T) {
		r := open(t, repository(t))
		for _, name := range []string{"", "-x", "a..b", "a b", "a.lock", "/a", "a/", "@{", "a\x01"} {
			if _, err := r.Branch(name); err == nil {
				t.Errorf("%q is taken for a branch", name)
			}
		}
		if _, err := r.Branch("main"); err == nil || !strings.Contains(err.Error(), "checked out in this work tree") {
			t.Errorf("the current branch: %v", err)
		}
	})
	t.Run("detached", func(t *testing.T) {
		dir := repository(t)
		gittest.Git(t, dir, "checkout", "--quiet", "--detach")
		if _, err := open(t, dir).Current(); err == nil || !strings.Contains(err.Error(), "HEAD is on no branch") {
			t.Errorf("%v", err)
		}
		if _, err := open(t, dir).Branch("numbers"); err != nil {
			t.Errorf("a branch from a detached HEAD: %v", err)
		}
	})
	t.Run("unborn", func(t *testing.T) {
		dir := t.TempDir()
		gittest.Git(t, dir, "init", "--quiet")
		if _, err := open(t, dir).Current(); err == nil || !strings.Contains(err.Error(), "no commit yet") {
			t.Errorf("%v", err)
		}
		if _, err := open(t, dir).Branch("numbers"); err == nil {
			t.Error("a branch is made of nothing")
		}
	})
	t.Run("bare", func(t *testing.T) {
		dir := repository(t)
		bare := filepath.Join(t.TempDir(), "bare.git")
		gittest.Git(t, dir, "clone", "--quiet", "--bare", dir, bare)
		if _, err := open(t, bare).Current(); err == nil || !strings.Contains(err.Error(), "bare") {
			t.Errorf("%v", err)
		}
		b, err := open(t, bare).Branch("numbers")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Commit(map[string][]byte{"incidents/a.md": []byte("ONE\n")}, commit.Message{Text: "x", Author: lex, When: at}, replace); err != nil {
			t.Fatal(err)
		}
		sound(t, bare)
	})
	t.Run("git at work", func(t *testing.T) {
		dir := repository(t)
		write(t, dir, ".git/index.lock", "")
		if _, err := mustCurrent(t, dir).Commit(map[string][]byte{"incidents/a.md": []byte("ONE\n")}, commit.Message{Author: lex, When: at}, replace); err == nil || !strings.Contains(err.Error(), "git seems to be at work") {
			t.Errorf("%v", err)
		}
	})
	t.Run("moved meanwhile", func(t *testing.T) {
		dir := repository(t)
		b := mustCurrent(t, dir)
		gittest.Git(t, dir, "commit", "--quiet", "--allow-empty", "-m", "Meanwhile")
		if _, err := b.Commit(map[string][]byte{"incidents/a.md": []byte("ONE\n")}, commit.Message{Author: lex, When: at}, replace); err == nil {
			t.Error("a commit is lost")
		}
		if status := git(t, dir, "status", "--porcelain"); status != "" {
			t.Errorf("left behind: %s", status)
		}
	})
	t.Run("a file that is not there", func(t *testing.T) {
		dir := repository(t)
		if _, err := mustCurrent(t, dir).Commit(map[string][]byte{"incidents/none.md": nil}, commit.Message{Author: lex, When: at}, replace); err == nil {
			t.Error("a file is added")
		}
	})
}

// A folder of the repository, and a linked work tree, are as good.
func TestFoldersAndLinkedWorkTrees(t *testing.T) {
	dir := repository(t)
	b := mustCurrent(t, filepath.Join(dir, "incidents"))
	if settled, err := b.Settled("2014/c.md"); !settled || err != nil {
		t.Fatal(settled, err)
	}
	if _, err := b.Commit(map[string][]byte{"2014/c.md": []byte("THREE\n")}, commit.Message{Text: "x", Author: lex, When: at}, replace); err != nil {
		t.Fatal(err)
	}
	linked := filepath.Join(t.TempDir(), "linked")
	gittest.Git(t, dir, "worktree", "add", "--quiet", "-b", "side", linked)
	if _, err := mustCurrent(t, linked).Commit(map[string][]byte{"incidents/a.md": []byte("ONE\n")}, commit.Message{Text: "y", Author: lex, When: at}, replace); err != nil {
		t.Fatal(err)
	}
	for _, place := range []string{dir, linked} {
		if status := git(t, place, "status", "--porcelain"); status != "" {
			t.Errorf("%s: %s", place, status)
		}
	}
	if git(t, dir, "log", "-1", "--format=%s", "side") != "y" || git(t, dir, "log", "-1", "--format=%s", "main") != "x" {
		t.Error("the commits are on other branches")
	}
	if _, err := open(t, dir).Branch("side"); err == nil || !strings.Contains(err.Error(), "another work tree") {
		t.Errorf("a branch of another work tree: %v", err)
	}
	sound(t, dir)
}
