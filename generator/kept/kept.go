// Package kept keeps what files were understood as from one run to the next.
//
// In go a file's path and bytes; out comes what decode made of the very same
// file under the very same settings by the very same program, or nothing. A
// Shelf is a few files in the user's cache folder. Whatever is wrong with one,
// its files are understood anew: nothing depends on a Shelf but time.
package kept

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
	"github.com/retrowiki/retrowiki/internal/flat"
)

// Options say whose files a Shelf holds.
type Options struct {
	Folder  string         // "" to keep nothing
	Source  string         // what tells one wiki from another
	Program string         // what tells one build of this program from another; "" to keep nothing
	Setting string         // everything beside its file that an incident depends on
	Zone    *time.Location // of times without one
}

// Shelf holds what was understood. Its methods may be called by several
// goroutines at once, and on a nil Shelf, which holds nothing.
type Shelf struct {
	prefix  string // of the names of its files
	stamp   sum    // that each of them begins with
	codec   *flat.Codec[understood]
	records map[sum][]byte // with their heads

	mu    sync.Mutex
	used  map[sum]bool // records that were asked for
	fresh *file        // of what is new; nil for nothing yet
}

type sum [sha256.Size]byte

// understood is a decode.Result but for the file.
type understood struct {
	Incident  incident.Incident
	Doc       markdown.Kept
	Fragments []fragment
	Findings  diag.List
	Broken    bool
}

type fragment struct {
	Field string
	Doc   markdown.Kept
}

// Open takes what is kept from its files. It gives nil where nothing is to be
// kept.
func Open(o Options) *Shelf {
	if o.Folder == "" || o.Program == "" {
		return nil
	}
	codec := flat.New[understood](o.Zone)
	source := sha256.Sum256([]byte(o.Source))
	setting := sha256.Sum256([]byte(strings.Join([]string{o.Program, codec.Shape(), o.Zone.String(), o.Setting}, "\x00")))
	s := &Shelf{
		prefix: filepath.Join(o.Folder, namesBegin+hex.EncodeToString(source[:8])+"-"+hex.EncodeToString(setting[:8])+"-"),
		stamp:  setting, codec: codec, records: map[sum][]byte{}, used: map[sum]bool{},
	}
	for _, name := range s.files() {
		if content, err := os.ReadFile(name); err == nil {
			s.take(content)
		}
	}
	return s
}

const namesBegin = "understood-"

func (s *Shelf) files() []string {
	names, _ := filepath.Glob(s.prefix + "*")
	return names
}

// A file is the stamp of its settings and records: a head, which is how long the
// record is, its checksum and of what file it is, and what was understood.
const headSize = 4 + 4 + sha256.Size

var checksums = crc32.MakeTable(crc32.Castagnoli)

func (s *Shelf) take(content []byte) {
	if len(content) < len(s.stamp) || sum(content[:len(s.stamp)]) != s.stamp {
		return
	}
	for rest := content[len(s.stamp):]; len(rest) >= headSize; {
		size := uint64(binary.LittleEndian.Uint32(rest)) + headSize
		if size > uint64(len(rest)) {
			return
		}
		s.records[sum(rest[8:headSize])] = rest[:size]
		rest = rest[size:]
	}
}

func keyOf(path string, data []byte) sum {
	h := sha256.New()
	h.Write(binary.AppendUvarint(nil, uint64(len(path))))
	h.Write([]byte(path))
	h.Write(data)
	return sum(h.Sum(nil))
}

// Find gives what a file was understood as, nil if that is not known. Items and
// Adopted of it are not kept.
func (s *Shelf) Find(path string, data []byte) *decode.Result {
	if s == nil || len(s.records) == 0 {
		return nil
	}
	key := keyOf(path, data)
	found, ok := s.records[key]
	if !ok || binary.LittleEndian.Uint32(found[4:]) != crc32.Checksum(found[8:], checksums) {
		return nil
	}
	var u understood
	if s.codec.Read(found[headSize:], &u) != nil {
		return nil
	}
	r := &decode.Result{Incident: &u.Incident, Text: diag.NewText(path, data), Findings: u.Findings, Broken: u.Broken}
	docs := make([]markdown.Doc, len(u.Fragments)+1)
	r.Doc, r.Fragments = &docs[0], make(map[string]*markdown.Doc, len(u.Fragments))
	err := u.Doc.Fill(r.Doc, r.Text)
	for i := range u.Fragments {
		f := &u.Fragments[i]
		err = errors.Join(err, f.Doc.Fill(&docs[i+1], r.Text))
		r.Fragments[f.Field] = &docs[i+1]
	}
	if err != nil {
		return nil
	}
	s.mu.Lock()
	s.used[key] = true
	s.mu.Unlock()
	return r
}

// Put keeps what a file was understood as. What cannot be kept is not.
func (s *Shelf) Put(path string, data []byte, r *decode.Result) {
	if s == nil {
		return
	}
	u := understood{Incident: *r.Incident, Doc: r.Doc.Keep(), Findings: r.Findings, Broken: r.Broken}
	for field, doc := range r.Fragments {
		u.Fragments = append(u.Fragments, fragment{field, doc.Keep()})
	}
	key := keyOf(path, data)
	written := make([]byte, headSize, headSize+2*len(data)+1024)
	copy(written[8:], key[:])
	written, err := s.codec.Append(written, &u)
	if err != nil || len(written) > largest {
		return
	}
	binary.LittleEndian.PutUint32(written, uint32(len(written)-headSize))
	binary.LittleEndian.PutUint32(written[4:], crc32.Checksum(written[8:], checksums))
	s.write(written)
}

// largest is the size of a record in bytes from which it is not worth keeping.
const largest = 64 << 20
