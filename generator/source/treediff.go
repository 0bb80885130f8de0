package source

import (
	"bytes"
)

// entryState is what a path stands for in one of two trees; the zero value is
// nothing.
type entryState struct {
	mode uint32
	hash hash
}

func (s entryState) exists() bool { return s.mode != 0 }

// change is a file that differs between a commit and one of its parents.
type change struct {
	path        string
	before, now entryState
}

// treeDiff compares two trees and keeps the files that differ.
type treeDiff struct {
	objects *objects
	inside  map[string]bool // folders to go into; nil for all
	changes []change
	met     treeCount
}

// run compares the trees; the zero hash is one with nothing in it.
func (d *treeDiff) run(before, now hash) error { return d.folder("", before, now, 0) }

func (d *treeDiff) folder(dir string, before, now hash, depth int) error {
	if before == now || depth > maxDepth || d.inside != nil && !d.inside[dir] {
		return nil
	}
	a, err := d.tree(before)
	if err != nil {
		return err
	}
	b, err := d.tree(now)
	if err != nil {
		return err
	}
	for len(a) > 0 || len(b) > 0 {
		if n := bytes.IndexByte(a, 0) + 21; n > 21 && n <= len(a) && n <= len(b) && bytes.Equal(a[:n], b[:n]) {
			a, b = a[n:], b[n:] // nearly all entries are equal: no more is done for these
			continue
		}
		if a, b, err = d.step(dir, a, b, depth); err != nil {
			return err
		}
	}
	return nil
}

func (d *treeDiff) tree(h hash) ([]byte, error) {
	if h == (hash{}) {
		return nil, nil
	}
	return d.objects.readKind(h, kindTree, maxMeta)
}

// step compares the first entries and takes the lesser of them off, or both.
func (d *treeDiff) step(dir string, a, b []byte, depth int) ([]byte, []byte, error) {
	var x, y treeEntry
	var restA, restB []byte
	var err error
	if len(a) > 0 {
		if x, restA, err = nextEntry(a); err != nil {
			return nil, nil, err
		}
	}
	if len(b) > 0 {
		if y, restB, err = nextEntry(b); err != nil {
			return nil, nil, err
		}
	}
	switch order := compareEntries(x, y); {
	case order < 0:
		return restA, b, d.differ(dir, x, treeEntry{}, depth)
	case order > 0:
		return a, restB, d.differ(dir, treeEntry{}, y, depth)
	}
	return restA, restB, d.differ(dir, x, y, depth)
}

// compareEntries is git's order in a tree: a folder comes where its name with
// a slash would. No entry comes last.
func compareEntries(x, y treeEntry) int {
	if x.name == nil || y.name == nil {
		switch {
		case y.name != nil:
			return 1
		case x.name != nil:
			return -1
		}
		return 0
	}
	n := min(len(x.name), len(y.name))
	if c := bytes.Compare(x.name[:n], y.name[:n]); c != 0 {
		return c
	}
	return int(byteAt(x, n)) - int(byteAt(y, n))
}

func byteAt(e treeEntry, i int) byte {
	switch {
	case i < len(e.name):
		return e.name[i]
	case e.is(modeFolder):
		return '/'
	}
	return 0
}

// differ takes down how one name differs: x before, y now. Both are folders
// or neither is, since a file and a folder of one name are not in one place.
func (d *treeDiff) differ(dir string, x, y treeEntry, depth int) error {
	e := x
	if e.name == nil {
		e = y
	}
	if err := d.met.add(e); err != nil {
		return err
	}
	name := string(e.name)
	if dir != "" {
		name = dir + "/" + name
	}
	if e.is(modeFolder) {
		return d.folder(name, entryHash(x), entryHash(y), depth+1)
	}
	c := change{path: name, before: fileState(x), now: fileState(y)}
	if c.before != c.now {
		d.changes = append(d.changes, c)
	}
	return nil
}

func entryHash(e treeEntry) hash {
	if e.name == nil {
		return hash{}
	}
	return hash(e.hash)
}

// fileState leaves submodules out: they are not files. Permissions count, as
// they do for git.
func fileState(e treeEntry) entryState {
	if e.name == nil || e.is(modeModule) {
		return entryState{}
	}
	return entryState{e.mode, hash(e.hash)}
}
