package readiness_test

import (
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/readiness"
)

func entry(t *testing.T, fields, body string) *collection.Entry {
	t.Helper()
	cfg, _ := config.Parse(config.Name, nil)
	r := decode.File("incidents/a.md", []byte("---\ntitle: A\n"+fields+"\n---\n"+body), cfg, false)
	if r.Broken {
		t.Fatal(r.Findings)
	}
	return &collection.Entry{Incident: r.Incident, Doc: r.Doc, Fragments: r.Fragments}
}

func TestItems(t *testing.T) {
	const monday = "retrospective: { scheduled_at: 2024-03-11T10:00:00Z"
	for _, c := range []struct {
		item, fields, body string
		done               bool
		says               string
	}{
		{"day", "", "", false, "no day is set"},
		{"day", monday + " }", "", true, "it is on Monday 11 March 2024"},
		{"facilitator", "", "", false, "nobody facilitates"},
		{"facilitator", "roles: { facilitator: kim }", "", true, "a facilitator is chosen, and was no responder"},
		{"facilitator", "roles: { facilitator: kim, commander: Kim }", "", false, "the facilitator was a responder"},
		{"facilitator", "roles: { facilitator: kim }", "## Timeline\n\n- 2024-03-05 10:00 UTC - a @kim\n", false, "the facilitator was a responder"},
		{"note taker", "", "", false, "nobody takes notes"},
		{"note taker", "roles: { facilitator: kim, note_taker: joy }", "", true, "somebody takes notes"},
		{"note taker", "roles: { facilitator: kim, note_taker: Kim }", "", false, "the facilitator is to take notes as well"},
		{"note taker", "roles: { facilitator: kim, note_taker: [kim, joy] }", "", true, "somebody takes notes"},
		{"timeline", "", "", false, "the timeline is empty"},
		{"timeline", "", "## Timeline\n", false, "the timeline is empty"},
		{"timeline", "", "## Timeline\n\n- 2024-03-05 10:00 UTC - a\n", true, "the timeline is filled"},
		{"timeline", "", "## Timeline\n\nIt is in the chat.\n", true, "the timeline is filled"},
		{"impact", "", "", false, "nothing says what customers went through"},
		{"impact", "customer_impact: Nobody could log in.", "", true, "what customers went through is written down"},
		{"impact", "", "## Impact\n\nNobody could log in.\n", true, "what customers went through is written down"},
		{"agenda out", "", "", false, "nothing says that the agenda is out"},
		{"agenda out", monday + " }", "", false, "nothing says that the agenda is out"},
		{"agenda out", monday + ", agenda_sent_at: 2024-03-08 }", "", true, "the agenda went out by the working day before"},
		{"agenda out", monday + ", agenda_sent_at: 2024-03-08T23:00:00Z }", "", true, "the agenda went out by the working day before"},
		{"agenda out", monday + ", agenda_sent_at: 2024-03-09 }", "", false, "the agenda went out later than the working day before"},
		{"agenda out", monday + ", agenda_sent_at: 2024-03-11T08:00:00Z }", "", false, "the agenda went out later than the working day before"},
		// Late on Friday in New York is Friday there, though not in UTC.
		{"agenda out", "retrospective: { scheduled_at: 2024-03-11T10:00:00-04:00, agenda_sent_at: 2024-03-09T01:00:00Z }", "", true, "the agenda went out by the working day before"},
	} {
		e := entry(t, c.fields, c.body)
		found := false
		for _, i := range readiness.Of(e, e.Retrospective.ScheduledAt) {
			if i.Name != c.item {
				continue
			}
			found = true
			if i.Done != c.done || i.Says != c.says || (i.ToDo == "") != i.Done {
				t.Errorf("%s of %q %q: %+v", c.item, c.fields, c.body, i)
			}
		}
		if !found {
			t.Errorf("there is no item %q", c.item)
		}
	}
}

func TestWhatToDoNamesTheDay(t *testing.T) {
	e := entry(t, "retrospective: { scheduled_at: 2024-03-11T10:00:00Z }", "")
	list := readiness.Of(e, e.Retrospective.ScheduledAt)
	if got, want := list[len(list)-1].ToDo, "send it by Friday 8 March, and write the day to `retrospective.agenda_sent_at`"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	if got := list.Words(); got != "1 of 6 ready" || len(list.Open()) != 5 {
		t.Errorf("%s, %d open", got, len(list.Open()))
	}
}

func TestWorkingDays(t *testing.T) {
	date := func(day int) time.Time { return time.Date(2024, 3, day, 0, 0, 0, 0, time.UTC) } // 4 March 2024 is a Monday
	for day, want := range map[int]struct{ before, next int }{
		4: {1, 5}, 5: {4, 6}, 8: {7, 11}, 9: {8, 11}, 10: {8, 11}, 11: {8, 12},
	} {
		at := date(day).Add(15 * time.Hour)
		if got := readiness.WorkingDayBefore(at); !got.Equal(date(want.before)) {
			t.Errorf("before %s is %s", at.Format("Monday 2"), got.Format("Monday 2"))
		}
		if got := readiness.NextWorkingDay(at); !got.Equal(date(want.next)) {
			t.Errorf("after %s is %s", at.Format("Monday 2"), got.Format("Monday 2"))
		}
	}
	early := time.Date(2024, 3, 12, 1, 0, 0, 0, time.FixedZone("", 9*3600)) // Monday still, in UTC
	if got := readiness.WorkingDayBefore(early); !got.Equal(date(11)) {
		t.Errorf("before Tuesday in Tokyo is %s", got.Format("Monday 2"))
	}
}

func TestWanted(t *testing.T) {
	asOf := time.Date(2024, 3, 8, 12, 0, 0, 0, time.UTC)
	for fields, want := range map[string]bool{
		"status: draft":        true,
		"status: in_review":    true,
		"status: published":    false,
		"status: reviewed":     false,
		"status: not_required": false,
		"services: [api]":      false,
		"retrospective: { scheduled_at: 2024-03-11T10:00:00Z }":                                               true,
		"retrospective: { scheduled_at: 2024-03-01T10:00:00Z }":                                               true,
		"status: published\nretrospective: { scheduled_at: 2024-03-11T10:00:00Z }":                            true,
		"status: published\nretrospective: { scheduled_at: 2024-03-01T10:00:00Z }":                            false,
		"status: draft\nretrospective: { held_at: 2024-03-01T10:00:00Z }":                                     false,
		"status: not_required\nretrospective: { scheduled_at: 2024-03-11T10:00:00Z }":                         false,
		"retrospective: { scheduled_at: 2024-03-11T10:00:00Z, held_at: 2024-03-11T10:00:00Z, duration: 60m }": false,
	} {
		if got := readiness.Wanted(entry(t, fields, ""), asOf); got != want {
			t.Errorf("%q: %v", fields, got)
		}
	}
}
