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
	"unsafe"

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
	records map[sum]record
	open    []*os.File

	mu    sync.Mutex
	used  map[sum]bool // records that were asked for
	fresh *file        // of what is new; nil for nothing yet
}

type sum [sha256.Size]byte

// record is where something stands that was understood.
type record struct {
	in       *os.File
	at       int64 // of its head
	values   int   // bytes of what stands behind its head
	html     int   // bytes of HTML behind that
	checksum uint32
}

func (r record) size() int { return headSize + r.values + r.html }

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
		stamp:  setting, codec: codec, records: map[sum]record{}, used: map[sum]bool{},
	}
	for _, name := range s.files() {
		if f, err := os.Open(name); err == nil {
			s.open = append(s.open, f)
			s.take(f)
		}
	}
	return s
}

const namesBegin = "understood-"

func (s *Shelf) files() []string {
	names, _ := filepath.Glob(s.prefix + "*")
	return names
}

// A file is the stamp of its settings and records: a head, values and HTML. The
// head says how long these two are, and has their checksum and that of the file
// that they are of. Nothing but heads is read before somebody asks.
const headSize = 4 + 4 + 4 + sha256.Size

var checksums = crc32.MakeTable(crc32.Castagnoli)

func (s *Shelf) take(f *os.File) {
	info, err := f.Stat()
	if err != nil {
		return
	}
	var stamp sum
	if _, err := f.ReadAt(stamp[:], 0); err != nil || stamp != s.stamp {
		return
	}
	head := make([]byte, headSize)
	for at := int64(len(stamp)); ; {
		if _, err := f.ReadAt(head, at); err != nil {
			return
		}
		values, html := binary.LittleEndian.Uint32(head), binary.LittleEndian.Uint32(head[4:])
		r := record{f, at, int(values), int(html), binary.LittleEndian.Uint32(head[8:])}
		if values > largest || html > largest || at+int64(r.size()) > info.Size() {
			return
		}
		s.records[sum(head[12:])] = r
		at += int64(r.size())
	}
}

// Close lets go of what is kept: nothing more can be found.
func (s *Shelf) Close() {
	if s == nil {
		return
	}
	for _, f := range s.open {
		f.Close()
	}
	s.open, s.records = nil, nil
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
	if !ok {
		return nil
	}
	values, html := make([]byte, found.values), make([]byte, found.html)
	if !found.read(values, html) || found.checksum != checksum(key, values, html) {
		return nil
	}
	var u understood
	if s.codec.Read(values, &u) != nil {
		return nil
	}
	u.Doc.HTML = unsafe.String(unsafe.SliceData(html), len(html))
	own := u.Incident // or all of u would stay with it
	r := &decode.Result{Incident: &own, Text: diag.NewText(path, data), Findings: u.Findings, Broken: u.Broken}
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
	html := u.Doc.HTML
	u.Doc.HTML = ""
	key := keyOf(path, data)
	written := make([]byte, headSize, headSize+len(data)+len(html)+1024)
	written, err := s.codec.Append(written, &u)
	if err != nil || len(written) > largest || len(html) > largest {
		return
	}
	values := written[headSize:]
	binary.LittleEndian.PutUint32(written, uint32(len(values)))
	binary.LittleEndian.PutUint32(written[4:], uint32(len(html)))
	binary.LittleEndian.PutUint32(written[8:], checksum(key, values, []byte(html)))
	copy(written[12:], key[:])
	s.write(append(written, html...))
}

func (r record) read(values, html []byte) bool {
	_, err := r.in.ReadAt(values, r.at+headSize)
	if err == nil && len(html) > 0 {
		_, err = r.in.ReadAt(html, r.at+headSize+int64(len(values)))
	}
	return err == nil
}

func checksum(key sum, values, html []byte) uint32 {
	return crc32.Update(crc32.Update(crc32.Checksum(key[:], checksums), checksums, values), checksums, html)
}

// largest is the size of a record in bytes from which it is not worth keeping.
const largest = 64 << 20
