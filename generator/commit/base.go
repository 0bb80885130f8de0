package commit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Base is the commit that another is to stand on.
type Base struct {
	repository *Repository
	name       plumbing.ReferenceName
	old        *plumbing.Reference // nil where the branch is not there yet
	commit     *object.Commit
	current    bool // whether the work tree stands on it
}

// Current is the branch that the work tree stands on.
func (r *Repository) Current() (*Base, error) {
	if r.workTree == "" {
		return nil, errors.New("the repository is bare, so it has no current branch: name a branch")
	}
	head, err := r.git.Storer.Reference(plumbing.HEAD)
	if err != nil {
		return nil, fmt.Errorf("read HEAD: %w", err)
	}
	if head.Type() != plumbing.SymbolicReference {
		return nil, errors.New("HEAD is on no branch, so a commit would be lost: check a branch out, or name one")
	}
	b, err := r.at(head.Target())
	if err != nil {
		return nil, err
	}
	b.current = true
	return b, nil
}

// Branch is a branch by its name, to be made from HEAD if it is not there. One
// that HEAD has gone on from is moved up to it; one with commits of its own
// that HEAD is not behind is refused.
func (r *Repository) Branch(name string) (*Base, error) {
	full := plumbing.NewBranchReferenceName(name)
	if err := full.Validate(); err != nil || strings.HasPrefix(name, "-") {
		return nil, fmt.Errorf("%q is no name for a branch", name)
	}
	if where := r.checkedOut(full); where != "" {
		return nil, fmt.Errorf("branch %s is checked out in %s: name another one", name, where)
	}
	head, err := r.git.Head()
	if err != nil {
		return nil, fmt.Errorf("read HEAD: %w", err)
	}
	tip, err := r.git.CommitObject(head.Hash())
	if err != nil {
		return nil, fmt.Errorf("read HEAD: %w", err)
	}
	b, err := r.at(full)
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return &Base{repository: r, name: full, commit: tip}, nil
	}
	if err != nil {
		return nil, err
	}
	if behind, err := b.commit.IsAncestor(tip); err != nil {
		return nil, fmt.Errorf("compare branch %s with HEAD: %w", name, err)
	} else if behind {
		b.commit = tip
		return b, nil
	}
	if ahead, err := tip.IsAncestor(b.commit); err != nil {
		return nil, fmt.Errorf("compare branch %s with HEAD: %w", name, err)
	} else if !ahead {
		return nil, fmt.Errorf("branch %s has commits that HEAD does not have, and HEAD has some that it does not: merge or delete it first", name)
	}
	return b, nil
}

func (r *Repository) at(name plumbing.ReferenceName) (*Base, error) {
	ref, err := r.git.Storer.Reference(name)
	if err != nil {
		if errors.Is(err, plumbing.ErrReferenceNotFound) && name != plumbing.HEAD {
			return nil, fmt.Errorf("branch %s has no commit yet: %w", name.Short(), err)
		}
		return nil, err
	}
	c, err := r.git.CommitObject(ref.Hash())
	if err != nil {
		return nil, fmt.Errorf("read branch %s: %w", name.Short(), err)
	}
	return &Base{repository: r, name: name, old: ref, commit: c}, nil
}

// checkedOut tells which work tree stands on a branch, "" for none.
func (r *Repository) checkedOut(name plumbing.ReferenceName) string {
	if head, err := r.git.Storer.Reference(plumbing.HEAD); err == nil && head.Target() == name && r.workTree != "" {
		return "this work tree"
	}
	heads, _ := filepath.Glob(filepath.Join(r.commonDir(), "worktrees", "*", "HEAD"))
	for _, head := range append(heads, filepath.Join(r.commonDir(), "HEAD")) {
		content, err := os.ReadFile(head)
		if err == nil && strings.TrimSpace(string(content)) == "ref: "+string(name) && r.workTree != "" {
			return "another work tree"
		}
	}
	return ""
}

func (r *Repository) commonDir() string {
	content, err := os.ReadFile(filepath.Join(r.gitDir, "commondir"))
	if err != nil {
		return r.gitDir
	}
	return filepath.Join(r.gitDir, filepath.FromSlash(strings.TrimSpace(string(content))))
}

// Read gives a file as the base has it; found is false where it has none, or a
// link or a submodule in its place.
func (b *Base) Read(name string) (content []byte, found bool, err error) {
	f, err := b.file(name)
	if err != nil || f == nil {
		return nil, false, err
	}
	reader, err := f.Reader()
	if err != nil {
		return nil, false, fmt.Errorf("read %s: %w", name, err)
	}
	defer reader.Close()
	content, err = io.ReadAll(reader)
	return content, err == nil, err
}

func (b *Base) file(name string) (*object.File, error) {
	f, err := b.commit.File(b.repository.prefix + name)
	switch {
	case errors.Is(err, object.ErrFileNotFound):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", name, err)
	case f.Mode != filemode.Regular && f.Mode != filemode.Executable && f.Mode != filemode.Deprecated:
		return nil, nil
	}
	return f, nil
}

// Settled reports whether a file can be changed in the work tree without
// touching what somebody has staged or is writing: it is there, and in the
// index, as the base has it. For a branch that no work tree stands on, every
// file is.
func (b *Base) Settled(name string) (bool, error) {
	if !b.current {
		return true, nil
	}
	f, err := b.file(name)
	if err != nil || f == nil {
		return false, err
	}
	index, err := b.repository.git.Storer.Index()
	if err != nil {
		return false, fmt.Errorf("read git's index: %w", err)
	}
	e, err := index.Entry(b.repository.prefix + name)
	if err != nil || e.Hash != f.Hash || e.Stage != 0 || e.IntentToAdd || e.SkipWorktree {
		return false, nil
	}
	here, err := os.ReadFile(b.repository.place(name))
	if err != nil {
		return false, nil
	}
	info, err := os.Lstat(b.repository.place(name))
	committed, found, readErr := b.Read(name)
	return err == nil && info.Mode().IsRegular() && found && bytes.Equal(here, committed), readErr
}

func (r *Repository) place(name string) string {
	return filepath.Join(r.workTree, filepath.FromSlash(path.Join(r.prefix, name)))
}
