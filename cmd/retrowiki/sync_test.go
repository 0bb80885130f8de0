package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

const syncedIncident = `---
title: Physicals table ran out of primary keys
visibility: public
remediations:
  - {id: bigint, title: Move every key to BIGINT, level: inputs, decision: accepted, owner: lex}
  - {id: alert, title: Alert on headroom, decision: accepted}
  - {id: shard, title: Shard by region, decision: accepted}
---

It happened.
`

// wiki is a repository of incidents, and GitHub beside it.
type syncedWiki struct {
	t      *testing.T
	dir    string
	gh     *githubtest.Server
	repo   *githubtest.Repo
	stdout bytes.Buffer
	stderr bytes.Buffer
	env    map[string]string
}

func newSyncedWiki(t *testing.T) *syncedWiki {
	w := &syncedWiki{t: t, dir: t.TempDir(), gh: githubtest.New(t)}
	w.env = map[string]string{"GITHUB_TOKEN": w.gh.Token(), "GITHUB_API_URL": strings.TrimSuffix(w.gh.URL(), "/"), "GITHUB_ACTIONS": "true"}
	w.repo = w.gh.Repo("acme/retros")
	w.repo.Grant("lex-gh", githubtest.Write)
	w.write("retrowiki.yaml", "title: Acme\nbase_url: https://acme.example/\ngithub: {repo: acme/retros, namespace: acme}\npeople:\n  lex: {github: lex-gh}\n")
	w.write("incidents/2014-11-24-physicals.md", syncedIncident)
	return w
}

func (w *syncedWiki) write(name, text string) {
	w.t.Helper()
	file := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

func (w *syncedWiki) edit(from, to string) {
	w.t.Helper()
	name := filepath.Join(w.dir, "incidents/2014-11-24-physicals.md")
	text, err := os.ReadFile(name)
	if err != nil || !strings.Contains(string(text), from) {
		w.t.Fatalf("nothing to edit: %v", err)
	}
	w.write("incidents/2014-11-24-physicals.md", strings.Replace(string(text), from, to, 1))
}

func (w *syncedWiki) run(args ...string) (status int) {
	w.t.Helper()
	w.stdout.Reset()
	w.stderr.Reset()
	status = execute(context.Background(), &environment{
		args: append(args, "--source", w.dir), stdout: &w.stdout, stderr: &w.stderr,
		getenv: func(name string) string { return w.env[name] }, now: time.Now,
	})
	if strings.Contains(w.stdout.String()+w.stderr.String(), w.gh.Token()) {
		w.t.Error("the token was printed")
	}
	return status
}

func (w *syncedWiki) sync() {
	w.t.Helper()
	if status := w.run("sync", "--pace", "0"); status != exitDone {
		w.t.Fatalf("sync ended with %d:\n%s%s", status, w.stdout.String(), w.stderr.String())
	}
}

// page builds the wiki and returns the incident's page.
func (w *syncedWiki) page() string {
	w.t.Helper()
	out := filepath.Join(w.t.TempDir(), "site")
	if status := w.run("build", "--output", out); status != exitDone {
		w.t.Fatalf("build ended with %d:\n%s", status, w.stderr.String())
	}
	page, err := os.ReadFile(filepath.Join(out, "incidents/2014-11-24-physicals/index.html"))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(page)
}

func (w *syncedWiki) issue(title string) githubtest.Issue {
	w.t.Helper()
	for _, i := range w.repo.Issues() {
		if i.Title == title {
			return i
		}
	}
	w.t.Fatalf("no issue is called %q", title)
	return githubtest.Issue{}
}

// The whole loop: issues are opened, a second run writes nothing, an edited
// title follows, what people do on GitHub shows on the wiki, and what the file
// declines is closed.
func TestTheLoopOfAVirtuousCycle(t *testing.T) {
	w := newSyncedWiki(t)
	w.sync()
	if n := len(w.repo.Issues()); n != 3 {
		t.Fatalf("%d issues were opened, want 3:\n%s", n, w.stderr.String())
	}
	if got := w.issue("Move every key to BIGINT").Assignees; len(got) != 1 || got[0] != "lex-gh" {
		t.Errorf("the owner's login is not assigned: %v", got)
	}

	w.gh.ForgetLog()
	w.sync()
	if writes := w.gh.Writes(); len(writes) > 0 {
		t.Errorf("the second run wrote: %+v", writes)
	}

	w.edit("title: Alert on headroom", "title: Page when headroom is short")
	w.sync()
	w.issue("Page when headroom is short")

	w.repo.As("lex-gh").Close(w.issue("Page when headroom is short").Number, "completed")
	w.edit("title: Shard by region, decision: accepted", "title: Shard by region, decision: declined, reason: It only moves the ceiling.")
	w.sync()
	if i := w.issue("Shard by region"); i.State != "closed" || i.StateReason != "not_planned" {
		t.Errorf("the declined item's issue is %s, %s", i.State, i.StateReason)
	}
	page := w.page()
	for _, want := range []string{`state-in_progress`, `state-done`, `state-declined`, `assigned to lex-gh`, `/issues/`} {
		if !strings.Contains(page, want) {
			t.Errorf("the incident's page does not show %s", want)
		}
	}
}

// Settings and fields get from the files to the issues.
func TestWhatAnIssueSays(t *testing.T) {
	w := newSyncedWiki(t)
	w.write("retrowiki.yaml", "title: Acme\nbase_url: https://acme.example/\ngithub: {repo: acme/retros, namespace: acme, labels_for: [level]}\n")
	w.edit("level: inputs,", "level: inputs, depends_on: [alert],")
	w.sync()
	i := w.issue("Move every key to BIGINT")
	if strings.Join(i.Labels, ", ") != "remediation, level: inputs" {
		t.Errorf("labels %v", i.Labels)
	}
	after := fmt.Sprintf("- Comes after: #%d Alert on headroom\n", w.issue("Alert on headroom").Number)
	for _, want := range []string{after, "[This remediation in the wiki](<https://acme.example/incidents/2014-11-24-physicals/"} {
		if !strings.Contains(i.Body, want) {
			t.Errorf("%q is not in %q", want, i.Body)
		}
	}
	w.gh.ForgetLog()
	w.sync()
	if writes := w.gh.Writes(); len(writes) > 0 {
		t.Errorf("the second run wrote: %+v", writes)
	}
}

func TestSyncDryRunWritesNothing(t *testing.T) {
	w := newSyncedWiki(t)
	for _, format := range []string{"text", "markdown", "json"} {
		if status := w.run("sync", "--dry-run", "--format", format); status != exitDone {
			t.Fatalf("status %d: %s", status, w.stderr.String())
		}
		if !strings.Contains(w.stdout.String(), "Alert on headroom") {
			t.Errorf("--format %s does not name the item:\n%s", format, w.stdout.String())
		}
	}
	if len(w.gh.Writes()) > 0 || len(w.repo.Issues()) > 0 {
		t.Error("a dry run wrote")
	}
	if _, err := os.Stat(filepath.Join(w.dir, ".retrowiki")); err == nil {
		t.Error("a dry run left a state file")
	}
}

// Away from a workflow, and for a pull request, a run plans, and writes only
// when it is told to.
func TestInvariant08_OnlyWorkflowsWrite(t *testing.T) {
	for name, env := range map[string]map[string]string{
		"at home":        {"GITHUB_ACTIONS": ""},
		"pull request":   {"GITHUB_EVENT_NAME": "pull_request"},
		"fork's request": {"GITHUB_EVENT_NAME": "pull_request_target"},
		"merge queue":    {"GITHUB_EVENT_NAME": "merge_group"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newSyncedWiki(t)
			maps.Copy(w.env, env)
			w.sync()
			if n := len(w.gh.Writes()); n > 0 || !strings.Contains(w.stdout.String(), "create 3") || !strings.Contains(w.stderr.String(), "give --apply") {
				t.Errorf("%d writes, said %s%s", n, w.stdout.String(), w.stderr.String())
			}
			if status := w.run("sync", "--pace", "0", "--apply"); status != exitDone || len(w.repo.Issues()) != 3 {
				t.Errorf("--apply: status %d, %d issues", status, len(w.repo.Issues()))
			}
		})
	}
}

