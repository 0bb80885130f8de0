package output

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// sheet is a file in the making. It is made when it is closed, if it is not
// large: where the output has the same file already, that one is taken over, so
// that less is written, and what copies only newer files finds those that are.
type sheet struct {
	stage *Stage
	name  string
	held  []byte // that is not written yet
	file  io.WriteCloser
	err   error
}

// sheetSize is how many bytes wait for the file to be made.
const sheetSize = 256 << 10

var sheets = sync.Pool{New: func() any { return &sheet{held: make([]byte, 0, sheetSize)} }}

func newSheet(s *Stage, name string, buffer []byte) sheet {
	return sheet{stage: s, name: name, held: buffer[:0]}
}

// free lets the buffer be used again.
func (s *sheet) free() {
	*s = newSheet(nil, "", s.held)
	sheets.Put(s)
}

func (s *sheet) Write(p []byte) (int, error) {
	if len(s.held)+len(p) > cap(s.held) {
		s.flush()
	}
	if s.err != nil {
		return 0, s.err
	}
	if len(p) > cap(s.held) {
		n, err := s.file.Write(p)
		s.err = err
		return n, err
	}
	s.held = append(s.held, p...)
	return len(p), nil
}

func (s *sheet) flush() {
	if s.file == nil && s.err == nil {
		s.file, s.err = s.stage.create(s.name)
	}
	if s.err == nil {
		_, s.err = s.file.Write(s.held)
	}
	s.held = s.held[:0]
}

func (s *sheet) close() error {
	if s.file == nil && s.err == nil && s.stage.takeOver(s.name, s.held) {
		return nil
	}
	s.flush()
	if s.file == nil {
		return s.err
	}
	if err := s.file.Close(); s.err == nil {
		s.err = err
	}
	return s.err
}

// create makes a new file. The stage is new and ours, so no link can lead a
// valid path out of it.
func (s *Stage) create(name string) (io.WriteCloser, error) {
	f, err := s.disk.create(filepath.Join(s.path, filepath.FromSlash(name)))
	if file, ok := f.(*os.File); ok && err == nil && s.mode.Load() == 0 {
		if info, err := file.Stat(); err == nil {
			s.mode.Store(uint32(info.Mode()))
		}
	}
	return f, err
}

// takeOver links the output's file of a name into the stage, if it is what
// would be written.
func (s *Stage) takeOver(name string, content []byte) bool {
	old := filepath.Join(s.dir, filepath.FromSlash(name))
	return s.mode.Load() != 0 && s.holds(old, content) && s.disk.link(old, filepath.Join(s.path, filepath.FromSlash(name))) == nil
}

// tail is how many bytes at the end of a file are looked at first: there a page
// names the commit that it was built from.
const tail = 512

// holds reports whether a file is one that would be made, with this content.
func (s *Stage) holds(name string, content []byte) bool {
	if info, err := os.Lstat(name); err != nil || uint32(info.Mode()) != s.mode.Load() || info.Size() != int64(len(content)) {
		return false
	}
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	buffer := pieces.Get().(*[64 << 10]byte)
	defer pieces.Put(buffer)
	same := func(from, to int) bool {
		n, err := f.ReadAt(buffer[:to-from], int64(from))
		return n == to-from && (err == nil || err == io.EOF) && bytes.Equal(buffer[:n], content[from:to])
	}
	end := max(len(content)-tail, 0)
	if !same(end, len(content)) {
		return false
	}
	for from := 0; from < end; from += len(buffer) {
		if !same(from, min(from+len(buffer), end)) {
			return false
		}
	}
	return true
}

var pieces = sync.Pool{New: func() any { return new([64 << 10]byte) }}
