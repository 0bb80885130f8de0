package commit

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Message is what a commit says of itself.
type Message struct {
	Text   string
	Author Person
	When   time.Time
}

// Commit makes the commit: the base with new bytes for some of its files, each
// Settled before. replace writes a file of the work tree as a whole, and is
// called where the work tree stands on the branch. It gives the commit's name,
// "" where the files already are as wanted and the branch is where it should be.
func (b *Base) Commit(files map[string][]byte, m Message, replace func(name string, content []byte) error) (name string, err error) {
	r := b.repository
	root, err := b.commit.Tree()
	if err != nil {
		return "", fmt.Errorf("read commit %s: %w", b.commit.Hash, err)
	}
	all := map[string][]byte{}
	for name, content := range files {
		all[r.prefix+name] = content
	}
	var staged *staged
	if b.current {
		if staged, err = r.lockIndex(); err != nil {
			return "", err
		}
		defer staged.release()
	}
	tree, err := r.tree(root, all)
	if err != nil {
		return "", err
	}
	tip := b.commit.Hash
	if tree != root.Hash {
		if tip, err = r.commit(tree, tip, m); err != nil {
			return "", err
		}
	} else if b.old != nil && b.old.Hash() == tip {
		return "", nil
	}
	if err := r.git.Storer.CheckAndSetReference(plumbing.NewHashReference(b.name, tip), b.old); err != nil {
		return "", fmt.Errorf("move branch %s: %w", b.name.Short(), err)
	}
	for name, content := range files {
		if !b.current {
			break
		}
		if err := replace(r.place(name), content); err != nil {
			return "", fmt.Errorf("write %s, which commit %s has: %w", name, tip, err)
		}
		staged.update(r.prefix+name, content, r.place(name))
	}
	if b.current {
		err = staged.write()
	}
	return tip.String(), err
}

func (r *Repository) commit(tree, parent plumbing.Hash, m Message) (plumbing.Hash, error) {
	who := object.Signature{Name: m.Author.Name, Email: m.Author.Email, When: m.When}
	c := object.Commit{Author: who, Committer: who, Message: m.Text, TreeHash: tree, ParentHashes: []plumbing.Hash{parent}}
	return r.store(c.Encode)
}

// tree writes a tree with some files changed, by their paths below it, and
// those of its folders that hold them. Every entry keeps its mode.
func (r *Repository) tree(t *object.Tree, files map[string][]byte) (plumbing.Hash, error) {
	below := map[string]map[string][]byte{}
	for name, content := range files {
		folder, rest, _ := strings.Cut(name, "/")
		if below[folder] == nil {
			below[folder] = map[string][]byte{}
		}
		below[folder][rest] = content
	}
	changed := object.Tree{Entries: append([]object.TreeEntry(nil), t.Entries...)}
	for i, e := range changed.Entries {
		inner, ok := below[e.Name]
		if !ok {
			continue
		}
		var err error
		if content, isFile := inner[""]; isFile {
			changed.Entries[i].Hash, err = r.blob(content)
		} else {
			var folder *object.Tree
			if folder, err = object.GetTree(r.git.Storer, e.Hash); err == nil {
				changed.Entries[i].Hash, err = r.tree(folder, inner)
			}
		}
		if err != nil {
			return plumbing.ZeroHash, fmt.Errorf("write %s: %w", e.Name, err)
		}
		delete(below, e.Name)
	}
	for name := range below {
		return plumbing.ZeroHash, fmt.Errorf("write %s: the branch does not have it", name)
	}
	return r.store(changed.Encode)
}

func (r *Repository) blob(content []byte) (plumbing.Hash, error) {
	return r.store(func(o plumbing.EncodedObject) error {
		o.SetType(plumbing.BlobObject)
		w, err := o.Writer()
		if err != nil {
			return err
		}
		_, err = w.Write(content)
		return errors.Join(err, w.Close())
	})
}

func (r *Repository) store(encode func(plumbing.EncodedObject) error) (plumbing.Hash, error) {
	o := r.git.Storer.NewEncodedObject()
	if err := encode(o); err != nil {
		return plumbing.ZeroHash, err
	}
	return r.git.Storer.SetEncodedObject(o)
}
