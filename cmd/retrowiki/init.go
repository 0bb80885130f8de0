package main

import (
	"fmt"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator/scaffold"
	"github.com/retrowiki/retrowiki/templates"
)

func initCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Make a repository ready: settings, template, a first incident, the workflows",
		Long:  "Make a repository ready. Files that exist are left as they are, so it may be run again.",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			made, err := scaffold.Init(dir, templates.FS, a.today(), actionRef(version()))
			for _, m := range made {
				verb := "made "
				if !m.New {
					verb = "kept "
				}
				fmt.Fprintln(a.stdout, verb+m.Path)
			}
			if err != nil {
				return err
			}
			fmt.Fprintln(a.stdout, "\nNext: retrowiki serve, and look at the wiki while you edit incidents/.")
			return nil
		},
	}
}

var released = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+$`)

// actionRef is the ref of the action that goes with this version.
func actionRef(version string) string {
	if released.MatchString(version) {
		return version
	}
	return "main"
}
