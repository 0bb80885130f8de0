package agenda

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// Question is something to ask of this incident, and what in its record asks
// for it.
type Question struct{ Name, Ask, Why string }

// most is how many questions a meeting has time for.
const most = 8

// question is a row: its name, and the question with its reason, which are ""
// where it does not apply. It asks how or what, never for a person.
type question struct {
	name string
	ask  func(facts) (ask, why string)
}

// questions stand in the order of what they are worth: of those that apply the
// first are asked.
var questions = []question{
	{"customers noticed first", func(f facts) (string, string) {
		if f.e.DetectedBy != "customer" {
			return "", ""
		}
		return "How did customers learn of it before we did, and how could we have?", "Customers noticed it first."
	}},
	{"detected late", func(f facts) (string, string) {
		d, known := f.e.Between(incident.ImpactStarted, incident.Detected)
		if !known || d < 15*time.Minute || f.e.DetectedBy == "customer" {
			return "", ""
		}
		return "How could customers feel it for " + span(d) + " before anything told us?",
			fmt.Sprintf("It began at %s and was noticed at %s.", f.clock(f.e.ImpactStartedAt), f.clock(f.e.DetectedAt))
	}},
	{"notice unknown", func(f facts) (string, string) {
		if f.e.DetectedAt.Known() || f.e.DetectedBy != "" {
			return "", ""
		}
		return "How did we come to notice it, and how would we rather have?", "Nothing says when or by what it was noticed."
	}},
	{"recurrence", func(f facts) (string, string) {
		for _, e := range f.earlier {
			if e.Named {
				return "What did last time's remediations assume, and how did that turn out?",
					fmt.Sprintf("It happened before: %s. %s", e.Title, e.Outcome())
			}
		}
		return "", ""
	}},
	{"human error", func(f facts) (string, string) {
		if word := humanError.FindString(f.words()); word != "" {
			return "How would anybody else have fared in that seat, and what would have made the right thing easy?",
				fmt.Sprintf("The text says \"%s\", and that is where the inquiry begins.", word)
		}
		return "", ""
	}},
	{"gap in the timeline", func(f facts) (string, string) {
		from, to := f.gap()
		if to.Sub(from) <= 15*time.Minute {
			return "", ""
		}
		return fmt.Sprintf("What did it look like between %s and %s?", f.time(from), f.time(to)),
			"The timeline says nothing for " + span(to.Sub(from)) + "."
	}},
	{"tried without success", func(f facts) (string, string) {
		for _, event := range f.e.Timeline {
			if !noHelp.MatchString(event.Text) {
				continue
			}
			at := ""
			if event.At.Exact() {
				at = " at " + f.clock(event.At)
			}
			return "What did we expect to see of what was tried" + at + ", and what did it teach us when it did not help?",
				"From the timeline: \"" + short(clean(event.Text)) + "\""
		}
		return "", ""
	}},
	{"trigger was a change", func(f facts) (string, string) {
		trigger := plainField(f.e, "trigger", f.e.Trigger)
		if !change.MatchString(trigger) {
			return "", ""
		}
		return "How did this change look safe when it was made, and how could it reach so far before it showed?",
			"The trigger: \"" + short(trigger) + "\""
	}},
	{"told late", func(f facts) (string, string) {
		d, known := f.e.Between(incident.ImpactStarted, incident.PublicNotice)
		if !known || d < 30*time.Minute {
			return "", ""
		}
		return "How was it to be a customer before we said anything, and what would have let us speak sooner?",
			"They were told after " + span(d) + "."
	}},
	{"alone", func(f facts) (string, string) {
		if f.responders() != 1 {
			return "", ""
		}
		return "How was it to be alone with this, and how would help have been found?", "The record names one person in the response."
	}},
	{"long to understand", func(f facts) (string, string) {
		d, known := f.e.Between(incident.Detected, incident.Mitigated)
		if !known || d < 2*time.Hour {
			return "", ""
		}
		return "What did we take it for at first, and how did that change?", "From the first notice to the end of the impact it took " + span(d) + "."
	}},
	{"lay there for long", func(f facts) (string, string) {
		from, to := f.e.IntroducedAt, f.e.Start()
		days := int(to.Time.Sub(from.Time).Hours() / 24)
		if !from.Known() || !to.Known() || days < 30 {
			return "", ""
		}
		return "How could this lie there for so long without showing, and what else like it may lie there today?",
			"It came in on " + from.Time.Format(dayLayout) + ", " + count(days, "day") + " before."
	}},
	{"opened late", func(f facts) (string, string) {
		d, known := f.e.Between(incident.Detected, incident.Declared)
		if !known || d < 15*time.Minute {
			return "", ""
		}
		return "How did we come to see that this was an incident, and what would have told us sooner?",
			"The response was opened " + span(d) + " after it was noticed."
	}},
	{"long after the impact", func(f facts) (string, string) {
		d, known := f.e.Between(incident.Mitigated, incident.Resolved)
		if !known || d < time.Hour {
			return "", ""
		}
		return "What made the work after the impact so long, and how did people keep going?", "It went on for " + span(d) + " after customers were well."
	}},
	{"out of hours", func(f facts) (string, string) {
		at := f.e.Start()
		if !at.Exact() {
			return "", ""
		}
		local := at.Time.In(f.zone)
		weekend := local.Weekday() == time.Saturday || local.Weekday() == time.Sunday
		if !weekend && local.Hour() >= 6 && local.Hour() < 22 {
			return "", ""
		}
		return "What time was it where people were called, and how did that change what they could see and do?",
			"It began on a " + local.Format("Monday at 15:04 ") + zoneName(local) + "."
	}},
	{"many teams", func(f facts) (string, string) {
		if len(f.e.Teams) < 3 {
			return "", ""
		}
		return "How did the teams find each other, and how did each know what the others were doing?", count(len(f.e.Teams), "team") + " took part."
	}},
	{"few teams", func(f facts) (string, string) {
		if len(f.e.Teams) != 1 || len(f.e.Services) < 2 {
			return "", ""
		}
		return "How would a team next to ours have known, and what could they have told us?",
			fmt.Sprintf("One team took part, and %s were affected.", count(len(f.e.Services), "service"))
	}},
	{"like earlier ones", func(f facts) (string, string) {
		if len(f.earlier) == 0 || f.earlier[0].Named {
			return "", ""
		}
		return "What does this have in common with what we have seen before, and what would answer both?",
			fmt.Sprintf("It is like \"%s\".", f.earlier[0].Title)
	}},
	{"one factor", func(f facts) (string, string) {
		if len(f.e.ContributingFactors) != 1 {
			return "", ""
		}
		return "What else had to be so, for this to happen on that day and in that way?", "One contributing factor is named so far."
	}},
	{"made sense", func(facts) (string, string) {
		return "How did each step make sense at the time, with what was known then?", "It is asked of every incident."
	}},
	{"tools", func(facts) (string, string) {
		return "How did the tools, the runbooks and the dashboards help, and where did they get in the way?", "It is asked of every incident."
	}},
	{"worse", func(facts) (string, string) {
		return "What kept it from being worse, and how far was that luck?", "It is asked of every incident."
	}},
}

