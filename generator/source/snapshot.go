package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Kind says what is wanted of a file.
type Kind int

// Skip leaves a file out; Text reads its content; Asset only lists it, to be
// opened when needed.
const (
	Skip Kind = iota
	Text
	Asset
)

// File is one file of a Snapshot.
type File struct {
	Path string // slash-separated, from the root of the source
	Kind Kind   // Text or Asset
	Data []byte // of a Text; nil if it is larger than Options.MaxFile
	Size int64  // in bytes
	Hash string // git's name of the content; "" for an Asset that git does not have
}

// Snapshot is the source at one moment. It does not change when the source
// does, but for what Open reads.
type Snapshot struct {
	// Root is the absolute path of the folder that was read, "" where a
	// commit was read.
	Root string
	// Prefix is the slash-separated way from the root of the repository to the
	// root of the source, "" if they are the same.
	Prefix string
	// InGit is whether there is a repository, Shallow whether its history is
	// cut off.
	InGit, Shallow bool
	// Commit is the hash of the commit that was read, or that the work tree
	// stands on; "" outside git and before the first commit.
	Commit string
	// CommittedAt is when that commit was made, in its committer's time zone.
	CommittedAt time.Time
	// Dirty is whether a selected file is not as in Commit: changed, not yet
	// there, or gone.
	Dirty bool
	// Branch is the branch that was read or is checked out; "" if the commit
	// was named in another way.
	Branch string
	// Remote is the address of the clone's origin, or of the URL that was
	// given, without credentials; "" if there is none.
	Remote string
	// Files are the selected files, sorted by path.
	Files []File
	// Findings tell what was passed over and why, sorted.
	Findings diag.List

	repository *Repository
}

// Snapshot reads the files that selected does not Skip; it is called once for
// each path, in no particular order, from one goroutine. A file that may not
// be read gives a finding; a source that cannot be read, or has more files than
// Options.MaxFiles, gives an error.
func (r *Repository) Snapshot(ctx context.Context, selected func(path string) Kind) (s *Snapshot, err error) {
	defer recovered(&err)
	s = &Snapshot{Root: r.root, Prefix: r.prefix, InGit: r.git != nil, repository: r}
	if err := r.describe(s); err != nil {
		return nil, err
	}
	if r.git != nil {
		defer r.git.objects.bases.forget()
	}
	c := &collector{options: r.options, selected: selected}
	if r.atTip {
		err = r.readTip(ctx, c)
	} else {
		s.Dirty, err = r.readWorkTree(ctx, c)
	}
	if err != nil {
		return nil, fmt.Errorf("read source: %w", err)
	}
	c.rest()
	s.Files, s.Findings = c.files, c.findings
	slices.SortFunc(s.Files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	s.Findings = append(s.Findings, collisions(s.Files)...)
	s.Findings.Sort()
	return s, nil
}

// Reread gives the snapshot with the Texts of some paths as they are in the
// folder now. Paths that were not selected, and are no files, do not count. ok
// is false where that does not tell all: a file has come or gone, or is no
// Text.
func (s *Snapshot) Reread(names []string) (again *Snapshot, ok bool, err error) {
	defer recovered(&err)
	if s.Root == "" {
		return nil, false, nil
	}
	root, err := os.OpenRoot(s.Root)
	if err != nil {
		return nil, false, err
	}
	defer root.Close()
	changed := *s
	changed.Files, changed.Dirty = slices.Clone(s.Files), true
	for _, name := range names {
		i, known := slices.BinarySearchFunc(s.Files, name, func(f File, name string) int { return cmp.Compare(f.Path, name) })
		if !known {
			if _, err := root.Lstat(name); errors.Is(err, fs.ErrNotExist) {
				continue // such as what an editor writes beside a file
			}
			return nil, false, nil
		}
		f, info, err := openRegular(root, name)
		if err != nil || s.Files[i].Kind != Text {
			return nil, false, nil
		}
		data, err := readUpTo(f, s.repository.options.MaxFile+1, info.Size())
		f.Close()
		if err != nil || int64(len(data)) > s.repository.options.MaxFile {
			return nil, false, nil
		}
		changed.Files[i] = File{Path: name, Kind: Text, Data: data, Size: int64(len(data))}
	}
	return &changed, true, nil
}

// describe fills in what is known of the repository as a whole.
func (r *Repository) describe(s *Snapshot) error {
	if r.git == nil {
		return nil
	}
	var err error
	if s.Shallow, err = r.git.isShallow(); err != nil {
		return fmt.Errorf("read source: %w", err)
	}
	s.Branch, s.CommittedAt = r.tip.branch, r.tip.committedAt
	if r.tip.commit != (hash{}) {
		s.Commit = r.tip.commit.String()
	}
	if s.Remote = r.git.remote(); r.url != "" {
		s.Remote = withoutCredentials(r.url)
	}
	return nil
}

// Open opens a file of the snapshot to read its bytes. Of a work tree these
// are the file's present ones. A file that is not in the snapshot gives an
// fs.ErrNotExist, one that has since become a link or a folder an error. After
// Repository.Close it may fail.
func (s *Snapshot) Open(name string) (content io.ReadCloser, err error) {
	defer recovered(&err)
	i, found := slices.BinarySearchFunc(s.Files, name, func(f File, name string) int { return cmp.Compare(f.Path, name) })
	if !found {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if s.Root != "" {
		return openInside(s.Root, name)
	}
	return s.repository.openBlob(s.Files[i].Hash)
}

// ReadFile reads one file by its path from the root of the source, before or
// without a Snapshot. found is false if there is none. A file that is no
// regular one, or larger than Options.MaxFile, is an error.
func (r *Repository) ReadFile(ctx context.Context, name string) (content []byte, found bool, err error) {
	defer recovered(&err)
	name = path.Clean(name)
	if !fs.ValidPath(name) || oddName(name) != "" {
		return nil, false, fmt.Errorf("read %s: a file is named from the root of the source, without .. and backslashes", visible(name))
	}
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	if r.atTip {
		content, err = r.readTipFile(name)
	} else {
		content, err = readInside(r.root, name, r.options.MaxFile)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("read %s: %w", visible(name), err)
	}
	return content, true, nil
}
