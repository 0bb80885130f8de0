package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/preview"
)

func serveCommand(a *app) *cobra.Command {
	var address string
	c := &cobra.Command{
		Use:   "serve",
		Short: "Build, serve on 127.0.0.1:8080, and reload the browser on save",
		RunE: func(c *cobra.Command, _ []string) error {
			folder, err := os.MkdirTemp("", "retrowiki-serve-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(folder)
			site := filepath.Join(folder, "site")
			build := func(ctx context.Context) error { return a.previewBuild(ctx, site) }
			return preview.Serve(c.Context(), preview.Options{
				Address: address, Dir: site, Watch: a.watched(), Ignore: a.ignored, Build: build,
				Ready: func(at string) { fmt.Fprintf(a.stdout, "The wiki is at %s  (Ctrl-C ends it)\n", at) },
				Report: func(err error, took time.Duration) {
					if err != nil {
						a.log.Error(err.Error())
						return
					}
					a.log.Info("rebuilt in " + took.Round(time.Millisecond).String())
				},
			})
		},
	}
	c.Flags().StringVar(&address, "address", "127.0.0.1:8080", "where to serve; loopback only, port 0 for any")
	c.Flags().BoolVar(&a.noHistory, "no-history", false, "do not ask git who changed what")
	return c
}

func (a *app) previewBuild(ctx context.Context, site string) error {
	o, err := a.options()
	if err != nil {
		return err
	}
	o.Pages = true
	wiki, err := generator.Load(ctx, o)
	if err != nil {
		return err
	}
	defer wiki.Close()
	a.tellProblems(wiki)
	_, err = generator.Build(ctx, wiki, generator.BuildOptions{Output: site, Version: version(), Reload: preview.ReloadPath})
	return err
}

// watched is the folder to watch; "" where a commit is served, which stays as
// it is.
func (a *app) watched() string {
	if a.rev != "" {
		return ""
	}
	return generator.LocalRoot(a.source)
}

func (a *app) ignored(path string) bool {
	switch filepath.Base(path) {
	case ".git", "node_modules", "_site", ".retrowiki":
		return true
	}
	output, err := filepath.Abs(a.output)
	return err == nil && path == output
}
