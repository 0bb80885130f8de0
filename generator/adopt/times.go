package adopt

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// stated is a time and where it stands.
type stated struct {
	when
	at      diag.Span
	foreign bool
}

const hintTime = "write it into the frontmatter, such as `impact_started_at: 2014-11-24T03:12:00Z`"

// readTime takes a time, or the span from one to another, and keeps it until
// the day is settled.
func readTime(r *reading, path string, c candidate) {
	text := c.value.Text
	from, to, hasEnd, rest, problem, ok := readSpan(text)
	field := strings.Trim(strings.ReplaceAll(path, dateField, "impact_started_at"), "()")
	switch {
	case !ok:
		if !c.section {
			r.unsure(c.value.Span, hintTime, "%q is not read as a time, so %s is left open", shorten(text), field)
		}
		return
	case problem != "":
		r.unsure(c.value.Span, hintTime, "%q %s, so %s is left open", shorten(text), problem, field)
		return
	}
	if rest = strings.Trim(remark.ReplaceAllString(rest, ""), " .,;"); rest != "" {
		r.unsure(c.value.Span, "look whether something is lost", "of %q, only the time is read as %s", shorten(text), field)
	}
	if zone := zoneInName(c.written); from.zone == "" && zone != "" {
		from.zone, to.zone = zone, zone
	}
	if c.foreign && path == dateField {
		from.clock, hasEnd = false, false // when a page was published tells no time of day
	}
	r.times[path] = stated{from, c.value.Span, c.foreign}
	if hasEnd && (path == dateField || path == "impact_started_at") {
		r.state("resolved_at", stated{to, c.value.Span, c.foreign})
	}
}

// state keeps a time unless one is known.
func (r *reading) state(field string, s stated) {
	if _, ok := r.times[field]; !ok && !r.Has(field) {
		r.times[field] = s
	}
}

var zoneWord = regexp.MustCompile(`\(([A-Z]{1,5})\)`)

// zoneInName knows labels such as "Start time (UTC)".
func zoneInName(label string) string {
	m := zoneWord.FindStringSubmatch(label)
	switch {
	case m == nil:
		return ""
	case m[1] == "UTC" || m[1] == "GMT" || m[1] == "Z":
		return "Z"
	}
	return zones[m[1]]
}

// milestones in the order in which they come about.
var milestones = []string{"introduced_at", "impact_started_at", "detected_at", "declared_at", "public_notice_at", "mitigated_at", "resolved_at"}

// settleTimes gives times of day their day, and the date its meaning.
func (r *reading) settleTimes() {
	duration, hasDuration := r.times[durationField]
	delete(r.times, durationField)
	if date, ok := r.times[dateField]; ok {
		delete(r.times, dateField)
		start, started := r.times["impact_started_at"]
		if !started && !r.Has("impact_started_at") {
			r.times["impact_started_at"] = date
		} else if started && start.date.IsZero() {
			start.date = date.date
			if start.zone == "" {
				start.zone = date.zone
			}
			r.times["impact_started_at"] = start
		} else {
			r.found.Headers = slices.DeleteFunc(r.found.Headers, func(line diag.Span) bool { return line.Start.Line == date.at.Start.Line })
		}
		if r.Day.IsZero() || !date.date.IsZero() {
			r.Day = date.date
		}
	}
	r.giveDays()
	if hasDuration {
		r.endByDuration(duration)
	}
	for _, field := range milestones {
		if t, ok := r.times[field]; ok && !t.date.IsZero() && !r.Has(field) && momentKnown(t.String()) {
			r.set(field, scalar(t.String(), t.at))
		}
	}
}

