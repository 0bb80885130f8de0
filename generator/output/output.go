// Package output writes the wiki's folder: all at once or not at all.
//
// In go paths and bytes, in any order and from several goroutines; they stand
// in a folder beside the output until Commit puts that folder in the output's
// place in one step. It refuses a path that leaves the folder, two files with
// one path (on any file system, so whatever the case), and to replace a folder
// that holds anything it did not write. It is the only writer of the site.
package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Manifest is the name of the file that lists what was written, so that the
// next build knows what it may replace.
const Manifest = ".retrowiki-manifest"

const stagePrefix = ".retrowiki-stage-"

// Stage is an output in the making. Write is safe for concurrent use.
type Stage struct {
	disk  disk
	dir   string // the output, absolute
	path  string // the folder it is made in
	lock  *os.File
	hold  *hold
	mu    sync.Mutex
	names map[string]string // lower-case path -> path
	dirs  map[string]bool
	mode  atomic.Uint32 // that new files have here; 0 until one is made
}

// CollisionError says that two files of the site have one path.
type CollisionError struct{ Path, Other string }

func (e *CollisionError) Error() string {
	if e.Path == e.Other {
		return fmt.Sprintf("two pages would be written to %s", e.Path)
	}
	return fmt.Sprintf("%s and %s are one file where case does not count", e.Path, e.Other)
}

// ForeignError says that the output folder holds files that retrowiki did not
// write.
type ForeignError struct {
	Dir   string
	Files []string // some of them
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s holds files that retrowiki did not write (%s): choose another --output, or empty the folder yourself",
		e.Dir, strings.Join(e.Files, ", "))
}

// Begin prepares to write the folder at dir. It fails with a *ForeignError if
// what is there was not written by retrowiki, with a *BusyError if another build
// is at it, and removes what a killed build left beside it. Whoever calls Begin calls Commit or Abort.
func Begin(dir string) (*Stage, error) { return beginOn(dir, realDisk) }

func beginOn(dir string, d disk) (*Stage, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("output folder: %w", err)
	}
	if err := checkReplaceable(absolute); err != nil {
		return nil, err
	}
	parent := filepath.Dir(absolute)
	if err := d.mkdirAll(parent, 0o755); err != nil {
		return nil, fmt.Errorf("output folder: %w", err)
	}
	held, err := d.hold(absolute)
	if err != nil {
		return nil, err
	}
	removeStale(parent)
	s := &Stage{disk: d, dir: absolute, hold: held, names: map[string]string{}, dirs: map[string]bool{".": true}}
	// Until a new stage is locked, another build may take it for one that a
	// killed build left behind.
	for range patience {
		if err = s.make(parent); err == nil {
			return s, nil
		}
		s.removeStage()
	}
	s.Abort()
	return nil, fmt.Errorf("output folder: %w", err)
}

// patience is how often something is tried again that another build is in the
// way of.
const patience = 20

// make makes the stage's folder and takes hold of it.
func (s *Stage) make(parent string) (err error) {
	if s.path, err = s.disk.mkdirTemp(parent, stagePrefix); err != nil {
		return err
	}
	if s.lock, err = os.Open(s.path); err != nil {
		return err
	}
	return errors.Join(lock(s.lock), s.disk.chmod(s.path, 0o755))
}

// removeStale removes the stages of builds that are no longer running: a
// running one holds a lock on its stage.
func removeStale(parent string) {
	if !locks {
		return
	}
	stages, _ := filepath.Glob(filepath.Join(parent, stagePrefix+"*"))
	for _, stage := range stages {
		f, err := os.Open(stage)
		if err != nil {
			continue
		}
		if lock(f) == nil {
			os.RemoveAll(stage)
		}
		f.Close()
	}
}

