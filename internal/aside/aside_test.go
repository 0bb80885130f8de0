package aside

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
)

func TestWhatIsPutAsideIsHadAgain(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	pieces := make([]Piece, 100)
	var all sync.WaitGroup
	for i := range pieces {
		all.Go(func() { pieces[i], _ = s.Put(words(i), []byte("and more")) })
	}
	all.Wait()
	for i, p := range pieces {
		n := len(words(i))
		if got := p.Bytes(0, n); p.Size() != n+8 || !bytes.Equal(got, words(i)) {
			t.Errorf("piece %d of %d bytes has %q", i, p.Size(), got)
		}
		if got := p.Bytes(n, 8); string(got) != "and more" {
			t.Errorf("piece %d goes on with %q", i, got)
		}
	}
	if s.Err() != nil || s.Close() != nil {
		t.Errorf("%v, and closing fails", s.Err())
	}
}

func words(i int) []byte { return bytes.Repeat([]byte(fmt.Sprint(i, " ")), i) }

func TestALossIsTold(t *testing.T) {
	s, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	p, _ := s.Put([]byte("words"))
	if s.file.Truncate(2) != nil {
		t.Fatal("the file cannot be cut")
	}
	if got := p.Bytes(0, 5); !bytes.Equal(got, make([]byte, 5)) || s.Err() == nil {
		t.Errorf("half of the bytes are gone, and it has %q without an error", got)
	}
	s.Close()
	if _, ok := s.Put([]byte("late")); ok {
		t.Error("a Store that is closed takes something")
	}
}

func TestNoStoreTakesNothing(t *testing.T) {
	var s *Store
	if _, ok := s.Put([]byte("words")); ok || s.Err() != nil || s.Close() != nil {
		t.Error("a Store that is none takes something or fails")
	}
}
