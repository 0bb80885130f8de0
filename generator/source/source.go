// Package source reads the world: a work tree, a commit of a repository on
// this machine, or a clone of one on the net.
//
// In goes a location (a folder or a git URL) and perhaps a revision; out come
// plain values: a Snapshot of the files as they are at one moment, and a
// History of who changed which of them when. Nothing outside this package
// knows git's types.
//
// What it refuses: symbolic links and submodules are never followed, files
// that are not regular are never opened, names that could mean another place
// (.., backslashes, control characters) are never used; each gives a finding
// that names the path. Files that .gitignore hides and git does not track are
// not part of the source, so that a build on a laptop reads what a build in
// CI reads. Nothing is executed, no hook runs, nothing is checked out, and
// nothing is written but a temporary clone that Close removes. A repository
// that is broken gives one error, never a panic.
package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// DefaultMaxFile is how many bytes a text file may have where Options do not
// say: no retrospective comes near it.
const DefaultMaxFile = 1 << 20

// DefaultMaxFiles is how many files a source may have where Options do not say.
const DefaultMaxFiles = 500_000

// Options say where to read and within which limits.
type Options struct {
	// Location is a folder (a work tree, a part of one, a bare repository, or
	// a folder that git does not know), or a git URL that IsURL recognises. ""
	// is where one stands.
	Location string
	// Rev is a git revision: a branch, tag, hash, abbreviated hash, or one of
	// these with ~ and ^ behind it. "" is the work tree's files, or HEAD where
	// there is no work tree.
	Rev string
	// SkipDir reports whether a folder (slash-separated, from the root of the
	// source) is to be passed over with all that is in it. The folders .git
	// and node_modules always are.
	SkipDir func(dir string) bool
	// MaxFile is how many bytes a Text file may have; 0 for DefaultMaxFile.
	MaxFile int64
	// MaxFiles is how many files may be selected; 0 for DefaultMaxFiles.
	MaxFiles int
	// Cache is a folder in which the history of a repository of this machine
	// is kept from one run to the next; "" to keep nothing.
	Cache string
	// Known are files that have been read already, of whatever revision: a file
	// of a commit with the same content shares theirs.
	Known []File
	// Progress is told, in git's words, how a clone goes on; nil for nobody.
	Progress io.Writer
}

// Repository is an open source. Its methods may be called one after another,
// not at the same time.
type Repository struct {
	options Options
	root    string // absolute folder that is read; "" without a work tree
	prefix  string // slash-separated way from the repository's root to it
	git     *repository
	tip     tip
	atTip   bool // whether files are read from the commit, not from the work tree
	url     string
	cleanup func() error
}

// tip is the commit that is read, or that a work tree stands on.
type tip struct {
	commit      hash
	tree        hash
	committedAt time.Time
	branch      string
}

// Open finds the source and the commit to read. It fails where the location
// cannot be opened, the revision is unknown, or the repository is broken.
func Open(ctx context.Context, o Options) (r *Repository, err error) {
	defer recovered(&err)
	if o.MaxFile == 0 {
		o.MaxFile = DefaultMaxFile
	}
	if o.MaxFiles == 0 {
		o.MaxFiles = DefaultMaxFiles
	}
	r = &Repository{options: o, cleanup: func() error { return nil }}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.Close())
			r = nil
		}
	}()
	if IsURL(o.Location) {
		err = r.openURL(ctx)
	} else {
		err = r.openFolder()
	}
	if err != nil {
		return r, err
	}
	if r.git == nil {
		if o.Rev != "" {
			return r, fmt.Errorf("revision %s: %s is not in a git repository", visible(o.Rev), visible(r.root))
		}
		return r, nil
	}
	return r, r.findTip()
}

// openFolder opens a folder of this machine: the enclosing work tree, a bare
// repository, or, where git knows nothing of it, the folder alone.
func (r *Repository) openFolder() error {
	folder, err := realFolder(r.options.Location)
	if err != nil {
		return fmt.Errorf("open source: %w", err)
	}
	found, err := discover(folder)
	if err != nil {
		return fmt.Errorf("open repository around %s: %w", visible(folder), err)
	}
	if found == nil {
		r.root = folder
		return nil
	}
	if r.git, err = openRepository(*found); err != nil {
		return fmt.Errorf("open repository %s: %w", visible(found.gitDir), err)
	}
	if found.workTree == "" {
		r.atTip = true
		return nil
	}
	prefix, err := filepath.Rel(found.workTree, folder)
	if err != nil {
		return fmt.Errorf("open repository %s: %w", visible(found.gitDir), err)
	}
	if prefix != "." {
		r.prefix = filepath.ToSlash(prefix)
	}
	if r.options.Rev != "" {
		r.atTip = true
	} else {
		r.root = folder
	}
	return nil
}

// realFolder makes a folder's path absolute and free of symbolic links, so
// that it can be compared with the repository's.
func realFolder(location string) (string, error) {
	folder, err := filepath.Abs(location)
	if err != nil {
		return "", err
	}
	if folder, err = filepath.EvalSymlinks(folder); err != nil {
		return "", err
	}
	info, err := os.Stat(folder)
	if err != nil {
		return "", err
	}
	if !info.IsDir() {
		return "", fmt.Errorf("%s is not a folder", visible(folder))
	}
	return folder, nil
}

// findTip resolves the revision, or HEAD. A HEAD that no commit was made on
// yet is an error only where a commit has to be read.
func (r *Repository) findTip() error {
	var err error
	if r.options.Rev != "" {
		r.tip.commit, r.tip.branch, err = r.git.resolve(r.options.Rev)
	} else {
		r.tip.commit, r.tip.branch, err = r.git.head()
	}
	if err != nil {
		return err
	}
	if r.tip.commit == (hash{}) {
		if r.atTip {
			return errors.New("the repository has no commit yet")
		}
		return nil
	}
	c, err := r.git.objects.commit(r.tip.commit)
	if err != nil {
		return err
	}
	r.tip.tree, r.tip.committedAt = c.tree, c.committer.when
	return nil
}

// Close ends reading and removes a temporary clone. It may be called twice.
func (r *Repository) Close() error {
	var err error
	if r.git != nil {
		err = r.git.objects.close()
	}
	err = errors.Join(err, r.cleanup())
	r.cleanup = func() error { return nil }
	return err
}

// recovered turns a panic, which only a broken repository should be able to
// cause, into an error.
func recovered(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("the repository cannot be read, it seems to be broken: %v", v)
	}
}
