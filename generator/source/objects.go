package source

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/go-git/go-git/v5/plumbing"
)

// hash names a git object.
type hash = plumbing.Hash

// kind is what an object is, numbered as in a pack.
type kind byte

const (
	kindCommit kind = 1
	kindTree   kind = 2
	kindBlob   kind = 3
	kindTag    kind = 4
)

func (k kind) String() string {
	return [...]string{1: "commit", 2: "tree", 3: "blob", 4: "tag"}[k&7%5]
}

// object is an object's content. The data is shared: nobody may change it.
type object struct {
	kind kind
	data []byte
}

// Sizes that objects may have. They bound memory, whatever a repository says.
const (
	maxMeta  = 256 << 20 // a commit, tag or tree
	maxAsset = 1 << 30   // an image or other file that is only copied
)

// errMissing is what reading an object gives that is not there.
var errMissing = errors.New("the object is missing")

// errTooLarge is what reading an object gives that is above the limit.
var errTooLarge = errors.New("the object is too large")

// objects reads a repository's objects, packed and loose, its own and those
// of the repositories that it borrows from. It replaces go-git's storage,
// which reads one object at a time and hashes each again: here, all cores may
// read at once. It is safe for concurrent use.
type objects struct {
	folders []string
	packs   []*pack
	recent  atomic.Int32 // the pack that was last read from
	bases   *baseCache
}

// openObjects lists the packs of a folder of objects and of its alternates.
func openObjects(folder string) (*objects, error) {
	o := &objects{bases: newBaseCache(baseCacheSize)}
	if err := o.add(folder, 0); err != nil {
		return nil, errors.Join(err, o.close())
	}
	return o, nil
}

