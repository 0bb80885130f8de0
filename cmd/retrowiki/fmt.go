package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/output"
	"github.com/retrowiki/retrowiki/generator/report"
	"github.com/retrowiki/retrowiki/generator/source"
)

func fmtCommand(a *app) *cobra.Command {
	var check bool
	c := &cobra.Command{
		Use:   "fmt [PATH...]",
		Short: "Write missing remediation ids, and put fields in their order",
		Long: `Write the ids that remediations lack, and put the fields of the frontmatter in the
order of the format. No other byte changes, and no meaning. What cannot be
changed for sure is left as it is, and named.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, paths []string) error { return a.fmt(c.Context(), paths, check) },
	}
	c.Flags().BoolVar(&check, "check", false, "write nothing; name the files that would change, and exit with 1 if there are any")
	return c
}

func (a *app) fmt(ctx context.Context, paths []string, check bool) error {
	switch {
	case a.rev != "":
		return usageError{errors.New("fmt writes files, so it takes no --rev: check the commit out")}
	case source.IsURL(a.source):
		return usageError{errors.New("fmt writes files, so it takes no URL: clone the repository and run it there")}
	}
	wiki, err := generator.Load(ctx, generator.Options{Source: a.source, ConfigPath: a.config, Output: a.output, Audience: incident.Restricted, Now: a.today()})
	if err != nil {
		return err
	}
	defer wiki.Close()
	files, err := generator.Format(wiki)
	if err != nil {
		return err
	}
	named := sourcePaths(wiki.Snapshot.Root, paths)
	changed := 0
	for _, f := range files {
		if len(named) > 0 && !slices.ContainsFunc(named, func(p string) bool { return p == "." || f.Path == p || strings.HasPrefix(f.Path, p+"/") }) {
			continue
		}
		for _, k := range f.Kept {
			a.log.Warn(fmt.Sprintf("%s: %s; %s", k.Span, k.Message, k.Hint))
		}
		if !f.Changed() {
			continue
		}
		changed++
		if !check {
			if err := rewrite(filepath.Join(wiki.Snapshot.Root, filepath.FromSlash(f.Path)), f); err != nil {
				return err
			}
		}
		fmt.Fprintln(a.stdout, report.Visible(f.Path))
	}
	if check && changed > 0 {
		return exitStatus(exitError)
	}
	return nil
}

// rewrite writes a file unless somebody else has in the meantime.
func rewrite(name string, f generator.Formatted) error {
	now, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, f.Before) {
		return fmt.Errorf("%s was changed while it was being formatted: run retrowiki fmt again", f.Path)
	}
	return output.Replace(name, f.After)
}
