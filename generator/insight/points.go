package insight

import (
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// points asks every incident that can be read for one value.
func points(of func(*collection.View, *collection.Entry) (float64, bool)) func(*collection.View) []Point {
	return func(v *collection.View) []Point {
		var list []Point
		for _, e := range readable(v) {
			p := Point{Entry: e}
			p.Value, p.Known = of(v, e)
			p.Known = p.Known && e.Start().Known()
			list = append(list, p)
		}
		return list
	}
}

func minutes(of func(*incident.Times) (time.Duration, bool)) func(*collection.View) []Point {
	return points(func(_ *collection.View, e *collection.Entry) (float64, bool) {
		d, known := of(&e.Times)
		return d.Minutes(), known && d >= 0 // told at once is the best of answers
	})
}

// silence is how long customers were affected without a word.
func silence(t *incident.Times) (time.Duration, bool) {
	return t.Between(incident.ImpactStarted, incident.PublicNotice)
}

// end is when an incident was over, as far as its file tells.
func end(e *collection.Entry) incident.Moment {
	if at := e.Times.At(incident.Resolved); at.Known() {
		return at
	}
	return e.Times.At(incident.Mitigated)
}

// days is the time between two moments of which a day may be all that is
// known: on one day, the later one may seem to come before the earlier.
func days(from, to incident.Moment) (float64, bool) {
	if !from.Known() || !to.Known() {
		return 0, false
	}
	d := to.Time.Sub(from.Time).Hours() / 24
	if d < 0 && d > -1 && !(from.Exact() && to.Exact()) {
		d = 0
	}
	return d, d >= 0
}

func lag(_ *collection.View, e *collection.Entry) (float64, bool) {
	return days(end(e), e.Retrospective.HeldAt)
}

func publication(_ *collection.View, e *collection.Entry) (float64, bool) {
	return days(end(e), e.Retrospective.PublishedAt)
}

// interval is the time since the last of the earlier incidents.
func interval(v *collection.View, e *collection.Entry) (shortest float64, known bool) {
	for _, earlier := range v.Earlier(e) {
		if d, ok := days(earlier.Start(), e.Start()); ok && (!known || d < shortest) {
			shortest, known = d, true
		}
	}
	return shortest, known
}

func people(_ *collection.View, e *collection.Entry) (float64, bool) {
	n := len(e.People())
	return float64(n), n > 0
}

// effort is people times hours: from when it was noticed, or else from its
// beginning, until it was over.
func effort(_ *collection.View, e *collection.Entry) (float64, bool) {
	n := len(e.People())
	from := e.Times.At(incident.Detected)
	if !from.Exact() {
		from = e.Times.At(incident.ImpactStarted)
	}
	to := end(e)
	if n == 0 || !from.Exact() || !to.Exact() || to.Time.Before(from.Time) {
		return 0, false
	}
	return float64(n) * to.Time.Sub(from.Time).Hours(), true
}
