package search

import "slices"

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

	found  [][]finding // in blocks, since a list that grows is copied again and again
	tokens tokenizer
}

type finding struct {
	word uint32
	posting
}

func newChunk() *chunk {
	c := &chunk{ids: make(map[string]uint32, 4096)}
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
	for _, id := range c.met {
		c.find(finding{id, posting(number<<weightBits | int(min(c.weights[id], mostWeight)))})
		c.weights[id] = 0
	}
	c.met = c.met[:0]
	return c.length
}

const findings = 16 << 10 // in a block

func (c *chunk) find(f finding) {
	last := len(c.found) - 1
	if last < 0 || len(c.found[last]) == findings {
		c.found = append(c.found, make([]finding, 0, findings))
		last++
	}
	c.found[last] = append(c.found[last], f)
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
}

// joined makes one lexicon of chunks, whichever of them has read what.
func joined(chunks []*chunk, lengths []int) *lexicon {
	x := &lexicon{lengths: lengths}
	ids := map[string]uint32{}
	var counts []int
	of := make([][]uint32, len(chunks)) // a chunk's id of a word -> that of all
	total := 0
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
		for _, block := range c.found {
			for _, f := range block {
				counts[of[i][f.word]]++
			}
			total += len(block)
		}
		c.ids, c.words = nil, nil
	}
	all := make([]posting, total)
	for id, n := range counts {
		x.words[id].postings, all = all[:0:n], all[n:]
	}
	for i, c := range chunks {
		for k, block := range c.found {
			for _, f := range block {
				w := &x.words[of[i][f.word]]
				w.postings = append(w.postings, f.posting)
			}
			c.found[k] = nil
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