func questionsFor(f facts) []Question {
	var list []Question
	for _, q := range questions {
		if ask, why := q.ask(f); ask != "" && len(list) < most {
			list = append(list, Question{q.name, ask, clean(why)})
		}
	}
	return list
}

var (
	humanError = regexp.MustCompile(`(?i)\b(human|operator|user|pilot) error\b|\bby mistake\b|\bcareless\w*`)
	change     = regexp.MustCompile(`(?i)\b(deploy(s|ed|ment)?|releas(e|ed|ing)|migrat(e|ed|ion)|upgrad(e|ed)|roll(ed)? ?out|chang(e|ed|ing)|config\w*|feature flag|push(ed)?|merged?|switch(ed)? (on|over|to)|updat(e|ed)|restart(ed)?)\b`)
	noHelp     = regexp.MustCompile(`(?i)\b(did|does|do)(n['’]?t| not)( seem to)? (help|work|change anything|improve|recover|fix|take effect)|\b(no|without|little) (effect|improvement|success|avail)\b|\bto no avail\b|\bin vain\b|\bstill (failing|down|rising|growing|broken|climbing)\b|\b(makes?|made) (it|things) worse\b`)
)

// facts are what questions are made from.
type facts struct {
	e       *collection.Entry
	zone    *time.Location
	earlier []Earlier
}

func (f facts) clock(m incident.Moment) string {
	if !m.Exact() {
		return m.Time.Format(dayLayout)
	}
	return f.time(m.Time)
}

// time is the time of day, with its day where that is not the first.
func (f facts) time(t time.Time) string {
	t = t.In(f.zone)
	if start := f.e.Start(); start.Known() && t.Format(time.DateOnly) != start.Time.In(f.zone).Format(time.DateOnly) {
		return t.Format("15:04 on 2 January")
	}
	return t.Format("15:04")
}

// words are what people wrote of it: fields and text.
func (f facts) words() string {
	parts := []string{f.e.Title, f.e.Summary, f.e.Trigger, f.e.CustomerImpact.Summary}
	if f.e.Doc != nil {
		parts = append(parts, f.e.Doc.PlainText())
	}
	return strings.Join(parts, "\n")
}

// gap is the longest time between two entries of the timeline from the first
// notice to the end of the impact: before it, nobody was looking.
func (f facts) gap() (from, to time.Time) {
	begin := f.e.ImpactStartedAt
	if f.e.DetectedAt.Exact() {
		begin = f.e.DetectedAt
	}
	end := f.e.ResolvedAt
	if f.e.MitigatedAt.Exact() {
		end = f.e.MitigatedAt
	}
	var last time.Time
	for _, event := range f.e.Timeline {
		if !event.At.Exact() || begin.Exact() && event.At.Time.Before(begin.Time) || end.Exact() && event.At.Time.After(end.Time) {
			continue
		}
		if !last.IsZero() && event.At.Time.Sub(last) > to.Sub(from) {
			from, to = last, event.At.Time
		}
		last = event.At.Time
	}
	return from, to
}

// responders counts those whom the record names, but for those who prepare the
// meeting; none where the timeline does not tell of people at all.
func (f facts) responders() int {
	acts := 0
	for _, event := range f.e.Timeline {
		acts += min(1, len(event.By))
	}
	if acts < 2 {
		return 0
	}
	prepares := map[string]bool{}
	for _, role := range []string{"facilitator", "note_taker"} {
		for _, p := range f.e.Roles.People(role) {
			prepares[strings.ToLower(p)] = true
		}
	}
	seen := map[string]bool{}
	for _, p := range f.e.People() {
		if key := strings.ToLower(p); !prepares[key] {
			seen[key] = true
		}
	}
	return len(seen)
}

// short cuts a text for a reason.
func short(text string) string {
	runes := []rune(text)
	if len(runes) <= 120 {
		return text
	}
	return strings.TrimRight(string(runes[:120]), " ,.;:") + "…"
}
