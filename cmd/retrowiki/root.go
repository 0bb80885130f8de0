package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/progress"
	"github.com/retrowiki/retrowiki/generator/report"
	"github.com/retrowiki/retrowiki/generator/tracker"
)

// Exit statuses, as docs/commands.md promises them.
const (
	exitDone        = 0
	exitError       = 1
	exitUsage       = 2
	exitIncomplete  = 3
	exitConflicts   = 4
	exitInterrupted = 130
)

// exitStatus is an error that only sets the exit status: everything that there
// is to say has been said.
type exitStatus int

func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// usageError is a mistake in how the command was called.
type usageError struct{ error }

// app is a run of the command: the world and the flags that all commands share.
type app struct {
	*environment
	log *slog.Logger

	source, rev, config string
	output, baseURL     string
	audience            string
	state               string
	logFormat           string
	quiet               bool
	noHistory           bool
	profiles            profiles
	timings, noCache    bool
	run                 *progress.Run
	live                *live // nil where there is no terminal to tell
}

// commands lists every command in the order of the help.
var commands = []func(*app) *cobra.Command{
	initCommand, newCommand, importCommand, checkCommand, fmtCommand, buildCommand, serveCommand, similarCommand, timelineCommand, agendaCommand, digestCommand,
	reviewCommand, syncCommand, schemaCommand, versionCommand,
}

func execute(ctx context.Context, env *environment) int {
	a := &app{environment: env}
	root := a.rootCommand()
	root.SetArgs(env.args)
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	err := root.ExecuteContext(ctx)
	a.live.end()
	a.tellTimings()
	err = errors.Join(err, a.profiles.stop())
	var status exitStatus
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &status):
		return int(status)
	case ctx.Err() != nil:
		fmt.Fprintln(env.stderr, "retrowiki: interrupted")
		return exitInterrupted
	}
	fmt.Fprintf(env.stderr, "retrowiki: %s\n", report.Visible(err.Error()))
	if errors.As(err, &usageError{}) {
		fmt.Fprintln(env.stderr, "Try 'retrowiki --help'.")
		return exitUsage
	}
	return exitError
}

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "retrowiki",
		Short: "A retrospective wiki from a git repository of Markdown incidents",
		Long: `retrowiki turns a git repository of Markdown incidents into a retrospective wiki,
opens a GitHub issue for each remediation, and shows what became of it.

Exit status: 0 done; 1 an error, or findings at or above check --fail-on;
2 wrong usage; 3 sync stopped early at a limit, to go on in the next run;
4 sync met conflicts that a person has to settle.`,
		SilenceErrors: true, SilenceUsage: true,
		PersistentPreRunE: func(*cobra.Command, []string) error { return a.prepare() },
	}
	root.CompletionOptions.HiddenDefaultCmd = false
	f := root.PersistentFlags()
	f.StringVar(&a.source, "source", "", "folder or git URL to read (default: the repository one stands in)")
	f.StringVar(&a.rev, "rev", "", "read a commit instead of the work tree")
	f.StringVar(&a.config, "config", "", "path of the settings in the source (default retrowiki.yaml)")
	f.StringVar(&a.output, "output", "_site", "folder to write the wiki to")
	f.StringVar(&a.audience, "audience", string(incident.Internal), "whom it is for: public, internal or restricted")
	f.StringVar(&a.baseURL, "base-url", "", "where the wiki is published (default from the settings)")
	f.StringVar(&a.state, "state", "", "file of the issues' last known state (default .retrowiki/issues.json in the source)")
	f.StringVar(&a.logFormat, "log-format", "text", "text or json")
	a.profiles.flags(f)
	f.BoolVar(&a.noCache, "no-cache", false, "keep nothing in the user's cache folder, and use nothing of it")
	f.BoolVar(&a.timings, "timings", false, "say how long each stage took")
	f.BoolVar(&a.quiet, "quiet", false, "say nothing but errors and results")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	for _, command := range commands {
		c := command(a)
		if c.Args == nil {
			c.Args = cobra.NoArgs
		}
		c.Args = usageArgs(c.Args)
		root.AddCommand(c)
	}
	root.Args = usageArgs(cobra.NoArgs)
	root.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	return root
}

// usageArgs makes a wrong number of arguments a usage error.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return usageError{err}
		}
		return nil
	}
}

func (a *app) prepare() error {
	switch incident.Visibility(a.audience) {
	case incident.Public, incident.Internal, incident.Restricted:
	default:
		return usageError{fmt.Errorf("--audience %q: want public, internal or restricted", a.audience)}
	}
	if err := a.checkEpoch(); err != nil {
		return err
	}
	a.watch()
	var handler slog.Handler
	level := slog.LevelInfo
	if a.quiet {
		level = slog.LevelError
	}
	switch a.logFormat {
	case "json":
		handler = slog.NewJSONHandler(report.InertJSON{To: a.stderr}, &slog.HandlerOptions{Level: level})
	case "text":
		handler = &plainHandler{to: a.stderr, level: level}
	default:
		return usageError{fmt.Errorf("--log-format %q: want text or json", a.logFormat)}
	}
	a.log = slog.New(handler)
	return a.profiles.start()
}

// options is what the flags say about reading.
func (a *app) options() (generator.Options, error) {
	o := generator.Options{
		Source: a.source, Rev: a.rev, ConfigPath: a.config, Output: a.output,
		Audience: incident.Visibility(a.audience), BaseURL: a.baseURL, History: !a.noHistory, Now: a.today(),
		Progress: a.run, Cache: a.cacheFolder(), Program: program(),
	}
	state, err := a.readState()
	if err != nil {
		return o, err
	}
	o.States = generator.States(state)
	return o, nil
}

// statePath is where the issues' last known state is kept: beside the source,
// or where one stands if the source is elsewhere on the net.
func (a *app) statePath() string {
	if a.state != "" {
		return a.state
	}
	root := generator.LocalRoot(a.source)
	return filepath.Join(root, ".retrowiki", "issues.json")
}

func (a *app) readState() (*tracker.State, error) {
	content, err := os.ReadFile(a.statePath())
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	state, err := tracker.ReadState(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: remove the file, or run retrowiki sync", a.statePath(), err)
	}
	return state, nil
}

// plainHandler prints a log line as a person would say it.
type plainHandler struct {
	to    io.Writer
	level slog.Level
}

func (h *plainHandler) Enabled(_ context.Context, l slog.Level) bool { return l >= h.level }

func (h *plainHandler) Handle(_ context.Context, r slog.Record) error {
	var line strings.Builder
	if r.Level >= slog.LevelWarn {
		line.WriteString(strings.ToLower(r.Level.String()) + ": ")
	}
	line.WriteString(report.Visible(r.Message))
	r.Attrs(func(attr slog.Attr) bool {
		fmt.Fprintf(&line, " %s=%s", attr.Key, report.Visible(attr.Value.String()))
		return true
	})
	_, err := fmt.Fprintln(h.to, line.String())
	return err
}

func (h *plainHandler) WithAttrs([]slog.Attr) slog.Handler { return h }
func (h *plainHandler) WithGroup(string) slog.Handler      { return h }
