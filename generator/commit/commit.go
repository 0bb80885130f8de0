// Package commit makes one commit of a few changed files, and touches nothing
// else: neither what somebody has staged or is writing, nor other branches, nor
// a remote.
//
// In go a folder of a repository, a branch and the new bytes of files that the
// branch has; out comes a commit on that branch. Trees and commits are written
// by go-git. No hook runs, and nothing is signed.
package commit

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
)

// Person is who makes a commit.
type Person struct{ Name, Email string }

// Repository is where commits go.
type Repository struct {
	git      *git.Repository
	workTree string // "" for a bare one
	gitDir   string // where HEAD and the index are
	prefix   string // way from the repository's root to the folder; "" or with a slash behind it
}

// Open finds the repository around a folder.
func Open(folder string) (*Repository, error) {
	folder, err := filepath.Abs(folder)
	if err == nil {
		folder, err = filepath.EvalSymlinks(folder)
	}
	if err != nil {
		return nil, fmt.Errorf("open repository: %w", err)
	}
	opened, err := git.PlainOpenWithOptions(folder, &git.PlainOpenOptions{DetectDotGit: true, EnableDotGitCommonDir: true})
	if errors.Is(err, git.ErrRepositoryNotExists) {
		opened, err = git.PlainOpen(folder) // a bare one
	}
	if err != nil {
		return nil, fmt.Errorf("open repository around %s: %w", folder, err)
	}
	r := &Repository{git: opened}
	w, err := opened.Worktree()
	if errors.Is(err, git.ErrIsBareRepository) {
		return r, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open repository around %s: %w", folder, err)
	}
	r.workTree = w.Filesystem.Root()
	if real, err := filepath.EvalSymlinks(r.workTree); err == nil {
		r.workTree = real
	}
	rel, err := filepath.Rel(r.workTree, folder)
	if err != nil {
		return nil, fmt.Errorf("open repository around %s: %w", folder, err)
	}
	if rel != "." {
		r.prefix = filepath.ToSlash(rel) + "/"
	}
	r.gitDir, err = gitDir(r.workTree)
	return r, err
}

// gitDir follows a .git that is a file, as in a linked work tree.
func gitDir(workTree string) (string, error) {
	name := filepath.Join(workTree, ".git")
	if info, err := os.Stat(name); err != nil || info.IsDir() {
		return name, err
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	target := filepath.FromSlash(strings.TrimSpace(strings.TrimPrefix(string(content), "gitdir: ")))
	if !filepath.IsAbs(target) {
		target = filepath.Join(workTree, target)
	}
	return target, nil
}

// Author is who git's settings say one is; ok is false where they do not.
func (r *Repository) Author() (p Person, ok bool) {
	c, err := r.git.ConfigScoped(config.SystemScope)
	if err != nil {
		return Person{}, false
	}
	p = Person{Name: c.User.Name, Email: c.User.Email}
	if c.Author.Name != "" {
		p.Name = c.Author.Name
	}
	if c.Author.Email != "" {
		p.Email = c.Author.Email
	}
	return p, p.Name != "" && p.Email != ""
}
