package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/retrowiki/retrowiki/internal/par"
)

// walkTree visits what a tree holds, by path from it. visit says whether to go
// into a folder.
func (o *objects) walkTree(ctx context.Context, tree hash, visit func(name string, e treeEntry) bool) error {
	w := treeWalk{objects: o, visit: visit}
	return w.folder(ctx, tree, "", 0)
}

// maxEntries and maxFolders are how many names and folders a walk through trees
// meets: ten small trees that hold one another make ten thousand million.
const (
	maxEntries = 1_000_000
	maxFolders = 200_000
)

var errTooManyEntries = fmt.Errorf("a commit holds more than %d names or %d folders, perhaps the same ones again and again", maxEntries, maxFolders)

// treeCount counts what a walk meets.
type treeCount struct{ names, folders int }

func (c *treeCount) add(e treeEntry) error {
	if c.names++; e.is(modeFolder) {
		c.folders++
	}
	if c.names > maxEntries || c.folders > maxFolders {
		return errTooManyEntries
	}
	return nil
}

type treeWalk struct {
	objects *objects
	visit   func(name string, e treeEntry) bool
	met     treeCount
}

func (w *treeWalk) folder(ctx context.Context, tree hash, dir string, depth int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if depth > maxDepth {
		return fmt.Errorf("the folder %s is more than %d folders deep", shown(dir), maxDepth)
	}
	data, err := w.objects.readKind(tree, kindTree, maxMeta)
	for err == nil && len(data) > 0 {
		var e treeEntry
		if e, data, err = nextEntry(data); err != nil {
			break
		}
		if err = w.met.add(e); err != nil {
			break
		}
		// Not path.Join: it would make a name with .. in it lead elsewhere.
		name := string(e.name)
		if dir != "" {
			name = dir + "/" + name
		}
		if w.visit(name, e) && e.is(modeFolder) {
			err = w.folder(ctx, hash(e.hash), name, depth+1)
		}
	}
	return err
}

// tipFolder is the commit's tree at the root of the source; the zero hash if
// the commit has no such folder, or there is no commit.
func (r *Repository) tipFolder() (hash, error) {
	if r.tip.commit == (hash{}) || r.prefix == "" {
		return r.tip.tree, nil
	}
	e, err := r.git.objects.lookup(r.tip.tree, r.prefix)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !e.is(modeFolder) {
		return hash{}, nil
	}
	return hash(e.hash), err
}

// lookup finds what a path below a tree stands for, or fs.ErrNotExist.
func (o *objects) lookup(tree hash, name string) (treeEntry, error) {
	for {
		part, rest, more := strings.Cut(name, "/")
		data, err := o.readKind(tree, kindTree, maxMeta)
		if err != nil {
			return treeEntry{}, err
		}
		var e treeEntry
		for {
			if len(data) == 0 {
				return e, fs.ErrNotExist
			}
			if e, data, err = nextEntry(data); err != nil {
				return e, err
			}
			if string(e.name) == part {
				break
			}
		}
		if !more {
			return e, nil
		}
		if !e.is(modeFolder) {
			return e, fs.ErrNotExist
		}
		tree, name = hash(e.hash), rest
	}
}

// readTip reads the files of a commit: blobs by their hashes, so that nothing
// on the disk is followed or written.
func (r *Repository) readTip(ctx context.Context, c *collector) error {
	tree, err := r.tipFolder()
	if err != nil {
		return err
	}
	if tree == (hash{}) {
		return fmt.Errorf("commit %s has no folder %s", r.tip.commit, shown(r.prefix))
	}
	var files []File
	var failure error
	err = r.git.objects.walkTree(ctx, tree, func(name string, e treeEntry) bool {
		if failure != nil {
			return false
		}
		if e.is(modeFolder) {
			// Only a forged tree holds a .git, which enter would pass over in
			// silence.
			return c.accept(name, "folder") && c.enter(name)
		}
		failure = c.addEntry(name, e, &files)
		return false
	})
	if err = errors.Join(err, failure); err != nil {
		return err
	}
	r.git.objects.arrange(files)
	known := make(map[string][]byte, len(r.options.Known))
	for _, f := range r.options.Known {
		if f.Data != nil && f.Hash != "" {
			known[f.Hash] = f.Data
		}
	}
	c.files, err = par.Map(ctx, files, func(_ context.Context, _ int, f File) (File, error) {
		if data, ok := known[f.Hash]; ok && f.Kind == Text {
			f.Data, f.Size = data, int64(len(data))
			return f, nil
		}
		return r.readBlob(f)
	})
	for _, f := range c.files {
		if f.Kind == Text && f.Data == nil {
			c.tooLarge(f)
		}
	}
	return err
}

// addEntry takes a file of a commit in, or says why not.
func (c *collector) addEntry(name string, e treeEntry, files *[]File) error {
	switch {
	case e.is(modeSymlink):
		if c.accept(name, "link") {
			c.symlink(name)
		}
	case e.is(modeModule):
		if c.accept(name, "submodule") {
			c.submodule(name)
		}
	case !e.is(modeFile):
		c.irregular(name)
	default:
		kind, err := c.add(name)
		if err != nil || kind == Skip {
			return err
		}
		if len(*files) >= c.options.MaxFiles {
			return fmt.Errorf("there are more than %d files: leave folders out, or raise the limit", c.options.MaxFiles)
		}
		*files = append(*files, File{Path: name, Kind: kind, Hash: hash(e.hash).String()})
	}
	return nil
}

// readBlob reads a Text's content, and any file's size.
func (r *Repository) readBlob(f File) (File, error) {
	h := parseHash(f.Hash)
	if f.Kind == Text {
		data, err := r.git.objects.readKind(h, kindBlob, r.options.MaxFile)
		if err == nil {
			f.Data, f.Size = data, int64(len(data))
			if f.Data == nil {
				f.Data = []byte{}
			}
			return f, nil
		}
		if !errors.Is(err, errTooLarge) {
			return f, fmt.Errorf("%s: %w", shown(f.Path), err)
		}
	}
	k, size, err := r.git.objects.size(h)
	if err == nil && k != kindBlob {
		err = fmt.Errorf("object %s is a %s, not a blob", h, k)
	}
	if err != nil {
		return f, fmt.Errorf("%s: %w", shown(f.Path), err)
	}
	f.Size = size
	return f, nil
}

func (r *Repository) readTipFile(name string) ([]byte, error) {
	tree, err := r.tipFolder()
	if err != nil {
		return nil, err
	}
	if tree == (hash{}) {
		return nil, fs.ErrNotExist
	}
	e, err := r.git.objects.lookup(tree, name)
	if err != nil {
		return nil, err
	}
	if !e.is(modeFile) {
		return nil, fmt.Errorf("%s is not a regular file", shown(name))
	}
	data, err := r.git.objects.readKind(hash(e.hash), kindBlob, r.options.MaxFile)
	if errors.Is(err, errTooLarge) {
		err = fmt.Errorf("it has more than %d bytes", r.options.MaxFile)
	}
	return data, err
}

func (r *Repository) openBlob(name string) (io.ReadCloser, error) {
	data, err := r.git.objects.readKind(parseHash(name), kindBlob, maxAsset)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}
