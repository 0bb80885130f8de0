package kept

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// filesMost is how many files a Shelf is spread over before they are made one.
	filesMost = 8

	// bytesMost is how much the Shelves of all wikis, settings and versions of
	// this program hold together, about; those that were last written to longest ago go first.
	bytesMost = 1 << 30

	// abandonedAfter is how old the file of a run is that was killed.
	abandonedAfter = 24 * time.Hour
)

// file is one in the making, beside those that are there, which other runs may
// be reading.
type file struct {
	*bufio.Writer
	to *os.File
}

// write adds a record to what is new.
func (s *Shelf) write(record []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fresh == nil {
		s.begin()
	}
	s.fresh.Write(record)
}

// begin makes the file of what is new. One that cannot be made takes nothing,
// and says so at the end.
func (s *Shelf) begin() {
	_ = os.MkdirAll(filepath.Dir(s.prefix), 0o700)
	f, err := os.CreateTemp(filepath.Dir(s.prefix), "."+namesBegin+"*")
	if err != nil {
		f = nil
	}
	s.fresh = &file{bufio.NewWriterSize(f, 1<<20), f}
	s.fresh.Write(s.stamp[:])
}

// Save puts what is new beside what was there. Where most of that is of no use
// any more, or it is in many files, one takes the place of all. It is no harm if
// it fails.
func (s *Shelf) Save() {
	if s == nil {
		return
	}
	old := s.files()
	gather := len(old) >= filesMost || len(s.records) > 2*len(s.used)+100
	if gather {
		for key := range s.used {
			whole := make([]byte, s.records[key].size())
			if _, err := s.records[key].in.ReadAt(whole, s.records[key].at); err == nil {
				s.write(whole)
			}
		}
	}
	if s.fresh == nil || s.fresh.close(s.prefix) != nil {
		return
	}
	if gather {
		s.Close() // there are systems that remove no file that is open
		for _, name := range old {
			os.Remove(name)
		}
	}
	s.forget()
}

// close gives the file its name, or removes it.
func (f *file) close(prefix string) error {
	if f.to == nil {
		return os.ErrInvalid
	}
	_, random, _ := strings.Cut(filepath.Base(f.to.Name()), namesBegin)
	err := errors.Join(f.Flush(), f.to.Close())
	if err == nil {
		err = os.Rename(f.to.Name(), prefix+random)
	}
	if err != nil {
		os.Remove(f.to.Name())
	}
	return err
}

// forget removes what was written longest ago of what is more than may be kept,
// and what killed runs have left.
func (s *Shelf) forget() {
	type kept struct {
		name string
		size int64
		at   time.Time
	}
	var all []kept
	for _, begin := range []string{namesBegin, "." + namesBegin} {
		names, _ := filepath.Glob(filepath.Join(filepath.Dir(s.prefix), begin+"*"))
		for _, name := range names {
			if info, err := os.Lstat(name); err == nil {
				all = append(all, kept{name, info.Size(), info.ModTime()})
			}
		}
	}
	slices.SortFunc(all, func(a, b kept) int { return b.at.Compare(a.at) })
	var total int64
	for _, k := range all {
		total += k.size
		remove := total > bytesMost && !strings.HasPrefix(k.name, s.prefix)
		if strings.HasPrefix(filepath.Base(k.name), ".") { // in the making
			remove = all[0].at.Sub(k.at) > abandonedAfter
		}
		if remove {
			os.Remove(k.name)
		}
	}
}
