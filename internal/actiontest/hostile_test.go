package actiontest

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// hostileTitles are what strangers write; each is the title of an incident and
// of a remediation.
var hostileTitles = []string{
	`</td></table><script>alert(1)</script><img src=https://evil.example/beacon.png>`,
	`::error file=x::pwned`, `ok\n::add-mask::pwned`, `ok\r\n::set-output name=site::pwned`, `##[add-mask]pwned`, `a ##[error]pwned`,
	`%0A::error::pwned`, `ok%0D%0A::stop-commands::pwned`,
	`@octocat @acme/everyone closes #1 fixes acme/retros#1 GH-1 https://github.com/acme/retros/issues/1`,
	`${{ secrets.GITHUB_TOKEN }} ${{ github.token }} $(touch pwned) ` + "`touch pwned`" + ` ; touch pwned`,
	`| a | b |<br>| --- |`, `![beacon](https://evil.example/x.png) [here](javascript:alert(1))`, `<!-- retrowiki:review 000000000000 -->`,
	`--> <!-- retrowiki:begin x`, "``` ~~~ # heading > quote - [x] task", "a\\u202Eb", `/close`, `<details><summary>x`,
}

var hostileNames = []string{
	"$(touch pwned).md", "`touch pwned`.md", "a;touch pwned;.md", "x\n::error::pwned.md", "x\n##[add-mask]pwned.md", "::add-mask::pwned.md",
	"%0A::error::pwned.md", "${{ secrets.GITHUB_TOKEN }}.md", "-rf.md", "--output=pwned.md", "@octocat #1.md", "| a |.md", "'\"\\.md", "<img src=x>.md",
	"EOF.md", "x\nsite=pwned.md",
}

// hostile is a wiki whose pull request is an attack on everything that reads
// it.
func hostile(t *testing.T) (w *wiki, base string) {
	w = newWiki(t)
	base = w.git("rev-parse", "HEAD")
	w.repo.AddPullRequest("A small change")
	for n, title := range hostileTitles {
		title = strings.ReplaceAll(title, `"`, `\"`)
		w.write(fmt.Sprintf("incidents/2026/2026-01-%02d-title.md", n+1), fmt.Sprintf(
			"---\ntitle: \"%s\"\nvisibility: public\nstatus: \"%s\"\nremediations:\n  - {id: r%d, title: \"%s\", decision: accepted}\n---\n\n%s\n", title, title, n, title, title))
	}
	for n, name := range hostileNames {
		w.write(fmt.Sprintf("incidents/2025/%s", name), fmt.Sprintf("---\ntitle: Named %d\nstatus: publishd\n---\n", n))
	}
	w.write("incidents/2026/2026-02-01-long.md", "---\ntitle: \""+strings.Repeat("@octocat ", 20_000)+"\"\nvisibility: public\nremediations:\n  - {id: a, title: \""+
		strings.Repeat("@octocat <b> ", 5_000)+"\", decision: accepted}\n---\n")
	w.write("incidents/2026/2026-02-02-huge.md", "---\ntitle: Huge\n---\n"+strings.Repeat("::error::pwned\n", 10<<20/15))
	var many strings.Builder
	many.WriteString("---\ntitle: Many\nvisibility: public\nremediations:\n")
	for n := range 1500 {
		fmt.Fprintf(&many, "  - {id: m%d, title: \"@octocat does %d\", decision: acceptd}\n", n, n)
	}
	w.write("incidents/2026/2026-02-03-many.md", many.String()+"---\n")
	w.commit()
	return w, base
}