// giveDays puts each time of day on the day of the one before it, or on the
// next where that would take it back in time.
func (r *reading) giveDays() {
	day, zone := r.Day, ""
	var last time.Time
	for _, field := range milestones {
		t, ok := r.times[field]
		if !ok {
			continue
		}
		if t.zone != "" {
			zone = t.zone
		} else if t.clock {
			t.zone = zone
			r.times[field] = t
		}
		if t.date.IsZero() {
			if day.IsZero() {
				r.unsure(t.at, hintTime, "no date belongs to this time of day, so %s is left open", field)
				continue
			}
			t.date = day
			if field != "introduced_at" && t.when.at(r.Config.Zone).Before(last) {
				t.date = day.AddDate(0, 0, 1)
				r.unsure(t.at, "write the date in the frontmatter if this is wrong", "%s is earlier in the day than the time before it, so it is read as the next day, %s", field, t.String())
			}
			r.times[field] = t
		}
		if field != "introduced_at" {
			day = t.date
			if t.clock {
				last = t.when.at(r.Config.Zone)
			}
		}
	}
}

// endByDuration reckons when customers were no longer affected, where the text
// gives no end.
func (r *reading) endByDuration(d stated) {
	start, ok := r.times["impact_started_at"]
	_, mitigated := r.times["mitigated_at"]
	_, resolved := r.times["resolved_at"]
	if mitigated || resolved || r.Has("mitigated_at") || r.Has("resolved_at") {
		return
	}
	if !ok || !start.clock || start.date.IsZero() {
		r.unsure(d.at, "write impact_started_at and mitigated_at into the frontmatter", "a duration has no field of its own, and the time when the impact started is not known")
		return
	}
	end := time.Date(start.date.Year(), start.date.Month(), start.date.Day(), start.hour, start.min, start.sec, 0, time.UTC).
		Add(time.Duration(d.sec) * time.Second)
	w := start.when
	w.date, w.hour, w.min, w.sec = end.Truncate(24*time.Hour), end.Hour(), end.Minute(), end.Second()
	r.times["mitigated_at"] = stated{when: w, at: d.at}
	r.unsure(d.at, "write mitigated_at and resolved_at into the frontmatter", "mitigated_at is reckoned from the start and this duration: %s", w.String())
}

var (
	durationForm = regexp.MustCompile(`(?i)^(?:~|about |approx(?:\.|imately) )?\s*((?:\d+(?:\.\d+)?\s*(?:d|days?|h|hrs?|hours?|m|mins?|minutes?)\b\.?,?\s*(?:and\s+)?)+)(?:\([^)]*\))?$`)
	durationPart = regexp.MustCompile(`(?i)(\d+(?:\.\d+)?)\s*([dhm])`)
)

// readDuration keeps the seconds of a duration.
func readDuration(r *reading, path string, c candidate) {
	m := durationForm.FindStringSubmatch(c.value.Text)
	if m == nil {
		if from, to, hasEnd, _, problem, ok := readSpan(c.value.Text); ok && hasEnd && problem == "" { // "09:47 - 10:29 UTC"
			r.state("impact_started_at", stated{from, c.value.Span, c.foreign})
			r.state("resolved_at", stated{to, c.value.Span, c.foreign})
			return
		}
		if c.section {
			return
		}
		r.unsure(c.value.Span, "write impact_started_at and mitigated_at into the frontmatter", "%q is not read as a duration", shorten(c.value.Text))
		return
	}
	var total float64
	for _, part := range durationPart.FindAllStringSubmatch(m[1], 100) {
		n, _ := strconv.ParseFloat(part[1], 64)
		total += n * map[string]float64{"d": 86400, "h": 3600, "m": 60}[strings.ToLower(part[2])]
	}
	if total > 0 && total < 366*86400 {
		r.times[path] = stated{when: when{sec: int(total)}, at: c.value.Span}
	}
}

// readHeld takes the day of the meeting.
func readHeld(r *reading, path string, c candidate) {
	w, _, problem, ok := readWhen(c.value.Text)
	if !ok || problem != "" || w.date.IsZero() || !momentKnown(w.String()) {
		r.unsure(c.value.Span, "write `retrospective: { held_at: 2014-11-26 }` into the frontmatter", "%q is not read as the day of the meeting", shorten(c.value.Text))
		return
	}
	r.set(path, scalar(w.String(), c.value.Span))
}

// shorten cuts a value for a message.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}
