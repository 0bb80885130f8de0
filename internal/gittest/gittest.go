// Package gittest makes git repositories for tests from text, so that a test
// reads as the story of its repository. It needs no git binary, and the same
// text gives the same hashes everywhere.
//
// In goes a txtar archive: its comment is a script, its files are what the
// script adds. Out comes the folder of a work tree with its repository:
//
//	dir := gittest.Make(t, `
//	# Lex writes an incident, Kim moves it and corrects it.
//	add first
//	commit "Physicals ran out of ids" @2014-11-24T09:00:00Z author=lex
//	branch archive
//	mv incidents/physicals.md incidents/2014/physicals.md
//	commit "One folder for each year" author=kim
//	switch main
//	merge archive "Merge the archive"
//	tag v1
//	-- first/incidents/physicals.md --
//	# Physicals table ran out of primary keys
//	`)
//
// The commands, one a line, with # for comments and Go's quotes where a word
// holds blanks or odd characters:
//
//	add FOLDER             put the archive's files below FOLDER into the root
//	write PATH TEXT        make a file of one line
//	append PATH TEXT       add a line to a file
//	mv OLD NEW             rename a file or folder
//	rm PATH                remove a file or folder
//	symlink TARGET PATH    make a symbolic link
//	submodule PATH         make an entry for another repository
//	commit MESSAGE         commit everything
//	branch NAME            make a branch here and go on with it
//	switch NAME            go on with a branch
//	merge NAME MESSAGE     merge a branch, file by file
//	tag NAME [MESSAGE]     tag the commit, with a message as an object
//	detach                 leave the branch, staying at the commit
//	remote URL             set the address of origin
//
// Commit, merge and tag take @TIME, author=NAME and committer=NAME behind
// them. Without a time they come an hour after the one before, the first at
// Start; without an author they are by "tester". What a script changes after
// its last commit stays uncommitted. A script without add begins with all of
// the archive's files.
//
// What it refuses: a mistake in a script fails the test with its line.
package gittest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// Start is when the first commit without a time is made.
var Start = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// Make runs the script of a txtar archive and returns the folder of the work
// tree, which the test's end removes.
func Make(t testing.TB, archive string) string {
	t.Helper()
	dir := t.TempDir()
	run(t, dir, filepath.Join(dir, ".git"), archive)
	return dir
}

// Bare runs the script of a txtar archive and returns the folder of a bare
// repository. Its trees may hold names that no file system takes.
func Bare(t testing.TB, archive string) string {
	t.Helper()
	dir := t.TempDir()
	run(t, "", dir, archive)
	return dir
}

// FromFolder returns a work tree with one commit, made at Start, of the files
// below a folder. Symbolic links become what they are, not what they name.
func FromFolder(t testing.TB, folder string) string {
	t.Helper()
	dir := t.TempDir()
	r := open(t, dir, filepath.Join(dir, ".git"))
	err := filepath.WalkDir(folder, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, name)
		if err != nil {
			return err
		}
		path := filepath.ToSlash(rel)
		if d.Type()&os.ModeSymlink != 0 {
			target, err := os.Readlink(name)
			r.files[path] = file{symlink, target}
			return err
		}
		content, err := os.ReadFile(name)
		r.files[path] = file{regular, string(content)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	r.commit("All of it", details{when: Start, author: "tester", committer: "tester"})
	r.checkOut()
	return dir
}

// run makes a repository in gitDir and, unless it is "", a work tree in dir.
func run(t testing.TB, dir, gitDir, text string) {
	t.Helper()
	a := parse(text)
	r := open(t, dir, gitDir)
	r.archive = a
	script := a.comment
	if !strings.Contains("\n"+script, "\nadd ") {
		r.add("")
	}
	for i, line := range strings.Split(script, "\n") {
		words, err := split(line)
		if err == nil && len(words) > 0 {
			err = r.execute(words[0], words[1:])
		}
		if err != nil {
			t.Fatalf("gittest: line %d: %s: %v", i+1, line, err)
		}
	}
	r.checkOut()
}

// open makes an empty repository whose branch is main.
func open(t testing.TB, dir, gitDir string) *repository {
	t.Helper()
	storage := filesystem.NewStorage(osfs.New(gitDir), cache.NewObjectLRUDefault())
	r := &repository{t: t, dir: dir, storage: storage, files: map[string]file{}, branch: "main", next: Start}
	var err error
	if dir == "" {
		_, err = git.Init(storage, nil)
	} else {
		r.work, err = git.Init(storage, osfs.New(dir))
	}
	if err != nil {
		t.Fatal(err)
	}
	r.setHead()
	return r
}

// setHead makes HEAD stand for the current branch, or for the commit without
// one.
func (r *repository) setHead() {
	head := plumbing.NewSymbolicReference(plumbing.HEAD, plumbing.NewBranchReferenceName(r.branch))
	if r.branch == "" {
		head = plumbing.NewHashReference(plumbing.HEAD, r.tip)
	}
	r.must(r.storage.SetReference(head))
}

func (r *repository) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatalf("gittest: %v", err)
	}
}
