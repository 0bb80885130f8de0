package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/scaffold"
	"github.com/retrowiki/retrowiki/templates"
)

func newCommand(a *app) *cobra.Command {
	var date string
	var edit bool
	c := &cobra.Command{
		Use:   `new "TITLE"`,
		Short: "Begin an incident from the template",
		Long:  "Begin an incident from templates/retrospective.md in the source, or else from the built-in template.",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			day := a.today()
			if date != "" {
				var err error
				if day, err = time.Parse("2006-01-02", date); err != nil {
					return usageError{fmt.Errorf("--date %q: want YYYY-MM-DD", date)}
				}
			}
			root := generator.LocalRoot(a.source)
			own, err := os.ReadFile(filepath.Join(root, "templates", "retrospective.md"))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			name, _, err := scaffold.New(root, templates.FS, scaffold.Incident{Title: args[0], Date: day, Template: own})
			if err != nil {
				return err
			}
			file := filepath.Join(root, filepath.FromSlash(name))
			fmt.Fprintln(a.stdout, file)
			if !edit {
				return nil
			}
			editor := a.getenv("EDITOR")
			if editor == "" {
				return errors.New("--edit: EDITOR is not set")
			}
			command := exec.CommandContext(c.Context(), "sh", "-c", editor+` "$1"`, "sh", file)
			command.Stdin, command.Stdout, command.Stderr = os.Stdin, a.stdout, a.stderr
			return command.Run()
		},
	}
	c.Flags().StringVar(&date, "date", "", "day of the incident, YYYY-MM-DD (default today)")
	c.Flags().BoolVar(&edit, "edit", false, "open it in $EDITOR")
	return c
}
