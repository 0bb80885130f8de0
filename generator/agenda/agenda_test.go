package agenda_test

import (
	"bytes"
	"path"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"golang.org/x/tools/txtar"

	"github.com/retrowiki/retrowiki/generator/agenda"
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/feed"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/similar"
	"github.com/retrowiki/retrowiki/internal/golden"
	"github.com/retrowiki/retrowiki/templates"
)

const physicals = "2014-11-24-physicals"

var stamp = time.Date(2014, 11, 25, 9, 0, 0, 0, time.UTC)

// view reads a wiki from an archive.
func view(files []txtar.File, audience incident.Visibility) *collection.View {
	cfg, _ := config.Parse(config.Name, nil)
	for _, f := range files {
		if path.Ext(f.Name) == ".yaml" {
			cfg, _ = config.Parse(f.Name, f.Data)
		}
	}
	var entries []*collection.Entry
	for _, f := range files {
		if path.Ext(f.Name) == ".md" {
			r := decode.File(f.Name, f.Data, cfg, audience == incident.Public)
			entries = append(entries, &collection.Entry{Incident: r.Incident, Doc: r.Doc, Fragments: r.Fragments, Broken: r.Broken})
		}
	}
	return collection.New(collection.Input{Config: cfg, Entries: entries, AsOf: stamp}).For(audience)
}

