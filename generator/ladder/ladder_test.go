package ladder_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/ladder"
)

var today = time.Date(2024, 3, 4, 12, 0, 0, 0, time.UTC)

// wiki makes the view of incidents, given by id and frontmatter.
func wiki(states map[string]collection.IssueState, said map[string]map[string]collection.Said, files ...[2]string) *collection.View {
	cfg, _ := config.Parse(config.Name, nil)
	var entries []*collection.Entry
	for _, f := range files {
		r := decode.File("incidents/"+f[0]+".md", []byte("---\ntitle: "+f[0]+"\n"+f[1]+"\n---\n"), cfg, false)
		entries = append(entries, &collection.Entry{Incident: r.Incident, Doc: r.Doc, Fragments: r.Fragments, Text: r.Text, Findings: r.Findings, Broken: r.Broken, Said: said[f[0]]})
	}
	return collection.New(collection.Input{Config: cfg, Entries: entries, AsOf: today, States: collection.States{Issues: states}}).For(incident.Restricted)
}

func day(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return at
}

// What had become of a remediation by the day the next occurrence began, and
// who says so.
func TestFates(t *testing.T) {
	tests := []struct {
		name        string
		remediation string // after id and title
		next        string // when the next occurrence began
		issue       *collection.IssueState
		said        collection.Said
		want        string
	}{
		{name: "the file gives the day", remediation: "done: 2023-05-01",
			want: "before: done before the next one, on 1 May 2023"},
		{name: "about that day", remediation: "done: ~2023-05-01",
			want: "before: done before the next one, about 1 May 2023"},
		{name: "too late", remediation: "done: 2023-07-01",
			want: "after: done, but only after the next one, on 1 July 2023"},
		{name: "the file is believed before the issue", remediation: "done: 2023-05-01",
			issue: &collection.IssueState{State: collection.Done, ClosedAt: day("2023-08-01T00:00:00Z")},
			want:  "before: done before the next one, on 1 May 2023"},
		{name: "the issue gives the day",
			issue: &collection.IssueState{State: collection.Done, ClosedAt: day("2023-05-31T23:00:00Z")},
			want:  "before: done before the next one, on 31 May 2023 by its issue"},
		{name: "the issue was closed too late",
			issue: &collection.IssueState{State: collection.Done, ClosedAt: day("2023-06-02T00:00:00Z")},
			want:  "after: done, but only after the next one, on 2 June 2023 by its issue"},
		{name: "the history gives the day", remediation: "done: yes", said: collection.Said{Done: day("2023-04-01T10:00:00Z")},
			want: "before: done before the next one, on 1 April 2023 by the file's history"},
		{name: "the issue is believed before the history", remediation: "done: yes", said: collection.Said{Done: day("2023-04-01T10:00:00Z")},
			issue: &collection.IssueState{State: collection.Done, ClosedAt: day("2023-06-02T00:00:00Z")},
			want:  "after: done, but only after the next one, on 2 June 2023 by its issue"},
		{name: "nobody knows the day", remediation: "done: yes",
			want: "unknown: done; whether before the next one is unknown: the file says that it is done, and neither it nor git tells since when"},
		{name: "the issue has no day", issue: &collection.IssueState{State: collection.Done},
			want: "unknown: done; whether before the next one is unknown: its issue is closed, and the day is not known"},
		{name: "on the very day", remediation: "done: 2023-06-01",
			want: "unknown: done; whether before the next one is unknown: it was done on the very day the next one began, and which came first was not written down"},
		{name: "an hour before", remediation: "done: 2023-06-01T11:00:00Z", next: "2023-06-01T12:00:00Z",
			want: "before: done before the next one, on 1 June 2023"},
		{name: "an hour after", remediation: "done: 2023-06-01T13:00:00Z", next: "2023-06-01T12:00:00Z",
			want: "after: done, but only after the next one, on 1 June 2023"},
		{name: "the next one has no day", remediation: "done: 2023-05-01", next: "-",
			want: "done: done, on 1 May 2023"}, // it stands first in every list
		{name: "open", remediation: "decision: accepted", want: "open: not known to be done"},
		{name: "no longer done", remediation: "done: no", want: "open: not known to be done"},
		{name: "parked", remediation: "decision: parked", want: "parked: parked"},
		{name: "declined", remediation: "decision: declined", want: "declined: declined"},
		{name: "declined by the issue", issue: &collection.IssueState{State: collection.Declined, ClosedAt: day("2023-05-01T00:00:00Z")},
			want: "declined: declined"},
		{name: "declined later", remediation: "decision: declined", said: collection.Said{Declined: day("2023-09-01T00:00:00Z")},
			want: "open: open when the next one began, declined since"},
		{name: "parked later", remediation: "decision: parked", said: collection.Said{Parked: day("2023-09-01T00:00:00Z")},
			want: "open: open when the next one began, parked since"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			next := "impact_started_at: 2023-06-01"
			if test.next == "-" {
				next = "summary: nobody wrote down when"
			} else if test.next != "" {
				next = "impact_started_at: " + test.next
			}
			states := map[string]collection.IssueState{}
			if test.issue != nil {
				states["first/it"] = *test.issue
			}
			v := wiki(states, map[string]map[string]collection.Said{"first": {"it": test.said}},
				[2]string{"first", "impact_started_at: 2023-01-01\ncontributing_factors: [full]\nremediations:\n  - id: it\n    title: Do it\n    level: fix\n    " + test.remediation},
				[2]string{"second", next + "\ncontributing_factors: [full]"})
			a := ladder.Of(v, v.Term("factors", "full")).Step(v.ByID("first")).Answers[0]
			if got := fmt.Sprintf("%s: %s", a.Fate, a.Words()); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func remediations(list string) string {
	var b strings.Builder
	b.WriteString("remediations:\n")
	for n, r := range strings.Split(list, "; ") {
		fmt.Fprintf(&b, "  - { id: r%d, title: Remedy %d, %s }\n", n, n, r)
	}
	return b.String()
}

// The climb: what was in place, what was asked for, and the level that came
// back.
func TestClimb(t *testing.T) {
	tests := []struct {
		name  string
		steps []string // "DAY remediations", an occurrence each
		want  []string // "reached/asked/climbed again: verdict"
		again string   // what the last one is told; "" for nothing
	}{
		{
			name: "it happened again, the same fix, then it happened again",
			steps: []string{
				"2020-01-01 level: fix, done: 2020-01-01",
				"2021-01-01 level: fix, done: 2021-01-01",
				"2022-01-01 level: fix, decision: accepted",
			},
			want: []string{
				"fix/fix/fix : In place before the next one began: fix.",
				"fix/fix/fix fix: A fix again: the answer that was in place was on the same level as before, and it happened again.",
				"/fix/fix : Nothing of this is known to be done so far. What was asked for goes as deep as fix.",
			},
			again: "this has happened before, and the answer is a fix again, on the level of what was done then",
		},
		{
			name: "the climb",
			steps: []string{
				"2020-01-01 level: fix, done: 2020-01-01",
				"2021-01-01 level: tooling, done: 2021-02-01; level: process, done: 2022-02-01",
				"2022-01-01 level: automation, done: 2022-03-01; level: inputs, decision: parked",
			},
			want: []string{
				"fix/fix/fix : In place before the next one began: fix.",
				"tooling/process/tooling : In place before the next one began: tooling.",
				"automation/inputs/automation : Done so far: automation. What is still to do would climb to inputs.",
			},
		},
		{
			name:  "agreed on, never done, and agreed on again",
			steps: []string{"2020-01-01 level: tooling, decision: accepted", "2021-01-01 level: tooling, decision: proposed"},
			want: []string{
				"/tooling/ : Nothing of this is known to have been done by the day the next one began. What was asked for goes as deep as tooling.",
				"/tooling/ : Nothing of this is known to be done so far. What was asked for goes as deep as tooling.",
			},
			again: "this has happened before, and the answer is tooling again, on the level of what was agreed on then and is not known to be done",
		},
		{
			name:  "an idea is no answer yet",
			steps: []string{"2020-01-01 level: inputs, decision: proposed", "2021-01-01 level: fix, decision: accepted"},
			want: []string{
				"/inputs/ : Nothing of this is known to have been done by the day the next one began. What was asked for goes as deep as inputs.",
				"/fix/ : Nothing of this is known to be done so far. What was asked for goes as deep as fix.",
			},
		},
		{
			name:  "shallower than last time",
			steps: []string{"2020-01-01 level: process, done: 2020-02-01", "2021-01-01 level: fix, decision: accepted"},
			want: []string{
				"process/process/process : In place before the next one began: process.",
				"/fix/process : Nothing of this is known to be done so far. What was asked for goes as deep as fix.",
			},
			again: "this has happened before, and the answer goes as deep as a fix; what was done then went as deep as a change of process",
		},
		{
			name: "two at once leave no time in between",
			steps: []string{
				"2020-01-01 level: fix, done: 2020-03-01",
				"2020-01-01 level: fix, done: 2020-03-01",
				"2021-01-01 level: tooling, done: 2021-03-01",
			},
			want: []string{
				"fix/fix/fix : In place before the next one began: fix.",
				"fix/fix/fix : In place before the next one began: fix.",
				"tooling/tooling/tooling : Done so far: tooling.",
			},
		},
		{
			name:  "a level that nobody wrote down may be deep",
			steps: []string{"2020-01-01 level: fix, done: 2020-01-02", "2021-01-01 size: S; level: fix"},
			want: []string{
				"fix/fix/fix : In place before the next one began: fix.",
				"/fix/fix : Nothing of this is known to be done so far. What was asked for goes as deep as fix.",
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var files [][2]string
			before := ""
			for n, s := range test.steps {
				at, list, _ := strings.Cut(s, " ")
				id := fmt.Sprintf("i%d", n)
				files = append(files, [2]string{id, "impact_started_at: " + at + "\nrecurrence_of: [" + before + "]\n" + remediations(list)})
				before = id
			}
			v := wiki(nil, nil, files...)
			last := v.ByID(before)
			l := ladder.NewChains(v).Of(last)
			for n, s := range l.Steps {
				if got := fmt.Sprintf("%s/%s/%s %s: %s", s.Reached, s.Asked, s.Climbed, s.Again, s.Verdict()); got != test.want[n] {
					t.Errorf("step %d\ngot  %s\nwant %s", n, got, test.want[n])
				}
			}
			again, ok := l.SameAgain(last)
			if got := again.Words(); ok != (test.again != "") || ok && got != test.again {
				t.Errorf("same again: %v %q, want %q", ok, got, test.again)
			}
		})
	}
}

// A factor's ladder holds what answers the factor, and what does not say what
// it answers.
func TestOnlyAnswersToTheFactorCount(t *testing.T) {
	v := wiki(nil, nil,
		[2]string{"a", "impact_started_at: 2020-01-01\ncontributing_factors: [full, slow]\n" + remediations("level: fix, factors: [full]; level: inputs, factors: [slow]; level: tooling")},
		[2]string{"b", "impact_started_at: 2021-01-01\ncontributing_factors: [Full]"})
	var ids []string
	for _, a := range ladder.Of(v, v.Term("factors", "full")).Steps[0].Answers {
		ids = append(ids, a.ID)
	}
	if got := strings.Join(ids, " "); got != "r0 r2" {
		t.Errorf("answers %q, want r0 r2", got)
	}
}

func TestAnIncidentThatStandsAloneHasNoLadder(t *testing.T) {
	v := wiki(nil, nil, [2]string{"a", "impact_started_at: 2020-01-01"})
	l := ladder.NewChains(v).Of(v.ByID("a"))
	if _, again := l.SameAgain(v.ByID("a")); l != nil || again {
		t.Error("an incident that stands alone is told of a recurrence")
	}
}
