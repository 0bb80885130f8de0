package source

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"sync"
)

// pack is a file of many objects and its index, which is held in memory. The
// file itself is opened when first read, and again after close.
type pack struct {
	name  string // path without .idx
	id    int    // place in objects.packs
	index []byte
	count int

	mu   sync.Mutex
	file *os.File
}

// Layout of an index (version 2): magic and version, 256 counts, then the
// sorted hashes, checksums, and offsets, and large offsets at the end.
const (
	indexCounts = 8
	indexHashes = indexCounts + 256*4
)

var errIndex = errors.New("its index is broken")

func openPack(name string, id int) (*pack, error) {
	if _, err := os.Stat(name + ".pack"); err != nil {
		return nil, err
	}
	index, err := os.ReadFile(name + ".idx")
	if err != nil {
		return nil, err
	}
	if len(index) < indexHashes+40 || !bytes.HasPrefix(index, []byte("\xfftOc\x00\x00\x00\x02")) {
		return nil, fmt.Errorf("%w, or of an old version: git repack -ad", errIndex)
	}
	p := &pack{name: name, id: id, index: index}
	before := uint32(0)
	for i := range 256 {
		n := p.countBelow(i)
		if n < before {
			return nil, errIndex
		}
		before = n
	}
	p.count = int(before)
	if uint64(len(index)) < indexHashes+40+uint64(before)*28 {
		return nil, errIndex
	}
	return p, nil
}

// countBelow is how many hashes begin with a byte of at most i.
func (p *pack) countBelow(i int) uint32 {
	return binary.BigEndian.Uint32(p.index[indexCounts+4*i:])
}

func (p *pack) hashAt(i int) []byte {
	return p.index[indexHashes+20*i:][:20]
}

// search gives the place of the first hash that is not less than prefix.
func (p *pack) search(prefix []byte) int {
	low, high := 0, int(p.countBelow(int(prefix[0])))
	if prefix[0] > 0 {
		low = int(p.countBelow(int(prefix[0]) - 1))
	}
	for low < high {
		middle := int(uint(low+high) / 2)
		if bytes.Compare(p.hashAt(middle), prefix) < 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// offset tells where in the pack an object stands.
func (p *pack) offset(h hash) (int64, bool) {
	i := p.search(h[:])
	if i >= p.count || !bytes.Equal(p.hashAt(i), h[:]) {
		return 0, false
	}
	offsets := indexHashes + 24*p.count
	small := binary.BigEndian.Uint32(p.index[offsets+4*i:])
	if small&(1<<31) == 0 {
		return int64(small), true
	}
	large := uint64(offsets) + 4*uint64(p.count) + 8*uint64(small&^(1<<31))
	if large+8 > uint64(len(p.index)-40) {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(p.index[large:]) &^ (1 << 63)), true
}

// withPrefix collects the hashes that begin with some hexadecimal digits.
func (p *pack) withPrefix(prefix string, into map[hash]bool) {
	low, err := hex.DecodeString((prefix + "0")[:(len(prefix)+1)&^1])
	if err != nil {
		return
	}
	for i := p.search(low); i < p.count; i++ {
		h := hash(p.hashAt(i))
		if h.String()[:len(prefix)] != prefix {
			return
		}
		into[h] = true
	}
}

// reader is the pack's open file.
func (p *pack) reader() (*os.File, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.file == nil {
		file, err := os.Open(p.name + ".pack")
		if err != nil {
			return nil, err
		}
		p.file = file
	}
	return p.file, nil
}

func (p *pack) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.file == nil {
		return nil
	}
	err := p.file.Close()
	p.file = nil
	return err
}
