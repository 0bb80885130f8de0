package diag

import (
	"slices"
	"strings"
)

// Nearest returns the candidate that a misspelt word most likely meant: the
// one with the smallest edit distance, at most a third of the word's length.
// It returns "" where none is near enough.
func Nearest(word string, candidates []string) string {
	w := []rune(strings.ToLower(word))
	best, bestDistance := "", len(w)/3+1
	for _, c := range candidates {
		if d := editDistance(w, []rune(strings.ToLower(c)), bestDistance); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// Slip returns the one candidate that a misspelt word meant for sure: six
// letters or more, of which one is wrong, missing, too many, or has changed
// places with the next (for which five letters do), and no other candidate
// nearly as near. It returns "" where there is any doubt.
func Slip(word string, candidates []string) string {
	w := []rune(strings.ToLower(word))
	found := ""
	for _, c := range candidates {
		r := []rune(strings.ToLower(c))
		switch d := editDistance(w, r, 3); {
		case d >= 3:
		case d != 1 || found != "" || len(w) < 5 || len(r) < 5 || (len(w) < 6 || len(r) < 6) && !swapped(w, r):
			return ""
		default:
			found = c
		}
	}
	return found
}

// swapped reports whether two words have the same letters.
func swapped(a, b []rune) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// editDistance counts insertions, deletions, substitutions and swaps of
// neighbours (Damerau's restricted distance); it may stop at limit.
func editDistance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	var before []int
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
