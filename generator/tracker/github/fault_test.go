package github_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/tracker/github"
	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// A run that is killed at its k-th request, before or after that takes effect,
// and run again, ends with one open issue for each remediation.
func TestInvariant06_KilledAtEveryRequest(t *testing.T) {
	for name, killed := range map[string]func(func()) githubtest.Fault{"before": githubtest.KilledBefore, "after": githubtest.KilledAfter} {
		for k := 1; ; k++ {
			w := newWiki(t).add(3)
			w.items[0].OwnerLogin = "ann"
			ctx, cancel := context.WithCancel(context.Background())
			rule := w.gh.FailNth(githubtest.AnyCall, k, killed(cancel))
			_, err := w.try(ctx)
			cancel()
			if rule.Fired() == 0 {
				break
			}
			if err == nil {
				t.Errorf("%s request %d: no error", name, k)
			}
			w.sync()
			w.oneOpenEach()
			w.still()
			if t.Failed() {
				t.Fatalf("killed %s request %d", name, k)
			}
		}
	}
}

// The same for answers that are lost, empty, cut or wrong, in a run that goes on.
func TestInvariant06_EveryAnswerLost(t *testing.T) {
	faults := map[string]githubtest.Fault{
		"dropped before": githubtest.DropBeforeCommit, "dropped after": githubtest.DropAfterCommit,
		"500": githubtest.Fail500, "500 committed": githubtest.Fail500Committed, "502 committed": githubtest.Fail502Committed,
		"empty": githubtest.EmptyAnswer, "half": githubtest.HalfAnswer,
		"429": githubtest.TooOften(githubtest.Refusal{Status: 429, For: 30 * time.Second, RetryAfter: 30 * time.Second}),
	}
	for name, fault := range faults {
		for k := 1; ; k++ {
			w := newWiki(t).add(3)
			rule := w.gh.FailNth(githubtest.AnyCall, k, fault)
			r, err := w.try(context.Background())
			if rule.Fired() == 0 {
				break
			}
			if err == nil && !r.Incomplete && len(r.Warnings) == 0 {
				w.oneOpenEach()
			}
			w.sync()
			w.oneOpenEach()
			w.still()
			if t.Failed() {
				t.Fatalf("%s at request %d", name, k)
			}
		}
	}
}

func TestInvariant06_LaggingListsConverge(t *testing.T) {
	for lists := 1; lists <= 4; lists++ {
		w := newWiki(t).add(2)
		w.gh.StaleReads(lists, 0)
		w.gh.FailNth(createRoute, 2, githubtest.DropAfterCommit)
		for range 5 {
			w.sync()
		}
		w.gh.StaleReads(0, 0)
		w.sync()
		w.oneOpenEach()
		w.still()
	}
}

func TestInvariant07_TwoRunsAtOnce(t *testing.T) {
	w := newWiki(t).add(3)
	other := *w
	w.gh.FailNth(createRoute, 2, githubtest.Meanwhile(func() {
		for _, i := range other.items[1:] { // what the other run does between our list and our create
			n := w.repo.AddIssue(githubtest.Issue{Title: i.Title, Body: w.repo.Issue(1).Body, Author: githubtest.Bot})
			w.repo.As("ann").EditBody(n, func(b string) string { return strings.ReplaceAll(b, "fix-1", i.Key.Remediation) })
		}
	}))
	w.sync()
	w.oneOpenEach()
	w.sync() // the other run wrote another title hash than we would
	w.still()
}

func TestInvariant04_FailedOrShortPageStopsBeforeWriting(t *testing.T) {
	for name, fault := range map[string]githubtest.Fault{"500": githubtest.Fail500, "empty": githubtest.EmptyAnswer, "half": githubtest.HalfAnswer, "cut": githubtest.DropBeforeCommit} {
		w := newWiki(t).add(2)
		for n := range 150 {
			w.repo.AddPullRequest(fmt.Sprint(n))
		}
		for n := range 20 { // Go itself repeats reads whose connection was cut
			w.gh.FailNth(listRoute, 2+n, fault)
		}
		if _, err := w.try(context.Background()); err == nil {
			t.Errorf("%s: no error", name)
		}
		want(t, name+": writes", w.writes(), "")
	}
}