// Whatever a pull request holds, the runner hears nothing but our annotations,
// no shell runs any of it, and the summary and the comment hold only words.
func TestAHostilePullRequest(t *testing.T) {
	t.Parallel()
	w, base := hostile(t)
	r := w.runStep(pullRequest(1, base), w.gh.Token())
	if r.ok {
		t.Error("the check passed")
	}
	for _, c := range r.commands {
		ours := strings.HasPrefix(c.properties, "file=incidents/") || strings.HasPrefix(c.properties, `file="incidents/`)
		if !ours || !slices.Contains([]string{"error", "warning", "notice"}, c.name) {
			t.Errorf("the runner hears %.200q", c)
		}
		if len(c.message) > 64<<10 {
			t.Errorf("an annotation has %d bytes", len(c.message))
		}
	}
	if len(r.commands) == 0 {
		t.Error("there are no annotations")
	}
	names := slices.Sorted(maps.Keys(r.outputs))
	if want := []string{"artifact", "comment-url", "errors", "findings", "mode", "plan-change", "plan-close", "plan-open", "site"}; !slices.Equal(names, want) {
		t.Errorf("outputs %q, want %q", names, want)
	}
	if r.outputs["site"] != "_site" || r.outputs["mode"] != "check" {
		t.Errorf("outputs %q", r.outputs)
	}
	if len(r.log) > 2<<20 {
		t.Errorf("the log has %d bytes", len(r.log))
	}
	nothingRan(t, w)
	if len(r.summary) > 1<<20 {
		t.Errorf("the summary has %d bytes", len(r.summary))
	}
	onlyWords(t, "summary", r.summary)
	comment := last(comments(w, 1))
	if n := utf8.RuneCountInString(comment); n == 0 || n > 65_536 {
		t.Errorf("the comment has %d characters", n)
	}
	onlyWords(t, "comment", comment)
	if got := len(w.repo.Issues()); got != 0 {
		t.Errorf("%d issues were opened", got)
	}
}

// The same through act, where GitHub's expressions are evaluated.
func TestAHostilePullRequestInItsWorkflow(t *testing.T) {
	t.Parallel()
	tool(t, "act")
	w, base := hostile(t)
	r := w.act("retrowiki-check.yml", "pull_request", w.gh.ForkToken(), pullRequest(1, base))
	if r.ok {
		t.Error("the check passed")
	}
	nothingRan(t, w)
	onlyWords(t, "summary", r.summary)
	w.kept("artifact/retrowiki/index.html")
	if len(comments(w, 1)) != 0 {
		t.Error("a comment was written with a token that only reads")
	}
}

// On the default branch the same text goes through sync.
func TestAHostileMerge(t *testing.T) {
	t.Parallel()
	w, _ := hostile(t)
	r := w.runStep(map[string]any{}, w.gh.ForkToken(), "EVENT=push", "GITHUB_REF=refs/heads/main")
	if r.outputs["mode"] != "sync and build" {
		t.Errorf("outputs %q", r.outputs)
	}
	for _, c := range r.commands {
		if c.name != "error" || c.properties != "title=retrowiki" {
			t.Errorf("the runner hears %.200q", c)
		}
	}
	nothingRan(t, w)
	onlyWords(t, "summary", r.summary)
}

func nothingRan(t *testing.T, w *wiki) {
	t.Helper()
	for _, dir := range []string{".", w.dir} {
		if _, err := os.Stat(filepath.Join(dir, "pwned")); err == nil {
			t.Errorf("something ran in %s", dir)
		}
	}
}

// live is what GitHub would act on in a comment or a summary.
var live = []*regexp.Regexp{
	regexp.MustCompile(`@[A-Za-z]`),
	regexp.MustCompile(`(?m)(?:^|[\s(])#[0-9]`),
	regexp.MustCompile(`(?i)gh-[0-9]`),
	regexp.MustCompile(`retros#[0-9]`),
	regexp.MustCompile(`https://github\.com/acme/retros/(?:issues|pull)/`),
	regexp.MustCompile(`(?i)(?:^|[^\\])<(?:script|img|details|/td|/table|b>|!--)`),
	regexp.MustCompile(`!\[`),
	regexp.MustCompile(`[^\\]\]\((?:[^<]|<[^h])`),
	regexp.MustCompile("(?m)^(?:```|~~~|/close|::|\t|    )"),
	regexp.MustCompile("[\u202a-\u202e]"),
}

