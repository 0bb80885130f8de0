package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/intake"
	"github.com/retrowiki/retrowiki/generator/output"
	"github.com/retrowiki/retrowiki/generator/report"
	"github.com/retrowiki/retrowiki/generator/source"
)

// importExport makes new incidents of an export.
func (a *app) importExport(ctx context.Context, f importFlags) error {
	if source.IsURL(a.source) || a.rev != "" {
		return usageError{generator.ErrNoWorkTree}
	}
	if f.to != "" && !filepath.IsLocal(f.to) {
		return usageError{fmt.Errorf("--to %s: want a folder in the source, such as incidents", f.to)}
	}
	o, err := a.options()
	if err != nil {
		return err
	}
	cfg, err := generator.ReadConfig(ctx, o)
	if err != nil {
		return err
	}
	texts := map[string]*diag.Text{}
	mapping, findings, err := readMapping(f.mapping, texts)
	if err != nil {
		return err
	}
	var records []intake.Record
	if findings.AtLeast(diag.Error) == 0 {
		found, more, err := readExports(f, mapping, cfg, texts)
		if err != nil {
			return err
		}
		records, findings = found, append(findings, more...)
	}
	dir, byYear := generator.Folder(cfg)
	if f.to != "" {
		dir, byYear = filepath.ToSlash(f.to), false
	}
	more, err := a.writeNew(generator.LocalRoot(a.source), dir, cfg, intake.Files(records, byYear), f.dryRun)
	if err != nil {
		return err
	}
	return a.doubts(append(findings, more...), len(records), func(file string, n int) []byte {
		if text := texts[file]; text != nil {
			return text.Line(n)
		}
		return nil
	})
}

func readMapping(file string, texts map[string]*diag.Text) (*intake.Mapping, diag.List, error) {
	if file == "" {
		return nil, nil, nil
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	texts[file] = diag.NewText(file, content)
	mapping, findings := intake.ReadMapping(file, content)
	return mapping, findings, nil
}

// readExports reads one file, or those of a folder that the format has.
func readExports(f importFlags, mapping *intake.Mapping, cfg *config.Config, texts map[string]*diag.Text) ([]intake.Record, diag.List, error) {
	names := []string{f.from}
	info, err := os.Stat(f.from)
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		if names, err = filesOf(f); err != nil {
			return nil, nil, err
		}
	}
	var records []intake.Record
	var findings diag.List
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		format, err := intake.Find(f.format, name, content)
		if err != nil {
			return nil, nil, usageError{err}
		}
		texts[name] = diag.NewText(name, content)
		found, more := intake.Read(format, intake.Source{Text: texts[name], Map: mapping, Config: cfg})
		records, findings = append(records, found...), append(findings, more...)
	}
	return records, findings, nil
}

func filesOf(f importFlags) ([]string, error) {
	if f.format == "" {
		return nil, usageError{fmt.Errorf("--from %s is a folder: say with --format what is in it", f.from)}
	}
	format, err := intake.Find(f.format, "", nil)
	if err != nil {
		return nil, usageError{err}
	}
	entries, err := os.ReadDir(f.from)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && slices.Contains(format.Ext, filepath.Ext(e.Name())) && e.Name() != "_index.md" {
			names = append(names, filepath.Join(f.from, e.Name()))
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s holds no file of the format %s", f.from, format.Name)
	}
	return names, nil
}

// writeNew writes the files that do not exist yet.
func (a *app) writeNew(root, dir string, cfg *config.Config, files []intake.File, dryRun bool) (diag.List, error) {
	var findings diag.List
	for _, file := range files {
		name := path.Join(dir, file.Path)
		tell := func(severity diag.Severity, rule, message, hint string) {
			findings = append(findings, diag.Diagnostic{Rule: "import/" + rule, Severity: severity, Span: file.Record.Span, Message: message, Hint: hint})
		}
		if !generator.Takes(cfg, name) {
			tell(diag.Warning, "no-incident", name+" is taken by no glob under `incidents`, so the wiki does not show it", "add its folder to `incidents` in "+config.Name)
		}
		target := filepath.Join(root, filepath.FromSlash(name))
		if _, err := os.Lstat(target); err == nil {
			tell(diag.Advice, "exists", name+" exists already and is left as it is", "remove that file to import it again")
			continue
		} else if !errors.Is(err, fs.ErrNotExist) {
			return findings, err
		}
		if dryRun {
			fmt.Fprint(a.stdout, visibleLines(file.Diff(name)))
			continue
		}
		if err := output.WriteFile(target, file.Content); err != nil {
			return findings, err
		}
		fmt.Fprintln(a.stdout, "made "+report.Visible(name))
	}
	return findings, nil
}
