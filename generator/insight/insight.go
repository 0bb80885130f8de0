// Package insight says what the incidents teach together, in numbers that do
// not embarrass: how many are known is always told, a median is given only
// where there are enough to bear one, and nobody is ranked.
//
// In goes a View, out come plain values. An insight is one row of Insights.
package insight

import (
	"slices"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// Insight asks the incidents one question.
type Insight struct {
	Name, Title, Question string
	Doc                   string // what it shows, and what it does not
	Points                func(*collection.View) []Point
	Shares                func(*collection.View, time.Time) []Share
	Of                    func(*collection.View) int // how many things are counted, where Shares counts them in several ways
	Unit                  string                     // of a Point's value: "minutes", "people"
	Field                 string                     // what a file has to say for it
}

// Point is one incident. Its value counts only where it is Known.
type Point struct {
	Entry *collection.Entry
	Value float64
	Known bool
}

// Share is how many of something there are.
type Share struct {
	Group, Name string
	Count       int
	Unknown     bool // what the files do not say
}

// Insights lists every insight in the order of the page.
var Insights = []Insight{
	{Name: "impact", Title: "How long customers felt it", Question: "Which incidents were long, and do long ones come in clusters?",
		Doc:  "Each incident is a mark: its day across, how long customers were affected upwards. The scale is logarithmic, since a mean of such times means little.",
		Unit: "minutes", Field: "impact_started_at and mitigated_at", Points: minutes((*incident.Times).ImpactDuration)},
	{Name: "detection", Title: "Who noticed first", Question: "Do we learn of trouble before our customers tell us?",
		Doc: "What detected_by says.", Field: "detected_by", Shares: detection},
	{Name: "silence", Title: "Silence until customers were told", Question: "How long did customers wait for a word from us?",
		Doc: "From the beginning of the impact to the first public notice.", Unit: "minutes", Field: "impact_started_at and public_notice_at",
		Points: minutes(func(t *incident.Times) (time.Duration, bool) {
			return t.Between(incident.ImpactStarted, incident.PublicNotice)
		})},
	{Name: "recurrence", Title: "What had happened before", Question: "How much of what happens is news?",
		Doc: "Incidents of each year that name an earlier one as recurrence_of, and those that name none.", Field: "recurrence_of", Shares: recurrence, Of: func(v *collection.View) int { return len(v.Entries()) }},
	{Name: "remediations", Title: "What becomes of remediations", Question: "Which depth and size of answer gets done, and which waits?",
		Doc: "Every remediation by its state, for each level, size and audience. To park a thing is no failure; to forget it is.", Field: "level, size, audience and decision", Shares: flow, Of: func(v *collection.View) int { return len(v.Remediations()) }},
	{Name: "waiting", Title: "How long open remediations have been waiting", Question: "Is the list alive, or a graveyard?",
		Doc: "From the day of the incident; of what is neither settled nor parked.", Shares: waiting},
	{Name: "learning", Title: "Retrospectives", Question: "Do we meet to learn, and soon enough to remember?",
		Doc: "Held, planned, decided against, or unknown. Who read a retrospective, beyond those who were there, no file says.", Field: "retrospective.held_at", Shares: learning},
	{Name: "lag", Title: "From the end to the retrospective", Question: "Were memories still fresh?",
		Doc: "From the end of the incident to the meeting.", Unit: "days", Field: "resolved_at and retrospective.held_at", Points: lag},
	{Name: "coordination", Title: "How many people it took", Question: "What did it cost to work together?",
		Doc: "Everybody who is named in a role or as a participant.", Unit: "people", Field: "roles and participants", Points: people},
}

func minutes(of func(*incident.Times) (time.Duration, bool)) func(*collection.View) []Point {
	return points(func(e *collection.Entry) (float64, bool) {
		d, known := of(&e.Times)
		return d.Minutes(), known && d >= 0 // told at once is the best of answers
	})
}

func points(of func(*collection.Entry) (float64, bool)) func(*collection.View) []Point {
	return func(v *collection.View) []Point {
		var list []Point
		for _, e := range v.Entries() {
			if e.Broken {
				continue
			}
			p := Point{Entry: e}
			p.Value, p.Known = of(e)
			p.Known = p.Known && e.Start().Known()
			list = append(list, p)
		}
		return list
	}
}

func lag(v *collection.View) []Point {
	return points(func(e *collection.Entry) (float64, bool) {
		held, end := e.Retrospective.HeldAt, e.Times.At(incident.Resolved)
		if !end.Known() {
			end = e.Times.At(incident.Mitigated)
		}
		if !held.Known() || !end.Known() || held.Time.Before(end.Time) {
			return 0, false
		}
		return held.Time.Sub(end.Time).Hours() / 24, true
	})(v)
}

func people(v *collection.View) []Point {
	return points(func(e *collection.Entry) (float64, bool) {
		n := len(e.People())
		return float64(n), n > 0
	})(v)
}

// tally counts by group and name, in the order given, unknown last.
type tally struct {
	shares []Share
	at     map[[2]string]int
}

func (t *tally) add(group, name string, unknown bool, n int) {
	if t.at == nil {
		t.at = map[[2]string]int{}
	}
	key := [2]string{group, name}
	i, known := t.at[key]
	if !known {
		i = len(t.shares)
		t.at[key] = i
		t.shares = append(t.shares, Share{Group: group, Name: name, Unknown: unknown})
	}
	t.shares[i].Count += n
}

func detection(v *collection.View, _ time.Time) []Share {
	var t tally
	for _, word := range incident.Detector("").Words() {
		t.add("", words(word), false, 0)
	}
	t.add("", "not said", true, 0)
	for _, e := range v.Entries() {
		if e.Broken {
			continue
		}
		if e.DetectedBy == "" {
			t.add("", "not said", true, 1)
		} else {
			t.add("", words(string(e.DetectedBy)), false, 1)
		}
	}
	return t.shares
}

func recurrence(v *collection.View, _ time.Time) []Share {
	var t tally
	for _, e := range slices.Backward(v.Entries()) {
		if start := e.Start(); !e.Broken {
			year := "no date"
			if start.Known() {
				year = start.Time.Format("2006")
			}
			t.add(year, "happened before", false, 0)
			t.add(year, "for the first time", false, 0)
			if len(v.Earlier(e)) > 0 {
				t.add(year, "happened before", false, 1)
			} else {
				t.add(year, "for the first time", false, 1)
			}
		}
	}
	return t.shares
}

// notSaid is what a file leaves open.
const notSaid = "not said"

func flow(v *collection.View, _ time.Time) []Share {
	var t tally
	all := v.Remediations()
	group := func(name string, of func(collection.Remediation) []string, vocabulary []string) {
		counts := map[string]map[collection.State]int{}
		for _, r := range all {
			for _, word := range of(r) {
				if word == "" {
					word = notSaid
				}
				if counts[word] == nil {
					counts[word] = map[collection.State]int{}
				}
				counts[word][r.State]++
			}
		}
		for _, word := range append(vocabulary, notSaid) {
			for _, state := range collection.AllStates {
				if n := counts[word][state]; n > 0 {
					t.add(name+": "+word, state.Words(), false, n)
				}
			}
		}
	}
	group("level", func(r collection.Remediation) []string { return []string{string(r.Level)} }, incident.Level("").Words())
	group("size", func(r collection.Remediation) []string { return []string{string(r.Size)} }, incident.Size("").Words())
	group("for", func(r collection.Remediation) []string {
		if len(r.Audience) == 0 {
			return []string{""}
		}
		var list []string
		for _, a := range r.Audience {
			list = append(list, string(a))
		}
		return list
	}, incident.Audience("").Words())
	return t.shares
}

func waiting(v *collection.View, now time.Time) []Share {
	var t tally
	steps := []struct {
		name string
		days int
	}{{"below a month", 30}, {"one to six months", 182}, {"half a year to a year", 365}, {"one to two years", 730}, {"longer", 1 << 30}}
	for _, s := range steps {
		t.add("", s.name, false, 0)
	}
	t.add("", "no date", true, 0)
	for _, r := range v.Remediations() {
		start := r.Entry.Start()
		switch {
		case r.State.Settled() || r.State == collection.Parked:
		case !start.Known() || now.IsZero():
			t.add("", "no date", true, 1)
		default:
			for _, s := range steps {
				if int(now.Sub(start.Time).Hours()/24) < s.days {
					t.add("", s.name, false, 1)
					break
				}
			}
		}
	}
	return t.shares
}

func learning(v *collection.View, _ time.Time) []Share {
	var t tally
	for _, name := range []string{"held", "planned", "decided against"} {
		t.add("", name, false, 0)
	}
	t.add("", "not said", true, 0)
	for _, e := range v.Entries() {
		switch {
		case e.Broken:
		case e.Retrospective.HeldAt.Known():
			t.add("", "held", false, 1)
		case e.Status == incident.NotRequired:
			t.add("", "decided against", false, 1)
		case e.Retrospective.ScheduledAt.Known():
			t.add("", "planned", false, 1)
		default:
			t.add("", "not said", true, 1)
		}
	}
	return t.shares
}

func words(word string) string {
	if word == "third_party" {
		return "a third party"
	}
	return word
}

// The least numbers of incidents of which a median, and quartiles, say more
// than the marks themselves.
const (
	MedianFrom   = 8
	QuartileFrom = 20
)

// Spread is the middle of some values. A part is given only where there are
// enough of them.
type Spread struct {
	N                    int
	HasMedian, HasSpread bool
	Low, Median, High    float64 // quartiles, by linear interpolation (Hyndman and Fan, type 7)
}

// SpreadOf gives the middle of the values that are known.
func SpreadOf(list []Point) Spread {
	var values []float64
	for _, p := range list {
		if p.Known {
			values = append(values, p.Value)
		}
	}
	slices.Sort(values)
	s := Spread{N: len(values), HasMedian: len(values) >= MedianFrom, HasSpread: len(values) >= QuartileFrom}
	if s.HasMedian {
		s.Median = quantile(values, 0.5)
	}
	if s.HasSpread {
		s.Low, s.High = quantile(values, 0.25), quantile(values, 0.75)
	}
	return s
}

func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[i]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