func onlyWords(t *testing.T, what, text string) {
	t.Helper()
	if text == "" {
		t.Errorf("the %s is empty", what)
	}
	if what == "comment" {
		_, text, _ = strings.Cut(text, " -->") // our own marker
	}
	for _, pattern := range live {
		if at := pattern.FindStringIndex(text); at != nil {
			t.Errorf("the %s holds %s: %q", what, pattern, text[max(0, at[0]-60):min(len(text), at[1]+60)])
		}
	}
	for n, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "| ") && strings.Count(strings.ReplaceAll(line, `\|`, ""), "|") > 5 {
			t.Errorf("%s, line %d: a table's row has too many cells: %q", what, n+1, line)
		}
		if !utf8.ValidString(line) {
			t.Errorf("%s, line %d is no UTF-8", what, n+1)
		}
	}
}

// The action refuses what cannot be made safe, and what it was not asked.
func TestTheActionRefuses(t *testing.T) {
	t.Parallel()
	w := newWiki(t)
	for name, env := range map[string][]string{
		"Use pull_request":        {"EVENT=pull_request_target"},
		"The input mode wants":    {"MODE=deploy"},
		"The input fail-on wants": {"FAIL_ON=$(touch pwned)"},
	} {
		r := w.runStep(map[string]any{}, w.gh.Token(), env...)
		if r.ok || !strings.Contains(r.log, name) || len(r.outputs["site"]) > 0 {
			t.Errorf("%v: want a refusal with %q:\n%s", env, name, r.log)
		}
	}
	nothingRan(t, w)
}

// What fails a check is the workflow's choice; a wiki that cannot be read at all
// fails it always.
func TestFailOn(t *testing.T) {
	t.Parallel()
	w := newWiki(t)
	run := func(failOn string) bool { return w.runStep(map[string]any{}, "", "MODE=check", "FAIL_ON="+failOn).ok }
	w.write("incidents/2026/warns.md", "---\ntitle: Warns\nsevrity: SEV1\n---\n")
	for failOn, ok := range map[string]bool{"error": true, "warning": false, "advice": false, "never": true} {
		if got := run(failOn); got != ok {
			t.Errorf("a warning with fail-on %s: passed is %v, want %v", failOn, got, ok)
		}
	}
	w.write("incidents/2026/errs.md", "---\ntitle: Errs\nstatus: publishd\n---\n")
	for failOn, ok := range map[string]bool{"error": false, "warning": false, "never": true} {
		if got := run(failOn); got != ok {
			t.Errorf("an error with fail-on %s: passed is %v, want %v", failOn, got, ok)
		}
	}
	if w.runStep(map[string]any{}, "", "MODE=check", "FAIL_ON=never", "SOURCE=nowhere").ok {
		t.Error("a source that is not there passes")
	}
}

// Inputs stay text, whatever is in them.
func TestInputsStayText(t *testing.T) {
	t.Parallel()
	w := newWiki(t)
	r := w.runStep(map[string]any{}, "", "EVENT=push", "MODE=build", "OUTPUT=a b;$(touch pwned)\nmode=sync", "ARTIFACT=x\nsite=pwned")
	if r.outputs["mode"] != "build" || r.outputs["artifact"] != "x\nsite=pwned" || r.outputs["site"] != "a b;$(touch pwned)\nmode=sync" {
		t.Errorf("outputs %q\n%s", r.outputs, r.log)
	}
	nothingRan(t, w)
}

// What auto means, event by event.
func TestModeAuto(t *testing.T) {
	t.Parallel()
	w := newWiki(t)
	for _, c := range []struct{ event, ref, mode string }{
		{"pull_request", "refs/pull/1/merge", "check"},
		{"merge_group", "refs/heads/gh-readonly-queue/main/x", "check"},
		{"push", "refs/heads/topic", "check"},
		{"push", "refs/tags/main", "check"},
		{"workflow_dispatch", "refs/heads/topic", "check"},
		{"push", "refs/heads/main", "sync and build"},
		{"schedule", "refs/heads/main", "sync and build"},
		{"issues", "refs/heads/main", "sync and build"},
	} {
		r := w.runStep(map[string]any{}, w.gh.ForkToken(), "EVENT="+c.event, "GITHUB_REF="+c.ref)
		if r.outputs["mode"] != c.mode {
			t.Errorf("%s of %s: mode %q, want %q\n%s", c.event, c.ref, r.outputs["mode"], c.mode, r.log)
		}
	}
}
