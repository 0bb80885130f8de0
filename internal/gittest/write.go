package gittest

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

func (r *repository) store(kind plumbing.ObjectType, content string) plumbing.Hash {
	o := r.storage.NewEncodedObject()
	o.SetType(kind)
	w, err := o.Writer()
	r.must(err)
	_, err = w.Write([]byte(content))
	r.must(err)
	r.must(w.Close())
	h, err := r.storage.SetEncodedObject(o)
	r.must(err)
	return h
}

// writeTree stores the files below a folder ("" or one that ends with a
// slash). It writes the bytes of trees itself, since go-git rightly refuses
// names that hostile trees have to hold.
func (r *repository) writeTree(folder string) plumbing.Hash {
	type entry struct{ mode, name, hash string }
	entries := map[string]entry{}
	for path, f := range r.files {
		rest, ok := strings.CutPrefix(path, folder)
		if !ok {
			continue
		}
		name, _, isFolder := strings.Cut(rest, "/")
		switch {
		case isFolder && entries[name+"/"] == entry{}:
			h := r.writeTree(folder + name + "/")
			entries[name+"/"] = entry{"40000", name, string(h[:])}
		case !isFolder && f.mode == module:
			h, _ := hex.DecodeString(f.content)
			entries[name] = entry{module, name, string(h)}
		case !isFolder:
			h := r.store(plumbing.BlobObject, f.content)
			entries[name] = entry{f.mode, name, string(h[:])}
		}
	}
	var b strings.Builder
	sorted := make([]string, 0, len(entries))
	for key := range entries {
		sorted = append(sorted, key)
	}
	slices.SortFunc(sorted, cmp.Compare[string]) // a folder sorts with its slash, as git wants it
	for _, key := range sorted {
		e := entries[key]
		fmt.Fprintf(&b, "%s %s\x00%s", e.mode, e.name, e.hash)
	}
	return r.store(plumbing.TreeObject, b.String())
}

func person(name string) string { return name + " <" + name + "@example.org>" }

func stamp(name string, when time.Time) string {
	return fmt.Sprintf("%s %d %s", person(name), when.Unix(), when.Format("-0700"))
}

// commit commits the files on top of the tip and any other parents.
func (r *repository) commit(message string, d details, others ...plumbing.Hash) {
	var b strings.Builder
	fmt.Fprintf(&b, "tree %s\n", r.writeTree(""))
	if !r.tip.IsZero() {
		fmt.Fprintf(&b, "parent %s\n", r.tip)
	}
	for _, h := range others {
		fmt.Fprintf(&b, "parent %s\n", h)
	}
	fmt.Fprintf(&b, "author %s\ncommitter %s\n\n%s\n", stamp(d.author, d.when), stamp(d.committer, d.when), message)
	r.tip = r.store(plumbing.CommitObject, b.String())
	if r.branch != "" {
		r.setBranch()
	} else {
		r.setHead()
	}
}

func (r *repository) setBranch() {
	if r.tip.IsZero() {
		return
	}
	r.must(r.storage.SetReference(plumbing.NewHashReference(plumbing.NewBranchReferenceName(r.branch), r.tip)))
}

func (r *repository) tag(words []string) error {
	words, d, err := r.details(words)
	if err != nil || len(words) == 0 {
		return fmt.Errorf("tag wants a name: %v", err)
	}
	h := r.tip
	if len(words) > 1 {
		h = r.store(plumbing.TagObject, fmt.Sprintf("object %s\ntype commit\ntag %s\ntagger %s\n\n%s\n",
			r.tip, words[0], stamp(d.committer, d.when), strings.Join(words[1:], " ")))
	}
	return r.storage.SetReference(plumbing.NewHashReference(plumbing.NewTagReferenceName(words[0]), h))
}

// filesOf reads the files of a commit.
func (r *repository) filesOf(h plumbing.Hash) map[string]file {
	c, err := object.GetCommit(r.storage, h)
	r.must(err)
	tree, err := c.Tree()
	r.must(err)
	files := map[string]file{}
	walker := object.NewTreeWalker(tree, true, nil)
	defer walker.Close()
	for {
		name, e, err := walker.Next()
		if err != nil {
			return files
		}
		switch e.Mode {
		case filemode.Dir:
		case filemode.Submodule:
			files[name] = file{module, e.Hash.String()}
		default:
			blob, err := object.GetBlob(r.storage, e.Hash)
			r.must(err)
			content, err := (&object.File{Name: name, Blob: *blob}).Contents()
			r.must(err)
			mode := regular
			if e.Mode == filemode.Symlink {
				mode = symlink
			}
			files[name] = file{mode, content}
		}
	}
}

// merge takes for each file the side that changed it since the branches
// parted; if both did, the current one's.
func (r *repository) merge(words []string) error {
	words, d, err := r.details(words)
	if err != nil || len(words) < 2 {
		return fmt.Errorf("merge wants a branch and a message: %v", err)
	}
	ref, err := r.storage.Reference(plumbing.NewBranchReferenceName(words[0]))
	if err != nil {
		return err
	}
	ours, err := object.GetCommit(r.storage, r.tip)
	if err != nil {
		return err
	}
	theirs, err := object.GetCommit(r.storage, ref.Hash())
	if err != nil {
		return err
	}
	bases, err := ours.MergeBase(theirs)
	if err != nil {
		return err
	}
	base := map[string]file{}
	if len(bases) > 0 {
		base = r.filesOf(bases[0].Hash)
	}
	r.takeChanges(base, r.filesOf(ref.Hash()))
	r.commit(strings.Join(words[1:], " "), d, ref.Hash())
	return nil
}

func (r *repository) takeChanges(base, theirs map[string]file) {
	for name, f := range theirs {
		if r.files[name] == base[name] {
			r.files[name] = f
		}
	}
	for name := range base {
		if _, kept := theirs[name]; !kept && r.files[name] == base[name] {
			delete(r.files, name)
		}
	}
}

// checkOut makes the folder and git's index those of the tip, then the folder
// that of the script's end.
func (r *repository) checkOut() {
	if r.work == nil {
		return
	}
	before := map[string]file{}
	if !r.tip.IsZero() {
		w, err := r.work.Worktree()
		r.must(err)
		r.must(w.Reset(&git.ResetOptions{Commit: r.tip, Mode: git.HardReset}))
		before = r.filesOf(r.tip)
	}
	for name := range before {
		if _, kept := r.files[name]; !kept {
			r.must(os.RemoveAll(filepath.Join(r.dir, filepath.FromSlash(name))))
		}
	}
	for name, f := range r.files {
		if before[name] == f {
			continue
		}
		path := filepath.Join(r.dir, filepath.FromSlash(name))
		r.must(os.MkdirAll(filepath.Dir(path), 0o755))
		switch f.mode {
		case regular:
			r.must(os.WriteFile(path, []byte(f.content), 0o644))
		case symlink:
			r.must(os.Symlink(f.content, path))
		case module:
			r.must(os.MkdirAll(path, 0o755))
		}
	}
}
