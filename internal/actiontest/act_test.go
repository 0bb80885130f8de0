package actiontest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

const broken = `---
title: Checkout was down
visibility: public
status: publishd
remediations:
  - {id: breaker, title: Put a breaker before payments, decision: accepted}
---

See the [other one](../2014/2014-11-24-physicals.md).
`

// A pull request adds an incident with a mistake in it. It gets annotations,
// the wiki to download, and one comment; once the mistake is mended, the same
// comment says so. No issue is touched.
func TestAPullRequestIsCheckedAndCommented(t *testing.T) {
	t.Parallel()
	w := newWiki(t)
	base := w.git("rev-parse", "HEAD")
	number := w.repo.AddPullRequest("Add the checkout incident")
	w.repo.As("acme").Comment(number, "<!-- retrowiki:review 000000000000 -->\nmine")
	w.write("incidents/2026/2026-02-03-checkout.md", broken)
	w.commit()

	first := w.act("retrowiki-check.yml", "pull_request", w.gh.Token(), pullRequest(number, base))
	if first.ok {
		t.Errorf("the check passed although an incident has an error:\n%s", first.log)
	}
	want(t, first.log, "incidents/2026/2026-02-03-checkout.md", `status has no value`)
	for _, text := range []string{first.summary, last(comments(w, number))} {
		want(t, text, "1 error", "status has no value", "added: Checkout was down, incidents/2026-02-03-checkout/index.html",
			"Put a breaker before payments", "create", "Download retrowiki")
		if strings.Contains(text, "physicals/index.html") {
			t.Errorf("an incident that the pull request does not touch is listed:\n%s", text)
		}
	}
	page := w.kept("artifact/retrowiki/incidents/2026-02-03-checkout/index.html")
	want(t, page, "Checkout was down", `href="../../`)

	w.write("incidents/2026/2026-02-03-checkout.md", strings.Replace(broken, "publishd", "published", 1))
	w.commit()
	w.gh.ForgetLog()
	second := w.act("retrowiki-check.yml", "pull_request", w.gh.Token(), pullRequest(number, base))
	if !second.ok {
		t.Errorf("the mended pull request fails:\n%s", second.log)
	}
	all := comments(w, number)
	if len(all) != 2 || all[0] != "<!-- retrowiki:review 000000000000 -->\r\nmine" {
		t.Errorf("want the person's comment as it was, and one of ours: %q", all)
	}
	if strings.Contains(last(all), "1 error") {
		t.Errorf("the comment was not brought up to date:\n%s", last(all))
	}

	w.gh.ForgetLog()
	w.act("retrowiki-check.yml", "pull_request", w.gh.Token(), pullRequest(number, base))
	if writes := w.gh.Writes(); len(writes) > 0 {
		t.Errorf("a run that changes nothing wrote %+v", writes)
	}
	if n := len(w.repo.Issues()); n != 0 {
		t.Errorf("%d issues were opened", n)
	}
	if got := second.commands; !slices.Equal(got, []string{"version ", "check ", "build ", "review token"}) {
		t.Errorf("commands, and who had the token: %q", got)
	}
}

// From a fork the token only reads: the plan is there, the comment is not, and
// that is no failure.
func TestAForkIsCheckedWithoutAComment(t *testing.T) {
	t.Parallel()
	w := newWiki(t)
	base := w.git("rev-parse", "HEAD")
	number := w.repo.AddPullRequest("From afar")
	w.write("incidents/2026/2026-02-03-checkout.md", strings.Replace(broken, "publishd", "published", 1))
	w.commit()
	r := w.act("retrowiki-check.yml", "pull_request", w.gh.ForkToken(), pullRequest(number, base))
	if !r.ok {
		t.Errorf("it fails:\n%s", r.log)
	}
	want(t, r.log, "no comment on the pull request")
	want(t, r.summary, "added: Checkout was down", "Put a breaker before payments")
	if got := comments(w, number); len(got) != 0 {
		t.Errorf("there is a comment: %q", got)
	}
	w.kept("artifact/retrowiki/index.html")
}

