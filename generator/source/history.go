package source

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Change is one commit that touched a file.
type Change struct {
	Hash       string
	When       time.Time // when its author wrote it, in the author's time zone
	AuthorName string    // as .mailmap has it
	Subject    string    // the first paragraph of its message, on one line
	// Path is what the file was called then, from the root of the source; a
	// file that lay outside has / and its way from the repository's root.
	Path string

	now, before hash
}

// Contributor is somebody who changed a file, as .mailmap has them.
type Contributor struct{ Name, Email string }

// key is what two names of one person have in common.
func (c Contributor) key() string {
	if c.Email == "" {
		return c.Name
	}
	return strings.ToLower(c.Email)
}

// FileHistory is what git tells of one file. There is at least one commit.
type FileHistory struct {
	Created, LastChanged Change
	Contributors         []Contributor // one for each address, in the order of their first change
	Commits              []Change      // the newest first
}

// History is what git tells of many files. Where it cannot tell, Known is
// false, Why says so in a sentence, and there are no dates: none is better
// than a wrong one.
type History struct {
	Known bool
	Why   string
	Kept  bool // what an earlier run kept was of use
	files map[string]*FileHistory
}

// File returns the history of a path that History was asked for; ok is false
// for a file that the commit does not have.
func (h *History) File(path string) (f FileHistory, ok bool) {
	found, ok := h.files[path]
	if !ok {
		return FileHistory{}, false
	}
	return *found, true
}

// History tells for each path (from the root of the source) which commits
// touched it, back from the one that is read, in one pass over all commits.
//
// It follows a file as git log --follow does: where a commit adds it and
// removes one with the same content, or with at least half of it in common, it
// goes on with that one. It differs from git in three ways. It follows each
// side of a merge under the file's own name there, where git takes the name
// that it met last for all. A merge counts for a file that differs from all
// parents; where the file is as in one of them, only that one is followed, as
// git log does without --follow. And it stops at the commit that created the
// file: an earlier file of the same name that was removed is another file.
//
// It fails where the repository is broken. A file that the commit does not
// have, such as one that is not committed yet, has no history.
func (r *Repository) History(ctx context.Context, paths []string) (h *History, err error) {
	defer recovered(&err)
	why, err := r.whyUnknown()
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	if why != "" {
		return &History{Why: why}, nil
	}
	defer r.git.objects.bases.forget()
	cache := r.readCache()
	files, ok, err := r.fromCache(ctx, cache, paths)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	if !ok {
		if files, err = r.wholeHistory(ctx, paths); err != nil {
			return nil, fmt.Errorf("read history: %w", err)
		}
	}
	if !ok || cache.tip != r.tip.commit {
		r.keep(paths, files)
	}
	return &History{Known: true, Kept: ok, files: files}, nil
}

func (r *Repository) wholeHistory(ctx context.Context, paths []string) (map[string]*FileHistory, error) {
	g, err := readGraph(ctx, r.git.objects, r.tip.commit)
	if err != nil {
		return nil, err
	}
	p := newPass(r, g)
	if err := p.want(ctx, paths); err != nil {
		return nil, err
	}
	if err := p.run(ctx); err != nil {
		return nil, err
	}
	return p.tell(ctx, paths)
}

// maxVersion is how many bytes a version of a file may have to be compared.
const maxVersion = 1 << 20

// Version names what a file held in a commit; the zero Version is that of a
// file that was not there, or of which git does not tell.
type Version hash

// Versions are what the commit made of the file, and what the file was before.
func (c Change) Versions() (now, before Version) { return Version(c.now), Version(c.before) }

// Content reads a version of a file. ok is false where git does not tell, or
// it is larger than 1 MB. The bytes are shared: nobody may change them. It may
// be called by several goroutines until the Repository is closed.
func (s *Snapshot) Content(v Version) (content []byte, ok bool) {
	if s.repository == nil || s.repository.git == nil || v == (Version{}) {
		return nil, false
	}
	content, err := s.repository.git.objects.readKind(hash(v), kindBlob, maxVersion)
	return content, err == nil
}

// whyUnknown says why there is no history, or no whole one; "" if there is.
func (r *Repository) whyUnknown() (string, error) {
	if r.git == nil {
		return "this folder is not in a git repository", nil
	}
	if r.tip.commit == (hash{}) {
		return "nothing has been committed yet", nil
	}
	shallow, err := r.git.isShallow()
	switch {
	case err != nil:
		return "", err
	case shallow:
		return "this is a shallow clone; fetch the whole history: git fetch --unshallow", nil
	case r.git.isPartial():
		return "this is a partial clone; fetch the whole history: git fetch --refetch --no-filter", nil
	}
	return "", nil
}
