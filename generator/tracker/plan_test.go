package tracker

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/internal/golden"
	"github.com/retrowiki/retrowiki/templates"
)

func settings(t testing.TB) Settings {
	t.Helper()
	body, err := ParseBody(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	return Settings{Namespace: "acme", Repo: "acme/retros", Labels: []string{"remediation"}, Body: body}
}

var thisRun = RunInfo{Commit: "c0ffee", CommittedAt: time.Unix(1000, 0)}

func item(id string, more ...func(*Item)) Item {
	it := Item{
		Key: Key{"acme", "2014-11-24-ids", id}, Title: "Do " + id, Description: "Start with `physicals`.", Decision: incident.Accepted,
		Visibility: incident.Public, IncidentTitle: "Ids ran out", IncidentURL: "https://wiki.example/i/", URL: "https://wiki.example/i/#" + id,
		SourcePath: "incidents/2014-11-24-ids.md", SourceLine: 7,
	}
	for _, change := range more {
		change(&it)
	}
	return it
}

func public(issues ...Issue) []Listing {
	return []Listing{{Asked: "acme/retros", Repository: Repository{Name: "acme/retros"}, Issues: issues}}
}

// issued is the issue that a run made of an item.
func issued(t testing.TB, number int, it Item, change ...func(*Issue)) Issue {
	t.Helper()
	p := Reconcile([]Item{it}, public(), settings(t), thisRun)
	if len(p.Actions) != 1 || p.Actions[0].Verb != Create {
		t.Fatalf("no issue is made of %v: %s", it.Key, p.Text())
	}
	body, err := (&applier{Plan: p}).newBody(p.Actions[0])
	if err != nil {
		t.Fatal(err)
	}
	i := Issue{
		Repo: "acme/retros", Number: number, Title: p.Actions[0].wanted.title, Body: body, State: Open, Labels: []string{"remediation"},
		Author: "github-actions[bot]", Trusted: true, URL: fmt.Sprintf("https://github.com/acme/retros/issues/%d", number),
	}
	for _, c := range change {
		c(&i)
	}
	return i
}

// One plan with everything that can happen; read testdata/plan.txt.
func TestPlans(t *testing.T) {
	closed := func(reason string) func(*Issue) {
		return func(i *Issue) { i.State, i.StateReason = Closed, reason }
	}
	titled := func(title string) func(*Item) { return func(it *Item) { it.Title = title } }
	done := func(it *Item) { it.Done = true }
	items := []Item{
		item("new"), item("same"), item("retitled", titled("Do it better")), item("text", func(it *Item) { it.Description = "Other words." }),
		item("done", done), item("declined", func(it *Item) { it.Decision, it.Reason = incident.Declined, "Too dear" }),
		item("done-from-the-start", done), item("parked-from-the-start", func(it *Item) { it.Decision = incident.Parked }),
		item("parked", func(it *Item) { it.Decision = incident.Parked }), item("closed-by-people"), item("conflict", done),
		item("title-conflict", titled("File's title")), item("renamed", func(it *Item) { it.Formerly = []Key{{"acme", "2014-11-24-ids", "old"}} }),
		item("twice"), item("same-id"), item("same-id"), item("internal", func(it *Item) { it.Visibility = incident.Internal }),
		item("none", func(it *Item) { it.OptOut = true }), item("pinned", func(it *Item) { it.IssueNumber = 90 }), item("pinned-to-nothing", func(it *Item) { it.IssueNumber = 999 }),
		item("hostile", titled("\x1b[31m@everyone\u202e | <b>#1")), item("lookalike"), item("copied"), item("moved-id", titled("Do gone")),
		item("elsewhere", func(it *Item) { it.Repo = "acme/unknown" }),
	}
	twice := issued(t, 20, item("twice"))
	listings := public(
		issued(t, 1, item("same")), issued(t, 2, item("retitled")), issued(t, 3, item("text")), issued(t, 4, item("done")), issued(t, 5, item("declined")),
		issued(t, 6, item("parked")), issued(t, 7, item("closed-by-people"), closed(Completed)), issued(t, 8, item("conflict"), closed(NotPlanned)),
		issued(t, 9, item("title-conflict"), func(i *Issue) { i.Title = "Ann's title" }), issued(t, 10, item("old", titled("Do renamed"))),
		twice, issued(t, 21, item("twice")), issued(t, 22, item("gone")), issued(t, 23, item("copied"), func(i *Issue) { i.Trusted, i.Author = false, "mallory" }),
		Issue{Repo: "acme/retros", Number: 90, Title: "Written by hand", Body: "Words", State: Open, URL: "https://github.com/acme/retros/issues/90"},
		Issue{Repo: "acme/retros", Number: 91, Title: "Do lookalike", Labels: []string{"Remediation"}, State: Open, Trusted: true},
		Issue{Repo: "acme/retros", Number: 92, Title: "A pull request", PullRequest: true, Body: twice.Body},
	)
	listings = append(listings, Listing{Asked: "acme/unknown", Problem: &Problem{Kind: Missing, Doing: "read repository acme/unknown", Detail: "Not Found (status 404)"}})
	p := Reconcile(items, listings, settings(t), thisRun)
	golden.Check(t, "testdata/plan.txt", []byte(p.Text()))
	golden.Check(t, "testdata/plan.md", []byte(p.Markdown()))
	content, err := p.JSON()
	if err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "testdata/plan.json", content)
	if strings.ContainsAny(p.Text(), "\x1b\u202e") {
		t.Error("a control character gets to the terminal")
	}
	if strings.ContainsAny(string(content), "\x1b\u202e") {
		t.Error("JSON shows a control character to a terminal")
	}
	if found, _ := living(p.Markdown()); len(found) > 0 {
		t.Errorf("the summary is alive: %v", found)
	}
}

