package search

import (
	"encoding/binary"
	"slices"

	"github.com/retrowiki/retrowiki/internal/aside"
)

// What a word counts for where it stands, in halves of an occurrence in the
// text.
const (
	inText    = 2
	inSummary = 4
	inHeading = 4
	inStrong  = 8
	inNames   = 10
	inTitle   = 16
)

// A posting is a document and how much of a word it has, packed so that ten
// thousand long documents fit into little memory.
type posting uint32

const (
	weightBits = 10
	mostWeight = 1<<weightBits - 1
)

func (p posting) document() int { return int(p >> weightBits) }
func (p posting) weight() int   { return int(p & mostWeight) }

// chunk is the index of some of the documents. It belongs to one goroutine at
// a time.
type chunk struct {
	ids     map[string]uint32
	words   []string
	weights []uint32 // by id, of the document that is read
	met     []uint32 // ids that it has
	field   uint32   // weight of the field that is read
	length  int      // words of the document that is read

	found  []block // what was met in each document: a list that grows is copied again and again
	aside  *aside.Store
	tokens tokenizer
}

// block is what was met in some documents, packed.
type block struct {
	bytes []byte
	away  aside.Piece // or they stand there
}

// read gives the bytes, in a buffer where they are not in memory.
func (b *block) read(buffer []byte) []byte {
	if b.away.IsNone() {
		return b.bytes
	}
	return b.away.Read(0, buffer[:b.away.Size()])
}

func newChunk(away *aside.Store) *chunk {
	c := &chunk{ids: make(map[string]uint32, 4096), aside: away}
	c.tokens.each = c.count
	return c
}

func (c *chunk) count(word []byte) {
	id, known := c.ids[string(word)]
	if !known {
		id = uint32(len(c.words))
		w := string(word)
		c.ids[w] = id
		c.words = append(c.words, w)
		c.weights = append(c.weights, 0)
	}
	if c.weights[id] == 0 {
		c.met = append(c.met, id)
	}
	c.weights[id] += c.field
	c.length++
}

// read takes in a document of a number, and gives how many words it has.
func (c *chunk) read(number int, d Document) int {
	c.length = 0
	c.add(inTitle, d.Title)
	c.add(inSummary, d.Summary)
	c.add(inNames, d.Names...)
	for _, s := range d.Sections {
		weight := uint32(inHeading)
		if s.Strong {
			weight = inStrong
		}
		c.add(weight, s.Heading)
		c.add(inText, s.Text)
	}
	c.pack(number)
	return c.length
}

// blockSize is how many bytes of packed findings stand together.
const blockSize = 128 << 10

// pack notes what was met in the document of a number: the number, how many
// words it has, and for each its id and its weight.
func (c *chunk) pack(number int) {
	most := binary.MaxVarintLen32 * 2 * (len(c.met) + 1)
	last := len(c.found) - 1
	if last < 0 || cap(c.found[last].bytes)-len(c.found[last].bytes) < most {
		c.found = append(c.found, block{bytes: c.room(most)})
		last++
	}
	b := binary.AppendUvarint(c.found[last].bytes, uint64(number))
	b = binary.AppendUvarint(b, uint64(len(c.met)))
	for _, id := range c.met {
		b = binary.AppendUvarint(b, uint64(id))
		b = binary.AppendUvarint(b, uint64(min(c.weights[id], mostWeight)))
		c.weights[id] = 0
	}
	c.found[last].bytes = b
	c.met = c.met[:0]
}

// room gives the bytes of a new block: those of the last one, where what it
// holds can be put aside.
func (c *chunk) room(most int) []byte {
	if last := len(c.found) - 1; last >= 0 {
		full := &c.found[last]
		if away, ok := c.aside.Put(full.bytes); ok {
			free := full.bytes[:0]
			*full = block{away: away}
			if cap(free) >= most {
				return free
			}
		}
	}
	return make([]byte, 0, max(blockSize, most))
}

// unpack gives what was met in the documents of a block.
func unpack(block []byte, found func(word uint32, p posting)) {
	next := func() int {
		n, size := binary.Uvarint(block)
		block = block[size:]
		return int(n)
	}
	for len(block) > 0 {
		number := next()
		for range next() {
			word := next()
			found(uint32(word), posting(number<<weightBits|next()))
		}
	}
}

func (c *chunk) add(weight uint32, texts ...string) {
	c.field = weight
	for _, text := range texts {
		c.tokens.read(text)
	}
}

// word is a word with its documents, in their order.
type word struct {
	text     string
	postings []posting
}

// lexicon is every word of all documents, in order.
type lexicon struct {
	words   []word
	lengths []int // of each document, in words
	average float64

	at [len(levels)][]int // documents of one word by level, used again for the next
}

// joined makes one lexicon of chunks, whichever of them has read what.
func joined(chunks []*chunk, lengths []int) *lexicon {
	x := &lexicon{lengths: lengths}
	ids := map[string]uint32{}
	var counts []int
	of := make([][]uint32, len(chunks)) // a chunk's id of a word -> that of all
	total, largest := 0, 0
	for _, c := range chunks {
		for _, b := range c.found {
			largest = max(largest, b.away.Size())
		}
	}
	buffer := make([]byte, largest)
	for i, c := range chunks {
		of[i] = make([]uint32, len(c.words))
		for local, text := range c.words {
			id, known := ids[text]
			if !known {
				id = uint32(len(x.words))
				ids[text] = id
				x.words = append(x.words, word{text: text})
				counts = append(counts, 0)
			}
			of[i][local] = id
		}
		for k := range c.found {
			unpack(c.found[k].read(buffer), func(word uint32, _ posting) {
				counts[of[i][word]]++
				total++
			})
		}
		c.ids, c.words = nil, nil
	}
	all := make([]posting, total)
	for id, n := range counts {
		x.words[id].postings, all = all[:0:n], all[n:]
	}
	for i, c := range chunks {
		for k := range c.found {
			unpack(c.found[k].read(buffer), func(id uint32, p posting) {
				w := &x.words[of[i][id]]
				w.postings = append(w.postings, p)
			})
			c.found[k] = block{}
		}
		c.found = nil
	}
	for _, w := range x.words {
		slices.Sort(w.postings)
	}
	slices.SortFunc(x.words, func(a, b word) int { return compare(a.text, b.text) })
	for _, n := range x.lengths {
		x.average += float64(n) / float64(len(x.lengths))
	}
	return x
}

// compare orders words as a browser's script does, by units of UTF-16: there
// the characters beyond U+FFFF stand before those from U+E000 on.
func compare(a, b string) int {
	for i := range min(len(a), len(b)) {
		if x, y := a[i], b[i]; x != y {
			if x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0) {
				x, y = y, x
			}
			return int(x) - int(y)
		}
	}
	return len(a) - len(b)
}
