package similar

import (
	"cmp"
	"slices"
	"strings"
)

// why says what two documents share, in words: the weaker reasons only where
// there are few strong ones.
func (x *Index) why(a, b int) []string {
	var why []string
	if slices.Contains(x.documents[a].Known, x.documents[b].ID) {
		why = append(why, "named as an earlier occurrence")
	}
	kinds := x.shared(inKinds, a, b, 2)
	if len(kinds) > 0 {
		why = append(why, "both: "+strings.Join(kinds, ", "))
	}
	if factors := x.shared(inFactors, a, b, 2); len(factors) > 0 {
		why = append(why, "same factor: "+strings.Join(factors, ", "))
	}
	if services := x.shared(inServices, a, b, 2); len(services) > 0 {
		why = append(why, "same service: "+strings.Join(services, ", "))
	}
	if about := x.shared(inAbout, a, b, 1); len(about) > 0 && len(kinds) == 0 && len(why) < 3 {
		why = append(why, "perhaps both: "+about[0])
	}
	if tags := x.shared(inTags, a, b, 2); len(tags) > 0 && len(why) < 3 {
		why = append(why, "same tag: "+strings.Join(tags, ", "))
	}
	if words := x.shared(inWords, a, b, 4); len(words) > 0 && len(why) < 2 {
		why = append(why, "both speak of "+strings.Join(words, ", "))
	}
	return why
}

// shared names the features that contribute most to the likeness, at most n.
func (x *Index) shared(which, a, b, n int) []string {
	s := &x.spaces[which]
	var both []feature
	for _, f := range s.vectors[b] {
		if s.postings[f.id] == nil {
			continue
		}
		for _, g := range s.vectors[a] {
			if g.id == f.id {
				both = append(both, feature{f.id, g.weight * f.weight})
				break
			}
		}
	}
	slices.SortFunc(both, func(a, b feature) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(s.names[a.id], s.names[b.id]))
	})
	var names []string
	for _, f := range both[:min(n, len(both))] {
		names = append(names, s.names[f.id])
	}
	return names
}
