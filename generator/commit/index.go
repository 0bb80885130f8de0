package commit

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// staged is git's index, locked as git locks it: whoever holds index.lock may
// write, and what stands in it becomes the index in one step.
type staged struct {
	index *index.Index
	lock  *os.File // nil when released
	name  string
}

func (r *Repository) lockIndex() (*staged, error) {
	name := filepath.Join(r.gitDir, "index")
	lock, err := os.OpenFile(name+".lock", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("git seems to be at work here: %s.lock is there; wait for it, or remove the file if no git runs", name)
	}
	if err != nil {
		return nil, err
	}
	s := &staged{lock: lock, name: name}
	if s.index, err = r.git.Storer.Index(); err != nil {
		s.release()
		return nil, fmt.Errorf("read git's index: %w", err)
	}
	return s, nil
}

// update says that a file is in the index with new bytes. Its size and time
// are those of the work tree's file, so that git need not look again.
func (s *staged) update(name string, content []byte, place string) {
	e, err := s.index.Entry(name)
	if err != nil {
		return
	}
	e.Hash = plumbing.ComputeHash(plumbing.BlobObject, content)
	e.Size = uint32(len(content))
	if info, err := os.Lstat(place); err == nil {
		e.ModifiedAt = info.ModTime()
	}
}

func (s *staged) write() error {
	err := index.NewEncoder(s.lock).Encode(s.index)
	err = errors.Join(err, s.lock.Close())
	s.lock = nil
	if err != nil {
		os.Remove(s.name + ".lock")
		return fmt.Errorf("write git's index: %w", err)
	}
	return os.Rename(s.name+".lock", s.name)
}

func (s *staged) release() {
	if s.lock != nil {
		s.lock.Close()
		os.Remove(s.name + ".lock")
		s.lock = nil
	}
}
