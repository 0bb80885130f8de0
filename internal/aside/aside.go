// Package aside keeps bytes out of memory until they are wanted again.
//
// In go bytes that nobody needs for now; out comes a Piece, which has them
// again when asked. They stand in a file without a name in the folder for
// temporary files, which is gone with the process however that ends.
package aside

import (
	"errors"
	"os"
	"sync/atomic"
)

// Store is where bytes are put aside. Its methods may be called by several
// goroutines at once, and on a nil Store, which takes nothing.
type Store struct {
	file  *os.File
	named bool // since an open file cannot be removed everywhere
	end   atomic.Int64

	failed atomic.Pointer[error] // the first that kept a Piece from being had again
}

// Open makes a Store. Whoever opens one closes it.
func Open() (*Store, error) {
	f, err := os.CreateTemp("", "retrowiki-aside-*")
	if err != nil {
		return nil, err
	}
	return &Store{file: f, named: os.Remove(f.Name()) != nil}, nil
}

// Put takes a copy of the bytes, unless it cannot: then they stay with whoever
// has them.
func (s *Store) Put(content ...[]byte) (p Piece, ok bool) {
	if s == nil {
		return Piece{}, false
	}
	size := 0
	for _, c := range content {
		size += len(c)
	}
	at := s.end.Add(int64(size)) - int64(size)
	p = Piece{store: s, at: at, size: size}
	for _, c := range content {
		if _, err := s.file.WriteAt(c, at); err != nil {
			return Piece{}, false
		}
		at += int64(len(c))
	}
	return p, true
}

// Err says why a Piece could not be had again: what was made since may lack
// something. It is nil if all could.
func (s *Store) Err() error {
	if s == nil || s.failed.Load() == nil {
		return nil
	}
	return *s.failed.Load()
}

// Close lets go of all that was put aside.
func (s *Store) Close() error {
	if s == nil {
		return nil
	}
	err := s.file.Close()
	if s.named {
		err = errors.Join(err, os.Remove(s.file.Name()))
	}
	return err
}

// Piece is bytes that were put aside. The zero Piece is none.
type Piece struct {
	store *Store
	at    int64
	size  int
}

// IsNone reports whether nothing was put aside.
func (p Piece) IsNone() bool { return p.store == nil }

// Size is how many bytes it has.
func (p Piece) Size() int { return p.size }

// Bytes has n of the bytes again, from the one at from. If that fails, which
// Store.Err tells, they are zeros.
func (p Piece) Bytes(from, n int) []byte { return p.Read(from, make([]byte, n)) }

// Read fills content with the bytes from the one at from, as Bytes does.
func (p Piece) Read(from int, content []byte) []byte {
	if _, err := p.store.file.ReadAt(content, p.at+int64(from)); err != nil {
		p.store.failed.CompareAndSwap(nil, &err)
		clear(content)
	}
	return content
}
