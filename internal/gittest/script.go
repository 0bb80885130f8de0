package gittest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// Modes that a file of a script may have.
const (
	regular = "100644"
	symlink = "120000"
	module  = "160000"
)

// file is what a path stands for: a mode, and the content, a link's target or
// a submodule's hash.
type file struct{ mode, content string }

// repository is a repository being made. Its files are the work tree.
type repository struct {
	t       testing.TB
	dir     string
	storage *filesystem.Storage
	work    *git.Repository // nil for a bare one
	archive archive
	files   map[string]file
	branch  string // "" when detached
	tip     plumbing.Hash
	next    time.Time
}

// details is what stands behind a commit's message.
type details struct {
	when              time.Time
	author, committer string
}

// split cuts a line into words; a word in Go's quotes may hold anything.
func split(line string) ([]string, error) {
	var words []string
	for {
		line = strings.TrimLeft(line, " \t\r")
		if line == "" || line[0] == '#' {
			return words, nil
		}
		if line[0] != '"' {
			word, rest, _ := strings.Cut(line, " ")
			words, line = append(words, word), rest
			continue
		}
		quoted, err := strconv.QuotedPrefix(line)
		if err != nil {
			return nil, fmt.Errorf("a quote is not closed")
		}
		word, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, err
		}
		words, line = append(words, word), line[len(quoted):]
	}
}

// commands lists what a script may say, with the least number of words behind
// it.
var commands = map[string]struct {
	words int
	run   func(r *repository, words []string) error
}{
	"add":       {1, func(r *repository, w []string) error { return r.add(w[0] + "/") }},
	"write":     {2, func(r *repository, w []string) error { r.files[w[0]] = file{regular, line(w[1:])}; return nil }},
	"append":    {2, (*repository).append},
	"mv":        {2, (*repository).move},
	"rm":        {1, (*repository).remove},
	"symlink":   {2, func(r *repository, w []string) error { r.files[w[1]] = file{symlink, w[0]}; return nil }},
	"submodule": {1, (*repository).submodule},
	"commit":    {1, (*repository).commitCommand},
	"branch":    {1, (*repository).branchCommand},
	"switch":    {1, (*repository).switchCommand},
	"merge":     {2, (*repository).merge},
	"tag":       {1, (*repository).tag},
	"detach":    {0, func(r *repository, _ []string) error { r.branch = ""; r.setHead(); return nil }},
	"remote":    {1, (*repository).remote},
}

func (r *repository) execute(name string, words []string) error {
	command, ok := commands[name]
	if !ok {
		return fmt.Errorf("unknown command: want one of %s", strings.Join(slices.Sorted(maps.Keys(commands)), ", "))
	}
	if len(words) < command.words {
		return fmt.Errorf("%s wants at least %d words", name, command.words)
	}
	return command.run(r, words)
}

func line(words []string) string { return strings.Join(words, " ") + "\n" }

// add puts files of the archive into the work tree.
func (r *repository) add(folder string) error {
	found := false
	for _, f := range r.archive.files {
		if name, ok := strings.CutPrefix(f.name, folder); ok {
			r.files[name] = file{regular, f.data}
			found = true
		}
	}
	if !found && folder != "" {
		return fmt.Errorf("the archive has no file below %s", folder)
	}
	return nil
}

func (r *repository) append(words []string) error {
	old := r.files[words[0]]
	r.files[words[0]] = file{regular, old.content + line(words[1:])}
	return nil
}

// below lists a path's file, or those in the folder that it is.
func (r *repository) below(name string) []string {
	var names []string
	for path := range r.files {
		if path == name || strings.HasPrefix(path, name+"/") {
			names = append(names, path)
		}
	}
	return names
}

func (r *repository) move(words []string) error {
	names := r.below(words[0])
	for _, name := range names {
		f := r.files[name]
		delete(r.files, name)
		r.files[words[1]+strings.TrimPrefix(name, words[0])] = f
	}
	return there(words[0], names)
}

func (r *repository) remove(words []string) error {
	names := r.below(words[0])
	for _, name := range names {
		delete(r.files, name)
	}
	return there(words[0], names)
}

func there(name string, names []string) error {
	if len(names) == 0 {
		return fmt.Errorf("there is no file %s", name)
	}
	return nil
}

func (r *repository) submodule(words []string) error {
	r.files[words[0]] = file{module, strings.Repeat("5", 40)}
	return nil
}

// details reads @TIME, author=NAME and committer=NAME from the end of words,
// and returns what stands before them.
func (r *repository) details(words []string) ([]string, details, error) {
	d := details{when: r.next, author: "tester"}
	for len(words) > 0 {
		last := words[len(words)-1]
		if text, ok := strings.CutPrefix(last, "@"); ok {
			when, err := time.Parse(time.RFC3339, text)
			if err != nil {
				return nil, d, err
			}
			d.when = when
		} else if name, ok := strings.CutPrefix(last, "author="); ok {
			d.author = name
		} else if name, ok := strings.CutPrefix(last, "committer="); ok {
			d.committer = name
		} else {
			break
		}
		words = words[:len(words)-1]
	}
	if d.committer == "" {
		d.committer = d.author
	}
	r.next = d.when.Add(time.Hour)
	return words, d, nil
}

func (r *repository) commitCommand(words []string) error {
	words, d, err := r.details(words)
	if err != nil {
		return err
	}
	r.commit(strings.Join(words, " "), d)
	return nil
}

func (r *repository) branchCommand(words []string) error {
	r.branch = words[0]
	r.setBranch()
	r.setHead()
	return nil
}

func (r *repository) switchCommand(words []string) error {
	ref, err := r.storage.Reference(plumbing.NewBranchReferenceName(words[0]))
	if err != nil {
		return err
	}
	r.branch, r.tip = words[0], ref.Hash()
	r.files = r.filesOf(r.tip)
	r.setHead()
	return nil
}

func (r *repository) remote(words []string) error {
	c, err := r.storage.Config()
	if err != nil {
		return err
	}
	c.Remotes["origin"] = &config.RemoteConfig{Name: "origin", URLs: []string{words[0]}}
	return r.storage.SetConfig(c)
}
