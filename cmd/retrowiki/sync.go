package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/output"
	"github.com/retrowiki/retrowiki/generator/tracker"
	"github.com/retrowiki/retrowiki/generator/tracker/github"
	"github.com/retrowiki/retrowiki/templates"
)

// syncFlags are the flags of sync alone.
type syncFlags struct {
	dryRun     bool
	apply      bool
	format     string
	repo       string
	pace       time.Duration
	maxWrites  int
	maxTime    time.Duration
	maxChanges int
	allowOlder bool
	writeBack  string
}

func syncCommand(a *app) *cobra.Command {
	var f syncFlags
	c := &cobra.Command{
		Use:   "sync",
		Short: "Remediations to GitHub issues, and their state back",
		Long: `Open an issue for each remediation, update it when the file changes, close it when
the file says that it is done or declined, and read back what became of it. Run
again, it changes nothing. What people change on GitHub stays.

It writes in a workflow that runs for a branch. Anywhere else it prints the plan
and writes nothing, unless --apply says so: two runs at once could open an issue
twice.

The token is read from GITHUB_TOKEN and needs to write issues.`,
		RunE: func(c *cobra.Command, _ []string) error { return a.sync(c.Context(), f) },
	}
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, "print the plan and write nothing")
	c.Flags().BoolVar(&f.apply, "apply", false, "write, although this is no workflow, or one for a pull request")
	c.Flags().StringVar(&f.format, "format", "text", "how to print the plan: text, markdown or json")
	c.Flags().StringVar(&f.repo, "repo", "", "OWNER/NAME where issues are opened (default from the settings, then GITHUB_REPOSITORY)")
	c.Flags().DurationVar(&f.pace, "pace", time.Second, "between two writes")
	c.Flags().IntVar(&f.maxWrites, "max-writes", 0, "stop after so many writes, to go on in the next run; 0 for no limit")
	c.Flags().DurationVar(&f.maxTime, "max-time", 0, "stop after so long, to go on in the next run; 0 for no limit")
	c.Flags().IntVar(&f.maxChanges, "max-changes", 0, "how many issues may be opened or closed in one run (default from the settings)")
	c.Flags().BoolVar(&f.allowOlder, "allow-older", false, "write although issues know a newer commit")
	c.Flags().StringVar(&f.writeBack, "write-back", "", "write the numbers of issues into the files: worktree, commit or branch:NAME; never pushes")
	c.Flags().Lookup("write-back").NoOptDefVal = "worktree"
	return c
}

func (a *app) sync(ctx context.Context, f syncFlags) error {
	print, ok := printers[f.format]
	if !ok {
		return usageError{fmt.Errorf("--format %q: want text, markdown or json", f.format)}
	}
	if f.dryRun && f.apply {
		return usageError{errors.New("--dry-run and --apply: want one of them")}
	}
	back, err := a.writeBack(f.writeBack)
	if err != nil {
		return err
	}
	client, err := a.github(f.pace)
	if err != nil {
		return fmt.Errorf("%w: sync needs one that may write issues (in a workflow: permissions: issues: write)", err)
	}
	wiki, state, err := a.loadForSync(ctx)
	if err != nil {
		return err
	}
	defer wiki.Close()
	settings, err := a.syncSettings(wiki, f)
	if err != nil {
		return err
	}
	plan, err := a.plan(ctx, client, wiki, state, settings, f)
	if err != nil {
		return err
	}
	log := a.logFor(ctx, client, plan, settings)
	back.readBy(log)
	findings, held := wiki.TellableTo(log.Audience())
	a.tellFindings(findings, held)
	if reason := a.planOnly(f); f.dryRun || reason != "" {
		text, err := print(log.Plan())
		fmt.Fprint(a.stdout, text)
		if !f.dryRun {
			a.log.Warn("nothing was written: " + reason + "; give --apply to write")
		}
		return errors.Join(err, back.tell(wiki, settings.Repo, state))
	}
	result, err := tracker.Apply(ctx, client, plan, tracker.Options{
		Clock: clock{a.now}, MaxWrites: f.maxWrites, MaxTime: f.maxTime, Progress: a.syncProgress(log),
	})
	if result != nil {
		err = errors.Join(err, a.writeState(&result.States), back.write(wiki, settings.Repo, &result.States))
	}
	if err != nil {
		return err
	}
	return a.tellResult(plan, log, result)
}

// github is a client with the environment's token.
func (a *app) github(pause time.Duration) (*github.Client, error) {
	token := a.getenv("GITHUB_TOKEN")
	if token == "" {
		return nil, errors.New("there is no token in GITHUB_TOKEN")
	}
	return github.New(github.Options{
		BaseURL: a.getenv("GITHUB_API_URL"), Token: token, Clock: clock{a.now}, Pace: pace(pause), UserAgent: "retrowiki/" + version(),
	})
}

// plan compares the wiki with what the tracker lists.
func (a *app) plan(ctx context.Context, t tracker.Tracker, wiki *generator.Wiki, state *tracker.State, settings tracker.Settings, f syncFlags) (*tracker.Plan, error) {
	items := generator.Items(wiki)
	listings, err := tracker.Read(ctx, t, tracker.Repositories(items, settings, state), state)
	if err != nil {
		return nil, err
	}
	return tracker.Reconcile(items, listings, settings, tracker.RunInfo{
		Commit: wiki.Snapshot.Commit, CommittedAt: wiki.Snapshot.CommittedAt, AllowOlder: f.allowOlder,
		Incomplete: wiki.Unread(), Previous: state,
	}), nil
}

