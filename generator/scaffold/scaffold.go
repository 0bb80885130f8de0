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
)

// Made is a file that was looked after.
type Made struct {
	Path string // slash-separated, from the repository's root
	Verb string // what was done
}

// What is done with a file: one that stands there is kept, and only a schema
// that init has made is ever written again.
const (
	Written   = "made"
	Kept      = "kept"
	Refreshed = "refreshed"
)

// VSCode are the settings of an editor, which are not merged into where they
// exist: they may have comments, which JSON's tools would lose.
const VSCode = ".vscode/settings.json"

// initFiles are what init makes: where, and from which file of the scaffold.
var initFiles = []struct{ path, template string }{
	{"retrowiki.yaml", "retrowiki.yaml"},
	{"templates/retrospective.md", "retrospective.md"},
	{"incidents/{{.Year}}/{{.Date}}-example.md", "incident.md"},
	{".github/workflows/retrowiki-check.yml", "workflow-check.yml"},
	{".github/workflows/retrowiki.yml", "workflow-publish.yml"},
	{".gitignore", "gitignore"},
	{VSCode, "vscode.json"},
	{".github/workflows/retrowiki-digest.yml", digestWorkflow},
}

// digestWorkflow is made only for those who ask for it: an issue that speaks
// each week is not everybody's wish.
const digestWorkflow = "workflow-digest.yml"

// Init makes the files that a wiki begins with below dir, from the scaffold
// folder of templates. An incident of the example is made only where there is
// no incident yet. The workflows use retrowiki's action at the ref that is given;
// that of the weekly digest is made where it is asked for.
func Init(dir string, templates fs.FS, today time.Time, action string, digest bool) ([]Made, error) {
	hasIncidents := false
	if entries, err := os.ReadDir(filepath.Join(dir, "incidents")); err == nil {
		hasIncidents = len(entries) > 0
	}
	values := map[string]string{"Date": today.Format("2006-01-02"), "Year": today.Format("2006"), "Action": action}
	var made []Made
	for _, f := range initFiles {
		if f.template == "incident.md" && hasIncidents || f.template == digestWorkflow && !digest {
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
		verb := Kept
		if isNew {
			verb = Written
		}
		made = append(made, Made{Path: string(name), Verb: verb})
	}
	return made, nil
}

// Schemas are where editors find what fields there are.
const (
	IncidentSchema = ".retrowiki/schema/incident.json"
	SettingsSchema = ".retrowiki/schema/settings.json"
)

// schemaMark stands in every schema that was made here.
var schemaMark = []byte(`"title": "retrowiki`)

// Schema writes a schema, or writes it again where it has changed.
func Schema(dir, name string, content []byte) (Made, error) {
	target := filepath.Join(dir, filepath.FromSlash(name))
	there, err := os.ReadFile(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Made{name, Written}, output.WriteFile(target, content)
	case err != nil:
		return Made{name, Kept}, err
	case bytes.Equal(there, content):
		return Made{name, Kept}, nil
	case !bytes.Contains(there, schemaMark):
		return Made{name, Kept}, fmt.Errorf("%s is not a schema that retrowiki made: move it away and run retrowiki init again", name)
	}
	return Made{name, Refreshed}, output.Replace(target, content)
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
