package readiness

import (
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// Planned reports whether a meeting is planned that was not held so far.
func Planned(e *collection.Entry) bool {
	return e.Retrospective.ScheduledAt.Known() && !e.Retrospective.HeldAt.Known()
}

// Responder is what somebody was in the response; "" for nothing.
func Responder(e *collection.Entry, name string) string {
	same := func(other string) bool { return strings.EqualFold(name, other) }
	for _, role := range e.Roles {
		if role.Name != "facilitator" && role.Name != "note_taker" && slices.ContainsFunc(role.People, same) {
			return "was " + strings.ReplaceAll(role.Name, "_", " ") + " in the response"
		}
	}
	for _, event := range e.Timeline {
		if slices.ContainsFunc(event.By, same) {
			return "is named in the timeline"
		}
	}
	return ""
}

// Tells reports whether there is text below a known heading.
func Tells(e *collection.Entry, section markdown.Known) bool {
	return e.Doc != nil && slices.ContainsFunc(e.Doc.Prose(), func(p markdown.Passage) bool { return !p.Heading && p.Known == section })
}

// HasTimeline reports whether there is a timeline, or text in its place. Who
// has read the text already says what it tells.
func HasTimeline(e *collection.Entry, tells func(markdown.Known) bool) bool {
	return len(e.Timeline) > 0 || tells(markdown.Timeline)
}

// KnowsImpact reports whether anything says what customers went through.
func KnowsImpact(e *collection.Entry, tells func(markdown.Known) bool) bool {
	return !e.CustomerImpact.IsZero() || tells(markdown.Impact)
}

// Day is the day of t in UTC, which is how lint counts days.
func Day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// NextWorkingDay is the day after t that is no Saturday or Sunday.
func NextWorkingDay(t time.Time) time.Time { return working(Day(t), 1) }

// WorkingDayBefore is the last day before t that is no Saturday or Sunday, as
// the people of t's zone count days.
func WorkingDayBefore(t time.Time) time.Time { return working(civil(t), -1) }

func working(day time.Time, step int) time.Time {
	day = day.AddDate(0, 0, step)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, step)
	}
	return day
}

// civil is the day that t falls on in its own zone.
func civil(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}