// Write makes the file at a slash-separated path of the site.
func (s *Stage) Write(name string, write func(io.Writer) error) error {
	if err := s.claim(name); err != nil {
		return err
	}
	f := sheets.Get().(*sheet)
	defer f.free()
	*f = newSheet(s, name, f.held)
	if err := errors.Join(write(f), f.close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

func (s *Stage) claim(name string) error {
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\:*?\"<>|\x00") {
		return fmt.Errorf("%q is no path for a page", name)
	}
	key := strings.ToLower(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	if other, taken := s.names[key]; taken {
		return &CollisionError{Path: name, Other: other}
	}
	s.names[key] = name
	dir := path.Dir(name)
	if s.dirs[dir] {
		return nil
	}
	if err := s.makeDir(dir); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// makeDir makes a folder of the stage and those around it, each once.
func (s *Stage) makeDir(dir string) error {
	if s.dirs[dir] {
		return nil
	}
	if err := s.makeDir(path.Dir(dir)); err != nil {
		return err
	}
	s.dirs[dir] = true
	return s.disk.mkdir(filepath.Join(s.path, filepath.FromSlash(dir)), 0o755)
}

// Commit puts what was written in the output's place. If it fails, the output
// is what it was before.
func (s *Stage) Commit() error {
	names := make([]string, 0, len(s.names))
	for _, name := range s.names {
		names = append(names, name)
	}
	slices.Sort(names)
	err := s.Write(Manifest, func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Join(append(names, Manifest, ""), "\n"))
		return err
	})
	if err == nil {
		err = checkReplaceable(s.dir)
	}
	if err == nil {
		err = s.disk.swap(s.path, s.dir)
	}
	return errors.Join(err, s.Abort())
}

// Abort removes what was written and leaves the output as it was. After a
// Commit it does nothing that can be seen.
func (s *Stage) Abort() error {
	defer s.hold.release()
	return s.removeStage()
}

func (s *Stage) removeStage() error {
	if s.path == "" {
		return nil
	}
	if s.lock != nil {
		// The lock goes last: until then nobody else may clear the stage away.
		defer s.lock.Close()
		s.lock = nil
	}
	return os.RemoveAll(s.path)
}

// checkReplaceable passes a folder that is absent, empty, or holds only what
// its manifest lists. What another build replaces meanwhile is looked at again.
func checkReplaceable(dir string) error {
	manifest, err := checkOnce(dir)
	for range patience {
		if err == nil {
			break
		}
		before := manifest
		manifest, err = checkOnce(dir)
		if manifest == before && !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return err
}

// checkOnce gives the manifest that it went by.
func checkOnce(dir string) (manifest string, _ error) {
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("output folder: %w", err)
	}
	if !info.IsDir() {
		return "", fmt.Errorf("output folder: %s is not a folder", dir)
	}
	ours := map[string]bool{}
	if content, err := os.ReadFile(filepath.Join(dir, Manifest)); err == nil {
		manifest = string(content)
		for name := range strings.Lines(manifest) {
			ours[strings.TrimSuffix(name, "\n")] = true
		}
	}
	foreign := &ForeignError{Dir: dir}
	err = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, p)
		if err == nil && !ours[filepath.ToSlash(name)] {
			foreign.Files = append(foreign.Files, filepath.ToSlash(name))
		}
		if len(foreign.Files) == 3 {
			return fs.SkipAll
		}
		return err
	})
	if err != nil {
		return manifest, fmt.Errorf("output folder: %w", err)
	}
	if foreign.Files != nil {
		return manifest, foreign
	}
	return manifest, nil
}

// WriteFile replaces one file outside the site in one step, such as the
// state of the issues. The folder is made if it is missing.
func WriteFile(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return writeFile(name, content, 0o644)
}

// Replace is WriteFile for a file that is there and keeps its mode. A link is
// refused, since the file that it leads to may be anywhere.
func Replace(name string, content []byte) error {
	info, err := os.Lstat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", name)
	}
	if info.Mode().Perm()&0o200 == 0 {
		return fmt.Errorf("%s is read-only", name)
	}
	return writeFile(name, content, info.Mode().Perm())
}

func writeFile(name string, content []byte, mode os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
