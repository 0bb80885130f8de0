package generator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/output"
	"github.com/retrowiki/retrowiki/generator/source"
)

// maxRounds is how often a source is mended and looked at again: one fix may
// have to wait for another, or lead to one.
const maxRounds = 10

// Selection checks a wiki, and keeps those findings that are wanted.
type Selection func(context.Context, *Wiki) (Checked, error)

// Fix makes the fixes of findings in the work tree, until there is none left,
// and returns the findings that it mended. Of each round's findings, wanted
// says which are to be mended. A file that changes meanwhile is left alone.
func Fix(ctx context.Context, o Options, wanted Selection) (mended diag.List, err error) {
	if o.Rev != "" || source.IsURL(o.Source) {
		return nil, errors.New("only files of a work tree can be mended, not those of a commit or a clone: leave out --rev, and check out the repository")
	}
	for range maxRounds {
		now, err := fixOnce(ctx, o, wanted)
		mended = append(mended, now...)
		if err != nil || len(now) == 0 {
			return mended, err
		}
	}
	return mended, nil
}

func fixOnce(ctx context.Context, o Options, wanted Selection) (mended diag.List, err error) {
	w, err := Load(ctx, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if w.Snapshot.Root == "" {
		return nil, errors.New("only files of a work tree can be mended, and this repository has none")
	}
	c, err := wanted(ctx, w)
	if err != nil {
		return nil, err
	}
	for rest := c.Findings; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].Span.File == rest[0].Span.File {
			n++
		}
		made, err := w.mend(rest[0].Span.File, rest[:n])
		mended = append(mended, made...)
		if err != nil {
			return mended, err
		}
		rest = rest[n:]
	}
	return mended, ctx.Err()
}

// mend makes the fixes of one file.
func (w *Wiki) mend(name string, findings diag.List) (diag.List, error) {
	text := w.text(name)
	if text == nil {
		return nil, nil
	}
	content, mended := diag.Mend(text.Bytes, findings)
	if len(mended) == 0 || bytes.Equal(content, text.Bytes) {
		return nil, nil
	}
	file := filepath.Join(w.Snapshot.Root, filepath.FromSlash(name))
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(fmt.Errorf("mend %s: it is not a regular file any more", name), err)
	}
	if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, text.Bytes) {
		return nil, errors.Join(fmt.Errorf("mend %s: it has changed since it was read", name), err)
	}
	if err := errors.Join(output.WriteFile(file, content), os.Chmod(file, info.Mode().Perm())); err != nil {
		return nil, fmt.Errorf("mend %s: %w", name, err)
	}
	return mended, nil
}