func TestInvariant20_LimitsAreWaitedForThenLeftToTheNextRun(t *testing.T) {
	hour := time.Hour
	for name, c := range map[string]struct {
		told githubtest.Refusal
		ends bool
	}{
		"retry-after":       {githubtest.Refusal{For: 40 * time.Second, RetryAfter: 40 * time.Second}, true},
		"429":               {githubtest.Refusal{Status: 429, For: 40 * time.Second, RetryAfter: 40 * time.Second}, true},
		"429 says nothing":  {githubtest.Refusal{Status: 429, For: 90 * time.Second}, true},
		"only text":         {githubtest.Refusal{For: 50 * time.Second, OnlyText: true}, true},
		"primary":           {githubtest.Refusal{Primary: true, For: 2 * time.Minute}, true},
		"primary for long":  {githubtest.Refusal{Primary: true, For: hour}, false},
		"both":              {githubtest.Refusal{Primary: true, RetryAfter: 5 * time.Second, For: 5 * time.Second}, true},
		"retry-after, long": {githubtest.Refusal{For: hour, RetryAfter: hour}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWiki(t).add(3)
			w.gh.FailNth(createRoute, 2, githubtest.TooOften(c.told))
			before := w.gh.Clock().Now()
			r := w.sync()
			want(t, "incomplete", r.Incomplete, !c.ends)
			if !c.ends {
				want(t, "remaining", len(r.Remaining), 2)
				if waited := w.gh.Clock().Now().Sub(before); waited > 6*time.Minute {
					t.Errorf("waited %s", waited)
				}
				w.gh.Clock().Advance(hour)
				w.sync()
			} else if n := len(w.gh.Refused()); n > 2 {
				t.Errorf("%d requests came before their time", n)
			}
			w.oneOpenEach()
			w.still()
		})
	}
}

func TestInvariant20_WritesAreASecondApart(t *testing.T) {
	w := newWiki(t, githubtest.Linger(time.Millisecond)).add(5)
	w.sync()
	writes := w.gh.Writes()
	for n := range writes[1:] {
		if d := writes[n+1].At.Sub(writes[n].At); d < time.Second {
			t.Errorf("write %d came %s after the one before", n+2, d)
		}
	}
}

func TestManyWritesStayBelowGitHubsLimits(t *testing.T) {
	w := newWiki(t).add(450)
	for range 4 {
		r := w.sync()
		want(t, "refused", len(w.gh.Refused()), 0)
		if !r.Incomplete {
			break
		}
		w.gh.Clock().Advance(time.Hour)
	}
	w.oneOpenEach()
}

func TestLimitsOfARun(t *testing.T) {
	w := newWiki(t).add(5)
	w.options.MaxWrites = 2
	r := w.sync()
	want(t, "remaining, after a label and an issue", fmt.Sprint(r.Incomplete, len(r.Remaining), len(w.repo.Issues()), len(w.gh.Writes())), "true 4 1 2")
	w.options.MaxWrites, w.options.MaxTime = 0, 500*time.Millisecond
	r = w.sync()
	want(t, "incomplete", r.Incomplete, true)
	w.options.MaxTime = 0
	w.sync()
	w.oneOpenEach()
}

func TestInvariant19_ManyCreatesNeedAFlag(t *testing.T) {
	w := newWiki(t).add(51)
	w.cfg.MaxChanges = 0
	if _, err := w.try(context.Background()); err == nil {
		t.Error("no error")
	}
	want(t, "writes", w.writes(), "")
}

func TestInvariant09_OlderCommitsDoNotWrite(t *testing.T) {
	w := newWiki(t).add(1)
	w.sync()
	w.items[0].Title = "From an older commit"
	w.info.Commit, w.info.CommittedAt = "01d", w.info.CommittedAt.Add(-time.Hour)
	if _, err := w.try(context.Background()); err == nil {
		t.Error("no error")
	}
	want(t, "title", w.repo.Issue(1).Title, "Remediation 1")
	w.info.AllowOlder = true
	w.sync()
	want(t, "title", w.repo.Issue(1).Title, "From an older commit")
}

func TestInvariant16_BadLabelsAndAssigneesAreDroppedAndReported(t *testing.T) {
	w := newWiki(t).add(2)
	w.cfg.Labels = []string{"remediation", strings.Repeat("x", 51), ".."}
	w.items[0].OwnerLogin = "nobody-here"
	w.items[1].OwnerLogin = "../../evil"
	r := w.sync()
	w.oneOpenEach()
	want(t, "labels", w.repo.Issue(1).Labels, "[remediation]")
	contains(t, "warnings", fmt.Sprint(r.Warnings), "nobody-here, who cannot be assigned")
	contains(t, "plan", fmt.Sprint(w.plan.Warnings), "cannot be a label")
	w.still()
}

