package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/scaffold"
	"github.com/retrowiki/retrowiki/generator/schema"
	"github.com/retrowiki/retrowiki/templates"
)

func initCommand(a *app) *cobra.Command {
	var digest bool
	c := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Make a repository ready: settings, template, a first incident, the workflows, editors",
		Long: `Make a repository ready. Files that exist are left as they are, so it may be run again;
only the schemas in .retrowiki/schema, which editors complete fields by, are then
brought up to date with retrowiki.yaml.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			return a.init(c.Context(), dir, digest)
		},
	}
	c.Flags().BoolVar(&digest, "digest", false, "also a workflow that says each week in one issue what the week brought")
	return c
}

func (a *app) init(ctx context.Context, dir string, digest bool) error {
	made, err := scaffold.Init(dir, templates.FS, a.today(), actionRef(version()), digest)
	if err == nil {
		var schemas []scaffold.Made
		schemas, err = writeSchemas(ctx, dir)
		made = append(made, schemas...)
	}
	kept := map[string]bool{}
	for _, m := range made {
		fmt.Fprintln(a.stdout, m.Verb+" "+m.Path)
		kept[m.Path] = m.Verb == scaffold.Kept
	}
	if err != nil {
		return err
	}
	settings, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(scaffold.VSCode)))
	if err != nil {
		return err
	}
	if kept[scaffold.VSCode] && !strings.Contains(string(settings), scaffold.SettingsSchema) {
		lines, err := fs.ReadFile(templates.FS, "scaffold/vscode.json")
		if err != nil {
			return err
		}
		fmt.Fprintf(a.stdout, "\nFor fields in VS Code, put these lines into %s:\n%s", scaffold.VSCode, lines)
	}
	fmt.Fprintln(a.stdout, "\nNext: retrowiki serve, and look at the wiki while you edit incidents/.")
	fmt.Fprintln(a.stdout, `Then: retrowiki new "What happened", and retrowiki check before you push.`)
	return nil
}

// writeSchemas writes what editors complete fields by, with the names and
// taxonomies of the settings in it.
func writeSchemas(ctx context.Context, dir string) ([]scaffold.Made, error) {
	cfg, err := generator.ReadConfig(ctx, generator.Options{Source: dir})
	if err != nil {
		return nil, err
	}
	var made []scaffold.Made
	for _, s := range []struct {
		name string
		text func() ([]byte, error)
	}{
		{scaffold.IncidentSchema, func() ([]byte, error) { return schema.Incident(cfg) }},
		{scaffold.SettingsSchema, schema.Config},
	} {
		text, err := s.text()
		if err != nil {
			return made, err
		}
		m, err := scaffold.Schema(dir, s.name, text)
		if err != nil {
			return made, err
		}
		made = append(made, m)
	}
	return made, nil
}

var released = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+$`)

// actionRef is the ref of the action that goes with this version.
func actionRef(version string) string {
	if released.MatchString(version) {
		return version
	}
	return "main"
}
