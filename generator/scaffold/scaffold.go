// Package scaffold makes a repository ready (init) and begins incidents (new).
// It never overwrites a file.
package scaffold

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"text/template"
	"time"

	"github.com/retrowiki/retrowiki/generator/output"
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
	{".github/workflows/retrowiki.yml", "workflow.yml"},
	{".gitignore", "gitignore"},
}

// Init makes the files that a wiki begins with below dir, from the scaffold
// folder of templates. An incident of the example is made only where there is
// no incident yet.
func Init(dir string, templates fs.FS, today time.Time) ([]Made, error) {
	hasIncidents := false
	if entries, err := os.ReadDir(filepath.Join(dir, "incidents")); err == nil {
		hasIncidents = len(entries) > 0
	}
	values := map[string]string{"Date": today.Format("2006-01-02"), "Year": today.Format("2006")}
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
	t, err := template.New(name).Parse(text)
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
