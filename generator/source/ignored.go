package source

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// maxIgnore is how many bytes of a .gitignore are read.
const maxIgnore = 1 << 20

// ignored knows what the repository's .gitignore files hide, those from its
// root to the folder that the walk is in. It holds nobody's own settings, so
// that every machine reads the same. A nil ignored hides nothing.
type ignored struct {
	prefix   []string
	patterns map[string][]gitignore.Pattern // by the folder (from the root of the source) that they hold in
}

func newIgnored(r *repository, prefix string) *ignored {
	i := &ignored{patterns: map[string][]gitignore.Pattern{}}
	patterns := readIgnore(filepath.Join(r.commonDir, "info"), "exclude", nil)
	folder := r.workTree
	if prefix != "" {
		i.prefix = strings.Split(prefix, "/")
		for n, part := range i.prefix {
			patterns = append(patterns, readIgnore(folder, ".gitignore", i.prefix[:n])...)
			folder = filepath.Join(folder, part)
		}
	}
	if len(i.prefix) > 0 && gitignore.NewMatcher(patterns).Match(i.prefix, true) {
		return nil // who names a folder that git ignores means to read it
	}
	i.patterns[""] = patterns
	return i
}

func readIgnore(folder, name string, domain []string) []gitignore.Pattern {
	data, err := readInside(folder, name, maxIgnore)
	if err != nil {
		return nil // a missing one is the rule, and one that cannot be read hides nothing
	}
	return parseIgnore(data, domain)
}

func parseIgnore(data []byte, domain []string) []gitignore.Pattern {
	var patterns []gitignore.Pattern
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") {
			patterns = append(patterns, gitignore.ParsePattern(line, domain))
		}
	}
	return patterns
}

// enter reads the .gitignore of a folder that the walk comes into. Its
// patterns come behind those of the folders above.
func (i *ignored) enter(root *os.Root, dir string, entries []fs.DirEntry) {
	if i == nil {
		return
	}
	var own []gitignore.Pattern
	for _, e := range entries {
		if e.Name() == ".gitignore" && e.Type().IsRegular() {
			if data, err := readInRoot(root, path.Join(dir, e.Name())); err == nil {
				own = parseIgnore(data, i.parts(dir))
			}
		}
	}
	if dir == "." {
		i.patterns["."] = append(i.patterns[""], own...)
		return
	}
	above := i.patterns[path.Dir(dir)]
	i.patterns[dir] = append(above[:len(above):len(above)], own...)
}

func (i *ignored) parts(name string) []string {
	if name == "." {
		return i.prefix
	}
	return append(i.prefix[:len(i.prefix):len(i.prefix)], strings.Split(name, "/")...)
}

// hides reports whether git would not offer to add a file or folder.
func (i *ignored) hides(name string, isDir bool) bool {
	if i == nil {
		return false
	}
	patterns := i.patterns[path.Dir(name)]
	return len(patterns) > 0 && gitignore.NewMatcher(patterns).Match(i.parts(name), isDir)
}

func readInRoot(root *os.Root, name string) ([]byte, error) {
	f, info, err := openRegular(root, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := make([]byte, min(info.Size(), maxIgnore))
	n, err := f.Read(data)
	return data[:n], err
}
