package agenda

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
)

// entry reads an incident that is asked about; what every case shares keeps the
// other questions silent.
func entry(t *testing.T, fields, body string) *collection.Entry {
	t.Helper()
	cfg, _ := config.Parse(config.Name, nil)
	r := decode.File("incidents/a.md", []byte("---\ntitle: A\n"+fields+"\n---\n"+body), cfg, false)
	if r.Broken || len(r.Findings) > 0 {
		t.Fatal(r.Findings)
	}
	return &collection.Entry{Incident: r.Incident, Doc: r.Doc, Fragments: r.Fragments}
}

func asked(e *collection.Entry, earlier ...Earlier) []Question {
	return questionsFor(facts{e: e, zone: Zone(e), earlier: earlier})
}

// questionCase is an incident that is asked, and one that is not.
type questionCase struct {
	name           string
	fields, body   string
	earlier        []Earlier
	ask, why       string // parts of them
	silent         string // fields with which it is not asked
	silentTimeline string
}

var cases = []questionCase{
	{name: "customers noticed first", fields: "detected_by: customer", ask: "How did customers learn of it before we did", why: "Customers noticed", silent: "detected_by: monitor"},
	{
		name: "detected late", fields: "impact_started_at: 2024-03-05T10:00:00Z\ndetected_at: 2024-03-05T10:47:00Z",
		ask: "How could customers feel it for 47 minutes", why: "It began at 10:00 and was noticed at 10:47.",
		silent: "impact_started_at: 2024-03-05T10:00:00Z\ndetected_at: 2024-03-05T10:14:00Z",
	},
	{name: "notice unknown", ask: "How did we come to notice it", why: "Nothing says", silent: "detected_by: staff"},
	{
		name: "recurrence", earlier: []Earlier{{Title: "B", Named: true, Total: 3, Open: 2, Done: 1, Deepest: "fix"}},
		ask: "What did last time's remediations assume", why: "It happened before: B. 2 of 3 remediations still open; the deepest that was done: fix.", silent: "summary: no",
	},
	{name: "human error", body: "We put it down to operator error.", ask: "How would anybody else have fared in that seat", why: `The text says "operator error"`, silent: "summary: The operator saw an error."},
	{
		name: "gap in the timeline", body: "## Timeline\n\n- 2024-03-05 10:00 UTC - a\n- 10:02 - b\n- 10:31 - c\n- 10:40 - d\n",
		ask: "What did it look like between 10:02 and 10:31?", why: "The timeline says nothing for 29 minutes.",
		silent: "summary: no", silentTimeline: "## Timeline\n\n- 2024-03-05 10:00 UTC - a\n- 10:15 - b\n",
	},
	{
		name: "tried without success", body: "## Timeline\n\n- 2024-03-05 10:00 UTC - a\n- 10:02 - Restarting the workers didn't help\n",
		ask: "What did we expect to see of what was tried at 10:02", why: `From the timeline: "Restarting the workers didn't help"`,
		silent: "summary: no", silentTimeline: "## Timeline\n\n- 2024-03-05 10:00 UTC - The restart helps\n",
	},
	{name: "trigger was a change", fields: "trigger: A deploy of the API.", ask: "How did this change look safe", why: `The trigger: "A deploy of the API."`, silent: "trigger: A disk broke."},
	{
		name: "told late", fields: "impact_started_at: 2024-03-05T10:00:00Z\npublic_notice_at: 2024-03-05T11:00:00Z",
		ask: "How was it to be a customer before we said anything", why: "They were told after 1 hour.", silent: "impact_started_at: 2024-03-05T10:00:00Z\npublic_notice_at: 2024-03-05T10:20:00Z",
	},
	{
		name: "alone", fields: "roles: { facilitator: kim }", body: "## Timeline\n\n- 2024-03-05 10:00 UTC - a @lex\n- 10:02 - b @Lex\n",
		ask: "How was it to be alone with this", why: "one person", silent: "participants: [joy]", silentTimeline: "## Timeline\n\n- 2024-03-05 10:00 UTC - a @lex\n- 10:02 - b @lex\n",
	},
	{
		name: "long to understand", fields: "detected_at: 2024-03-05T10:00:00Z\nmitigated_at: 2024-03-05T13:30:00Z",
		ask: "What did we take it for at first", why: "3 hours 30 minutes", silent: "detected_at: 2024-03-05T10:00:00Z\nmitigated_at: 2024-03-05T11:30:00Z",
	},
	{
		name: "lay there for long", fields: "introduced_at: 2022-03-05\nimpact_started_at: 2024-03-05T10:00:00Z", ask: "How could this lie there for so long",
		why: "It came in on 5 March 2022, 731 days before.", silent: "introduced_at: 2024-03-01\nimpact_started_at: 2024-03-05T10:00:00Z",
	},
	{
		name: "opened late", fields: "detected_at: 2024-03-05T10:00:00Z\ndeclared_at: 2024-03-05T10:20:00Z", ask: "How did we come to see that this was an incident",
		why: "20 minutes after", silent: "detected_at: 2024-03-05T10:00:00Z\ndeclared_at: 2024-03-05T10:05:00Z",
	},
	{
		name: "long after the impact", fields: "mitigated_at: 2024-03-05T10:00:00Z\nresolved_at: 2024-03-06T12:00:00Z", ask: "What made the work after the impact so long",
		why: "1 day 2 hours", silent: "mitigated_at: 2024-03-05T10:00:00Z\nresolved_at: 2024-03-05T10:30:00Z",
	},
	{name: "out of hours", fields: "impact_started_at: 2024-03-05T03:12:00+01:00", ask: "What time was it where people were called", why: "It began on a Tuesday at 03:12 UTC+01:00.", silent: "impact_started_at: 2024-03-05T10:00:00Z"},
	{name: "many teams", fields: "teams: [a, b, c]", ask: "How did the teams find each other", why: "3 teams took part.", silent: "teams: [a, b]"},
	{name: "few teams", fields: "teams: [a]\nservices: [x, y]", ask: "How would a team next to ours have known", why: "2 services", silent: "teams: [a]\nservices: [x]"},
	{name: "like earlier ones", earlier: []Earlier{{Title: "B"}}, ask: "What does this have in common", why: `It is like "B".`, silent: "summary: no"},
	{name: "one factor", fields: "contributing_factors: [a]", ask: "What else had to be so", why: "One contributing factor", silent: "contributing_factors: [a, b]"},
}

