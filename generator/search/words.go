package search

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	// wordShard is about how many bytes a shard of words has; packed, half.
	wordShard = 26 << 10
	// spellingShard is the same for the words that are compared with
	// misspelt ones.
	spellingShard = 40 << 10
	// mostPostings is how many documents a word keeps, the best. A word that
	// has more tells too little to leave out those without it.
	mostPostings = 2000
	// facetSize is how many bytes the documents of a facet's values may have.
	facetSize = 28 << 10
)

// levels are what a document's weight for a word is rounded to, from low to
// high. The digits of numbers are not among them.
const levels = `!#$%()*+,./:;=?@`

// level is the weight of a posting as BM25 has it: more of a word counts for
// less and less, and for less in a long text.
func (x *lexicon) level(p posting) int {
	norm := 1.2 * inText * (0.4 + 0.6*float64(x.lengths[p.document()])/max(x.average, 1))
	weight := float64(p.weight())
	return int(weight / (weight + norm) * float64(len(levels)))
}

// appendPostings writes a word's documents by level, the highest first.
func (x *lexicon) appendPostings(b []byte, postings []posting) []byte {
	room := len(postings)
	if room > mostPostings {
		room = mostPostings
		b = appendNumber(append(b, '~'), len(postings))
	}
	at := &x.at
	for l := range at {
		at[l] = at[l][:0]
	}
	for _, p := range postings {
		l := x.level(p)
		at[l] = append(at[l], p.document())
	}
	for l := len(levels) - 1; l >= 0 && room > 0; l-- {
		if documents := at[l][:min(len(at[l]), room)]; len(documents) > 0 {
			b = appendGaps(append(b, levels[l]), documents)
			room -= len(documents)
		}
	}
	return b
}

func (x *files) add(name string, value any) {
	content, err := script(name, value)
	x.err = errors.Join(x.err, err)
	x.list = append(x.list, fileOf(name, content))
}

func (x *files) addWords(r *root, all *lexicon) {
	var words, postings []byte
	flush := func() {
		if len(words) > 0 {
			x.add("w"+strconv.Itoa(len(r.Words)-1), []string{string(words), string(postings)})
		}
		words, postings = words[:0], postings[:0]
	}
	for _, w := range all.words {
		if len(words)+len(postings) > wordShard {
			flush()
		}
		if len(words) == 0 {
			r.Words = append(r.Words, w.text)
		} else {
			words, postings = append(words, ' '), append(postings, ' ')
		}
		words = append(words, w.text...)
		postings = all.appendPostings(postings, w.postings)
	}
	flush()
}

// addVocabulary writes the words that somebody may misspell: numbers and
// names with numbers are typed as they are, or copied.
func (x *files) addVocabulary(r *root, all *lexicon) {
	var words []byte
	flush := func() {
		if len(words) > 0 {
			x.add("v"+strconv.Itoa(len(r.Spellings)-1), string(words))
		}
		words = words[:0]
	}
	for _, w := range all.words {
		if !canBeMisspelt(w.text) {
			continue
		}
		if len(words) > spellingShard {
			flush()
		}
		if len(words) == 0 {
			r.Spellings = append(r.Spellings, w.text)
		} else {
			words = append(words, ' ')
		}
		words = append(words, w.text...)
	}
	flush()
}

func canBeMisspelt(word string) bool {
	if strings.ContainsAny(word, "0123456789") || len(word) < 4 || len(word) > 48 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(word)
	return !isCJK(first) && utf8.RuneCountInString(word) >= 4
}

// addFacets writes each facet's values, those of the most documents first,
// as many as fit.
func (x *files) addFacets(r *root, facets []Facet) {
	for _, f := range facets {
		byCount := slices.Clone(f.Values)
		slices.SortStableFunc(byCount, func(a, b Value) int { return len(b.Documents) - len(a.Documents) })
		kept := map[string]string{}
		size := 0
		for _, v := range byCount {
			text := string(appendGaps(nil, v.Documents))
			if size += len(text) + len(v.Key) + len(v.Name); size > facetSize && len(kept) > 0 {
				break
			}
			kept[v.Key] = text
		}
		var rows [][3]string // in the facet's own order
		for _, v := range f.Values {
			if text, ok := kept[v.Key]; ok {
				rows = append(rows, [3]string{v.Key, v.Name, text})
			}
		}
		x.add("f"+strconv.Itoa(len(r.Facets)), rows)
		r.Facets = append(r.Facets, [3]string{f.Key, f.Name, strconv.Itoa(len(f.Values) - len(rows))})
	}
}
