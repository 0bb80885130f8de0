package lint

import (
	"embed"
	"path"
	"strings"
	"sync"

	"golang.org/x/tools/txtar"
)

// archives are what the rules are tested with: the documentation shows the
// same files, so that an example can never be out of date.
//
//go:embed testdata/*.txtar testdata/reading/*.txtar
var archives embed.FS

// Examples gives a file that a rule finds fault with, and one that it lets
// pass; both "" for the few rules that no text can show.
func Examples(rule string) (bad, good string) {
	e := examples()[rule]
	return e.bad, e.good
}

type example struct{ bad, good string }

var examples = sync.OnceValue(func() map[string]example {
	found := map[string]example{}
	add := func(rule string, files []txtar.File) {
		var e example
		for _, f := range files {
			switch name := path.Base(f.Name); {
			case e.bad == "" && strings.Contains(name, "bad."):
				e.bad = string(f.Data)
			case e.good == "" && strings.Contains(name, "good."):
				e.good = string(f.Data)
			}
		}
		found[rule] = e
	}
	for _, r := range Rules {
		add(r.Name, Archive(r.Name).Files)
	}
	for _, name := range []string{"frontmatter", "body", "config"} {
		byRule := map[string][]txtar.File{}
		for _, f := range read("reading/" + name).Files {
			byRule[path.Dir(f.Name)] = append(byRule[path.Dir(f.Name)], f)
		}
		for rule, files := range byRule {
			add(rule, files)
		}
	}
	return found
})

// Archive is what a rule of Rules is tested with.
func Archive(rule string) *txtar.Archive {
	return read(strings.NewReplacer("/", "_", "-", "_").Replace(rule))
}

func read(name string) *txtar.Archive {
	data, err := archives.ReadFile("testdata/" + name + ".txtar")
	if err != nil {
		return &txtar.Archive{}
	}
	return txtar.Parse(data)
}
