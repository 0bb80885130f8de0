package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"time"

	"github.com/retrowiki/retrowiki/internal/par"
)

// met is a file that the walk through a work tree has met.
type met struct {
	File
	modified time.Time
	problem  func(*collector) // a finding instead of the file
}

// readWorkTree reads the folder through an os.Root, which no link leads out
// of, and tells whether what was selected differs from the commit.
func (r *Repository) readWorkTree(ctx context.Context, c *collector) (dirty bool, err error) {
	root, err := os.OpenRoot(r.root)
	if err != nil {
		return false, err
	}
	defer root.Close()
	committed, err := r.committed(ctx)
	if err != nil {
		return false, err
	}
	w := &walker{collector: c, root: root, committed: committed}
	if r.git != nil {
		w.ignored = newIgnored(r.git, r.prefix)
	}
	if err := w.walk(ctx, "."); err != nil {
		return false, err
	}
	read, err := par.Map(ctx, together(w.met), func(_ context.Context, _ int, part []met) ([]met, error) {
		return r.readFolder(root, part, committed), nil
	})
	if err != nil {
		return false, err
	}
	files := slices.Concat(read...)
	for _, m := range files {
		if m.problem != nil {
			m.problem(c)
			continue
		}
		if m.Kind == Text && m.Size > c.options.MaxFile {
			c.tooLarge(m.File)
		}
		c.files = append(c.files, m.File)
	}
	return committed.differs(c, files), nil
}

// walker lists the files of a folder, without opening any.
type walker struct {
	*collector
	root      *os.Root
	committed *committed
	ignored   *ignored
	met       []met
}

