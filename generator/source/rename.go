package source

import (
	"bytes"
	"cmp"
	"errors"
	"path"
	"slices"
)

// What git takes for a rename, in its units: a score of maxScore is the same
// content. A file of the same name elsewhere needs more than the least score,
// but then is preferred to all others.
const (
	maxScore      = 60000
	leastScore    = maxScore / 2
	sameNameScore = leastScore + (maxScore-leastScore)/2
)

// maxSimilar is how many bytes a file may have to be compared by its lines.
const maxSimilar = 8 << 20

// maxPairs is how many pairs of files are compared in a commit; git stops at
// as many. Beyond, only equal content and equal names are renames.
const maxPairs = 1_000_000

// renameFinder finds for the files that a commit added which of the removed
// ones they were, as git log --follow does: each by itself.
type renameFinder struct {
	objects *objects
	removed []change
	pairs   int
	prints  map[hash]fingerprint
	byHash  map[hash][]int   // places in removed; made when first needed
	byName  map[string][]int // by the last part of the path
}

// index keeps a commit that moves thousands of files from being compared each
// with each.
func (r *renameFinder) index() {
	if r.byHash != nil {
		return
	}
	r.byHash, r.byName, r.prints = map[hash][]int{}, map[string][]int{}, map[hash]fingerprint{}
	for i, c := range r.removed {
		r.byHash[c.before.hash] = append(r.byHash[c.before.hash], i)
		r.byName[path.Base(c.path)] = append(r.byName[path.Base(c.path)], i)
	}
}

// find gives the path that a file had before, "" if it is new.
func (r *renameFinder) find(added change) (string, error) {
	if len(r.removed) == 0 {
		return "", nil
	}
	r.index()
	if old := r.equal(added); old != "" {
		return old, nil
	}
	if !isFile(added.now) {
		return "", nil
	}
	if old, err := r.sameName(added); old != "" || err != nil {
		return old, err
	}
	return r.mostSimilar(added)
}

func isFile(s entryState) bool { return s.mode&modeMask == modeFile }

// equal looks for the same content, best under the same name.
func (r *renameFinder) equal(added change) string {
	old := ""
	for _, i := range r.byHash[added.now.hash] {
		c := r.removed[i]
		if c.before.mode&modeMask != added.now.mode&modeMask {
			continue
		}
		if path.Base(c.path) == path.Base(added.path) {
			return c.path
		}
		if old == "" {
			old = c.path
		}
	}
	return old
}

// sameName looks whether the one removed file of the same name is like enough.
func (r *renameFinder) sameName(added change) (string, error) {
	named := r.byName[path.Base(added.path)]
	if len(named) != 1 {
		return "", nil
	}
	only := r.removed[named[0]]
	if !isFile(only.before) {
		return "", nil
	}
	score, err := r.score(only.before.hash, added.now.hash)
	if err != nil || score < sameNameScore {
		return "", err
	}
	return only.path, nil
}

func (r *renameFinder) mostSimilar(added change) (string, error) {
	old, best, bestNamed := "", leastScore-1, false
	for _, c := range r.removed {
		if !isFile(c.before) || r.pairs >= maxPairs {
			continue
		}
		r.pairs++
		score, err := r.score(c.before.hash, added.now.hash)
		if err != nil {
			return "", err
		}
		named := path.Base(c.path) == path.Base(added.path)
		if score > best || score == best && score >= leastScore && named && !bestNamed {
			old, best, bestNamed = c.path, score, named
		}
	}
	return old, nil
}

// score is how much of the larger of two texts the other has too.
func (r *renameFinder) score(a, b hash) (int, error) {
	x, err := r.print(a)
	if err != nil {
		return 0, err
	}
	y, err := r.print(b)
	if err != nil {
		return 0, err
	}
	larger, smaller := max(x.size, y.size), min(x.size, y.size)
	if smaller == 0 || x.parts == nil || y.parts == nil || larger*(maxScore-leastScore) < (larger-smaller)*maxScore {
		return 0, nil
	}
	return x.common(y) * maxScore / larger, nil
}

// fingerprint is a text as git compares it: how many bytes stand in each
// different line, or, in a long line, in each 64 bytes.
type fingerprint struct {
	size  int
	parts []part // sorted by hash; nil for what is not text or too large
}

type part struct {
	hash  uint32
	bytes int32
}

func (r *renameFinder) print(h hash) (fingerprint, error) {
	if p, known := r.prints[h]; known {
		return p, nil
	}
	data, err := r.objects.readKind(h, kindBlob, maxSimilar)
	if err != nil && !errors.Is(err, errTooLarge) {
		return fingerprint{}, err
	}
	p := fingerprint{size: len(data)}
	if err == nil && bytes.IndexByte(data[:min(len(data), 8000)], 0) < 0 {
		p.parts = partsOf(data)
	}
	r.prints[h] = p
	return p, nil
}

// partsOf cuts a text as git's diffcore does, with the same hash.
func partsOf(data []byte) []part {
	parts := make([]part, 0, len(data)/32+1)
	var a, b uint32
	n := int32(0)
	end := func() {
		if n > 0 {
			parts = append(parts, part{(a + b*0x61) % 107927, n})
		}
		a, b, n = 0, 0, 0
	}
	for i, c := range data {
		if c == '\r' && i+1 < len(data) && data[i+1] == '\n' {
			continue
		}
		a, b = a<<7^b>>25, b<<7^a>>25
		a += uint32(c)
		if n++; n == 64 || c == '\n' {
			end()
		}
	}
	end()
	slices.SortFunc(parts, func(x, y part) int { return cmp.Compare(x.hash, y.hash) })
	joined := parts[:0]
	for _, p := range parts {
		if last := len(joined) - 1; last >= 0 && joined[last].hash == p.hash {
			joined[last].bytes += p.bytes
		} else {
			joined = append(joined, p)
		}
	}
	return joined
}

// common counts the bytes that two texts share.
func (p fingerprint) common(q fingerprint) int {
	n, x, y := 0, p.parts, q.parts
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0].hash < y[0].hash:
			x = x[1:]
		case x[0].hash > y[0].hash:
			y = y[1:]
		default:
			n += int(min(x[0].bytes, y[0].bytes))
			x, y = x[1:], y[1:]
		}
	}
	return n
}
