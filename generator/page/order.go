package page

import (
	"cmp"
	"slices"

	"github.com/retrowiki/retrowiki/generator/collection"
)

// sortByDue puts the nearest due day first and what has none last.
func sortByDue(list []collection.Remediation) {
	slices.SortStableFunc(list, func(x, y collection.Remediation) int {
		switch {
		case x.Due.Known() && !y.Due.Known():
			return -1
		case !x.Due.Known() && y.Due.Known():
			return 1
		}
		return x.Due.Time.Compare(y.Due.Time)
	})
}

// mostCarried picks the n terms with the most incidents, of those that more
// than one carries.
func mostCarried(terms []*collection.Term, n int) []*collection.Term {
	often := slices.DeleteFunc(slices.Clone(terms), func(t *collection.Term) bool { return len(t.Entries) < 2 })
	slices.SortStableFunc(often, func(x, y *collection.Term) int { return cmp.Compare(len(y.Entries), len(x.Entries)) })
	return often[:min(len(often), n)]
}