// A plan of any length fits a comment, and says what it leaves out.
func TestLongPlansFitAComment(t *testing.T) {
	var items []Item
	for n := range 2000 {
		items = append(items, item(fmt.Sprint(n), func(it *Item) { it.Key.Incident, it.Title = fmt.Sprint("i", n/2), strings.Repeat("@x", 100) }))
	}
	p := Reconcile(items, public(), settings(t), thisRun)
	if text := p.Markdown(); len([]rune(text)) > maxBody || !strings.Contains(text, "lines more") || !strings.Contains(text, "changes if that is meant") {
		t.Errorf("%d characters: %.300q … %q", len(text), text, text[len(text)-100:])
	}
}

func TestBodyOfAnIssue(t *testing.T) {
	full := item("bigint", func(it *Item) {
		it.Title = "Move every `INT` key to BIGINT"
		it.Description = "Start with the ten tables closest to the ceiling, @lex.\n\n```sql\nSELECT 1; -- @lex #1\n```\n\n<!-- internal -->secret<!-- /internal -->- [ ] `physicals`"
		it.Reason, it.Priority, it.Level, it.Kind, it.Size = "it *will* happen again", "high", "inputs", "prevent", "L"
		it.Audience = []incident.Audience{incident.Engineering, incident.Product}
		it.Owner, it.OwnerLogin, it.Due = "Lex", "lex", time.Date(2015, 1, 15, 0, 0, 0, 0, time.UTC)
		it.Factors, it.Services, it.Upstream = []string{"integer-overflow"}, []string{"postgres", "api"}, "https://github.com/rails/rails/pull/24962"
		it.DependsOn = []Reference{{Title: "Alert at 80 %", URL: "https://wiki.example/i/#alert", Visibility: incident.Public}, {Title: "SECRET", URL: "https://wiki.example/s/", Visibility: ""}}
		it.Recurrences = []Reference{{Title: "Events ran out", URL: "https://wiki.example/e/", Visibility: incident.Public}, {Title: "SECRET", URL: "", Visibility: incident.Restricted}}
		it.Severity, it.Date, it.ImpactSummary = "SEV2", time.Date(2014, 11, 24, 3, 12, 0, 0, time.UTC), "Inserts failed for 47 minutes with `integer out of range`."
	})
	body := issued(t, 1, full).Body
	golden.Check(t, "testdata/body.md", []byte(body))
	if strings.Contains(strings.ToLower(body), "secret") {
		t.Error("the issue of a public repository tells what is internal")
	}
	golden.Check(t, "testdata/body-least.md", []byte(issued(t, 2, Item{Key: Key{"acme", "i", "r"}, Visibility: incident.Public}).Body))
}

