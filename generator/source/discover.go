package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// found is where a repository's parts lie. In a linked work tree, HEAD and the
// index are in gitDir, all else in commonDir; otherwise both are the same.
type found struct {
	workTree  string // "" for a bare repository
	gitDir    string
	commonDir string
}

// discover looks for the repository around a folder, upwards as git does. It
// returns nil if there is none.
func discover(folder string) (*found, error) {
	for dir := folder; ; dir = filepath.Dir(dir) {
		gitDir, err := gitDirOf(dir)
		if err != nil {
			return nil, err
		}
		if gitDir != "" {
			return withCommon(found{workTree: dir, gitDir: gitDir})
		}
		if isGitDir(dir) {
			return bare(dir)
		}
		if dir == filepath.Dir(dir) {
			return nil, nil
		}
	}
}

// bare is a folder that is itself a repository: a bare one, or the .git of a
// work tree, which one does not mean to read as a wiki.
func bare(dir string) (*found, error) {
	if filepath.Base(dir) == ".git" {
		return nil, errors.New("this is inside a .git folder: name the folder that holds it")
	}
	return withCommon(found{gitDir: dir})
}

// gitDirOf follows dir/.git, a folder or a file that names one. A .git that is
// neither is left alone, as git does.
func gitDirOf(dir string) (string, error) {
	name := filepath.Join(dir, ".git")
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", err
	case info.IsDir():
		if isGitDir(name) {
			return name, nil
		}
		return "", nil
	}
	content, err := readSmall(name)
	if err != nil {
		return "", err
	}
	target, ok := strings.CutPrefix(content, "gitdir: ")
	if !ok {
		return "", fmt.Errorf("%s does not say where the repository is", visible(name))
	}
	target = within(dir, target)
	if !isGitDir(target) {
		return "", fmt.Errorf("%s names %s, which is not a git repository", visible(name), visible(target))
	}
	return target, nil
}

// isGitDir asks what git asks before it takes a folder for a repository.
func isGitDir(dir string) bool {
	if _, err := os.Lstat(filepath.Join(dir, "HEAD")); err != nil {
		return false
	}
	if _, err := os.Stat(filepath.Join(dir, "commondir")); err == nil {
		return true
	}
	for _, name := range []string{"objects", "refs"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || !info.IsDir() {
			return false
		}
	}
	return true
}

func withCommon(f found) (*found, error) {
	f.commonDir = f.gitDir
	content, err := readSmall(filepath.Join(f.gitDir, "commondir"))
	if errors.Is(err, fs.ErrNotExist) {
		return &f, nil
	}
	if err != nil {
		return nil, err
	}
	f.commonDir = within(f.gitDir, content)
	if info, err := os.Stat(f.commonDir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("this work tree's repository %s is not there", visible(f.commonDir))
	}
	return &f, nil
}

// within joins a path that a file of git's names to the folder it stands in.
func within(dir, target string) string {
	target = filepath.FromSlash(target)
	if filepath.IsAbs(target) {
		return filepath.Clean(target)
	}
	return filepath.Join(dir, target)
}

// readSmall reads one of git's one-line files.
func readSmall(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	buffer := make([]byte, 4096)
	n, err := f.Read(buffer)
	if n == 0 && err != nil {
		return "", err
	}
	line, _, _ := strings.Cut(string(buffer[:n]), "\n")
	return strings.TrimRight(line, "\r "), nil
}

// repository is an open git repository: references, settings and index
// through go-git, objects through our own reader.
type repository struct {
	found
	storage *filesystem.Storage
	config  *config.Config
	objects *objects
}

func openRepository(f found) (*repository, error) {
	files := dotgit.NewRepositoryFilesystem(osfs.New(f.gitDir), nil)
	if f.commonDir != f.gitDir {
		files = dotgit.NewRepositoryFilesystem(osfs.New(f.gitDir), osfs.New(f.commonDir))
	}
	r := &repository{found: f, storage: filesystem.NewStorage(files, cache.NewObjectLRU(cache.MiByte))}
	var err error
	if r.config, err = r.storage.Config(); err != nil {
		return nil, fmt.Errorf("its configuration: %w", err)
	}
	if err := r.understood(); err != nil {
		return nil, err
	}
	if r.objects, err = openObjects(filepath.Join(f.commonDir, "objects")); err != nil {
		return nil, err
	}
	return r, nil
}

// understood refuses repositories in a format that we would misread.
func (r *repository) understood() error {
	if v := r.config.Raw.Section("core").Option("repositoryformatversion"); v != "" && v != "0" && v != "1" {
		return fmt.Errorf("repository format %s is not known", visible(v))
	}
	for _, option := range r.config.Raw.Section("extensions").Options {
		key, value := strings.ToLower(option.Key), strings.ToLower(option.Value)
		switch {
		case key == "objectformat" && value != "sha1":
			return fmt.Errorf("it uses %s object names, which are not supported: only SHA-1 is", visible(value))
		case key == "refstorage" && value != "files":
			return fmt.Errorf("it keeps references as %s, which is not supported: git refs migrate --ref-format=files", visible(value))
		}
	}
	return nil
}

// isShallow reports whether the history is cut off.
func (r *repository) isShallow() (bool, error) {
	cut, err := r.storage.Shallow()
	return len(cut) > 0, err
}

// isPartial reports whether objects are left on the server until asked for,
// which only git itself can do.
func (r *repository) isPartial() bool {
	if r.config.Raw.Section("extensions").Option("partialclone") != "" {
		return true
	}
	for _, remote := range r.config.Raw.Section("remote").Subsections {
		if strings.EqualFold(remote.Option("promisor"), "true") {
			return true
		}
	}
	return false
}

// remote is the address of origin, or else of the remote whose name comes
// first, without credentials.
func (r *repository) remote() string {
	name := "origin"
	if r.config.Remotes[name] == nil {
		name = ""
		for n := range r.config.Remotes {
			if name == "" || n < name {
				name = n
			}
		}
	}
	remote := r.config.Remotes[name]
	if remote == nil || len(remote.URLs) == 0 {
		return ""
	}
	return withoutCredentials(remote.URLs[0])
}
