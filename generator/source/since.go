package source

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Changes are the files in which a snapshot differs from an earlier commit.
type Changes struct {
	// Base is the commit that was compared with: the last one that the
	// snapshot's commit and the revision have in common. "" if it holds nothing
	// at the root of the source.
	Base string
	// Files are those that were changed, made or removed, by path from the root
	// of the source. In a work tree, what is not committed counts.
	Files map[string]bool
}

// fetch says how to get what a clone lacks.
const fetch = "fetch it first; in GitHub Actions, give actions/checkout `fetch-depth: 0`"

// ChangedSince compares the snapshot with the last commit that it has in
// common with a revision, as a pull request is shown. It fails where the
// revision is unknown, or where the clone is too shallow to tell.
func (s *Snapshot) ChangedSince(ctx context.Context, rev string) (c *Changes, err error) {
	defer recovered(&err)
	r := s.repository
	if r.git == nil {
		return nil, fmt.Errorf("revision %s: %s is not in a git repository", visible(rev), visible(r.root))
	}
	if r.tip.commit == (hash{}) {
		return nil, fmt.Errorf("revision %s: nothing has been committed yet", visible(rev))
	}
	other, _, err := r.git.resolve(rev)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, fetch)
	}
	base, err := r.mergeBase(ctx, r.tip.commit, other)
	if err != nil {
		return nil, fmt.Errorf("compare with revision %s: %w", visible(rev), err)
	}
	before, exists, err := r.filesAt(ctx, base)
	if err != nil {
		return nil, fmt.Errorf("compare with revision %s: %w", visible(rev), err)
	}
	c = &Changes{Files: map[string]bool{}}
	if exists {
		c.Base = base.String()
	}
	for _, f := range s.Files {
		if was, ok := before[f.Path]; !ok || was.String() != f.Hash {
			c.Files[f.Path] = true
		}
		delete(before, f.Path)
	}
	for name := range before {
		c.Files[name] = true
	}
	return c, nil
}

// filesAt lists the files that a commit holds below the root of the source.
func (r *Repository) filesAt(ctx context.Context, at hash) (files map[string]hash, exists bool, err error) {
	commit, err := r.git.objects.commit(at)
	if err != nil {
		return nil, false, err
	}
	there := Repository{git: r.git, prefix: r.prefix, tip: tip{commit: at, tree: commit.tree}}
	tree, err := there.tipFolder()
	if err != nil || tree == (hash{}) {
		return nil, false, err
	}
	files = map[string]hash{}
	err = r.git.objects.walkTree(ctx, tree, func(name string, e treeEntry) bool {
		if e.is(modeFile) {
			files[name] = hash(e.hash)
		}
		return e.is(modeFolder) && (r.options.SkipDir == nil || !r.options.SkipDir(name))
	})
	return files, true, err
}

// What is known of a commit while the last common one is looked for.
const (
	reachedFromA = 1 << iota
	reachedFromB
	behindCommon // reached through a common one
)

// lineage is the search for what two commits have in common: it goes back from
// both, always from the youngest.
type lineage struct {
	objects *objects
	shallow bool
	known   map[hash]int
	times   map[hash]int64
	waiting []hash
	common  []hash
}

// mergeBase finds the youngest commit that can be reached from both and is
// behind no other such one.
func (r *Repository) mergeBase(ctx context.Context, a, b hash) (hash, error) {
	shallow, err := r.git.isShallow()
	if err != nil {
		return hash{}, err
	}
	l := &lineage{objects: r.git.objects, shallow: shallow, known: map[hash]int{}, times: map[hash]int64{}}
	if err := errors.Join(l.reach(a, reachedFromA), l.reach(b, reachedFromB)); err != nil {
		return hash{}, err
	}
	for l.open() {
		if err := ctx.Err(); err != nil {
			return hash{}, err
		}
		if err := l.visit(l.youngest()); err != nil {
			return hash{}, err
		}
	}
	l.common = slices.DeleteFunc(l.common, func(h hash) bool { return l.known[h]&behindCommon != 0 })
	if len(l.common) == 0 && shallow {
		return hash{}, fmt.Errorf("this clone is shallow, and what both have in common is not in it: %s", fetch)
	}
	if len(l.common) == 0 {
		return hash{}, errors.New("the two have no commit in common")
	}
	return l.common[0], nil
}

// reach notes from where a commit was reached. One that a shallow clone lacks
// is passed over.
func (l *lineage) reach(h hash, from int) error {
	if l.known[h]&from == from {
		return nil
	}
	if _, seen := l.times[h]; !seen {
		data, err := l.objects.readKind(h, kindCommit, maxMeta)
		if errors.Is(err, errMissing) && l.shallow {
			return nil
		}
		if err != nil {
			return err
		}
		_, time, _, err := parseLinks(data, nil)
		if err != nil {
			return fmt.Errorf("commit %s: %w", h, err)
		}
		l.times[h] = time
	}
	l.known[h] |= from
	l.waiting = append(l.waiting, h)
	return nil
}

// open reports whether anything is left that could be in common.
func (l *lineage) open() bool {
	return slices.ContainsFunc(l.waiting, func(h hash) bool { return l.known[h]&behindCommon == 0 })
}

// youngest takes the youngest commit off those that wait.
func (l *lineage) youngest() hash {
	best := 0
	for i, h := range l.waiting {
		if l.times[h] > l.times[l.waiting[best]] {
			best = i
		}
	}
	h := l.waiting[best]
	l.waiting = slices.Delete(l.waiting, best, best+1)
	return h
}

func (l *lineage) visit(h hash) error {
	from := l.known[h] & (reachedFromA | reachedFromB | behindCommon)
	if from == reachedFromA|reachedFromB {
		if !slices.Contains(l.common, h) {
			l.common = append(l.common, h)
		}
		from |= behindCommon
	}
	data, err := l.objects.readKind(h, kindCommit, maxMeta)
	if err != nil {
		return err
	}
	_, _, parents, err := parseLinks(data, nil)
	if err != nil {
		return fmt.Errorf("commit %s: %w", h, err)
	}
	for _, p := range parents {
		if err := l.reach(p, from); err != nil {
			return err
		}
	}
	return nil
}
