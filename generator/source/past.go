package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// Past reads a file as a commit of its history left it. found is false where
// the commit has no regular file there, or one larger than Options.MaxFile.
func (r *Repository) Past(ctx context.Context, c Change) (content []byte, found bool, err error) {
	defer recovered(&err)
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	if r.git == nil {
		return nil, false, nil
	}
	commit, err := r.git.objects.commit(parseHash(c.Hash))
	if err != nil {
		return nil, false, fmt.Errorf("read %s as of %s: %w", visible(c.Path), c.Hash, err)
	}
	name, outside := strings.CutPrefix(c.Path, "/")
	if !outside && r.prefix != "" {
		name = r.prefix + "/" + name
	}
	e, err := r.git.objects.lookup(commit.tree, name)
	if err == nil && !e.is(modeFile) {
		err = fs.ErrNotExist
	}
	if err == nil {
		content, err = r.git.objects.readKind(hash(e.hash), kindBlob, r.options.MaxFile)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, errTooLarge):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("read %s as of %s: %w", visible(c.Path), c.Hash, err)
	}
	return content, true, nil
}
