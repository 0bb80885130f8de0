package diag

import (
	"bytes"
	"cmp"
	"slices"
)

// Mend makes the fixes of findings in one file. A finding's fixes belong
// together: they are made all or not at all. Where two findings want to change
// the same bytes, the first by place is served, and the other has to wait for
// another look at the file. Every byte outside of the spans stays as it is.
// mended are the findings whose fixes were made.
func Mend(content []byte, findings List) (result []byte, mended List) {
	var edits []Fix
	for _, f := range byPlace(findings) {
		own := dedupe(f.Fixes)
		if len(own) == 0 || slices.ContainsFunc(own, func(e Fix) bool { return !within(e, content) }) ||
			collide(own, edits) {
			continue
		}
		edits = append(edits, own...)
		mended = append(mended, f)
	}
	slices.SortStableFunc(edits, compareFixes)
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		out.Write(content[at:e.Span.Start.Offset])
		out.WriteString(e.NewText)
		at = e.Span.End.Offset
	}
	out.Write(content[at:])
	return out.Bytes(), mended
}

func byPlace(findings List) List {
	sorted := slices.Clone(findings)
	sorted.Sort()
	return sorted
}

func compareFixes(a, b Fix) int {
	return cmp.Or(cmp.Compare(a.Span.Start.Offset, b.Span.Start.Offset), cmp.Compare(a.Span.End.Offset, b.Span.End.Offset))
}

func dedupe(fixes []Fix) []Fix {
	sorted := slices.Clone(fixes)
	slices.SortStableFunc(sorted, compareFixes)
	return slices.Compact(sorted)
}

func within(e Fix, content []byte) bool {
	return 0 <= e.Span.Start.Offset && e.Span.Start.Offset <= e.Span.End.Offset && e.Span.End.Offset <= len(content)
}

// collide reports whether edits change bytes of each other's, or of those of
// earlier findings.
func collide(own, earlier []Fix) bool {
	for i, a := range own {
		clash := func(b Fix) bool { return overlap(a, b) }
		if slices.ContainsFunc(own[i+1:], clash) || slices.ContainsFunc(earlier, clash) {
			return true
		}
	}
	return false
}

// overlap reports whether two edits share bytes, or write at one place, where
// their order could not be told.
func overlap(a, b Fix) bool {
	return a.Span.Start.Offset == b.Span.Start.Offset ||
		a.Span.Start.Offset < b.Span.End.Offset && b.Span.Start.Offset < a.Span.End.Offset
}
