package main

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/report"
)

func checkCommand(a *app) *cobra.Command {
	var format, failOn string
	var names []string
	for _, f := range report.Formats {
		names = append(names, f.Name)
	}
	c := &cobra.Command{
		Use:   "check [PATH...]",
		Short: "Find every problem, with its place and what to do",
		Args:  cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, paths []string) error {
			form, err := report.Find(format)
			if err != nil {
				return usageError{err}
			}
			severity, err := diag.ParseSeverity(failOn)
			if err != nil {
				return usageError{err}
			}
			o, err := a.options()
			if err != nil {
				return err
			}
			o.Audience, o.History, o.Places = incident.Restricted, false, true
			wiki, err := generator.Load(c.Context(), o)
			if err != nil {
				return err
			}
			defer wiki.Close()
			findings := only(generator.Check(wiki), sourcePaths(wiki.Snapshot.Root, paths))
			options := report.Options{Files: len(wiki.View.Entries()), Colour: a.colour(), Line: wiki.Line}
			if err := form.Write(a.stdout, findings, options); err != nil {
				return err
			}
			if findings.AtLeast(severity) > 0 {
				return exitStatus(exitError)
			}
			return nil
		},
	}
	c.Flags().StringVar(&format, "format", "text", "how to print: "+strings.Join(names, ", "))
	c.Flags().StringVar(&failOn, "fail-on", "error", "exit with 1 at this severity and above: advice, warning, error")
	return c
}

// sourcePaths turns arguments, as a shell completes them, into paths from the
// root of the source.
func sourcePaths(root string, args []string) []string {
	var paths []string
	for _, arg := range args {
		p := filepath.ToSlash(filepath.Clean(arg))
		if absolute, err := filepath.Abs(arg); err == nil && root != "" {
			if rel, err := filepath.Rel(root, absolute); err == nil && !strings.HasPrefix(rel, "..") {
				p = filepath.ToSlash(rel)
			}
		}
		paths = append(paths, path.Clean(p))
	}
	return paths
}

// only keeps the findings in the files and folders that were named; all, if
// none was.
func only(findings diag.List, paths []string) diag.List {
	if len(paths) == 0 {
		return findings
	}
	return slices.DeleteFunc(findings, func(f diag.Diagnostic) bool {
		return !slices.ContainsFunc(paths, func(p string) bool {
			return p == "." || f.Span.File == p || strings.HasPrefix(f.Span.File, p+"/")
		})
	})
}