func TestInvariant23_OneClearMessage(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*wiki)
		says    string
	}{
		"fork":            {func(w *wiki) { w.repo.SetFork(true) }, "it is a fork"},
		"archived":        {func(w *wiki) { w.repo.SetArchived(true) }, "it is archived"},
		"issues off":      {func(w *wiki) { w.repo.SetHasIssues(false) }, "switched off"},
		"fork's token":    {func(w *wiki) { w.github.Token = w.gh.ForkToken() }, "not accessible"},
		"reading token":   {func(w *wiki) { w.repo.Grant("lex", githubtest.Read); w.github.Token = w.gh.TokenFor("lex") }, "the token may not write"},
		"wrong token":     {func(w *wiki) { w.github.Token = "wrong" }, "Bad credentials"},
		"gone repository": {func(w *wiki) { w.repo.SetPrivate(true); w.repo.Grant(githubtest.Bot, githubtest.None) }, "Not Found"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWiki(t).add(3)
			c.prepare(w)
			r := w.sync()
			var errors []string
			for _, d := range append(append(diag.List{}, w.plan.Warnings...), r.Warnings...) {
				if d.Severity == diag.Error {
					errors = append(errors, d.Message)
				}
			}
			want(t, "errors", len(errors), 1)
			contains(t, "errors", fmt.Sprint(errors), c.says)
			want(t, "issues", len(w.repo.Issues()), 0)
		})
	}
}

func TestInvariant22_RedirectedWritesAreNotTakenForDone(t *testing.T) {
	w := newWiki(t).add(1)
	w.sync()
	w.items[0].Title = "Changed"
	w.gh.FailNext(patchRoute, githubtest.RedirectTo(301, "/repositories/1/issues/1"))
	r := w.sync()
	want(t, "warnings", len(r.Warnings), 1)
	contains(t, "warnings", fmt.Sprint(r.Warnings), "transferred")
	want(t, "done", len(r.Done), 0)
}

func TestInvariant24_TokenStaysOnTheAPIHost(t *testing.T) {
	for _, route := range []string{"GET /repos/{owner}/{repo}", listRoute, createRoute, patchRoute, "GET /repos/{owner}/{repo}/issues/{issue_number}"} {
		w := newWiki(t).add(1)
		w.sync()
		w.add(1)
		w.items[0].Title = "Changed"
		w.gh.Fault(route, githubtest.RedirectTo(302, w.gh.Elsewhere()))
		r, err := w.try(context.Background())
		want(t, route+": leaked", w.gh.Leaked(), "[]")
		said, _ := json.Marshal(r)
		plan, _ := w.plan.JSON()
		if text := string(said) + string(plan) + w.plan.Text() + fmt.Sprint(err); strings.Contains(text, w.gh.Token()) {
			t.Errorf("%s: the token is in %s", route, text)
		}
	}
	_, err := github.New(github.Options{BaseURL: "https://user:ghs_default@api.example", Clock: newWiki(t).gh.Clock()})
	if err == nil || strings.Contains(err.Error(), "ghs_default") {
		t.Errorf("error %v", err)
	}
}

func TestHeaders(t *testing.T) {
	w := newWiki(t).add(1)
	seen := &headers{}
	w.github.Base = seen
	w.sync()
	for _, h := range seen.all {
		want(t, "headers", h.Get("Accept")+" "+h.Get("X-GitHub-Api-Version")+" "+h.Get("Authorization"),
			"application/vnd.github+json 2022-11-28 Bearer "+w.gh.Token())
	}
}

type headers struct{ all []http.Header }

func (h *headers) RoundTrip(r *http.Request) (*http.Response, error) {
	h.all = append(h.all, r.Header)
	return http.DefaultTransport.RoundTrip(r)
}

func TestInvariant17_LongTextsFit(t *testing.T) {
	w := newWiki(t).add(3)
	w.items[0].Title, w.items[0].Description = strings.Repeat("👩‍🚒", 200), strings.Repeat("@ann #1 `code` 👩‍🚒\n", 9000)
	w.items[1].Title, w.items[1].Description = strings.Repeat("@a", 200), strings.Repeat("x", 200000)
	w.items[2].Description = "```\n" + strings.Repeat("code\n", 30000)
	w.sync()
	want(t, "issues", len(w.repo.Issues()), 3)
	w.still()
	n := w.repo.AddIssue(githubtest.Issue{Title: "full", Body: strings.Repeat("x", 65530)})
	w.add(1)
	w.items[3].IssueNumber = n
	r := w.sync()
	contains(t, "conflicts", fmt.Sprint(r.Conflicts), "no room")
}

func TestRestrictedIncidentsStayOutOfWiderRepositories(t *testing.T) {
	w := newWiki(t).add(3)
	w.items[0].Visibility, w.items[1].Visibility, w.items[2].Visibility = incident.Internal, incident.Restricted, "intrenal"
	w.sync()
	want(t, "public", len(w.repo.Issues()), 0)
	w.cfg.AllowInternalInPublic = true
	w.sync()
	want(t, "allowed", len(w.repo.Issues()), 1)
	w.cfg.AllowInternalInPublic = false
	w.repo.SetPrivate(true)
	w.sync()
	want(t, "private", len(w.repo.Issues()), 3)
}

func TestInvariant03_TrustInTheRunsOwnIssues(t *testing.T) {
	w := newWiki(t).add(2)
	w.github.Token = w.gh.TokenFor("ann")
	w.sync()
	w.github.Token = w.gh.Token()
	w.still()
}
