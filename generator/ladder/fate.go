package ladder

import (
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// Fate is what had become of a remediation by the day the next occurrence
// began; for the last occurrence, what has become of it so far.
type Fate string

// The fates, the best first.
const (
	Before   Fate = "before" // done before the next one began
	Done     Fate = "done"   // done, and nothing has happened since
	After    Fate = "after"  // done only after the next one began
	Open     Fate = "open"
	Parked   Fate = "parked"
	Declined Fate = "declined"
	Unknown  Fate = "unknown"
)

// Witness is who says on which day a remediation was done.
type Witness string

// The witnesses, in the order in which they are believed.
const (
	ByFile    Witness = "the file"           // `done:` with its day
	ByIssue   Witness = "its issue"          // closed as completed
	ByHistory Witness = "the file's history" // the day on which the file first said that it is done
)

// Day is when a remediation was done and who says so; the zero Day is unknown.
type Day struct {
	At incident.Moment
	By Witness
}

// DoneOn asks the witnesses in order.
func DoneOn(r *collection.Remediation) Day {
	switch {
	case r.Done.Moment.Known():
		return Day{r.Done.Moment, ByFile}
	case r.Issue != nil && !r.Issue.ClosedAt.IsZero():
		return Day{instant(r.Issue.ClosedAt), ByIssue}
	case r.Done.Undated && !r.Said().Done.IsZero():
		return Day{instant(r.Said().Done), ByHistory}
	}
	return Day{}
}

func instant(t time.Time) incident.Moment {
	return incident.Moment{Time: t, Precision: incident.Second}
}

// answer says what had become of a remediation by the day next began.
func answer(r *collection.Remediation, next *collection.Entry) Answer {
	a := Answer{Remediation: r}
	switch {
	case r.State == collection.Done:
		a.On = DoneOn(r)
		a.Fate, a.Why = whenDone(r, a.On, next)
	case r.State == collection.Declined:
		a.Fate = unlessLater(Declined, declinedOn(r), next)
	case r.State == collection.Parked:
		a.Fate = unlessLater(Parked, instant(r.Said().Parked), next)
	default:
		a.Fate = Open
	}
	return a
}

func whenDone(r *collection.Remediation, on Day, next *collection.Entry) (Fate, string) {
	switch {
	case next == nil:
		return Done, ""
	case !on.At.Known():
		return Unknown, whyNoDay(r)
	case !next.Start().Known():
		return Unknown, "nobody wrote down on which day the next one began"
	case earlier(on.At, next.Start()):
		return Before, ""
	case earlier(next.Start(), on.At):
		return After, ""
	}
	return Unknown, "it was done on the very day the next one began, and which came first was not written down"
}

func whyNoDay(r *collection.Remediation) string {
	if r.Done.Undated {
		return "the file says that it is done, and neither it nor git tells since when"
	}
	return "its issue is closed, and the day is not known"
}

// declinedOn is when it was said that a remediation will not be done.
func declinedOn(r *collection.Remediation) incident.Moment {
	if r.Issue != nil && r.Issue.State == collection.Declined {
		return instant(r.Issue.ClosedAt)
	}
	return instant(r.Said().Declined)
}

// unlessLater is the fate, or Open where it is known to have been decided only
// after the next one had begun.
func unlessLater(fate Fate, since incident.Moment, next *collection.Entry) Fate {
	if next != nil && !since.Time.IsZero() && next.Start().Known() && earlier(next.Start(), since) {
		return Open
	}
	return fate
}

// earlier reports whether one moment surely lies before another: to the second
// where both have a time of day, by the days as they were written down where
// not.
func earlier(a, b incident.Moment) bool {
	if a.Exact() && b.Exact() {
		return a.Time.Before(b.Time)
	}
	return a.Time.Format(time.DateOnly) < b.Time.Format(time.DateOnly)
}
