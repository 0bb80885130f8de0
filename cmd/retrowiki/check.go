package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/lint"
	"github.com/retrowiki/retrowiki/generator/report"
)

// checkFlags are what check is told beside the flags of all commands.
type checkFlags struct {
	format, failOn, explain, since string
	fix                            bool
}

func checkCommand(a *app) *cobra.Command {
	var flags checkFlags
	var names []string
	for _, f := range report.Formats {
		names = append(names, f.Name)
	}
	c := &cobra.Command{
		Use:   "check [PATH...]",
		Short: "Find every problem, with its place and what to do",
		Args:  cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, paths []string) error {
			if flags.explain != "" {
				return explain(a.stdout, flags.explain)
			}
			return a.check(c.Context(), flags, paths)
		},
	}
	f := c.Flags()
	f.StringVar(&flags.format, "format", "text", "how to print: "+strings.Join(names, ", "))
	f.StringVar(&flags.failOn, "fail-on", "error", "exit with 1 at this severity and above: advice, warning, error")
	f.StringVar(&flags.since, "changed-since", "", "tell only what is new since this `REV` and HEAD parted")
	f.BoolVar(&flags.fix, "fix", false, "mend what can be mended for sure, then tell what is left")
	f.StringVar(&flags.explain, "explain", "", "tell about a `RULE`, with examples")
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
	_ = c.RegisterFlagCompletionFunc("explain", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var rules []string
		for _, r := range lint.All() {
			rules = append(rules, r.Name)
		}
		return rules, cobra.ShellCompDirectiveNoFileComp
	})
	return c
}

func explain(w io.Writer, name string) error {
	rule, ok := lint.Find(name)
	if !ok {
		return usageError{fmt.Errorf("no rule is called %q: %s", name, lint.DidYouMean(name))}
	}
	_, err := io.WriteString(w, rule.Explain())
	return err
}

func (a *app) check(ctx context.Context, flags checkFlags, paths []string) error {
	form, err := report.Find(flags.format)
	if err != nil {
		return usageError{err}
	}
	severity, err := diag.ParseSeverity(flags.failOn)
	if err != nil {
		return usageError{err}
	}
	o, err := a.options()
	if err != nil {
		return err
	}
	o.Audience, o.History, o.Places = incident.Restricted, false, true
	wanted, err := selection(o, flags.since, paths)
	if err != nil {
		return err
	}
	if flags.fix {
		if err := a.fix(ctx, o, wanted); err != nil {
			return err
		}
	}
	wiki, err := generator.Load(ctx, o)
	if err != nil {
		return err
	}
	defer wiki.Close()
	checked, err := wanted(ctx, wiki)
	if err != nil {
		return err
	}
	if err := a.tell(wiki, checked, form); err != nil {
		return err
	}
	if checked.Findings.AtLeast(severity) > 0 {
		return exitStatus(exitError)
	}
	return nil
}

// tell prints the findings, and adds them to the summary of a workflow's step.
func (a *app) tell(wiki *generator.Wiki, checked generator.Checked, form report.Format) error {
	o := report.Options{
		Files: len(wiki.View.Entries()), Colour: a.colour(), Line: wiki.Line, Prefix: wiki.Snapshot.Prefix,
		Rule: documented, Silenced: checked.Silenced, Version: version(),
	}
	if err := form.Write(a.stdout, checked.Findings, o); err != nil {
		return err
	}
	if summary := a.getenv("GITHUB_STEP_SUMMARY"); summary != "" && form.Name == "github" {
		if err := appendSummary(summary, checked.Findings, o); err != nil {
			a.log.Warn(fmt.Sprintf("the step's summary is not written: %v", err))
		}
	}
	return nil
}

// selection is what the flags want of what is found.
func selection(o generator.Options, since string, paths []string) (generator.Selection, error) {
	var changes *generator.Since
	if since != "" {
		var err error
		if changes, err = generator.NewSince(o, since); err != nil {
			return nil, fmt.Errorf("--changed-since: %w", err)
		}
	}
	return func(ctx context.Context, w *generator.Wiki) (generator.Checked, error) {
		var c generator.Checked
		var err error
		if changes == nil {
			c, err = generator.Check(ctx, w)
		} else if c, err = changes.Check(ctx, w); err != nil {
			err = fmt.Errorf("--changed-since: %w", err)
		}
		if err != nil {
			return c, err
		}
		named := sourcePaths(w.Snapshot.Root, paths)
		return generator.Checked{Findings: only(c.Findings, named), Silenced: only(c.Silenced, named)}, nil
	}, nil
}

// fix mends, and tells what on standard error, where it is in the way of no
// format.
func (a *app) fix(ctx context.Context, o generator.Options, wanted generator.Selection) error {
	mended, err := generator.Fix(ctx, o, wanted)
	for _, f := range mended {
		a.log.Info(fmt.Sprintf("mended %s: %s [%s]", f.Span, f.Message, f.Rule))
	}
	if err != nil {
		return fmt.Errorf("--fix: %w", err)
	}
	a.log.Info(fmt.Sprintf("%s mended", report.Plural(len(mended), "finding")))
	return nil
}

func documented(name string) report.Rule {
	r, ok := lint.Find(name)
	if !ok {
		return report.Rule{}
	}
	return report.Rule{Severity: r.Severity, Doc: r.Doc, Mend: r.Mend, URL: lint.URL(name)}
}

// appendSummary adds to the summary of a step of GitHub Actions, as far as
// GitHub takes it.
func appendSummary(name string, findings diag.List, o report.Options) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		_, err = f.Write(report.StepSummary(findings, o, report.MaxStepSummary-int(info.Size())))
	}
	return errors.Join(err, f.Close())
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