func TestSyncStopsAtALimitAndGoesOn(t *testing.T) {
	w := newSyncedWiki(t)
	if status := w.run("sync", "--pace", "0", "--max-writes", "2"); status != exitIncomplete {
		t.Fatalf("status %d, want %d:\n%s", status, exitIncomplete, w.stderr.String())
	}
	if !strings.Contains(w.stderr.String(), "left for the next run") {
		t.Errorf("what is left is not named:\n%s", w.stderr.String())
	}
	w.sync()
	if n := len(w.repo.Issues()); n != 3 {
		t.Errorf("after both runs there are %d issues, want 3", n)
	}
}

func TestInvariant25_ABuildWithoutATrackerUsesTheLastState(t *testing.T) {
	w := newSyncedWiki(t)
	w.sync()
	w.gh.Fault(githubtest.AnyCall, githubtest.Fail500)
	if page := w.page(); !strings.Contains(page, "States of issues as of") || !strings.Contains(page, "state-open") {
		t.Error("the page does not show the last known state and its age")
	}
}

func TestSyncSaysWhatItNeeds(t *testing.T) {
	w := newSyncedWiki(t)
	for name, test := range map[string]struct {
		env    map[string]string
		config string
		want   string
	}{
		"no token":      {nil, "title: x\ngithub: {repo: a/b}\n", "GITHUB_TOKEN"},
		"no repository": {map[string]string{"GITHUB_TOKEN": "t"}, "title: x\n", "--repo OWNER/NAME"},
	} {
		t.Run(name, func(t *testing.T) {
			w.write("retrowiki.yaml", test.config)
			var stderr bytes.Buffer
			status := execute(context.Background(), &environment{
				args: []string{"sync", "--source", w.dir}, stdout: &w.stdout, stderr: &stderr,
				getenv: func(name string) string { return test.env[name] }, now: time.Now,
			})
			if status != exitError || !strings.Contains(stderr.String(), test.want) {
				t.Errorf("status %d, said %q, want %q", status, stderr.String(), test.want)
			}
		})
	}
}
