package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/intake"
	"github.com/retrowiki/retrowiki/generator/output"
	"github.com/retrowiki/retrowiki/generator/report"
)

// importFlags are the flags of import alone.
type importFlags struct {
	dryRun, moveHeaders   bool
	from, mapping, format string
	to                    string
}

func importCommand(a *app) *cobra.Command {
	var f importFlags
	var names []string
	for _, format := range intake.Formats {
		names = append(names, format.Name)
	}
	c := &cobra.Command{
		Use:   "import [PATH...]",
		Short: "Postmortems, or an incident tool's export, into the incident format",
		Long: `Without --from: write what the text of ordinary postmortems says (header lines,
tables, sections such as Action items) into their frontmatter. Their text stays
as it is. Without PATH, the incidents are taken that have none of the format's
fields yet.

With --from: make one file of each incident in an export. No file is ever
overwritten.

What is not sure is left out and told with its place.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if f.from == "" {
				if f.mapping != "" || f.format != "" || f.to != "" {
					return usageError{errors.New("--map, --format and --to belong to --from")}
				}
				return a.importPostmortems(c.Context(), f, args)
			}
			if len(args) > 0 || f.moveHeaders {
				return usageError{errors.New("--from makes new files: it takes no PATH and no --move-headers")}
			}
			return a.importExport(c.Context(), f)
		},
	}
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, "print what would be written as a diff, and write nothing")
	c.Flags().BoolVar(&f.moveHeaders, "move-headers", false, "take the header lines out that now stand in the frontmatter")
	c.Flags().StringVar(&f.from, "from", "", "a file that a tool exported, or a folder of such files")
	c.Flags().StringVar(&f.format, "format", "", "of the export: "+strings.Join(names, ", ")+" (default: told from the file)")
	c.Flags().StringVar(&f.mapping, "map", "", "a YAML file that says which column is which field")
	c.Flags().StringVar(&f.to, "to", "", "folder for the new incidents, in the source (default from the settings)")
	return c
}

func (a *app) importPostmortems(ctx context.Context, f importFlags, args []string) error {
	o, err := a.options()
	if err != nil {
		return err
	}
	imported, err := generator.Import(ctx, o, f.moveHeaders, func(root string) []string { return sourcePaths(root, args) })
	if errors.Is(err, generator.ErrNoWorkTree) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	if len(args) > 0 && len(imported.Files) == 0 {
		return fmt.Errorf("no Markdown file below %s", strings.Join(args, ", "))
	}
	var findings diag.List
	contents := map[string][]byte{} // that the findings point into
	changed := 0
	for _, w := range imported.Files {
		if f.dryRun {
			findings, contents[w.Path] = append(findings, w.Findings...), w.Old
		} else {
			findings, contents[w.Path] = append(findings, w.Moved()...), w.New
		}
		if bytes.Equal(w.Old, w.New) {
			continue
		}
		changed++
		if err := a.writeChanged(imported.Root, w, f.dryRun); err != nil {
			return err
		}
	}
	a.log.Info(fmt.Sprintf("%d of %d files change", changed, len(imported.Files)))
	return a.doubts(findings, len(imported.Files), func(file string, n int) []byte {
		return diag.NewText(file, contents[file]).Line(n)
	})
}

func (a *app) writeChanged(root string, w *intake.Rewritten, dryRun bool) error {
	if dryRun {
		_, err := fmt.Fprint(a.stdout, visibleLines(w.Diff()))
		return err
	}
	if err := output.WriteFile(filepath.Join(root, filepath.FromSlash(w.Path)), w.New); err != nil {
		return err
	}
	_, err := fmt.Fprintln(a.stdout, "changed "+report.Visible(w.Path))
	return err
}

// doubts tells what is left to a person, beside what was written. It fails
// where a file was refused.
func (a *app) doubts(findings diag.List, files int, line func(string, int) []byte) error {
	findings.Sort()
	form, err := report.Find("text")
	if err != nil {
		return err
	}
	if len(findings) > 0 && (!a.quiet || findings.AtLeast(diag.Error) > 0) {
		if err := form.Write(a.stderr, findings, report.Options{Files: files, Line: line}); err != nil {
			return err
		}
	}
	if findings.AtLeast(diag.Error) > 0 {
		return exitStatus(exitError)
	}
	return nil
}

// visibleLines makes a diff safe for a terminal without touching its lines.
func visibleLines(text string) string {
	lines := strings.SplitAfter(text, "\n")
	for i, l := range lines {
		body, end := strings.TrimSuffix(l, "\n"), ""
		if body != l {
			end = "\n"
		}
		if tabs := strings.Split(body, "\t"); len(tabs) > 0 {
			for n, t := range tabs {
				tabs[n] = report.Visible(strings.TrimSuffix(t, "\r"))
				if strings.HasSuffix(t, "\r") {
					tabs[n] += "\r"
				}
			}
			body = strings.Join(tabs, "\t")
		}
		lines[i] = body + end
	}
	return strings.Join(lines, "")
}
