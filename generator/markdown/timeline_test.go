package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// doc is a text with the entries of its timeline.
type doc struct {
	*Doc
	timeline []TimelineItem
}

func (d doc) Timeline() []TimelineItem { return d.timeline }

func parse(t testing.TB, source string, o Options) (doc, diag.List) {
	t.Helper()
	d, timeline, findings := Parse(diag.NewText("a.md", []byte(source)), 0, o)
	return doc{d, timeline}, findings
}

func (s Stamp) show() string {
	var parts []string
	if s.Approximate {
		parts = append(parts, "~")
	}
	if s.HasDate {
		parts = append(parts, fmt.Sprintf("%04d-%02d-%02d", s.Year, s.Month, s.Day))
	}
	if s.HasClock {
		clock := fmt.Sprintf("%02d:%02d", s.Hour, s.Minute)
		if s.HasSeconds {
			clock += fmt.Sprintf(":%02d", s.Second)
		}
		parts = append(parts, clock)
	}
	if s.HasZone {
		_, offset := timeIn(s).Zone()
		parts = append(parts, fmt.Sprintf("%+d min", offset/60))
	}
	return strings.Join(parts, " ")
}

func TestTimesThatAnEntryMayBeginWith(t *testing.T) {
	for text, want := range map[string]string{
		"2014-11-24 03:12 UTC - x":        "2014-11-24 03:12 +0 min | x",
		"2014-11-24T03:12:00Z x":          "2014-11-24 03:12:00 +0 min | x",
		"2014-11-24 03:12 -08:00 - x":     "2014-11-24 03:12 -480 min | x",
		"2014-11-24 03:12 +0530: x":       "2014-11-24 03:12 +330 min | x",
		"2014-11-24 — all day":            "2014-11-24 | all day",
		"03:21 - x":                       "03:21 | x",
		"3:21 – x":                        "03:21 | x",
		"03:21:07 x":                      "03:21:07 | x",
		"03:21:07.250 x":                  "03:21:07 | x",
		"9:05 PM - x":                     "21:05 | x",
		"12:10 am: x":                     "00:10 | x",
		"~03:39 - x":                      "~ 03:39 | x",
		"~ 2014-11-24 03:39 GMT x":        "~ 2014-11-24 03:39 +0 min | x",
		"03:21 UTC+2 x":                   "03:21 +120 min | x",
		"03:12 - 2 hosts restarted":       "03:12 | 2 hosts restarted",
		"03:12 -2 hosts":                  "03:12 | 2 hosts",
		"03:21Z x":                        "03:21 +0 min | x",
		"03:21 Zebra":                     "03:21 | Zebra",
		"25:00 - x":                       "no time",
		"2014-02-30 - x":                  "no time",
		"3 hosts":                         "no time",
		"10:30am-ish":                     "10:30 | ish",
		"":                                "no time",
		"2014-11-24 12 servers were lost": "2014-11-24 | 12 servers were lost",
	} {
		s, n, ok := scanStamp(text)
		got := "no time"
		if ok {
			got = s.show() + " | " + text[n:]
		}
		if got != want {
			t.Errorf("%q reads as %q, want %q", text, got, want)
		}
	}
}

func TestATimelineIsReadFromTheTree(t *testing.T) {
	d, findings := parse(t, `# Title

## Timeline

Some words first.

- 2014-11-24 03:12 UTC - Inserts into `+"`physicals {detected} @nobody`"+` fail {impact_started}
- **03:21** - Pager @lex, mail to ops@example.com {detected}
- `+"`03:25`"+` Bot {noise}
- ~03:39 - [{resolved}](x.md) is a link
  ![graph](errors.png)
  - 04:00 a point of its own
- no time here
- 03:59 - Done @lex @kim {mitigated}

### Later

- 2014-11-25 - Next day

## Lessons

- 10:00 is not in the timeline
`, Options{})
	var got []string
	for _, i := range d.Timeline() {
		got = append(got, fmt.Sprintf("%s | %s | %s | %v | %v", i.When.show(), i.Text, i.Milestone, i.Actors, i.Noise))
	}
	want := []string{
		"2014-11-24 03:12 +0 min | Inserts into physicals {detected} @nobody fail | impact_started | [] | false",
		"03:21 | Pager @lex, mail to ops@example.com | detected | [lex] | false",
		"03:25 | Bot |  | [] | true",
		"~ 03:39 | {resolved} is a link graph |  | [] | false",
		"03:59 | Done | mitigated | [lex kim] | false",
		"2014-11-25 | Next day |  | [] | false",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("read\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(findings) != 1 || findings[0].Rule != "timeline/no-time" || findings[0].Span.Start.Line != 13 {
		t.Errorf("findings: %v", findings)
	}
	if section := string(d.Rendering(nil).Section(1)); !strings.Contains(section, "Some words first") || !strings.Contains(section, "no time here") || strings.Contains(section, "Pager") {
		t.Errorf("the section beside the timeline is\n%s", section)
	}
	entry := string(d.Rendering(nil).TimelineItem(1))
	if entry != "<p>Pager @lex, mail to <a href=\"mailto:ops@example.com\" rel=\"noopener noreferrer\">ops@example.com</a> </p>" {
		t.Errorf("the second entry is rendered as %q", entry)
	}
	if span := d.Timeline()[1].MilestoneSpan; span.Start.Line != 8 || span.Start.Column != 51 {
		t.Errorf("{detected} stands at %v", span)
	}
}

func TestATableMayBeTheTimeline(t *testing.T) {
	d, findings := parse(t, "## Timeline\n\n| when | what |\n| --- | --- |\n| 09:47 UTC | Onset {impact_started} |\n| 09:58 | Notice |\n", Options{})
	if len(findings) > 0 || len(d.Timeline()) != 2 || d.Timeline()[0].Milestone != "impact_started" {
		t.Fatalf("read %+v, %v", d.Timeline(), findings)
	}
	if got := string(d.Rendering(nil).TimelineItem(0)); got != "<p>Onset </p>" {
		t.Errorf("the first row is rendered as %q", got)
	}
}

func FuzzTimeline(f *testing.F) {
	f.Add("- 03:12 - x {detected} @lex\n- ~04:00 y\n")
	f.Add("| a | b |\n|-|-|\n| **2014-11-24** 03:12 -0800 | {x} |")
	f.Add("1. 9:05 PM `{noise}`\n   - nested\n")
	f.Fuzz(func(t *testing.T, list string) {
		d, _ := parse(t, "## Timeline\n\n"+list, Options{})
		r := d.Rendering(nil)
		for i, item := range d.Timeline() {
			if item.When.HasClock && (item.When.Hour > 23 || item.When.Minute > 59) {
				t.Errorf("read the time %+v", item.When)
			}
			wellFormed(t, string(r.TimelineItem(i)))
		}
	})
}

func TestHeadingsAreKnownByTheirWords(t *testing.T) {
	for heading, want := range map[string]Known{
		"Timeline": Timeline, "2. Timeline": Timeline, "Timeline (UTC)": Timeline, "TIMELINE:": Timeline, "3) What went well?": WentWell,
		"Timeline of the year": "", "(Timeline)": "", "2": "",
	} {
		if got := known(heading); got != want {
			t.Errorf("%q is known as %q, want %q", heading, got, want)
		}
	}
}
