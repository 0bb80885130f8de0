package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/review"
	"github.com/retrowiki/retrowiki/generator/tracker"
)

// reviewFlags are the flags of review alone.
type reviewFlags struct {
	base     string
	artifact string
	comment  bool
}

func reviewCommand(a *app) *cobra.Command {
	var f reviewFlags
	c := &cobra.Command{
		Use:   "review",
		Short: "Tell what a change does to the wiki and to its issues",
		Long: `Tell as Markdown what is wrong, which pages a change adds and changes, and what sync
would do. It writes nothing to any issue.

In a workflow the text goes to the job's summary, its figures to the step's outputs,
and with --comment to one comment on the pull request, which is kept up to date.`,
		RunE: func(c *cobra.Command, _ []string) error { return a.review(c.Context(), f) },
	}
	c.Flags().StringVar(&f.base, "base", "", "the commit to compare with (default: the pull request's base)")
	c.Flags().StringVar(&f.artifact, "artifact", "", "the name under which the run keeps the built wiki")
	c.Flags().BoolVar(&f.comment, "comment", false, "comment on the pull request")
	return c
}

func (a *app) review(ctx context.Context, f reviewFlags) error {
	event, err := a.pullRequest()
	if err != nil {
		return err
	}
	if f.base == "" {
		f.base = event.PullRequest.Base.SHA
	}
	wiki, err := a.loadAll(ctx, "")
	if err != nil {
		return err
	}
	defer wiki.Close()
	checked, err := generator.Check(ctx, wiki)
	if err != nil {
		return err
	}
	host := a.getenv("GITHUB_SERVER_URL")
	_, host, _ = strings.Cut(strings.TrimSuffix(host, "/"), "://")
	r := &review.Review{
		Host: host, Findings: checked.Findings, Files: len(wiki.View.Entries()), Run: a.runAddress(), Artifact: f.artifact,
	}
	if f.base != "" {
		r.Changes, r.ChangesWhy = a.changes(ctx, wiki, f.base)
	}
	if r.Plan, err = a.wouldDo(ctx, wiki); err != nil {
		r.PlanWhy = "The plan for the issues is not known: " + err.Error()
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	url := ""
	if f.comment && event.PullRequest.Number > 0 {
		url = a.comment(ctx, r, event.PullRequest.Number)
	}
	return a.tellReview(r, url)
}

// loadAll reads every incident, whoever may read it on the wiki, from the work
// tree or a commit.
func (a *app) loadAll(ctx context.Context, rev string) (*generator.Wiki, error) {
	o, err := a.options()
	if err != nil {
		return nil, err
	}
	o.Audience, o.History, o.Places = incident.Restricted, false, true
	if rev != "" {
		o.Rev = rev
	}
	return generator.Load(ctx, o)
}

func (a *app) changes(ctx context.Context, wiki *generator.Wiki, base string) ([]review.Change, string) {
	before, err := a.loadAll(ctx, base)
	if err != nil {
		return nil, "What changed is not known, since the base cannot be read; check out with fetch-depth: 0. " + err.Error()
	}
	defer before.Close()
	return generator.Compare(before, wiki, incident.Visibility(a.audience)), ""
}

// wouldDo is what sync would do.
func (a *app) wouldDo(ctx context.Context, wiki *generator.Wiki) (*tracker.Plan, error) {
	client, err := a.github(0)
	if err != nil {
		return nil, err
	}
	state, err := a.readState()
	if err != nil {
		return nil, err
	}
	settings, err := a.syncSettings(wiki, syncFlags{})
	if err != nil {
		return nil, err
	}
	plan, err := a.plan(ctx, client, wiki, state, settings, syncFlags{allowOlder: true})
	if err != nil {
		return nil, err
	}
	return a.logFor(ctx, client, plan, settings).Plan(), nil
}

// comment says it on the pull request. Where it may not, as with the read-only
// token of a pull request from a fork, it says so in the log and goes on: the
// summary holds the same.
func (a *app) comment(ctx context.Context, r *review.Review, number int) (url string) {
	client, err := a.github(0)
	if err == nil {
		url, _, err = client.Comment(ctx, a.getenv("GITHUB_REPOSITORY"), number, a.marker(), r.Markdown(review.CommentLimit), r.Noteworthy())
	}
	if err != nil {
		a.log.Warn("no comment on the pull request (one from a fork has a token that only reads); the job's summary says the same: " + err.Error())
	}
	return url
}

// marker knows the comment again. Two jobs, or two wikis of one repository,
// have a comment each.
func (a *app) marker() string {
	place := strings.Join([]string{a.getenv("GITHUB_WORKFLOW"), a.getenv("GITHUB_JOB"), a.source, a.config}, "\x00")
	sum := sha256.Sum256([]byte(place))
	return fmt.Sprintf("<!-- retrowiki:review %x -->", sum[:6])
}

// tellReview writes to the job's summary and outputs, or prints where there
// are none.
func (a *app) tellReview(r *review.Review, comment string) error {
	summary := a.getenv("GITHUB_STEP_SUMMARY")
	if summary == "" {
		_, err := fmt.Fprint(a.stdout, r.Markdown(review.SummaryLimit))
		return err
	}
	counts := r.Counts()
	outputs := fmt.Sprintf("findings=%d\nerrors=%d\nplan-open=%d\nplan-change=%d\nplan-close=%d\n",
		len(r.Findings), r.Findings.AtLeast(diag.Error), counts.Open, counts.Change, counts.Close)
	if !strings.ContainsAny(comment, "\r\n") {
		outputs += "comment-url=" + comment + "\n"
	}
	err := appendTo(summary, r.Markdown(review.SummaryLimit)+"\n")
	if file := a.getenv("GITHUB_OUTPUT"); file != "" {
		err = errors.Join(err, appendTo(file, outputs))
	}
	return err
}

// appendTo adds to a file that the runner reads afterwards.
func appendTo(name, text string) error {
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}

// event is what matters of the event that started a workflow.
type event struct {
	PullRequest struct {
		Number int `json:"number"`
		Base   struct {
			SHA string `json:"sha"`
		} `json:"base"`
	} `json:"pull_request"`
}

var commitName = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)

// pullRequest reads the event; outside of a workflow it is empty.
func (a *app) pullRequest() (event, error) {
	var e event
	name := a.getenv("GITHUB_EVENT_PATH")
	if name == "" {
		return e, nil
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal(content, &e); err != nil {
		return e, fmt.Errorf("%s: %w", name, err)
	}
	if !commitName.MatchString(e.PullRequest.Base.SHA) {
		e.PullRequest.Base.SHA = ""
	}
	return e, nil
}

// runAddress is the page of the workflow's run.
func (a *app) runAddress() string {
	server, repo, run := a.getenv("GITHUB_SERVER_URL"), a.getenv("GITHUB_REPOSITORY"), a.getenv("GITHUB_RUN_ID")
	if server == "" || repo == "" || run == "" {
		return ""
	}
	return server + "/" + repo + "/actions/runs/" + run
}
