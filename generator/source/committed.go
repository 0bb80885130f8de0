package source

import (
	"bytes"
	"context"
	"crypto/sha1"
	"io"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// committed is what the commit holds that a work tree stands on, to compare
// the files with. It is safe for concurrent use after committed() has made it.
type committed struct {
	files   map[string]treeFile // path from the root of the source
	folders map[string]bool
	modules map[string]bool
	inGit   bool

	index func() map[string]*index.Entry // read when first needed
	since time.Time                      // when the index was written
}

// treeFile is a file of a commit.
type treeFile struct {
	mode uint32
	hash hash
}

// committed lists the commit's files below the root of the source.
func (r *Repository) committed(ctx context.Context) (*committed, error) {
	k := &committed{files: map[string]treeFile{}, folders: map[string]bool{}, modules: map[string]bool{}, inGit: r.git != nil}
	k.index = sync.OnceValue(func() map[string]*index.Entry { return nil })
	if r.git == nil {
		return k, nil
	}
	k.index = sync.OnceValue(func() map[string]*index.Entry { return r.readIndex(k) })
	tree, err := r.tipFolder()
	if err != nil || tree == (hash{}) {
		return k, err
	}
	err = r.git.objects.walkTree(ctx, tree, func(name string, e treeEntry) bool {
		switch {
		case e.is(modeFolder):
			k.folders[name] = true
			base := path.Base(name)
			return base != "node_modules" && (r.options.SkipDir == nil || !r.options.SkipDir(name))
		case e.is(modeFile):
			k.files[name] = treeFile{e.mode, hash(e.hash)}
		case e.is(modeModule):
			k.modules[name] = true
		}
		return false
	})
	return k, err
}

func (k *committed) has(name string) bool   { _, ok := k.files[name]; return ok }
func (k *committed) holds(name string) bool { return k.folders[name] || k.modules[name] }

// textHash is git's name of a text. Where it is the commit's but for line ends
// that git has changed in checking out, it is the commit's.
func (k *committed) textHash(name string, data []byte) string {
	h := blobHash(data)
	if was, ok := k.files[name]; ok && h != was.hash && bytes.Contains(data, []byte("\r\n")) {
		if blobHash(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))) == was.hash {
			return was.hash.String()
		}
	}
	return h.String()
}

// assetHash is git's name of an asset, "" for one that the commit does not
// have. Where git's index knows the file by size and time, it is not read.
func (k *committed) assetHash(m met, f *os.File) string {
	was, ok := k.files[m.Path]
	if !ok {
		return ""
	}
	if e := k.index()[m.Path]; e != nil && int64(e.Size) == m.Size&0xffffffff && sameTime(e.ModifiedAt, m.modified) && m.modified.Before(k.since) {
		return e.Hash.String()
	}
	h := sha1.New()
	io.WriteString(h, "blob "+strconv.FormatInt(m.Size, 10)+"\x00")
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	if sum := hash(h.Sum(nil)); sum != was.hash {
		return sum.String()
	}
	return was.hash.String()
}

// sameTime compares the time of a file with that in the index, which may be
// kept in whole seconds.
func sameTime(indexed, file time.Time) bool {
	if indexed.Nanosecond() == 0 {
		file = file.Truncate(time.Second)
	}
	return indexed.Equal(file)
}

// readIndex reads git's index by paths from the root of the source. One that
// cannot be read only means that more files have to be.
func (r *Repository) readIndex(k *committed) (entries map[string]*index.Entry) {
	defer func() {
		if recover() != nil {
			entries = nil
		}
	}()
	if info, err := os.Stat(filepath.Join(r.git.gitDir, "index")); err == nil {
		k.since = info.ModTime()
	}
	all, err := r.git.storage.Index()
	if err != nil {
		return nil
	}
	entries = map[string]*index.Entry{}
	for _, e := range all.Entries {
		if r.prefix == "" {
			entries[e.Name] = e
		} else if name, ok := strings.CutPrefix(e.Name, r.prefix+"/"); ok {
			entries[name] = e
		}
	}
	return entries
}

// differs reports whether the selected files are not those of the commit.
func (k *committed) differs(c *collector, files []met) bool {
	if !k.inGit {
		return false
	}
	here := make(map[string]bool, len(files))
	for _, m := range files {
		here[m.Path] = true
		was, ok := k.files[m.Path]
		if !ok || m.problem == nil && m.Hash != was.hash.String() && (m.Hash != "" || m.Kind == Text) {
			return true
		}
	}
	for name := range k.files {
		if here[name] || oddName(name) != "" || c.selected(name) == Skip {
			continue
		}
		if e := k.index()[name]; e == nil || !e.SkipWorktree {
			return true // gone, and not because of a sparse checkout
		}
	}
	return false
}

// blobHash is git's name of a file's content.
func blobHash(data []byte) hash {
	h := sha1.New()
	io.WriteString(h, "blob "+strconv.Itoa(len(data))+"\x00")
	h.Write(data)
	return plumbing.Hash(h.Sum(nil))
}