func (w *walker) walk(ctx context.Context, dir string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entries, err := readDir(w.root, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // gone since it was listed
	}
	if err != nil {
		if dir == "." {
			return err
		}
		w.unreadable(dir, err)
		return nil
	}
	if dir != "." && isNested(entries) {
		w.submodule(dir)
		return nil
	}
	w.ignored.enter(w.root, dir, entries)
	for _, e := range entries {
		if err := w.entry(ctx, path.Join(dir, e.Name()), e); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) entry(ctx context.Context, name string, e fs.DirEntry) error {
	kind := e.Type()
	switch {
	case kind.IsDir() && w.committed.modules[name]:
		if w.enter(name) {
			w.submodule(name)
		}
		return nil
	case kind.IsDir():
		if w.ignored.hides(name, true) && !w.committed.holds(name) || !w.enter(name) {
			return nil
		}
		return w.walk(ctx, name)
	case path.Base(name) == ".git" || w.ignored.hides(name, false) && !w.committed.has(name):
		return nil
	case kind&fs.ModeSymlink != 0:
		if w.accept(name, "link") {
			w.symlink(name)
		}
		return nil
	}
	wanted, err := w.add(name)
	if err != nil || wanted == Skip {
		return err
	}
	if !kind.IsRegular() {
		w.irregular(name)
		return nil
	}
	w.met = append(w.met, met{File: File{Path: name, Kind: wanted}})
	if len(w.met) > w.options.MaxFiles {
		return fmt.Errorf("there are more than %d files: leave folders out, or raise the limit", w.options.MaxFiles)
	}
	return nil
}

// isNested reports whether a folder is a repository of its own.
func isNested(entries []fs.DirEntry) bool {
	for _, e := range entries {
		if e.Name() == ".git" {
			return true
		}
	}
	return false
}

func readDir(root *os.Root, dir string) ([]fs.DirEntry, error) {
	f, err := root.OpenFile(dir, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}

// errChanging is what a file gives that is another at the end of reading it.
var errChanging = errors.New("it was changed again and again while it was read; run this again when nobody writes it")

// A file that changes while it is read is read again, so that it has its old
// content or its new one, and no part of each.
const (
	readings     = 8
	untilSettled = 5 * time.Millisecond
)

// together parts files that are in the order of the walk into runs that lie in
// one folder.
func together(files []met) (parts [][]met) {
	const most = 64 // so that a large folder is work for all cores
	for from := 0; from < len(files); {
		to, folder := from+1, path.Dir(files[from].Path)
		for to < len(files) && to < from+most && path.Dir(files[to].Path) == folder {
			to++
		}
		parts = append(parts, files[from:to])
		from = to
	}
	return parts
}

// readFolder reads files of one folder, which is opened once for all of them:
// the way to a file costs more than the file.
func (r *Repository) readFolder(root *os.Root, files []met, committed *committed) []met {
	folder, err := root.OpenRoot(path.Dir(files[0].Path))
	if err == nil {
		defer folder.Close()
	} else {
		folder = nil // each file says what is wrong
	}
	read := make([]met, len(files))
	for i, m := range files {
		read[i] = r.readMet(root, folder, m, committed)
	}
	return read
}

// readMet reads a Text's content and any file's size, at first in its folder
// and, should it or the folder have been changed meanwhile, from the root. What
// goes wrong is a finding about this file.
func (r *Repository) readMet(root, folder *os.Root, m met, committed *committed) met {
	var err error
	for n := range readings {
		from, name := root, m.Path
		if n == 0 && folder != nil {
			from, name = folder, path.Base(m.Path)
		}
		var read met
		read, err = r.readOnce(from, name, m, committed)
		// Some programs empty a file, or remove it, and then write it anew.
		waits := n < 3 && (errors.Is(err, fs.ErrNotExist) || err == nil && m.Kind == Text && read.Size == 0)
		if err == nil && !waits {
			return read
		}
		if !waits && !errors.Is(err, errChanging) {
			break
		}
		time.Sleep(untilSettled << min(n, 4))
	}
	name := m.Path
	m.problem = func(c *collector) { c.unreadable(name, err) }
	return m
}

func (r *Repository) readOnce(from *os.Root, name string, m met, committed *committed) (met, error) {
	f, info, err := openRegular(from, name)
	if err != nil {
		return m, err
	}
	defer f.Close()
	if m, err = r.readOpen(f, info, m, committed); err != nil {
		return m, err
	}
	after, err := f.Stat()
	if err == nil && (after.Size() != info.Size() || !after.ModTime().Equal(info.ModTime())) {
		err = errChanging
	}
	return m, err
}

func (r *Repository) readOpen(f *os.File, info fs.FileInfo, m met, committed *committed) (met, error) {
	m.Size, m.modified = info.Size(), info.ModTime()
	if m.Kind == Asset {
		m.Hash = committed.assetHash(m, f)
		return m, nil
	}
	limit := r.options.MaxFile + 1
	if 0 < m.Size && m.Size < limit {
		limit = m.Size // whether it becomes longer meanwhile its size tells afterwards
	}
	data, err := readUpTo(f, limit, m.Size)
	if err != nil {
		return m, err
	}
	if int64(len(data)) > r.options.MaxFile {
		m.Size = max(m.Size, int64(len(data)))
		if _, err := f.Seek(0, io.SeekStart); err == nil {
			m.Hash = committed.assetHash(m, f)
		}
		return m, nil
	}
	m.Size, m.Data = int64(len(data)), data
	m.Hash = committed.textHash(m.Path, data)
	return m, nil
}

// readUpTo reads at most limit bytes of a file that is likely to have size,
// into no more memory than they need.
func readUpTo(f io.Reader, limit, size int64) ([]byte, error) {
	data := make([]byte, min(size, limit))
	n, err := io.ReadFull(f, data)
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return data[:n], nil // it has become shorter
		}
		return nil, err
	}
	if int64(n) == limit {
		return data, nil
	}
	more, err := io.ReadAll(io.LimitReader(f, limit-int64(n)))
	return append(data, more...), err
}

// openRegular opens a file that is no link, folder, pipe or device, also if it
// is changed into one at this moment.
func openRegular(root *os.Root, name string) (*os.File, fs.FileInfo, error) {
	before, err := root.Lstat(name)
	if err != nil {
		return nil, nil, err
	}
	if !before.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%s is not a regular file", shown(name))
	}
	// Otherwise, a pipe that has just taken the file's place would block for
	// ever.
	f, err := root.OpenFile(name, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil && (!info.Mode().IsRegular() || !os.SameFile(before, info)) {
		err = errChanging
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, info, nil
}

// openInside opens a regular file below a folder.
func openInside(folder, name string) (*os.File, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	f, _, err := openRegular(root, name)
	return f, err
}

func readInside(folder, name string, limit int64) ([]byte, error) {
	f, err := openInside(folder, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("it has more than %d bytes", limit)
	}
	return data, err
}
