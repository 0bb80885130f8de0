package collection

// WaitsForItself reports whether a remediation depends on itself, perhaps
// through others.
func (v *View) WaitsForItself(r Remediation) bool { return v.circles()[r.Key()] }

// findCircles finds every remediation that can be reached from itself, by
// Tarjan's way: each is looked at once, however long the chains are.
func (v *View) findCircles() map[string]bool {
	f := circleFinder{v: v, index: map[string]int{}, low: map[string]int{}, on: map[string]bool{}, circles: map[string]bool{}}
	for _, r := range v.Remediations() {
		if len(r.DependsOn) > 0 && f.index[r.Key()] == 0 {
			f.search(r)
		}
	}
	return f.circles
}

type circleFinder struct {
	v       *View
	index   map[string]int // in the order in which they were found, from 1
	low     map[string]int // the first that can be reached
	on      map[string]bool
	stack   []string
	circles map[string]bool
}

// visit is a remediation whose dependencies are being followed.
type visit struct {
	r    Remediation
	next int
}

func (f *circleFinder) open(r Remediation) visit {
	key := r.Key()
	f.index[key] = len(f.index) + 1
	f.low[key] = f.index[key]
	f.on[key] = true
	f.stack = append(f.stack, key)
	return visit{r: r}
}

// search keeps its own path: a chain may be longer than calls should be deep.
func (f *circleFinder) search(from Remediation) {
	path := []visit{f.open(from)}
	for len(path) > 0 {
		at := &path[len(path)-1]
		key := at.r.Key()
		if at.next == len(at.r.DependsOn) {
			f.close(key)
			if path = path[:len(path)-1]; len(path) > 0 {
				above := path[len(path)-1].r.Key()
				f.low[above] = min(f.low[above], f.low[key])
			}
			continue
		}
		ref := at.r.DependsOn[at.next]
		at.next++
		to, ok := f.v.Remediation(at.r.Entry, ref)
		switch {
		case !ok:
		case to.Key() == key:
			f.circles[key] = true
		case f.index[to.Key()] == 0:
			path = append(path, f.open(to))
		case f.on[to.Key()]:
			f.low[key] = min(f.low[key], f.index[to.Key()])
		}
	}
}

// close takes a circle off the stack where it was entered.
func (f *circleFinder) close(key string) {
	if f.low[key] != f.index[key] {
		return
	}
	alone := f.stack[len(f.stack)-1] == key
	for {
		last := f.stack[len(f.stack)-1]
		f.stack = f.stack[:len(f.stack)-1]
		f.on[last] = false
		if !alone {
			f.circles[last] = true
		}
		if last == key {
			return
		}
	}
}
