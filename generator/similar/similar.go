// Package similar finds earlier incidents like one, and says why in words.
//
// In go documents: an incident's text and what is known of it. Out comes, for
// each, a ranked list of others with a score and reasons. Four things are
// compared: the words, weighted by how rare they are (TF-IDF, cosine); the
// kinds of failure that the text speaks of, whatever words it has for them
// (kinds.go); the kinds that it is near to, though it speaks of none (about.go);
// and the factors, services and tags that people gave it. All of it happens on
// this machine, and the same documents give the same lists. The View is compared
// whole; see Of.
package similar

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// Document is what is compared of an incident.
type Document struct {
	ID       string
	Day      string // YYYY-MM-DD, "" if unknown: only earlier documents are found
	Title    string
	Texts    []string
	Factors  []string
	Services []string
	Tags     []string
	Known    []string // ids of earlier ones that a person has named
}

// Match is another document that is like one.
type Match struct {
	ID    string   `json:"id"`
	Score float64  `json:"score"` // 0 to 1 and, where a person has named it, above; for comparison only
	Why   []string `json:"why"`   // the strongest reason first
}

// Weights of what is compared, settled with the tuned half of the labelled set
// in testdata.
const (
	wordsWeight    = 0.64
	kindsWeight    = 0.16
	aboutWeight    = 0.30
	factorsWeight  = 0.24
	servicesWeight = 0.05
	tagsWeight     = 0.04
	knownWeight    = 1.0

	strongest = 60   // words of a document that are compared
	least     = 0.03 // the score below which nothing is like anything
)

// Index is all documents, ready to be compared.
type Index struct {
	documents []Document
	byID      map[string]int
	spaces    [spaces]space
}

// A space is one way to compare: each document is a vector of weighted
// features, and postings lead from a feature to the documents that have it.
type space struct {
	weight   float32
	names    []string
	vectors  [][]feature // of length 1, heaviest first
	postings [][]posting // nil for a feature that is too common to tell anything
}

type feature struct {
	id     int32
	weight float32
}

type posting struct {
	document int32
	weight   float32
}

const (
	inWords = iota
	inKinds
	inAbout
	inFactors
	inServices
	inTags
	spaces
)

// New prepares documents to be compared.
func New(documents []Document) *Index {
	return prepare(len(documents), func(i int) Document { return documents[i] })
}

// prepare asks for one document after another, since their texts together are
// large.
func prepare(n int, document func(int) Document) *Index {
	x := &Index{documents: make([]Document, n), byID: make(map[string]int, n)}
	words, kinds, factors, services, tags := newCounter(), newCounter(), newCounter(), newCounter(), newCounter()
	v := newVocabulary(words, kinds)
	for i := range n {
		d := document(i)
		x.byID[d.ID] = i
		v.read(3, 2, d.Title)
		v.read(1, 1, d.Texts...)
		for _, f := range d.Factors {
			v.read(2, 2, f)
		}
		factors.countAll(d.Factors)
		services.countAll(d.Services)
		tags.countAll(d.Tags)
		for _, c := range []*counter{words, kinds, factors, services, tags} {
			c.endDocument()
		}
		d.Texts = nil
		x.documents[i] = d
	}
	about := words.about(aboutWeight) // before the counts become weights
	x.spaces = [spaces]space{
		inAbout: about, inWords: words.space(wordsWeight), inKinds: kinds.space(kindsWeight), inFactors: factors.space(factorsWeight),
		inServices: services.space(servicesWeight), inTags: tags.space(tagsWeight),
	}
	x.spaces[inWords].names = v.surfaces()
	return x
}

// Has reports whether a document is among those that are compared.
func (x *Index) Has(id string) bool {
	_, ok := x.byID[id]
	return ok
}

// To lists the documents that are like one and not later, the likest first: at
// most n, and with at least a score, below which nothing is like anything.
func (x *Index) To(id string, n int, score float64) []Match { return x.find(id, n, score, false) }

// Around lists the documents that are like one, earlier or later.
func (x *Index) Around(id string, n int, score float64) []Match { return x.find(id, n, score, true) }

func (x *Index) find(id string, n int, score float64, later bool) []Match {
	at, ok := x.byID[id]
	if !ok {
		return nil
	}
	scratch := scores.Get().(*scoring)
	defer scores.Put(scratch)
	scratch.begin(len(x.documents))
	for i := range x.spaces {
		s := &x.spaces[i]
		for _, f := range s.vectors[at] {
			w := s.weight * f.weight
			for _, p := range s.postings[f.id] {
				scratch.add(p.document, w*p.weight)
			}
		}
	}
	d := &x.documents[at]
	for _, known := range d.Known {
		if other, ok := x.byID[known]; ok {
			scratch.add(int32(other), knownWeight)
		}
	}
	enough := float32(max(score, least))
	best := make([]int32, 0, n+1)
	order := func(a, b int32) int {
		return cmp.Or(cmp.Compare(scratch.score[b], scratch.score[a]), cmp.Compare(x.documents[b].Day, x.documents[a].Day), cmp.Compare(x.documents[a].ID, x.documents[b].ID))
	}
	for _, other := range scratch.touched {
		day := x.documents[other].Day
		if int(other) == at || scratch.score[other] < enough || !later && d.Day != "" && day != "" && day > d.Day ||
			len(best) == n && order(other, best[n-1]) >= 0 {
			continue
		}
		to, _ := slices.BinarySearchFunc(best, other, order)
		best = slices.Insert(best, to, other)
		best = best[:min(len(best), n)]
	}
	matches := make([]Match, len(best))
	for i, other := range best {
		matches[i] = Match{ID: x.documents[other].ID, Score: math.Round(float64(scratch.score[other])*1000) / 1000, Why: x.why(at, int(other))}
	}
	return matches
}

// scoring is the scores of all documents for one; it is used again and again.
type scoring struct {
	score   []float32
	touched []int32
}

var scores = sync.Pool{New: func() any { return &scoring{} }}

func (s *scoring) begin(n int) {
	for _, d := range s.touched {
		s.score[d] = 0
	}
	s.touched = s.touched[:0]
	if len(s.score) < n {
		s.score = make([]float32, n)
	}
}

func (s *scoring) add(document int32, score float32) {
	if s.score[document] == 0 {
		s.touched = append(s.touched, document)
	}
	s.score[document] += score
}