func TestQuestions(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			find := func(list []Question) *Question {
				if i := slices.IndexFunc(list, func(q Question) bool { return q.Name == c.name }); i >= 0 {
					return &list[i]
				}
				return nil
			}
			q := find(asked(entry(t, c.fields, c.body), c.earlier...))
			if q == nil || !strings.Contains(q.Ask, c.ask) || !strings.Contains(q.Why, c.why) {
				t.Fatalf("asked: %+v", q)
			}
			if q := find(asked(entry(t, c.silent, c.silentTimeline))); q != nil {
				t.Errorf("asked without a reason: %+v", q)
			}
		})
	}
}

// Every question has a case, except for those that are asked of every incident.
func TestEveryQuestionHasACase(t *testing.T) {
	for _, q := range questions[:len(questions)-3] {
		if !slices.ContainsFunc(cases, func(c questionCase) bool { return c.name == q.name }) {
			t.Errorf("%q has no case", q.name)
		}
	}
}

// Questions ask how and what, and never for a person.
func TestNoQuestionAsksForAPerson(t *testing.T) {
	person := regexp.MustCompile(`(?i)\b(who|whose|whom|whoever|why)\b`)
	for _, c := range cases {
		for _, q := range asked(entry(t, c.fields, c.body), c.earlier...) {
			if person.MatchString(q.Ask) || !strings.HasPrefix(q.Ask, "How ") && !strings.HasPrefix(q.Ask, "What ") || !strings.HasSuffix(q.Ask, "?") {
				t.Errorf("%s: %s", q.Name, q.Ask)
			}
			if q.Why == "" {
				t.Errorf("%s gives no reason", q.Name)
			}
		}
	}
}

// However much happened, a meeting has time for eight.
func TestAtMostEightQuestions(t *testing.T) {
	e := entry(t, `impact_started_at: 2024-03-05T03:00:00Z
detected_at: 2024-03-05T04:00:00Z
declared_at: 2024-03-05T04:30:00Z
public_notice_at: 2024-03-05T05:00:00Z
mitigated_at: 2024-03-05T09:00:00Z
resolved_at: 2024-03-05T19:00:00Z
introduced_at: 2020-01-01
teams: [a, b, c]
trigger: A deploy.
contributing_factors: [x]`, "It was human error.\n")
	if got := asked(e, Earlier{Title: "B", Named: true}); len(got) != most {
		t.Errorf("%d questions: %+v", len(got), got)
	}
	if got := asked(entry(t, "detected_by: staff", "")); len(got) != 3 {
		t.Errorf("of an incident that tells nothing: %+v", got)
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "less than a minute", time.Minute: "1 minute", 65 * time.Minute: "1 hour 5 minutes", 26 * time.Hour: "1 day 2 hours", 24*time.Hour + 5*time.Minute: "1 day 5 minutes",
	} {
		if got := span(d); got != want {
			t.Errorf("%s is %q, not %q", d, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for text, want := range map[string]string{
		"Subject: a b c d e f\nx":      "Subject: a b c d e f\nx",
		"S\n- one two three four":      "S\n- one two\n  three four",
		"S\n12. one two three":         "S\n12. one two\n    three",
		"S\n  - one two three":         "S\n  - one two\n    three",
		"S\nhttps://example.com/x/y/z": "S\nhttps://example.com/x/y/z",
		"S\n\nüüüü üüüü üüüü":          "S\n\nüüüü üüüü\nüüüü",
	} {
		if got := wrap(text, 12); got != want {
			t.Errorf("%q is broken as %q, not %q", text, got, want)
		}
	}
}

func TestEscapeMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"a *b* [c](d)": `a \*b\* \[c\](d)`, "# a": `\# a`, "1. a": `1\. a`, "a 1. b": "a 1. b", "12. a": `12\. a`, "<b>": `\<b\>`, "- a": `\- a`, "a|b": `a\|b`, "a-b": "a-b",
	} {
		if got := escapeMarkdown(text); got != want {
			t.Errorf("%q is written %q, not %q", text, got, want)
		}
	}
}
