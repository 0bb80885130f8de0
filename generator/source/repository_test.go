package source_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

const small = "write a.md a\ncommit First\nwrite a.md b\ncommit Second\n"

// TestEveryKindOfRepositoryIsRead lists the ways in which a repository may lie
// on a disk. The files are those of the second commit in all.
func TestEveryKindOfRepositoryIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(t *testing.T) (dir string)
		branch  string
		shallow bool
		why     string // why the history is unknown
	}{
		"work tree": {branch: "main", prepare: func(t *testing.T) string { return gittest.Make(t, small) }},
		"bare":      {branch: "main", prepare: func(t *testing.T) string { return gittest.Bare(t, small) }},
		"packed, with packed references": {branch: "main", prepare: func(t *testing.T) string {
			dir := gittest.Make(t, small)
			gittest.Git(t, dir, "gc", "--quiet")
			return dir
		}},
		"detached": {prepare: func(t *testing.T) string { return gittest.Make(t, small+"detach\n") }},
		"linked work tree": {branch: "linked", prepare: func(t *testing.T) string {
			dir := filepath.Join(t.TempDir(), "linked")
			gittest.Git(t, gittest.Make(t, small), "worktree", "add", "--quiet", "-b", "linked", dir)
			return dir
		}},
		"reached through a link": {branch: "main", prepare: func(t *testing.T) string {
			dir := filepath.Join(t.TempDir(), "link")
			if err := os.Symlink(gittest.Make(t, small), dir); err != nil {
				t.Skip(err)
			}
			return dir
		}},
		"clone that borrows objects": {branch: "main", prepare: func(t *testing.T) string {
			dir := filepath.Join(t.TempDir(), "borrower")
			gittest.Git(t, ".", "clone", "--quiet", "--shared", gittest.Make(t, small), dir)
			return dir
		}},
		"separate git folder": {branch: "main", prepare: func(t *testing.T) string {
			dir := filepath.Join(t.TempDir(), "work")
			gittest.Git(t, ".", "clone", "--quiet", "--separate-git-dir", filepath.Join(t.TempDir(), "apart"), gittest.Make(t, small), dir)
			return dir
		}},
		"sparse": {branch: "main", prepare: func(t *testing.T) string {
			dir := gittest.Make(t, small+"write deep/er/x.md x\ncommit More\nrm deep\ncommit Less\n")
			gittest.Git(t, dir, "sparse-checkout", "set", "incidents")
			return dir
		}},
		"shallow": {branch: "main", shallow: true, why: "shallow clone", prepare: func(t *testing.T) string {
			dir := filepath.Join(t.TempDir(), "shallow")
			gittest.Git(t, ".", "clone", "--quiet", "--depth", "1", "file://"+gittest.Make(t, small), dir)
			return dir
		}},
		"partial": {branch: "main", why: "partial clone", prepare: func(t *testing.T) string {
			dir, origin := filepath.Join(t.TempDir(), "partial"), gittest.Make(t, small)
			gittest.Git(t, origin, "config", "uploadpack.allowFilter", "true")
			gittest.Git(t, ".", "clone", "--quiet", "--filter", "blob:none", "file://"+origin, dir)
			return dir
		}},
	} {
		t.Run(name, func(t *testing.T) {
			r := open(t, source.Options{Location: c.prepare(t)})
			s, err := r.Snapshot(context.Background(), texts)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "files", listed(s), "a.md: b\n")
			if !s.InGit || s.Dirty || s.Branch != c.branch || s.Shallow != c.shallow || len(s.Commit) != 40 || len(s.Findings) > 0 {
				t.Errorf("the snapshot says %+v", s)
			}
			h, err := r.History(context.Background(), []string{"a.md"})
			if err != nil {
				t.Fatal(err)
			}
			f, ok := h.File("a.md")
			if h.Known != (c.why == "") || ok != h.Known || !strings.Contains(h.Why, c.why) {
				t.Errorf("the history says %+v", h)
			}
			if ok && (len(f.Commits) != 2 || f.Created.Subject != "First" || f.LastChanged.Subject != "Second") {
				t.Errorf("the file's history is %+v", f)
			}
		})
	}
}

