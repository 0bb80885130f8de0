package source

import (
	"context"
	"path"
	"slices"

	"github.com/retrowiki/retrowiki/internal/par"
)

// pass goes over the commits once, from the tip back. Each commit holds, when
// its turn comes, the paths at which files are followed through it, and hands
// them to its parents under the names they have there.
type pass struct {
	objects *objects
	graph   *graph
	prefix  string // "" or with a slash behind it
	tree    hash   // of the tip
	people  mailmap

	held    []following // by commit; nil for none
	holders int         // how many of them are not empty
	touched [][]touch   // by file: the newest first

	// kept is a commit behind which all is known, -1 for none, reached what was
	// followed up to it, and passedBy whether something was followed past it.
	kept     int32
	reached  following
	passedBy bool

	// inside is the folders in which any file is or was followed. Comparing
	// trees goes into no others. It is copied when it grows, since comparisons
	// that run meanwhile read it.
	inside  map[string]bool
	version int // how often inside has grown
}

// following is which files (by number) are at a path.
type following map[string][]int32

// touch is a commit that counts for a file, with the file's content there and
// in its first parent; zero where comparing did not tell.
type touch struct {
	commit      int32
	path        string
	now, before hash
}

func newPass(r *Repository, g *graph) *pass {
	p := &pass{
		objects: r.git.objects, graph: g, tree: r.tip.tree, people: r.readMailmap(), kept: -1,
		held: make([]following, len(g.nodes)), inside: map[string]bool{"": true},
	}
	if r.prefix != "" {
		p.prefix = r.prefix + "/"
	}
	return p
}

// want begins to follow the paths that the tip has.
func (p *pass) want(ctx context.Context, paths []string) error {
	p.touched = make([][]touch, len(paths))
	f := make(following, len(paths))
	for i, name := range paths {
		name = p.prefix + name
		f[name] = append(f[name], int32(i))
		for dir := path.Dir(name); dir != "." && !p.inside[dir]; dir = path.Dir(dir) {
			p.inside[dir] = true
		}
	}
	here := make(map[string]bool, len(paths))
	err := p.objects.walkTree(ctx, p.tree, func(name string, e treeEntry) bool {
		if !e.is(modeFolder) && !e.is(modeModule) {
			here[name] = true
		}
		return p.inside[name]
	})
	for name := range f {
		if !here[name] {
			delete(f, name)
		}
	}
	p.hand(0, f)
	return err
}

// hand gives a commit files to follow, besides those that it has.
func (p *pass) hand(commit int32, f following) {
	if len(f) == 0 {
		return
	}
	old := p.held[commit]
	if old == nil {
		p.holders++
	}
	if len(old) > len(f) {
		old, f = f, old
	}
	for name, files := range old {
		f.add(name, files)
	}
	p.held[commit] = f
}

func (f following) add(name string, files []int32) {
	known := f[name]
	if known == nil {
		f[name] = files
		return
	}
	merged := append(slices.Clone(known), files...)
	slices.Sort(merged)
	f[name] = slices.Compact(merged)
}

// How much is compared at a time on all cores: so many commits in a batch, in
// portions of so many. A portion with very many changes is cut short, and the
// rest compared when its turn comes, so that memory stays bounded.
const (
	batchSize      = 2048
	portionSize    = 32
	portionChanges = 20_000
)

// run visits the commits in order until no file is left to follow.
func (p *pass) run(ctx context.Context) error {
	for order := p.graph.order; len(order) > 0 && p.holders > 0; {
		batch := order[:min(batchSize, len(order))]
		order = order[len(batch):]
		var portions [][]int32
		for portion := range slices.Chunk(batch, portionSize) {
			portions = append(portions, portion)
		}
		version, inside := p.version, p.inside
		compared, err := par.Map(ctx, portions, func(_ context.Context, _ int, portion []int32) ([][]comparison, error) {
			return p.comparePortion(portion, inside)
		})
		if err != nil {
			return err
		}
		for i, portion := range portions {
			for j, commit := range portion {
				if err := p.turn(commit, compared[i][j], version); err != nil {
					return err
				}
				compared[i][j] = nil
			}
		}
	}
	return nil
}

// turn visits a commit, if any file is followed through it. What was compared
// ahead is of no use where folders have come to be of interest since.
func (p *pass) turn(commit int32, ahead []comparison, version int) error {
	f := p.held[commit]
	if f == nil {
		return nil
	}
	if commit == p.kept {
		p.reached, p.passedBy = f, p.holders > 1
		p.holders = 0
		return nil
	}
	p.held[commit] = nil
	p.holders--
	if ahead == nil || version != p.version {
		var err error
		if ahead, err = p.compare(commit, p.inside); err != nil {
			return err
		}
	}
	return p.visit(commit, f, ahead)
}

// comparison is how a commit differs from one of its parents, in the folders
// of interest. removed is all files of the parent that are gone, which is
// filled in only where files were added that these might have become.
type comparison struct {
	changes []change
	removed []change
}

func (p *pass) comparePortion(portion []int32, inside map[string]bool) ([][]comparison, error) {
	all := make([][]comparison, len(portion))
	changes := 0
	for i, commit := range portion {
		if changes > portionChanges {
			break
		}
		var err error
		if all[i], err = p.compare(commit, inside); err != nil {
			return nil, err
		}
		for _, c := range all[i] {
			changes += len(c.changes) + len(c.removed)
		}
	}
	return all, nil
}

// compare compares a commit with each of its parents. The result has an entry
// for each, and is never nil.
func (p *pass) compare(commit int32, inside map[string]bool) ([]comparison, error) {
	n := &p.graph.nodes[commit]
	all := make([]comparison, len(n.parents))
	for i, parent := range n.parents {
		before := p.graph.nodes[parent].tree
		d := treeDiff{objects: p.objects, inside: inside}
		if err := d.run(before, n.tree); err != nil {
			return nil, err
		}
		all[i].changes = d.changes
		if !slices.ContainsFunc(d.changes, func(c change) bool { return !c.before.exists() }) {
			continue
		}
		whole := treeDiff{objects: p.objects}
		if err := whole.run(before, n.tree); err != nil {
			return nil, err
		}
		all[i].removed = slices.DeleteFunc(whole.changes, func(c change) bool { return c.now.exists() })
	}
	return all, nil
}