// logFor is what a run may print. A workflow's log is read by whoever can read
// the repository that it runs for, however few may read an incident.
func (a *app) logFor(ctx context.Context, t tracker.Tracker, plan *tracker.Plan, settings tracker.Settings) *tracker.Log {
	if a.getenv("GITHUB_ACTIONS") != "true" {
		return plan.LogFor(tracker.Invited)
	}
	repo, err := t.Repository(ctx, cmp.Or(a.getenv("GITHUB_REPOSITORY"), settings.Repo))
	if err != nil {
		return plan.LogFor(tracker.Everybody)
	}
	return plan.LogFor(repo.Readers)
}

// planOnly says why a run writes nothing unless it is told to, "" if it may: a
// workflow's concurrency group keeps runs apart, and a pull request is not what
// the default branch says.
func (a *app) planOnly(f syncFlags) string {
	event := a.getenv("GITHUB_EVENT_NAME")
	switch {
	case f.apply:
		return ""
	case a.getenv("GITHUB_ACTIONS") != "true":
		return "this is no workflow"
	case strings.HasPrefix(event, "pull_request"), event == "merge_group":
		return "the workflow runs for a pull request"
	}
	return ""
}

// loadForSync reads every incident, whoever may read it on the wiki.
func (a *app) loadForSync(ctx context.Context) (*generator.Wiki, *tracker.State, error) {
	state, err := a.readState()
	if err != nil {
		return nil, nil, err
	}
	o, err := a.options()
	if err != nil {
		return nil, nil, err
	}
	o.Audience, o.History, o.Places = incident.Restricted, false, true
	wiki, err := generator.Load(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	return wiki, state, nil
}

func (a *app) syncSettings(wiki *generator.Wiki, f syncFlags) (tracker.Settings, error) {
	settings := wiki.TrackerSettings()
	for _, repo := range []string{f.repo, settings.Repo, a.getenv("GITHUB_REPOSITORY")} {
		if settings.Repo = repo; repo != "" {
			break
		}
	}
	if settings.Repo == "" {
		return settings, errors.New("sync does not know where to open issues: set github.repo in retrowiki.yaml, or give --repo OWNER/NAME")
	}
	if f.maxChanges > 0 {
		settings.MaxChanges = f.maxChanges
	}
	if server := a.getenv("GITHUB_SERVER_URL"); server != "" {
		_, settings.Host, _ = strings.Cut(strings.TrimSuffix(server, "/"), "://")
	}
	var err error
	settings.Body, err = tracker.ParseBody(templates.FS)
	return settings, err
}

var printers = map[string]func(*tracker.Plan) (string, error){
	"text":     func(p *tracker.Plan) (string, error) { return p.Text(), nil },
	"markdown": func(p *tracker.Plan) (string, error) { return p.Markdown(), nil },
	"json": func(p *tracker.Plan) (string, error) {
		text, err := p.JSON()
		return string(text), err
	},
}

// pace is what the client takes: for it 0 is the default, and no pause is
// below that.
func pace(d time.Duration) time.Duration {
	if d <= 0 {
		return -1
	}
	return d
}

func (a *app) syncProgress(log *tracker.Log) func(done, total int, action tracker.Action) {
	return func(done, total int, action tracker.Action) {
		if !log.Tells(action) {
			a.log.Info(fmt.Sprintf("%d/%d %s", done, total, action.Verb))
			return
		}
		name := action.Repo
		if action.Number > 0 {
			name = fmt.Sprintf("%s#%d", action.Repo, action.Number)
		}
		a.log.Info(fmt.Sprintf("%d/%d %s %s: %s", done, total, action.Verb, name, action.Title))
	}
}

func (a *app) writeState(state *tracker.State) error {
	content, err := state.Encode()
	if err != nil {
		return err
	}
	return output.WriteFile(a.statePath(), content)
}

func (a *app) tellResult(plan *tracker.Plan, log *tracker.Log, r *tracker.Result) error {
	for _, w := range log.Findings(r.Warnings) {
		a.log.Warn(w.Message)
	}
	for _, c := range log.Findings(r.Conflicts) {
		a.log.Error(c.Span.String() + ": " + c.Message)
	}
	for _, action := range r.Remaining {
		if !log.Tells(action) {
			continue // the last line counts it
		}
		a.log.Warn(fmt.Sprintf("left for the next run: %s %s (%s)", action.Verb, action.Key, action.Title))
	}
	fmt.Fprintf(a.stdout, "%d in sync, %d changed, %d left, %d conflicts\n", plan.InSync, len(r.Done), len(r.Remaining), len(r.Conflicts))
	switch {
	case r.Incomplete:
		return exitStatus(exitIncomplete)
	case len(r.Conflicts) > 0:
		return exitStatus(exitConflicts)
	case plan.Refused != "":
		a.log.Error(plan.Refused)
		return exitStatus(exitError)
	case len(r.Remaining) > 0: // the token may not, say
		return exitStatus(exitError)
	}
	return nil
}
