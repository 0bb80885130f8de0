// Package scaffold makes a repository ready (init) and begins incidents (new).
// It never overwrites a file.
package scaffold

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"

	"github.com/retrowiki/retrowiki/generator/output"
	"github.com/retrowiki/retrowiki/internal/slug"
)

// Made is a file that was looked after. New is false where it stood already
// and was left alone.
type Made struct {
	Path string // slash-separated, from the repository's root
	New  bool
}

// initFiles are what init makes: where, and from which file of the scaffold.
var initFiles = []struct{ path, template string }{
	{"retrowiki.yaml", "retrowiki.yaml"},
	{"templates/retrospective.md", "retrospective.md"},
	{"incidents/{{.Year}}/{{.Date}}-example.md", "incident.md"},
	{".github/workflows/retrowiki-check.yml", "workflow-check.yml"},
	{".github/workflows/retrowiki.yml", "workflow-publish.yml"},
	{".gitignore", "gitignore"},
}

// Init makes the files that a wiki begins with below dir, from the scaffold
// folder of templates. An incident of the example is made only where there is
// no incident yet. The workflows use retrowiki's action at the ref that is given.
func Init(dir string, templates fs.FS, today time.Time, action string) ([]Made, error) {
	hasIncidents := false
	if entries, err := os.ReadDir(filepath.Join(dir, "incidents")); err == nil {
		hasIncidents = len(entries) > 0
	}
	values := map[string]string{"Date": today.Format("2006-01-02"), "Year": today.Format("2006"), "Action": action}
	var made []Made
	for _, f := range initFiles {
		if f.template == "incident.md" && hasIncidents {
			continue
		}
		name, err := fill(f.path, f.path, values)
		if err != nil {
			return made, err
		}
		source, err := fs.ReadFile(templates, "scaffold/"+f.template)
		if err != nil {
			return made, err
		}
		content := source
		if f.template != "retrospective.md" {
			if content, err = fill(f.path, string(source), values); err != nil {
				return made, err
			}
		}
		isNew, err := create(dir, string(name), content)
		if err != nil {
			return made, err
		}
		made = append(made, Made{Path: string(name), New: isNew})
	}
	return made, nil
}

func fill(name, text string, values any) ([]byte, error) {
	t := template.New(name)
	if strings.HasPrefix(name, ".github/") { // where braces are GitHub's
		t.Delims("[[", "]]")
	}
	t, err := t.Parse(text)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, values); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// create writes a file unless there is one.
func create(dir, name string, content []byte) (isNew bool, err error) {
	target := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Lstat(target); err == nil {
		return false, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return true, output.WriteFile(target, content)
}

// Incident is what a new incident's file is made from.
type Incident struct {
	Title string
	Date  time.Time
	Dir   string // folder of incidents, "" for incidents
	// Template is the team's own retrospective template, nil for the built-in.
	Template []byte
}

// New writes the file of a new incident below root and returns its path and
// id. It fails if the file exists.
func New(root string, templates fs.FS, i Incident) (name, id string, err error) {
	content := i.Template
	if content == nil {
		if content, err = fs.ReadFile(templates, "scaffold/retrospective.md"); err != nil {
			return "", "", err
		}
	}
	dir := i.Dir
	if dir == "" {
		dir = "incidents"
	}
	id = i.Date.Format("2006-01-02") + "-" + slug.Make(i.Title)
	name = dir + "/" + i.Date.Format("2006") + "/" + id + ".md"
	isNew, err := create(root, name, withTitle(content, i.Title))
	if err == nil && !isNew {
		err = fmt.Errorf("%s exists already: choose another title, or edit that file", name)
	}
	return name, id, err
}

// withTitle puts the title into the template's first `title:` line, and
// touches nothing else.
func withTitle(template []byte, title string) []byte {
	lines := bytes.SplitAfter(template, []byte("\n"))
	for n, line := range lines {
		if bytes.HasPrefix(line, []byte("title:")) {
			lines[n] = []byte("title: " + quote(title) + "\n")
			break
		}
	}
	return bytes.Join(lines, nil)
}

// quote writes text as a YAML scalar: plain where nothing in it means
// something else.
func quote(text string) string {
	plain := text != "" && !strings.ContainsAny(text, ":#'\"{}[]&*!|>%@`\\\n\t,?") && !strings.HasPrefix(text, "-") &&
		text == strings.TrimSpace(text) && !strings.ContainsAny(text[:1], "0123456789~=.")
	for _, word := range []string{"true", "false", "null", "yes", "no"} {
		plain = plain && !strings.EqualFold(text, word)
	}
	if plain {
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\t", " ", "\r", " ").Replace(text) + `"`
}
