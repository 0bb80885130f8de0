package generator

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/intake"
	"github.com/retrowiki/retrowiki/generator/source"
)

// Imported is what an import would write. Root is the folder on this machine
// that the paths count from.
type Imported struct {
	Root  string
	Files []*intake.Rewritten
}

// ErrNoWorkTree is returned by Import for a source that cannot be written to.
var ErrNoWorkTree = errors.New("import writes into a folder on this machine: name one with --source, and no --rev")

// Import reads postmortems and puts what their text says into their
// frontmatter. It writes nothing. Without paths, the incidents are taken that
// lack the format's own fields; a file or folder that is named is taken
// whatever its fields are.
func Import(ctx context.Context, o Options, moveHeaders bool, paths func(root string) []string) (*Imported, error) {
	repository, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer repository.Close()
	cfg, _, _, err := readConfig(ctx, repository, o)
	if err != nil {
		return nil, err
	}
	snapshot, err := repository.Snapshot(ctx, func(p string) source.Kind {
		if isIncident(cfg, p) || path.Ext(p) == ".md" {
			return source.Text
		}
		return source.Skip
	})
	if err != nil {
		return nil, err
	}
	if snapshot.Root == "" {
		return nil, ErrNoWorkTree
	}
	named := paths(snapshot.Root)
	settings := *cfg
	files := incidentFiles(snapshot, cfg)
	if named != nil {
		settings.Adopt = config.AdoptAlways
		files = nil
		for i := range snapshot.Files {
			if f := &snapshot.Files[i]; isNamed(named, f.Path) {
				files = append(files, f)
			}
		}
	} else if settings.Adopt == config.AdoptNever {
		settings.Adopt = config.AdoptAuto // whoever calls import asks for it
	}
	return &Imported{Root: snapshot.Root, Files: rewriteAll(snapshot, files, &settings, moveHeaders)}, nil
}

func rewriteAll(snapshot *source.Snapshot, files []*source.File, cfg *config.Config, moveHeaders bool) []*intake.Rewritten {
	var all []*intake.Rewritten
	for _, f := range files {
		w := &intake.Rewritten{Path: f.Path}
		if f.Data != nil {
			w = intake.Rewrite(f.Path, f.Data, cfg, moveHeaders)
		}
		for _, finding := range snapshot.Findings { // such as a file that is too large to be read
			if finding.Span.File == f.Path {
				w.Findings = append(w.Findings, finding)
			}
		}
		if !isIncident(cfg, f.Path) {
			w.Findings = append(w.Findings, diag.Diagnostic{Rule: "import/no-incident", Severity: diag.Warning, Span: diag.Span{File: f.Path},
				Message: "no glob under `incidents` takes this file, so the wiki does not show it", Hint: "add its folder to `incidents` in " + config.Name})
		}
		all = append(all, w)
	}
	return all
}

// isNamed reports whether a Markdown file is one of those named or lies in one
// of the folders.
func isNamed(named []string, p string) bool {
	base := path.Base(p)
	if path.Ext(p) != ".md" {
		return false
	}
	return slices.Contains(named, p) || slices.ContainsFunc(named, func(n string) bool {
		return (n == "." || strings.HasPrefix(p, n+"/")) && !strings.EqualFold(base, "README.md") && !strings.HasPrefix(base, "_") && !strings.HasPrefix(base, ".")
	})
}

// Folder is where new incidents are written: the folder that the first glob
// names, and whether folders of years may stand in it.
func Folder(cfg *config.Config) (dir string, byYear bool) {
	for _, glob := range cfg.Incidents {
		fixed, _, _ := strings.Cut(glob, "*")
		if strings.ContainsAny(fixed, "?[{") || !strings.HasSuffix(glob, ".md") {
			continue
		}
		return strings.TrimSuffix(fixed[:strings.LastIndexByte(fixed, '/')+1], "/"), strings.Contains(glob, "**")
	}
	return "incidents", true
}

// Takes reports whether a file of the source is an incident.
func Takes(cfg *config.Config, p string) bool { return isIncident(cfg, p) }