func (o *objects) add(folder string, depth int) error {
	if depth > 5 || slices.Contains(o.folders, folder) {
		return nil
	}
	o.folders = append(o.folders, folder)
	entries, err := os.ReadDir(filepath.Join(folder, "pack"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".idx"); ok {
			p, err := openPack(filepath.Join(folder, "pack", name), len(o.packs))
			if errors.Is(err, fs.ErrNotExist) {
				continue // git gc has just removed it
			}
			if err != nil {
				return fmt.Errorf("pack %s: %w", visible(name), err)
			}
			o.packs = append(o.packs, p)
		}
	}
	alternates, err := os.ReadFile(filepath.Join(folder, "info", "alternates"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for line := range strings.Lines(string(alternates)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := o.add(within(folder, line), depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (o *objects) close() error {
	var err error
	for _, p := range o.packs {
		err = errors.Join(err, p.close())
	}
	return err
}

// find gives the pack that holds an object, nil if none does.
func (o *objects) find(h hash) (*pack, int64) {
	recent := int(o.recent.Load())
	for i := range o.packs {
		if i == 0 {
			i = recent
		} else if i <= recent {
			i--
		}
		if offset, ok := o.packs[i].offset(h); ok {
			if i != recent {
				o.recent.Store(int32(i))
			}
			return o.packs[i], offset
		}
	}
	return nil, 0
}

// arrange orders files as they stand in the packs, so that reading them one
// after the other finds what they are differences to still at hand.
func (o *objects) arrange(files []File) {
	places := make(map[string]place, len(files))
	for _, f := range files {
		if p, offset := o.find(parseHash(f.Hash)); p != nil {
			places[f.Hash] = place{p.id, offset}
		}
	}
	slices.SortStableFunc(files, func(a, b File) int {
		x, y := places[a.Hash], places[b.Hash]
		return cmp.Or(cmp.Compare(x.pack, y.pack), cmp.Compare(x.offset, y.offset))
	})
}

// read gives an object's content. It fails with errMissing if there is none
// and with errTooLarge above limit bytes.
func (o *objects) read(h hash, limit int64) (object, error) {
	var result object
	var err error
	if p, offset := o.find(h); p != nil {
		result, err = o.unpack(p, offset, limit)
	} else {
		result, err = o.loose(h, limit)
	}
	if err != nil {
		return object{}, fmt.Errorf("object %s: %w", h, err)
	}
	return result, nil
}

// size gives what an object is and how many bytes it has, without reading it.
func (o *objects) size(h hash) (kind, int64, error) {
	p, offset := o.find(h)
	if p != nil {
		k, n, err := o.packedSize(p, offset)
		if err != nil {
			err = fmt.Errorf("object %s: %w", h, err)
		}
		return k, n, err
	}
	file, k, n, err := o.openLoose(h)
	if err != nil {
		return 0, 0, fmt.Errorf("object %s: %w", h, err)
	}
	return k, n, file.Close()
}

// looseFile is an object that stands in a file of its own, opened behind its
// header.
type looseFile struct {
	io.Reader
	file *os.File
	zlib io.Closer
}

func (f looseFile) Close() error { return errors.Join(f.zlib.Close(), f.file.Close()) }

func (o *objects) openLoose(h hash) (looseFile, kind, int64, error) {
	name := h.String()
	for _, folder := range o.folders {
		file, err := os.Open(filepath.Join(folder, name[:2], name[2:]))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return looseFile{}, 0, 0, err
		}
		z, err := zlib.NewReader(file)
		if err != nil {
			return looseFile{}, 0, 0, errors.Join(err, file.Close())
		}
		f := looseFile{z, file, z}
		k, n, err := readHeader(z)
		if err != nil {
			return looseFile{}, 0, 0, errors.Join(err, f.Close())
		}
		return f, k, n, nil
	}
	return looseFile{}, 0, 0, errMissing
}

// readHeader reads "blob 123\0".
func readHeader(r io.Reader) (kind, int64, error) {
	var header [32]byte
	for i := range header {
		if _, err := io.ReadFull(r, header[i:i+1]); err != nil {
			return 0, 0, err
		}
		if header[i] != 0 {
			continue
		}
		word, number, _ := bytes.Cut(header[:i], []byte{' '})
		n, err := strconv.ParseInt(string(number), 10, 64)
		for k := kindCommit; k <= kindTag; k++ {
			if string(word) == k.String() && err == nil && n >= 0 {
				return k, n, nil
			}
		}
		break
	}
	return 0, 0, errors.New("its header cannot be read")
}

func (o *objects) loose(h hash, limit int64) (object, error) {
	f, k, n, err := o.openLoose(h)
	if err != nil {
		return object{}, err
	}
	defer f.Close()
	if n > limit {
		return object{}, errTooLarge
	}
	data, err := readUpTo(f, n+1, n)
	if err == nil && int64(len(data)) != n {
		err = fmt.Errorf("it has %d bytes, its header says %d", len(data), n)
	}
	return object{k, data}, err
}

// readKind reads an object that must be of one kind.
func (o *objects) readKind(h hash, want kind, limit int64) ([]byte, error) {
	got, err := o.read(h, limit)
	if err == nil && got.kind != want {
		err = fmt.Errorf("object %s is a %s, not a %s", h, got.kind, want)
	}
	return got.data, err
}

// abbreviated finds the one commit (or tag of one) whose hash begins with
// these hexadecimal digits.
func (o *objects) abbreviated(prefix string) (hash, error) {
	candidates := map[hash]bool{}
	for _, p := range o.packs {
		p.withPrefix(prefix, candidates)
	}
	for _, folder := range o.folders {
		entries, _ := os.ReadDir(filepath.Join(folder, prefix[:2]))
		for _, e := range entries {
			if name := prefix[:2] + e.Name(); len(name) == 40 && isHex(name) && strings.HasPrefix(name, prefix) {
				candidates[parseHash(name)] = true
			}
		}
	}
	var matches []hash
	for h := range candidates {
		if k, _, err := o.size(h); err == nil && (k == kindCommit || k == kindTag) {
			matches = append(matches, h)
		}
	}
	switch len(matches) {
	case 0:
		return hash{}, errors.New("there is no such branch, tag or commit")
	case 1:
		return matches[0], nil
	}
	return hash{}, fmt.Errorf("%d commits begin so: give more digits", len(matches))
}

func isHex(text string) bool {
	return strings.Trim(strings.ToLower(text), "0123456789abcdef") == ""
}

func parseHash(text string) hash {
	var h hash
	hex.Decode(h[:], []byte(text))
	return h
}
