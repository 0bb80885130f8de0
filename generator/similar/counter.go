package similar

import (
	"cmp"
	"math"
	"slices"
)

// counter counts the features of documents in one space.
type counter struct {
	ids   map[string]int32
	names []string
	df    []int // in how many documents

	now       []float32 // counts of the document that is being read
	met       []int32
	documents [][]feature // counts of those that were
}

func newCounter() *counter { return &counter{ids: map[string]int32{}} }

// feature gives a name its number.
func (c *counter) feature(name string) int32 {
	id, ok := c.ids[name]
	if !ok {
		id = int32(len(c.names))
		c.ids[name] = id
		c.names = append(c.names, name)
		c.df = append(c.df, 0)
		c.now = append(c.now, 0)
	}
	return id
}

func (c *counter) count(id int32, n float32) {
	if c.now[id] == 0 {
		c.met = append(c.met, id)
	}
	c.now[id] += n
}

func (c *counter) countAll(names []string) {
	for _, n := range names {
		c.count(c.feature(plain(n)), 1)
	}
}

// endDocument puts the counts by.
func (c *counter) endDocument() {
	counts := make([]feature, len(c.met))
	for i, id := range c.met {
		counts[i] = feature{id, c.now[id]}
		c.now[id] = 0
		c.df[id]++
	}
	c.documents = append(c.documents, counts)
	c.met = c.met[:0]
}

// space weighs each feature by how rare it is: (1 + ln tf) * ln(1 + N/df), the
// usual TF-IDF (Manning, Raghavan and Schuetze, Introduction to Information
// Retrieval, 6.2 and 6.4). Of a document the heaviest are kept.
func (c *counter) space(weight float32) space {
	total := len(c.documents)
	idf := make([]float64, len(c.df))
	for id, df := range c.df {
		idf[id] = math.Log(1 + float64(total)/float64(df))
	}
	s := space{weight: weight, names: c.names, vectors: c.documents, postings: make([][]posting, len(c.names))}
	for i, vector := range c.documents {
		for k, f := range vector {
			vector[k].weight = float32((1 + math.Log(float64(f.weight))) * idf[f.id])
		}
		slices.SortFunc(vector, func(a, b feature) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.id, b.id)) })
		if len(vector) > strongest {
			vector = slices.Clone(vector[:strongest])
		}
		var length float64
		for _, f := range vector {
			length += float64(f.weight) * float64(f.weight)
		}
		for k := range vector {
			vector[k].weight /= float32(math.Sqrt(length))
		}
		s.vectors[i] = vector
		for _, f := range vector {
			if tells(c.df[f.id], total) {
				s.postings[f.id] = append(s.postings[f.id], posting{int32(i), f.weight})
			}
		}
	}
	return s
}

// tells reports whether a feature is rare enough to tell documents apart. In a
// large wiki that also bounds how many documents each is compared with.
func tells(df, total int) bool { return df <= max(40, total/3) && df <= 250 }
