package preview

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long nothing must have changed before a build begins: editors
// save in several steps.
const settle = 50 * time.Millisecond

// newWatcher watches the folders below o.Watch; not files, since editors
// replace files by renaming.
func newWatcher(o Options) (*fsnotify.Watcher, error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", o.Watch, err)
	}
	if o.Watch == "" {
		return watcher, nil
	}
	if err := addFolders(watcher, o.Watch, o.Ignore); err != nil {
		return nil, errors.Join(fmt.Errorf("watch %s: %w", o.Watch, err), watcher.Close())
	}
	return watcher, nil
}

// watch builds whenever something watched has changed.
func watch(ctx context.Context, watcher *fsnotify.Watcher, o Options, h *hub) error {
	quiet := time.NewTimer(time.Hour)
	quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case event, ok := <-watcher.Events:
			if !ok {
				return nil
			}
			if event.Op == fsnotify.Chmod || o.Ignore(event.Name) {
				continue
			}
			if info, err := os.Lstat(event.Name); err == nil && info.IsDir() {
				if err := addFolders(watcher, event.Name, o.Ignore); err != nil {
					o.Report(err, 0)
				}
			}
			quiet.Reset(settle)
		case err, ok := <-watcher.Errors:
			if !ok {
				return nil
			}
			o.Report(err, 0)
		case <-quiet.C:
			began := time.Now()
			err := o.Build(ctx)
			o.Report(err, time.Since(began))
			if err == nil {
				h.reload()
			}
		}
	}
}

func addFolders(watcher *fsnotify.Watcher, root string, ignore func(string) bool) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // gone again before it could be watched
		}
		if !d.IsDir() {
			return nil
		}
		if ignore(path) {
			return fs.SkipDir
		}
		return watcher.Add(path)
	})
}
