// Package search writes the index that the search page's script reads: full
// text, facets, and the texts from which snippets are cut, in shards so small
// that a first question needs few of them.
//
// It knows no incidents: in go documents and facets, out come files. Each is a
// classic script that hands a JSON text to a registered function, since that
// works from file:// too, and since a browser parses JSON faster than a literal
// of the script. All files of an index stand in one folder that is named by
// their content, so that a page never reads shards of another build.
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
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strconv"

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

// Index is an index that was built. It asks for documents once more when the
// files that show them are written.
type Index struct {
	Folder string // name of the folder that its files belong into
	Files  []File // the root is the first
	err    error
}

// Build indexes n documents. It asks for them from several goroutines.
func Build(ctx context.Context, n int, document func(int) Document, facets []Facet) (*Index, error) {
	chunks, err := par.Map(ctx, spans(n), func(_ context.Context, _ int, s span) (*chunk, error) {
		c := newChunk(s)
		for i := s.from; i < s.to; i++ {
			c.read(document(i))
		}
		return c, nil
	})
	if err != nil {
		return nil, err
	}
	x := &Index{}
	sum := sha256.New()
	var sizes []int
	for _, c := range chunks {
		sum.Write(c.sum.Sum(nil))
		sizes = append(sizes, c.sizes...)
	}
	shards := shardsOfDocuments(sizes)
	words := joined(chunks)
	root := root{Documents: n, Starts: starts(shards)}
	x.addWords(&root, words)
	x.addVocabulary(&root, words)
	x.addFacets(&root, facets, sum)
	for i, s := range shards {
		x.Files = append(x.Files, documentFile(i, s, document))
	}
	content, err := script("root", root)
	if err = errors.Join(x.err, err); err != nil {
		return nil, err
	}
	sum.Write(content)
	x.Folder = hex.EncodeToString(sum.Sum(nil))[:12]
	x.Files = slices.Insert(x.Files, 0, fileOf("root", content))
	return x, nil
}

// root is what a page knows before anybody asks.
type root struct {
	Documents int         `json:"n"`
	Words     []string    `json:"w"` // the first of each shard
	Spellings []string    `json:"v"` // the first of each shard
	Facets    [][3]string `json:"f"` // key, name, how many values are left out
	Starts    string      `json:"d"` // how many documents each shard has
}

// span is a stretch of documents that one goroutine reads.
type span struct{ from, to int }

// spanLength parts the work finely enough for all cores, and coarsely enough
// for words that recur to be met once.
const spanLength = 512

func spans(n int) []span {
	var list []span
	for from := 0; from < n; from += spanLength {
		list = append(list, span{from, min(from+spanLength, n)})
	}
	return list
}

// shardSize is how many bytes of text the documents of one shard have at most,
// if there is more than one of them.
const shardSize = 14 << 10

func shardsOfDocuments(sizes []int) []span {
	var shards []span
	for i, size := 0, 0; i < len(sizes); i++ {
		if len(shards) == 0 || size+sizes[i] > shardSize {
			shards, size = append(shards, span{i, i}), 0
		}
		size += sizes[i]
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

func documentFile(number int, s span, document func(int) Document) File {
	name := "d" + strconv.Itoa(number)
	return File{Name: name + ".js", Write: func(w io.Writer) error {
		list := make([]any, 0, s.to-s.from)
		for i := s.from; i < s.to; i++ {
			d := document(i)
			sections := make([][3]string, 0, len(d.Sections))
			room := longestText
			for _, part := range d.Sections {
				text := cut(part.Text, room)
				room -= len(text)
				sections = append(sections, [3]string{part.Anchor, part.Heading, text})
			}
			list = append(list, []any{d.Kind, d.Address, d.Title, d.Summary, d.Names, d.Date, d.Severity, sections})
		}
		content, err := script(name, list)
		if err != nil {
			return err
		}
		_, err = w.Write(content)
		return err
	}}
}

// longestText is how many bytes of a document are kept to cut snippets from;
// all of it can be found.
const longestText = 8 << 10

// size is about how many bytes a document takes in its shard.
func (d *Document) size() int {
	n := 100 + len(d.Address) + len(d.Title) + len(d.Summary)
	for _, name := range d.Names {
		n += len(name) + 3
	}
	text := 0
	for _, s := range d.Sections {
		n += len(s.Anchor) + len(s.Heading) + 12
		text += len(s.Text)
	}
	return n + min(text, longestText)
}

// hashInto notes everything that a document says.
func (d *Document) hashInto(h hash.Hash, buffer []byte) []byte {
	b := buffer[:0]
	add := func(texts ...string) {
		for _, t := range texts {
			b = strconv.AppendInt(b, int64(len(t)), 10)
			b = append(append(b, ' '), t...)
		}
	}
	add(d.Kind, d.Address, d.Title, d.Summary, d.Date, d.Severity, strconv.Itoa(len(d.Names)))
	add(d.Names...)
	for _, s := range d.Sections {
		add(s.Anchor, s.Heading, s.Text, strconv.FormatBool(s.Strong))
	}
	h.Write(b)
	return b
}

func fileOf(name string, content []byte) File {
	return File{Name: name + ".js", Write: func(w io.Writer) error {
		if _, err := w.Write(content); err != nil {
			return fmt.Errorf("write search shard %s: %w", name, err)
		}
		return nil
	}}
}
