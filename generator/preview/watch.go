package preview

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long nothing must have changed before an update begins: editors
// save in several steps.
const settle = 15 * time.Millisecond

// Watcher watches folders; not files, since editors replace files by renaming.
type Watcher struct {
	*fsnotify.Watcher
	ignore func(string) bool
}

// Watch begins to watch the folders below root, but for those to be ignored;
// none if root is "".
func Watch(root string, ignore func(path string) bool) (*Watcher, error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", root, err)
	}
	w := &Watcher{watcher, ignore}
	if root == "" {
		return w, nil
	}
	if err := w.addFolders(root); err != nil {
		return nil, errors.Join(fmt.Errorf("watch %s: %w", root, err), watcher.Close())
	}
	return w, nil
}

// watch updates the site whenever something watched has changed.
func (w *Watcher) watch(ctx context.Context, o Options, h *hub) error {
	quiet := time.NewTimer(time.Hour)
	quiet.Stop()
	var changed []string
	whole := false // more than the named files may have changed
	for {
		select {
		case <-ctx.Done():
			return nil
		case event, ok := <-w.Events:
			if !ok {
				return nil
			}
			if event.Op == fsnotify.Chmod || w.ignore(event.Name) {
				continue
			}
			if info, err := os.Lstat(event.Name); err == nil && info.IsDir() {
				whole = true
				if err := w.addFolders(event.Name); err != nil {
					o.Report(err, 0)
				}
			}
			if !slices.Contains(changed, event.Name) {
				changed = append(changed, event.Name)
			}
			quiet.Reset(settle)
		case err, ok := <-w.Errors:
			if !ok {
				return nil
			}
			whole = true // some events may be lost
			quiet.Reset(settle)
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				o.Report(err, 0)
			}
		case <-quiet.C:
			if whole {
				changed = nil
			}
			update(ctx, o, h, changed)
			changed, whole = nil, false
		}
	}
}

func update(ctx context.Context, o Options, h *hub, changed []string) {
	began := time.Now()
	err := o.Site.Update(ctx, changed)
	if err != nil {
		h.failed(err.Error())
	} else {
		h.updated(ctx)
	}
	o.Report(err, time.Since(began))
}

// addFolders watches a folder and those below it.
func (w *Watcher) addFolders(root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // gone again before it could be watched
		}
		if !d.IsDir() {
			return nil
		}
		if w.ignore(path) {
			return fs.SkipDir
		}
		return w.Add(path)
	})
}
