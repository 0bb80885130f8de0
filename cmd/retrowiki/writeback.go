package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/commit"
	"github.com/retrowiki/retrowiki/generator/output"
	"github.com/retrowiki/retrowiki/generator/report"
	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/generator/tracker"
)

// writeBack is where sync writes the numbers of issues; nil for nowhere.
type writeBack struct {
	app    *app
	branch string       // "" for the work tree or the current branch
	base   *commit.Base // nil for the work tree alone
	author commit.Person
	log    *tracker.Log // what may be printed
}

func (b *writeBack) readBy(log *tracker.Log) {
	if b != nil {
		b.log = log
	}
}

// shown is a file's name, for those who may know of it.
func (b *writeBack) shown(n generator.Numbered) string {
	if !b.log.TellsOf(n.Path) {
		return "a file that the readers of this log may not know of"
	}
	return report.Visible(n.Path)
}

// writeBack reads what --write-back says, and finds out before anything is
// written to GitHub whether it can be done.
func (a *app) writeBack(where string) (*writeBack, error) {
	if where == "" {
		return nil, nil
	}
	b := &writeBack{app: a}
	branch, named := strings.CutPrefix(where, "branch:")
	if where != "worktree" && where != "commit" && (!named || branch == "") {
		return nil, usageError{fmt.Errorf("--write-back %q: want worktree, commit or branch:NAME", where)}
	}
	switch {
	case source.IsURL(a.source):
		return nil, usageError{errors.New("--write-back changes files, so it takes no URL: clone the repository and run it there")}
	case a.rev != "" && !named:
		return nil, usageError{fmt.Errorf("--write-back=%s changes the files that are checked out, so it takes no --rev; branch:NAME does not", where)}
	case where == "worktree":
		return b, nil
	}
	folder := a.source
	if folder == "" {
		folder = generator.LocalRoot("")
	}
	repository, err := commit.Open(folder)
	if err != nil {
		return nil, fmt.Errorf("--write-back=%s: %w", where, err)
	}
	if b.branch = branch; named {
		b.base, err = repository.Branch(branch)
	} else {
		b.base, err = repository.Current()
	}
	if err != nil {
		return nil, fmt.Errorf("--write-back=%s: %w", where, err)
	}
	author, ok := repository.Author()
	if !ok && a.getenv("GITHUB_ACTIONS") == "true" {
		author, ok = commit.Person{Name: "github-actions[bot]", Email: "41898282+github-actions[bot]@users.noreply.github.com"}, true
	}
	if !ok {
		return nil, fmt.Errorf("--write-back=%s: git does not know who you are: git config user.name and user.email say it", where)
	}
	b.author = author
	return b, nil
}

// numbered lists the files to write, leaving out those that somebody is at
// work on.
func (b *writeBack) numbered(wiki *generator.Wiki, home string, state *tracker.State) ([]generator.Numbered, error) {
	if b.base == nil && wiki.Snapshot.Root == "" {
		return nil, errors.New("--write-back: the source has no files of its own to write to; branch:NAME needs none")
	}
	here := map[string][]byte{}
	for _, f := range wiki.Snapshot.Files {
		here[f.Path] = f.Data
	}
	read := func(name string) ([]byte, bool, error) { return here[name], here[name] != nil, nil }
	if b.base != nil {
		read = b.base.Read
	}
	all, err := generator.Number(wiki, home, state, read)
	if err != nil {
		return nil, err
	}
	var files []generator.Numbered
	for _, n := range all {
		for _, k := range b.log.Findings(n.Kept) {
			b.app.log.Warn(fmt.Sprintf("%s: %s; %s", k.Span, k.Message, k.Hint))
		}
		if !n.Changed() {
			continue
		}
		if b.base != nil {
			settled, err := b.base.Settled(n.Path)
			if err != nil {
				return nil, err
			}
			if !settled {
				b.app.log.Warn(b.shown(n) + ": its numbers are not written, since it has changes that are not committed; commit it and sync again")
				continue
			}
		}
		files = append(files, n)
	}
	return files, nil
}

// tell says what would be written.
func (b *writeBack) tell(wiki *generator.Wiki, home string, state *tracker.State) error {
	if b == nil || state == nil {
		return nil
	}
	files, err := b.numbered(wiki, home, state)
	for _, n := range files {
		fmt.Fprintf(b.app.stdout, "would write %s into %s\n", numbers(n), b.shown(n))
	}
	return err
}

// write writes the numbers.
func (b *writeBack) write(wiki *generator.Wiki, home string, state *tracker.State) error {
	if b == nil {
		return nil
	}
	files, err := b.numbered(wiki, home, state)
	if err != nil || len(files) == 0 {
		return err
	}
	if b.base == nil {
		for _, n := range files {
			err = errors.Join(err, b.replace(filepath.Join(wiki.Snapshot.Root, filepath.FromSlash(n.Path)), n))
		}
		return err
	}
	contents, written := map[string][]byte{}, 0
	for _, n := range files {
		contents[n.Path] = n.After
		written += len(n.Written)
	}
	name, err := b.base.Commit(contents, commit.Message{Text: message(files, written), Author: b.author, When: b.app.now()}, output.Replace)
	if err != nil {
		return err
	}
	if name != "" {
		branch := "the current branch"
		if b.branch != "" {
			branch = "branch " + b.branch
		}
		fmt.Fprintf(b.app.stdout, "commit %.8s on %s: %s in %s\n", name, branch, count(written, "number"), count(len(files), "file"))
	}
	return nil
}

// replace writes a file of the work tree, unless somebody else has in the
// meantime.
func (b *writeBack) replace(name string, n generator.Numbered) error {
	now, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, n.Before) {
		return fmt.Errorf("%s was changed while issues were being written, so its numbers are not: sync again", b.shown(n))
	}
	if err := output.Replace(name, n.After); err != nil {
		return err
	}
	fmt.Fprintf(b.app.stdout, "wrote %s into %s\n", numbers(n), b.shown(n))
	return nil
}

func message(files []generator.Numbered, written int) string {
	var text strings.Builder
	fmt.Fprintf(&text, "Write down the %s of remediations\n\nSo that whoever reads the files finds them, and a new id leads to no new issue.\n\n", plural(written, "issue"))
	for _, n := range files {
		fmt.Fprintf(&text, "%s: %s\n", report.Visible(n.Path), strings.Join(n.Written, ", "))
	}
	return text.String()
}

func numbers(n generator.Numbered) string { return count(len(n.Written), "number") }

func count(n int, what string) string { return fmt.Sprintf("%d %s", n, plural(n, what)) }

func plural(n int, what string) string {
	if n == 1 {
		return what
	}
	return what + "s"
}
