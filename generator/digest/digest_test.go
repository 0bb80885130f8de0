package digest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/digest"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/golden"
)

func at(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t
}

// file is an incident, and the days on which git says that it was changed.
type file struct {
	id, text string
	changed  []string
}

func view(files []file) *collection.View {
	cfg, _ := config.Parse(config.Name, []byte("title: Orders\nbase_url: https://wiki.example.org/\n"))
	var entries []*collection.Entry
	for _, f := range files {
		r := decode.File("incidents/"+f.id+".md", []byte("---\n"+f.text+"\n---\n"), cfg, false)
		e := &collection.Entry{Incident: r.Incident, Doc: r.Doc, Fragments: r.Fragments, Text: r.Text, Broken: r.Broken}
		for _, day := range f.changed {
			if e.History == nil {
				e.History = &source.FileHistory{}
			}
			e.History.Commits = append(e.History.Commits, source.Change{When: at(day)})
			e.History.Created = source.Change{When: at(day)}
			e.History.LastChanged = e.History.Commits[0]
		}
		entries = append(entries, e)
	}
	return collection.New(collection.Input{Config: cfg, Entries: entries, AsOf: at("2024-03-08")}).For(incident.Internal)
}

func of(files []file, since, until string) *digest.Digest {
	return digest.Of(view(files), digest.Options{
		Since: at(since), Until: at(until),
		Incident: func(id string) string { return "https://wiki.example.org/incidents/" + id + "/" },
		Remediation: func(incidentID, id string) string {
			return "https://wiki.example.org/incidents/" + incidentID + "/#r-" + id
		},
	})
}

var week = []file{
	{"2021-03-04-queue", `title: "The queue is full: ask @everyone, closes #1"
impact_started_at: 2021-03-04
severity: SEV2
contributing_factors: [no-limit]
remediations:
  - { id: empty, title: "Empty the queue, @lex <b>now</b>", level: fix, done: 2021-03-04 }
  - { id: rebuild, title: Rebuild the queue, level: inputs, size: moonshot, decision: parked, reason: Next year, factors: [no-limit] }
  - { id: graph, title: Draw a graph, level: tooling, decision: accepted }
  - { id: runbook, title: Write the runbook, level: process, decision: accepted, due: 2024-03-01 }`, []string{"2024-03-06", "2021-03-11"}},
	{"2023-03-05-disk", "title: The disk is full\nimpact_started_at: 2023-03-05", []string{"2023-03-12"}},
	{"2024-02-29-queue", `title: The queue is full again
impact_started_at: 2024-02-29
recurrence_of: [2021-03-04-queue]
contributing_factors: [no-limit]
remediations:
  - { id: empty, title: Empty the queue once more, level: fix, done: 2024-03-02 }`, []string{"2024-03-05"}},
	{"2024-03-03-mail", "title: Mail was late\nimpact_started_at: 2024-03-03", []string{"2024-03-07"}},
	{"2024-03-20-later", "title: Not yet\nimpact_started_at: 2024-03-20\ncontributing_factors: [no-limit]", []string{"2024-03-21"}},
}

// A week in which everything comes up; author text does nothing where it is
// posted.
func TestAWeek(t *testing.T) {
	text := of(week, "2024-03-01", "2024-03-08").Markdown("")
	golden.Check(t, "testdata/week.md", []byte(text))
	for _, live := range []string{"@everyone", "@lex", "#1", "<b>"} {
		if strings.Contains(text, live) {
			t.Errorf("%q is live in the digest", live)
		}
	}
}

// The first of its kind is no recurrence, though another followed it.
func TestTheFirstOfAChainIsNoRecurrence(t *testing.T) {
	d := of(week, "2021-03-10", "2021-03-12")
	if len(d.New) != 1 || len(d.Recurrences) != 0 {
		t.Errorf("new %v, recurrences %v", d.New, d.Recurrences)
	}
}

func TestAQuietWeek(t *testing.T) {
	d := of(week[1:2], "2024-01-05", "2024-01-12")
	golden.Check(t, "testdata/quiet.md", []byte(d.Markdown("")))
	if !d.Empty() {
		t.Error("a week without anything is not empty")
	}
}

// Where git does not tell, new is what began in the period, and the digest
// says so.
func TestWithoutHistory(t *testing.T) {
	var files []file
	for _, f := range week {
		files = append(files, file{f.id, f.text, nil})
	}
	d := digest.Of(view(files), digest.Options{
		Since: at("2024-03-01"), Until: at("2024-03-08"), HistoryWhy: "this is a shallow clone",
		Incident: func(string) string { return "" }, Remediation: func(string, string) string { return "" },
	})
	if len(d.New) != 1 || d.New[0].ID != "2024-03-03-mail" || len(d.Updated) != 0 {
		t.Errorf("new %v, updated %v", d.New, d.Updated)
	}
	if text := d.Markdown(""); !strings.Contains(text, "this is a shallow clone") || strings.Contains(text, "](<https://wiki.example.org/incidents") {
		t.Error("it does not say why, or links without an address:\n" + text)
	}
}

// The one worth reading again: a year ago is best, then what came most often.
func TestReread(t *testing.T) {
	tests := []struct {
		name         string
		days         []string
		since, until string
		want         string
	}{
		{"a year ago", []string{"2020-03-02", "2023-03-03"}, "2024-03-01", "2024-03-08", "2023-03-03"},
		{"longer ago", []string{"2020-03-02", "2022-06-01"}, "2024-03-01", "2024-03-08", "2020-03-02"},
		{"over the turn of the year", []string{"2022-12-30", "2023-06-01"}, "2023-12-28", "2024-01-04", "2022-12-30"},
		{"nothing in these days", []string{"2022-06-01"}, "2024-03-01", "2024-03-08", ""},
		{"this week is no anniversary", []string{"2024-03-02"}, "2024-03-01", "2024-03-08", ""},
	}
	for _, test := range tests {
		var files []file
		for _, day := range test.days {
			files = append(files, file{id: day + "-x", text: "title: X\nimpact_started_at: " + day, changed: []string{day}})
		}
		got := ""
		if r := of(files, test.since, test.until).Reread; r != nil {
			got = r.Day
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// However much there is to tell, it fits into a comment.
func TestItFitsIntoAComment(t *testing.T) {
	var files []file
	for n := range 60 {
		id := time.Date(2024, 3, 1, n, 0, 0, 0, time.UTC).Format("2006-01-02-15") + "-x"
		text := "title: \"" + strings.Repeat("@x <i> ", 100) + "\"\nimpact_started_at: " + time.Date(2024, 3, 1, n, 0, 0, 0, time.UTC).Format(time.RFC3339) +
			"\nremediations:\n  - { id: a, title: \"" + strings.Repeat("#1 &amp; ", 100) + "\", done: 2024-03-04 }\n  - { id: b, title: \"" + strings.Repeat("#1 &amp; ", 100) + "\", due: 2024-03-04 }"
		if n > 0 {
			text += "\nrecurrence_of: [" + files[n-1].id + "]"
		}
		files = append(files, file{id, text, []string{"2024-03-05"}})
	}
	if text := of(files, "2024-03-01", "2024-03-08").Markdown(""); len(text) > digest.Limit || !strings.Contains(text, "more") {
		t.Errorf("%d bytes", len(text))
	}
}