func TestInvariant17_TitlesAtTheLimit(t *testing.T) {
	for _, letter := range []string{"x", "é", "e\u0301", "👩‍🚒", "@a", "#1", "あ"} {
		for n := range 3 {
			s := strings.Repeat(letter, 255/len([]rune(letter))+n)
			title := titleOf(&Item{Title: s}, deadener{})
			if length := len([]rune(title)); length > 256 || length < 240 {
				t.Errorf("%d times %q: %d characters", len(s), letter, length)
			}
			if len([]rune(s)) <= 256 && !strings.ContainsAny(letter, "@#") && title != s {
				t.Errorf("%q was cut although it fits", s)
			}
			if strings.HasSuffix(strings.TrimSuffix(title, "…"), "\u200d") {
				t.Errorf("%q is cut within an emoji", title)
			}
		}
	}
}

func TestInvariant18_UnreadableFilesCloseNothing(t *testing.T) {
	cfg := settings(t)
	cfg.CloseRemoved = true
	listings := public(issued(t, 1, item("gone")))
	if p := Reconcile(nil, listings, cfg, thisRun); p.Writes() != 1 {
		t.Errorf("a removed remediation: %s", p.Text())
	}
	broken := thisRun
	broken.Incomplete = true
	if p := Reconcile(nil, listings, cfg, broken); len(p.Actions) != 0 {
		t.Errorf("with a broken file: %s", p.Text())
	}
}

func TestInvariant19_ManyClosesNeedAFlag(t *testing.T) {
	var items []Item
	var issues []Issue
	for n := range 3 {
		it := item(fmt.Sprint(n))
		issues = append(issues, issued(t, n+1, it))
		it.Done = true
		items = append(items, it)
	}
	cfg := settings(t)
	cfg.MaxChanges = 2
	if p := Reconcile(items, public(issues...), cfg, thisRun); !strings.Contains(p.Refused, "close 3 issues") {
		t.Errorf("refused: %q", p.Refused)
	}
}

func TestInvariant09_NotTheNewestCommit(t *testing.T) {
	info := thisRun
	info.Head = "newer"
	if p := Reconcile([]Item{item("a")}, public(), settings(t), info); p.Refused == "" || p.Writes() != 1 {
		t.Errorf("refused %q: %s", p.Refused, p.Text())
	}
}

func TestUndecided(t *testing.T) {
	cfg := settings(t)
	proposed := item("a", func(it *Item) { it.Decision = "" })
	if p := Reconcile([]Item{proposed}, public(), cfg, thisRun); p.Writes() != 1 {
		t.Errorf("a proposed remediation has an issue: %s", p.Text())
	}
	cfg.SkipUndecided = true
	if p := Reconcile([]Item{proposed}, public(), cfg, thisRun); len(p.Actions) != 0 {
		t.Errorf("unless it waits for a decision: %s", p.Text())
	}
}

func TestState(t *testing.T) {
	s := &State{Version: 1, Namespace: "acme", ReadAt: time.Unix(5, 0).UTC()}
	s.put(Key{"acme", "i", "r"}, snapshot(Issue{Repo: "a/b", Number: 1, State: Closed, StateReason: NotPlanned, ClosedAt: time.Unix(4, 0)}, s.ReadAt))
	s.put(Key{"acme", "i", "s"}, snapshot(Issue{Repo: "a/b", Number: 2, State: Open, Labels: []string{"In Progress"}}, s.ReadAt))
	content, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadState(content)
	if err != nil || back.Issues["i/r"].Status != StatusDeclined || back.Issues["i/s"].Status != StatusInProgress || !back.ReadAt.Equal(s.ReadAt) {
		t.Errorf("%v: %s", err, content)
	}
	for _, bad := range []string{"", "{}", `{"version": 2}`, "[]"} {
		if _, err := ReadState([]byte(bad)); err == nil {
			t.Errorf("%q is taken for a state", bad)
		}
	}
}

func TestWhoReadsWhat(t *testing.T) {
	visibilities := []incident.Visibility{incident.Public, "", incident.Internal, incident.Restricted, "resticted"}
	for readers, want := range map[Readers]string{Everybody: "1 0 0 0 0", Company: "1 1 1 0 0", Invited: "1 1 1 1 1"} {
		var got []string
		for _, v := range visibilities {
			l := public()
			l[0].Repository.Readers = readers
			p := Reconcile([]Item{item("a", func(it *Item) { it.Visibility = v })}, l, settings(t), thisRun)
			got = append(got, fmt.Sprint(p.Writes()))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("readers %d: %s, want %s", readers, s, want)
		}
	}
}
