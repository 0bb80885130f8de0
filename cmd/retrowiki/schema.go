package main

import (
	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/schema"
)

func schemaCommand(a *app) *cobra.Command {
	var settings bool
	c := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the frontmatter, for editors",
		RunE: func(c *cobra.Command, _ []string) error {
			print := schema.Config
			if !settings {
				cfg, err := generator.ReadConfig(c.Context(), generator.Options{Source: a.source, Rev: a.rev, ConfigPath: a.config})
				if err != nil {
					return err
				}
				print = func() ([]byte, error) { return schema.Incident(cfg) }
			}
			text, err := print()
			if err != nil {
				return err
			}
			_, err = a.stdout.Write(text)
			return err
		},
	}
	c.Flags().BoolVar(&settings, "settings", false, "the schema of retrowiki.yaml instead")
	return c
}