// A pull request that leaves the wiki alone is left alone.
func TestAPullRequestAboutSomethingElseGetsNoComment(t *testing.T) {
	t.Parallel()
	w := newWiki(t)
	base := w.git("rev-parse", "HEAD")
	number := w.repo.AddPullRequest("Mend the Makefile")
	w.write("Makefile", "all:\n")
	w.commit()
	if r := w.act("retrowiki-check.yml", "pull_request", w.gh.Token(), pullRequest(number, base)); !r.ok {
		t.Errorf("it fails:\n%s", r.log)
	}
	if got := comments(w, number); len(got) != 0 {
		t.Errorf("there is a comment: %q", got)
	}
}

// On the default branch issues are opened, what became of them is on the
// pages, and a second run writes nothing.
func TestAPushSyncsAndPublishes(t *testing.T) {
	t.Parallel()
	w := newWiki(t)
	push := map[string]any{"ref": "refs/heads/main"}
	r := w.act("retrowiki.yml", "push", w.gh.Token(), push)
	if !r.ok {
		t.Fatalf("it fails:\n%s", r.log)
	}
	if n := len(w.repo.Issues()); n < 2 {
		t.Errorf("%d issues were opened", n)
	}
	page := w.kept("published/incidents/2014-11-24-physicals/index.html")
	want(t, page, "github.com/acme/retros/issues/")
	if got := r.commands; !slices.Equal(got, []string{"version ", "review token", "sync token", "version ", "build "}) {
		t.Errorf("commands, and who had the token: %q", got)
	}

	w.gh.ForgetLog()
	os.RemoveAll(filepath.Join(w.standin, "published"))
	if r := w.act("retrowiki.yml", "push", w.gh.Token(), push); !r.ok {
		t.Fatalf("the second run fails:\n%s", r.log)
	}
	if writes := w.gh.Writes(); len(writes) > 0 {
		t.Errorf("the second run wrote %+v", writes)
	}
}

// Somebody closes an issue: the wiki is built anew and shows it.
func TestAnIssueEventRefreshesTheWiki(t *testing.T) {
	t.Parallel()
	w := newWiki(t)
	w.act("retrowiki.yml", "push", w.gh.Token(), map[string]any{"ref": "refs/heads/main"})
	os.RemoveAll(filepath.Join(w.standin, "published"))
	w.repo.Grant("lex", githubtest.Write)
	for _, i := range w.repo.Issues() {
		if i.Title == "Alert on headroom" {
			w.repo.As("lex").Close(i.Number, "completed")
		}
	}
	if r := w.act("retrowiki.yml", "issues", w.gh.Token(), map[string]any{"action": "closed"}); !r.ok {
		t.Fatalf("it fails:\n%s", r.log)
	}
	want(t, w.kept("published/incidents/2014-11-24-physicals/index.html"), "state-done")
}

// A token that may not write issues fails the sync; what can be published is.
func TestAFailedSyncDoesNotKeepTheWikiBack(t *testing.T) {
	t.Parallel()
	w := newWiki(t)
	r := w.act("retrowiki.yml", "push", w.gh.ForkToken(), map[string]any{"ref": "refs/heads/main"})
	if r.ok {
		t.Errorf("the run passed although nothing could be written:\n%s", r.log)
	}
	w.kept("published/index.html")
}

// kept reads what a stand-in kept.
func (w *wiki) kept(name string) string {
	w.t.Helper()
	text, err := os.ReadFile(filepath.Join(w.standin, name))
	if err != nil {
		w.t.Error(err)
	}
	return string(text)
}

func comments(w *wiki, number int) []string {
	var bodies []string
	for _, c := range w.repo.Issue(number).Comments {
		bodies = append(bodies, c.Body)
	}
	return bodies
}

func last(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[len(texts)-1]
}

func want(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in:\n%s", part, text[max(0, len(text)-3000):])
		}
	}
}
