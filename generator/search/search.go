// Package search writes the index that the search page's script reads: full
// text, facets, and the texts from which snippets are cut, in shards so small
// that a first question needs few of them.
//
// It knows no incidents: in go documents and facets, out come files. Each is a
// classic script that hands a JSON text to a registered function, since that
// works from file:// too, and since a browser parses JSON faster than a literal
// of the script. Documents are indexed while their shards are written, so that
// each is read once.
//
//	root      how many documents there are, and where each shard begins
//	w<n>      words in order, each with its documents, the best first
//	v<n>      words in order, for whoever misspells one
//	f<n>      a facet's values and their documents
//	d<n>      documents with their texts, four or so a shard
//
// The words of a text are what tokens.go says, and site/js/search says the
// same; testdata/tokens.json holds both to it.
package search

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/retrowiki/retrowiki/internal/aside"
	"github.com/retrowiki/retrowiki/internal/par"
)

// Document is one page that can be found.
type Document struct {
	Kind     string
	Address  string // as seen from the search page
	Title    string
	Summary  string
	Names    []string // ids and terms
	Date     string   // YYYY-MM-DD
	Severity string   // step and name, "2:SEV2"
	Sections []Section
}

// Section is a part of a page that can be led to.
type Section struct {
	Anchor  string // on the page; "" for its beginning
	Heading string
	Text    string
	Strong  bool // its heading counts as much as a name
}

// Facet is a way to choose among documents.
type Facet struct {
	Key, Name string
	Values    []Value
}

// Value is a value of a facet with the numbers of its documents, ascending.
type Value struct {
	Key, Name string
	Documents []int
}

// File is one file of an index.
type File struct {
	Name  string
	Write func(io.Writer) error
}

// Index is an index in the making. Its files are those of Documents and those
// of Words; each document is asked for once, by whoever writes its shard.
type Index struct {
	n        int
	document func(int) Document
	facets   []Facet
	aside    *aside.Store
	shards   []span
	read     []atomic.Bool // by shard
	lengths  []int         // of each document, in words

	reading sync.RWMutex // held by readers of shards; by Words to wait for the last of them

	mu   sync.Mutex
	idle []*chunk // that no goroutine has in use
}

// New begins an index of n documents, of which size tells about how many bytes
// of text each has. They are asked for from several goroutines. What is met in
// them waits in the store, if there is one.
func New(n int, size func(int) int, document func(int) Document, facets []Facet, away *aside.Store) *Index {
	x := &Index{n: n, document: document, facets: facets, aside: away, shards: shardsOfDocuments(n, size), lengths: make([]int, n)}
	x.read = make([]atomic.Bool, len(x.shards))
	return x
}

// Documents are the files that show documents. To write one is to read its
// documents for the index.
func (x *Index) Documents() []File {
	files := make([]File, len(x.shards))
	for i := range x.shards {
		name := shardName(i)
		files[i] = File{Name: name + ".js", Write: func(w io.Writer) error {
			return writeScript(w, name, x.readShard(i))
		}}
	}
	return files
}

// Facets are those that the index was begun with.
func (x *Index) Facets() []Facet { return x.facets }

// Root is the name of the file that a page loads first.
const Root = "root.js"

// Words are the files by which documents are found, the root first. Documents
// whose shard nobody has written so far are read now.
func (x *Index) Words(ctx context.Context) ([]File, error) {
	_, err := par.Map(ctx, x.shards, func(_ context.Context, i int, _ span) (any, error) {
		if !x.read[i].Load() {
			x.readShard(i)
		}
		return nil, nil
	})
	if err != nil {
		return nil, err
	}
	x.reading.Lock()
	defer x.reading.Unlock()
	f := &files{}
	words := joined(x.idle, x.lengths)
	x.idle = nil
	root := root{Documents: x.n, Starts: starts(x.shards)}
	f.addWords(&root, words)
	f.addVocabulary(&root, words)
	f.addFacets(&root, x.facets)
	content, err := script("root", root)
	if err = errors.Join(f.err, err); err != nil {
		return nil, err
	}
	return slices.Insert(f.list, 0, fileOf("root", content)), nil
}

// readShard reads the documents of a shard into the index, once, and gives
// what the shard holds.
func (x *Index) readShard(i int) []any {
	x.reading.RLock()
	defer x.reading.RUnlock()
	first := x.read[i].CompareAndSwap(false, true)
	var c *chunk
	if first {
		c = x.chunk()
		defer x.giveBack(c)
	}
	s := x.shards[i]
	list := make([]any, 0, s.to-s.from)
	for n := s.from; n < s.to; n++ {
		d := x.document(n)
		if first {
			x.lengths[n] = c.read(n, d)
		}
		list = append(list, d.row())
	}
	return list
}

func (x *Index) chunk() *chunk {
	x.mu.Lock()
	defer x.mu.Unlock()
	if last := len(x.idle) - 1; last >= 0 {
		c := x.idle[last]
		x.idle = x.idle[:last]
		return c
	}
	return newChunk(x.aside)
}

func (x *Index) giveBack(c *chunk) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.idle = append(x.idle, c)
}

// files are those that have been made.
type files struct {
	list []File
	err  error
}

// root is what a page knows before anybody asks.
type root struct {
	Documents int         `json:"n"`
	Words     []string    `json:"w"` // the first of each shard
	Spellings []string    `json:"v"` // the first of each shard
	Facets    [][3]string `json:"f"` // key, name, how many values are left out
	Starts    string      `json:"d"` // how many documents each shard has
}

// span is a stretch of documents.
type span struct{ from, to int }

// shardSize is how many bytes of text the documents of one shard have at most,
// if there is more than one of them.
const shardSize = 14 << 10

func shardsOfDocuments(n int, size func(int) int) []span {
	var shards []span
	for i, total := 0, 0; i < n; i++ {
		bytes := min(size(i), longestText)
		if len(shards) == 0 || total+bytes > shardSize {
			shards, total = append(shards, span{i, i}), 0
		}
		total += bytes
		shards[len(shards)-1].to = i + 1
	}
	return shards
}

func starts(shards []span) string {
	var b []byte
	for _, s := range shards {
		b = appendNumber(b, s.to-s.from)
	}
	return string(b)
}

func shardName(i int) string { return "d" + strconv.Itoa(i) }

// row is a document as its shard has it.
func (d *Document) row() []any {
	sections := make([][3]string, 0, len(d.Sections))
	room := longestText
	for _, part := range d.Sections {
		text := cut(part.Text, room)
		room -= len(text)
		sections = append(sections, [3]string{part.Anchor, part.Heading, text})
	}
	return []any{d.Kind, d.Address, d.Title, d.Summary, d.Names, d.Date, d.Severity, sections}
}

// longestText is how many bytes of a document are kept to cut snippets from;
// all of it can be found.
const longestText = 8 << 10

func fileOf(name string, content []byte) File {
	return File{Name: name + ".js", Write: func(w io.Writer) error {
		if _, err := w.Write(content); err != nil {
			return fmt.Errorf("write search shard %s: %w", name, err)
		}
		return nil
	}}
}