func TestAFolderThatGitDoesNotKnowIsReadWithoutDates(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte("a"), 0o644); err != nil {
		t.Fatal(err)
	}
	r := open(t, source.Options{Location: dir})
	s, err := r.Snapshot(context.Background(), texts)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "files", listed(s), "a.md: a\n")
	if s.InGit || s.Dirty || s.Commit != "" || !s.CommittedAt.IsZero() {
		t.Errorf("the snapshot says %+v", s)
	}
	if h, err := r.History(context.Background(), []string{"a.md"}); err != nil || h.Known || h.Why != "this folder is not in a git repository" {
		t.Errorf("the history says %+v, %v", h, err)
	}
}

func TestBeforeTheFirstCommitAllIsNew(t *testing.T) {
	dir := gittest.Make(t, "write a.md a\n")
	r := open(t, source.Options{Location: dir})
	s, err := r.Snapshot(context.Background(), texts)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "files", listed(s), "a.md: a\n")
	if !s.InGit || !s.Dirty || s.Commit != "" || s.Branch != "main" {
		t.Errorf("the snapshot says %+v", s)
	}
	if h, err := r.History(context.Background(), []string{"a.md"}); err != nil || h.Known || h.Why != "nothing has been committed yet" {
		t.Errorf("the history says %+v, %v", h, err)
	}
}

func TestWhatCannotBeOpenedIsAnErrorThatSaysWhy(t *testing.T) {
	work := gittest.Make(t, small)
	file := filepath.Join(work, "a.md")
	for name, c := range map[string]struct {
		options source.Options
		want    string
	}{
		"no folder":              {source.Options{Location: filepath.Join(work, "none")}, "no such file"},
		"a file":                 {source.Options{Location: file}, "is not a folder"},
		"inside .git":            {source.Options{Location: filepath.Join(work, ".git")}, "name the folder that holds it"},
		"bare without a commit":  {source.Options{Location: gittest.Bare(t, "")}, "no commit yet"},
		"HEAD without a commit":  {source.Options{Location: gittest.Make(t, ""), Rev: "HEAD"}, "no commit yet"},
		"a revision outside git": {source.Options{Location: t.TempDir(), Rev: "main"}, "not in a git repository"},
		"a .git that leads nowhere": {source.Options{Location: func() string {
			dir := t.TempDir()
			os.WriteFile(filepath.Join(dir, ".git"), []byte("gitdir: /nowhere\n"), 0o644)
			return dir
		}()}, "is not a git repository"},
		"SHA-256": {source.Options{Location: func() string {
			dir := t.TempDir()
			gittest.Git(t, dir, "init", "--quiet", "--object-format=sha256")
			return dir
		}()}, "sha256 object names"},
		"a future format": {source.Options{Location: func() string {
			dir := gittest.Make(t, small)
			gittest.Git(t, dir, "config", "core.repositoryformatversion", "7")
			return dir
		}()}, "repository format 7"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := source.Open(context.Background(), c.options)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "seems to be broken") {
				t.Errorf("the error is %v, want one with %q", err, c.want)
			}
			if r != nil {
				t.Error("there is a repository beside the error")
			}
		})
	}
}

func TestTheRemoteIsShownWithoutCredentials(t *testing.T) {
	for url, want := range map[string]string{
		"https://github.com/acme/wiki.git":                    "https://github.com/acme/wiki.git",
		"https://lex:ghp_secret@github.com/acme/wiki":         "https://github.com/acme/wiki",
		"https://ghp_secret@github.com/acme/wiki?token=ghp_2": "https://github.com/acme/wiki",
		"git@github.com:acme/wiki.git":                        "git@github.com:acme/wiki.git",
		"ssh://git:ghp_secret@github.com/acme/wiki":           "ssh://git@github.com/acme/wiki",
		"/srv/git/wiki":        "",
		"file:///srv/git/wiki": "",
		"ext::sh -c id":        "",
	} {
		dir := gittest.Make(t, small+"remote \""+url+"\"\n")
		if s := snapshot(t, source.Options{Location: dir}); s.Remote != want {
			t.Errorf("%s is shown as %q, want %q", url, s.Remote, want)
		}
	}
}
