package similar

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
)

// What a document is about is compared too where no sign of a kind is met whole:
// the words of all signs of a kind are a document of their own, and an incident
// is near to the kinds the words of which it shares. This is explicit semantic
// analysis (Gabrilovich and Markovitch, 2007) with kinds of failure for concepts,
// and finds relatives that have not one rare word in common.
const (
	nearest   = 6   // kinds of a document that are compared
	champions = 400 // documents of a kind that are compared, those that are most about it
)

// lexicon gives for each stem how much it tells of each kind.
var lexicon = sync.OnceValue(func() map[string][]feature {
	stems := make([]map[string]float64, len(kinds))
	in := map[string]float64{} // how many kinds a stem is of
	for i, k := range kinds {
		stems[i] = map[string]float64{}
		text := k.name + " " + strings.Join(k.signs, " ")
		spellings(text, func(w []byte) {
			if !common[string(w)] {
				stems[i][stemOf(string(w))]++
			}
		})
		for s := range stems[i] {
			in[s]++
		}
	}
	all := map[string][]feature{}
	for i, counts := range stems {
		var names []string
		for s := range counts {
			names = append(names, s)
		}
		slices.Sort(names) // sums of fractions depend on their order
		var length float64
		weigh := func(s string) float64 {
			rare := math.Log(1 + float64(len(kinds))/in[s])
			return (1 + math.Log(counts[s])) * rare * rare
		}
		for _, s := range names {
			length += weigh(s) * weigh(s)
		}
		for _, s := range names {
			all[s] = append(all[s], feature{int32(i), float32(weigh(s) / math.Sqrt(length))})
		}
	}
	return all
})

// about is the space of what documents are about, by the words that were
// counted.
func (c *counter) about(weight float32) space {
	s := space{weight: weight, vectors: make([][]feature, len(c.documents)), postings: make([][]posting, len(kinds))}
	for _, k := range kinds {
		s.names = append(s.names, k.name)
	}
	tells, all := make([][]feature, len(c.names)), lexicon()
	rare := make([]float64, len(c.names))
	for id, name := range c.names {
		tells[id] = all[name]
		rare[id] = math.Log(1 + float64(len(c.documents))/float64(c.df[id]))
	}
	near := make([]float64, len(kinds))
	for i, counts := range c.documents {
		clear(near)
		for _, f := range counts {
			if len(tells[f.id]) == 0 {
				continue
			}
			w := (1 + math.Log(float64(f.weight))) * rare[f.id]
			for _, t := range tells[f.id] {
				near[t.id] += w * float64(t.weight)
			}
		}
		s.vectors[i] = nearestKinds(near)
		for _, f := range s.vectors[i] {
			s.postings[f.id] = append(s.postings[f.id], posting{int32(i), f.weight})
		}
	}
	for k, p := range s.postings {
		slices.SortFunc(p, func(a, b posting) int {
			return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.document, b.document))
		})
		s.postings[k] = slices.Clip(p[:min(len(p), champions)])
	}
	return s
}

// nearestKinds is a vector of length 1 of the kinds that a document is nearest
// to; squares let the nearest count most.
func nearestKinds(near []float64) []feature {
	var v []feature
	for k, n := range near {
		if n > 0 {
			v = append(v, feature{int32(k), float32(n * n)})
		}
	}
	slices.SortFunc(v, func(a, b feature) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.id, b.id)) })
	v = slices.Clip(v[:min(len(v), nearest)])
	var length float64
	for _, f := range v {
		length += float64(f.weight) * float64(f.weight)
	}
	for i := range v {
		v[i].weight /= float32(math.Sqrt(length))
	}
	return v
}
