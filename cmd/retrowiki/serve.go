package main

import (
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
		Short: "Serve on 127.0.0.1:8080, and reload the browser on save",
		RunE:  func(c *cobra.Command, _ []string) error { return a.serve(c, address) },
	}
	c.Flags().StringVar(&address, "address", "127.0.0.1:8080", "where to serve; loopback only, port 0 for any")
	c.Flags().BoolVar(&a.noHistory, "no-history", false, "do not ask git who changed what")
	return c
}

func (a *app) serve(c *cobra.Command, address string) error {
	listener, err := preview.Listen(address)
	if err != nil {
		return err
	}
	defer listener.Close()
	// The watch begins before anything is read, so that nothing saved meanwhile
	// is missed.
	watcher, err := preview.Watch(a.watched(), a.ignored)
	if err != nil {
		return err
	}
	defer watcher.Close()
	folder, err := os.MkdirTemp("", "retrowiki-serve-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	o, err := a.options()
	if err != nil {
		return err
	}
	site := filepath.Join(folder, "site")
	live, err := generator.NewLive(c.Context(), o, generator.BuildOptions{Output: site, Version: version(), Reload: preview.ReloadPath})
	if err != nil {
		return err
	}
	defer live.Close()
	a.tellProblems(live.Wiki())
	return preview.Serve(c.Context(), listener, watcher, preview.Options{
		Site: live, Dir: site,
		Ready: func(at string) { fmt.Fprintf(a.stdout, "The wiki is at %s  (Ctrl-C ends it)\n", at) },
		Report: func(err error, took time.Duration) {
			if err != nil {
				a.log.Error(err.Error())
				return
			}
			a.tellProblems(live.Wiki())
			a.log.Info("rebuilt in " + took.Round(time.Millisecond).String())
		},
	})
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
