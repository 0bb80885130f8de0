package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Apply makes the edits of fixes to a file's bytes. Fixes that only insert at
// one place come out in the order given. It refuses fixes that overlap, since
// what the second one meant is gone once the first is made.
func Apply(data []byte, fixes []Fix) ([]byte, error) {
	sorted := slices.Clone(fixes)
	slices.SortStableFunc(sorted, func(a, b Fix) int {
		return cmp.Or(cmp.Compare(a.Span.Start.Offset, b.Span.Start.Offset), cmp.Compare(a.Span.End.Offset, b.Span.End.Offset))
	})
	out := make([]byte, 0, len(data))
	at := 0
	for _, f := range sorted {
		start, end := f.Span.Start.Offset, f.Span.End.Offset
		if start < at || end < start || end > len(data) {
			return nil, fmt.Errorf("%s: this edit overlaps another one, or lies outside the file", f.Span)
		}
		out = append(append(out, data[at:start]...), f.NewText...)
		at = end
	}
	return append(out, data[at:]...), nil
}
