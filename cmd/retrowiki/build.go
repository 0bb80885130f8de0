package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/report"
)

func buildCommand(a *app) *cobra.Command {
	var keepGoing bool
	c := &cobra.Command{
		Use:   "build",
		Short: "Build the wiki into _site",
		Long: `Build the wiki. The output folder changes all at once or not at all.

A file that cannot be read gets a page that says what is wrong with it, and the
exit status is 1 unless --keep-going.`,
		RunE: func(c *cobra.Command, _ []string) error {
			began := a.now()
			o, err := a.options()
			if err != nil {
				return err
			}
			o.Pages, o.Once = true, true
			wiki, err := generator.Load(c.Context(), o)
			if err != nil {
				return err
			}
			defer wiki.Close()
			built, err := generator.Build(c.Context(), wiki, generator.BuildOptions{Output: a.output, Version: version(), Progress: a.run})
			if err != nil {
				return err
			}
			a.tellProblems(wiki)
			a.log.Info(fmt.Sprintf("%s, %s, %s in %s: %s", report.Plural(len(wiki.View.Entries()), "incident"), report.Plural(built.Pages, "file"),
				byteCount(built.Bytes), a.now().Sub(began).Round(time.Millisecond), a.output))
			if wiki.Unreadable() > 0 && !keepGoing {
				return exitStatus(exitError)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&keepGoing, "keep-going", false, "exit with 0 although a file could not be read")
	c.Flags().BoolVar(&a.noHistory, "no-history", false, "do not ask git who changed what")
	return c
}

// tellProblems prints what is wrong with files; the rest is check's.
func (a *app) tellProblems(w *generator.Wiki) {
	tellable, held := w.Tellable()
	a.tellFindings(tellable, held)
	if w.HistoryWhy != "" && !a.noHistory {
		a.log.Warn("no history: " + w.HistoryWhy)
	}
}

func (a *app) tellFindings(tellable diag.List, held int) {
	var errors diag.List
	for _, f := range tellable {
		if f.Severity == diag.Error {
			errors = append(errors, f)
		}
	}
	for _, f := range errors {
		a.log.Error(f.Span.String() + ": " + f.Message + " [" + f.Rule + "]")
	}
	if held > 0 {
		a.log.Info(fmt.Sprintf("%s of files that are not for this audience: retrowiki check", report.Plural(held, "finding")))
	}
	if warnings := tellable.AtLeast(diag.Warning) - len(errors); warnings > 0 {
		a.log.Info(fmt.Sprintf("%s more to look at: retrowiki check", report.Plural(warnings, "warning")))
	}
}

func byteCount(n int64) string {
	switch {
	case n >= 10<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d kB", n>>10)
}
