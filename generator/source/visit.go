package source

import (
	"maps"
	"path"
	"slices"
)

// visit takes down which of the files followed through a commit it counts for,
// and hands them on to its parents.
func (p *pass) visit(commit int32, f following, compared []comparison) error {
	parents := p.graph.nodes[commit].parents
	if len(parents) == 0 {
		for name, files := range f {
			t := touch{commit: commit, path: name}
			if e, err := p.objects.lookup(p.graph.nodes[commit].tree, name); err == nil {
				t.now = hash(e.hash)
			}
			p.count(t, files)
		}
		return nil
	}
	// A path that is in no list is as in all parents and stays with the first.
	handed := make([]following, len(parents))
	handed[0] = f
	differs := changesOf(f, compared)
	renames := make([]renameFinder, len(parents))
	for i := range parents {
		renames[i] = renameFinder{objects: p.objects, removed: compared[i].removed}
	}
	for _, name := range slices.Sorted(maps.Keys(differs)) {
		files, states := f[name], differs[name]
		delete(f, name)
		if same := slices.Index(states, nil); same >= 0 {
			put(handed, same, name, files)
			continue
		}
		p.count(touch{commit, name, states[0].now.hash, states[0].before.hash}, files)
		for i, c := range states {
			old := name
			if !c.before.exists() {
				var err error
				if old, err = renames[i].find(*c); err != nil {
					return err
				}
			}
			if old != "" {
				put(handed, i, old, files)
				p.enlarge(old)
			}
		}
	}
	for i, parent := range parents {
		p.hand(parent, handed[i])
	}
	return nil
}

// changesOf lists for each followed path how it differs from each parent, nil
// where it does not.
func changesOf(f following, compared []comparison) map[string][]*change {
	differs := map[string][]*change{}
	for i := range compared {
		for j := range compared[i].changes {
			c := &compared[i].changes[j]
			if _, followed := f[c.path]; !followed || !c.now.exists() {
				continue
			}
			if differs[c.path] == nil {
				differs[c.path] = make([]*change, len(compared))
			}
			differs[c.path][i] = c
		}
	}
	return differs
}

func put(to []following, i int, name string, files []int32) {
	if to[i] == nil {
		to[i] = following{}
	}
	to[i].add(name, files)
}

// count takes down that a commit touched files; one that is followed under two
// names is touched once.
func (p *pass) count(t touch, files []int32) {
	for _, f := range files {
		if last := len(p.touched[f]) - 1; last < 0 || p.touched[f][last].commit != t.commit {
			p.touched[f] = append(p.touched[f], t)
		}
	}
}

// enlarge makes the folder of a file one of interest.
func (p *pass) enlarge(name string) {
	dir := path.Dir(name)
	if dir == "." || p.inside[dir] {
		return
	}
	p.inside = maps.Clone(p.inside)
	p.version++
	for ; dir != "."; dir = path.Dir(dir) {
		p.inside[dir] = true
	}
}