func words(t testing.TB) *agenda.Set {
	t.Helper()
	set, err := agenda.Parse(templates.FS, nil)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func example(t testing.TB, audience incident.Visibility) *collection.View {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/wiki.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return view(archive.Files, audience)
}

// written is an agenda in every format.
func written(t testing.TB, v *collection.View, id string, o agenda.Options) map[string]string {
	t.Helper()
	set, e := words(t), v.ByID(id)
	a := set.Make(v, e, similar.Of(v), o)
	text := map[string]string{}
	var err error
	for name, write := range map[string]func() (string, error){
		"agenda.md":     func() (string, error) { return set.Markdown(a) },
		"agenda.txt":    func() (string, error) { return set.Mail(a) },
		"follow-up.txt": func() (string, error) { return set.FollowUp(agenda.MakeFollowUp(v, e)) },
		"agenda.ics": func() (string, error) {
			c, err := set.Calendar(v, a, stamp)
			if err != nil {
				return "", err
			}
			var out bytes.Buffer
			err = feed.WriteCalendar(&out, c)
			return out.String(), err
		},
	} {
		if text[name], err = write(); err != nil {
			t.Fatal(err)
		}
	}
	return text
}

func TestGolden(t *testing.T) {
	for name, text := range written(t, example(t, incident.Internal), physicals, agenda.Options{}) {
		golden.Check(t, "testdata/"+name, []byte(text))
	}
}

// What an audience may not know is in none of the formats.
func TestAudience(t *testing.T) {
	for name, text := range written(t, example(t, incident.Public), physicals, agenda.Options{}) {
		for _, secret := range []string{"Rumpelstilzchen", "2013-06-02", "events table", "happened before"} {
			if strings.Contains(strings.ReplaceAll(text, "\r\n ", ""), secret) {
				t.Errorf("%s tells the public of %q", name, secret)
			}
		}
	}
	if text := written(t, example(t, incident.Internal), physicals, agenda.Options{}); !strings.Contains(text["agenda.md"], "Rumpelstilzchen") {
		t.Error("the internal agenda lacks the internal part")
	}
}

// Another program reads the calendar's file, and finds what was meant.
func TestCalendarIsReadBack(t *testing.T) {
	v := example(t, incident.Internal)
	text := written(t, v, physicals, agenda.Options{Length: 45 * time.Minute})
	event := onlyEvent(t, text["agenda.ics"])
	start, err := event.DateTimeStart(time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	end, err := event.DateTimeEnd(time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2014, 11, 26, 17, 0, 0, 0, time.UTC); !start.Equal(want) || end.Sub(start) != 45*time.Minute {
		t.Errorf("from %s to %s", start, end)
	}
	for name, want := range map[string]string{
		ical.PropUID: "retrospective/2014-11-24-physicals@retrowiki", ical.PropSummary: "Retrospective: Physicals table ran out of primary keys",
		ical.PropLocation: "https://meet.example.com/retro",
	} {
		if got, err := event.Props.Text(name); err != nil || got != want {
			t.Errorf("%s is %q (%v), not %q", name, got, err, want)
		}
	}
	description, err := event.Props.Text(ical.PropDescription)
	if err != nil || !strings.Contains(description, "PURPOSE\n\nWe are here to learn") {
		t.Errorf("the description is %q (%v)", description, err)
	}
	attached, err := event.Props.Get(ical.PropAttach).Binary()
	if err != nil || string(attached) != text["agenda.md"] {
		t.Errorf("attached is %q (%v)", attached, err)
	}
	if got := event.Props.Get(ical.PropOrganizer).Value; got != "mailto:kim@example.com" {
		t.Errorf("the organizer is %q", got)
	}
	var invited []string
	for _, p := range event.Props.Values(ical.PropAttendee) {
		invited = append(invited, p.Params.Get(ical.ParamCommonName)+" "+p.Value)
	}
	if got := strings.Join(invited, ", "); got != "Joy Bell mailto:joy@example.com" {
		t.Errorf("invited are %s: those whose e-mail is known, without the organizer", got)
	}
}

func onlyEvent(t testing.TB, text string) ical.Event {
	t.Helper()
	calendar, err := ical.NewDecoder(strings.NewReader(text)).Decode()
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	events := calendar.Events()
	if len(events) != 1 || len(calendar.Children) != 1 {
		t.Fatalf("%d events in\n%s", len(events), text)
	}
	return events[0]
}

// Nobody is invited where no organizer's e-mail is known.
func TestNobodyIsInvitedByNobody(t *testing.T) {
	v := view([]txtar.File{
		{Name: "retrowiki.yaml", Data: []byte("people: { lex: { email: lex@example.com } }")},
		{Name: "incidents/a.md", Data: []byte("---\ntitle: A\nroles: { commander: lex, facilitator: kim }\nretrospective: { scheduled_at: 2024-03-05T10:00:00Z }\n---\n")},
	}, incident.Internal)
	text := written(t, v, "a", agenda.Options{})["agenda.ics"]
	if strings.Contains(text, "mailto:") {
		t.Errorf("somebody is invited:\n%s", text)
	}
}

func TestNoCalendarWithoutATimeOfDay(t *testing.T) {
	v := view([]txtar.File{{Name: "incidents/a.md", Data: []byte("---\ntitle: A\nretrospective: { scheduled_at: 2024-03-05 }\n---\n")}}, incident.Internal)
	set := words(t)
	if _, err := set.Calendar(v, set.Make(v, v.ByID("a"), nil, agenda.Options{}), stamp); err == nil {
		t.Error("a day alone makes a meeting")
	}
}

// A team's own words take the place of ours, part by part, and stay words.
func TestOwnWords(t *testing.T) {
	const own = "# Ours\n\n## wishes\n\n**Hopes.** What do you\nhope\x1b for?\n\nRun sheet: Listen | first.\n"
	set, err := agenda.Parse(templates.FS, []byte(own))
	if err != nil {
		t.Fatal(err)
	}
	v := example(t, incident.Internal)
	text, err := set.Markdown(set.Make(v, v.ByID(physicals), nil, agenda.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\n## Hopes\n\nWhat do you hope for?\n", "| Hopes | Listen / first. |", "\n## Purpose\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

func TestMistakesInOwnWords(t *testing.T) {
	for own, want := range map[string]string{
		"# Ours\n\n## hopes\n\n**Hopes.** A\n\nRun sheet: B\n": `templates/agenda-words.md:3: no part of an agenda is called "hopes": want one of purpose, roll-call,`,
		"## wishes\n\n**Hopes.** A\n":                          `templates/agenda-words.md:1: below "wishes", write **Title.**`,
		"## wishes\n\n**A.** B\n\nRun sheet: C\n\n## retro\n":  `templates/agenda-words.md:7: below "retro", write`,
	} {
		if _, err := agenda.Parse(templates.FS, []byte(own)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, not %s", own, err, want)
		}
	}
}

// Whatever the length, the minutes of the run sheet add up to it, and every
// part has one.
func TestRunSheet(t *testing.T) {
	v := example(t, incident.Internal)
	set := words(t)
	for minutes := 15; minutes <= 480; minutes++ {
		a := set.Make(v, v.ByID(physicals), nil, agenda.Options{Length: time.Duration(minutes) * time.Minute})
		sum := 0
		for _, s := range a.Steps {
			if s.Minutes < 1 {
				t.Errorf("of %d minutes, %s has %d", minutes, s.Key, s.Minutes)
			}
			if got := a.At.Time.Add(time.Duration(sum) * time.Minute).Format("15:04"); got != s.At {
				t.Errorf("of %d minutes, %s is at %s, not at %s", minutes, s.Key, s.At, got)
			}
			sum += s.Minutes
		}
		if sum != minutes {
			t.Errorf("%d minutes are divided into %d", minutes, sum)
		}
	}
}

func TestRunSheetByLength(t *testing.T) {
	v := example(t, incident.Internal)
	for length, want := range map[time.Duration]string{
		30 * time.Minute: "1 2 2 5 2 3 6 2 4 2 1",
		45 * time.Minute: "2 2 2 8 3 4 9 3 7 3 2",
		60 * time.Minute: "2 3 3 10 4 6 12 4 9 4 3",
		90 * time.Minute: "3 5 5 15 6 9 18 6 13 6 4",
	} {
		a := words(t).Make(v, v.ByID(physicals), nil, agenda.Options{Length: length})
		var got []string
		for _, s := range a.Steps {
			got = append(got, strconv.Itoa(s.Minutes))
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%s: %s, not %s", length, g, want)
		}
	}
}

// What an author writes stays text: it begins no line of its own in a mail's
// header or a calendar, and nothing of it controls a terminal.
func FuzzTextsStayTexts(f *testing.F) {
	for _, s := range []string{
		"a", "a\r\nBCC: x@example.com", "x\nEND:VEVENT\nBEGIN:VEVENT", "\x1b[31mred", "a\u2028b\u0085c", `"; DROP, \n`, "\u202egnol", "[x](javascript:alert(1))",
		"<script>alert(1)</script>", strings.Repeat("ü", 100), "- a\n- b", "{{.Title}}", "a|b", "\xff\xfe", "Subject: other",
	} {
		f.Add(s)
	}
	set := words(f)
	f.Fuzz(func(t *testing.T, s string) {
		at := incident.Moment{Time: stamp, Precision: incident.Minute}
		e := &collection.Entry{Incident: &incident.Incident{
			ID: "a", Title: s, Summary: s, Trigger: s, Services: []string{s}, ContributingFactors: []string{s}, CustomerImpact: incident.CustomerImpact{Summary: s, Felt: s},
			Roles: incident.Roles{{Name: "facilitator", People: []string{s}}, {Name: "commander", People: []string{"mail"}}}, Participants: []string{s + "x"},
			Retrospective: incident.Retrospective{ScheduledAt: at, Location: s},
			Timeline:      []incident.Event{{Text: s, By: []string{s}}},
			Remediations:  []incident.Remediation{{ID: "r", Title: s, Owner: s, Reason: s, Decision: incident.Parked}},
		}}
		cfg, _ := config.Parse(config.Name, nil)
		cfg.People = map[string]config.Person{s: {Name: s, Email: "kim@example.com"}, s + "x": {Email: s}}
		v := collection.New(collection.Input{Config: cfg, Entries: []*collection.Entry{e}}).For(incident.Internal)
		a := set.Make(v, e, nil, agenda.Options{})
		mail, err := set.Mail(a)
		if err != nil {
			t.Fatal(err)
		}
		followUp, err := set.FollowUp(agenda.MakeFollowUp(v, e))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{mail, followUp} {
			head, _, ok := strings.Cut(text, "\n\n")
			if !ok || !strings.HasPrefix(head, "Subject: ") || strings.Contains(head, "\n") {
				t.Errorf("the head is %q", head)
			}
			if i := strings.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f || r == '\u2028' || r == '\u202e' }); i >= 0 {
				t.Errorf("a control character in %q", text[i:])
			}
		}
		c, err := set.Calendar(v, a, stamp)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := feed.WriteCalendar(&out, c); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(out.String(), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
				t.Errorf("the line %q", line)
			}
		}
		event := onlyEvent(t, out.String())
		if got := len(event.Props.Values(ical.PropAttendee)); got != 0 && !strings.Contains(s, "@") {
			t.Errorf("%d are invited in\n%s", got, out.String())
		}
	})
}
