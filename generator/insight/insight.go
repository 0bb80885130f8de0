// Package insight says what the incidents teach together, in numbers that do
// not embarrass: how many are known is always told, a median is given only
// where there are enough to bear one, and nobody is ranked.
//
// In goes a View, out come plain values. An insight is one row of Insights;
// points.go, shares.go and flow.go hold what the rows ask.
package insight

import (
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// Insight asks the incidents one question. It has either Points or Shares.
type Insight struct {
	Name, Title, Question string
	Doc                   string // what it shows, and what it does not
	Points                func(*collection.View) []Point
	Shares                func(*collection.View, time.Time) []Share
	Of                    func(*collection.View) int     // how many things are counted, where Shares counts them in several ways
	Note                  func(*collection.Entry) string // what is said of an incident beside its name; nil for nothing
	Unit                  string                         // of a Point's value: "minutes", "days", "people", "hours"
	Field                 string                         // what a file has to say for it
}

// Point is one incident. Its value counts only where it is Known.
type Point struct {
	Entry *collection.Entry
	Value float64
	Known bool
}

// Share is how many of something there are, and the incidents that they are
// of, the newest first within a group.
type Share struct {
	Group, Name string
	Count       int
	Unknown     bool // what the files do not say
	Entries     []*collection.Entry
}

// Insights lists every insight in the order of the page.
var Insights = []Insight{
	{Name: "impact", Title: "How long customers felt it", Question: "Which incidents were long, and do long ones come in clusters?",
		Doc:  "Each incident is a mark: its day across, how long customers were affected upwards. The scale is logarithmic, since a mean of such times means little, and beginning and end are judgement calls.",
		Unit: "minutes", Field: "impact_started_at and mitigated_at", Points: minutes((*incident.Times).ImpactDuration)},
	{Name: "detection", Title: "Who noticed first", Question: "Do we learn of trouble before our customers tell us?",
		Doc: "What detected_by says.", Field: "detected_by", Shares: detection},
	{Name: "silence", Title: "Silence until customers were told", Question: "How long did customers wait for a word from us?",
		Doc: "From the beginning of the impact to the first public notice.", Unit: "minutes", Field: "impact_started_at and public_notice_at", Points: minutes(silence)},
	{Name: "recurrence", Title: "What had happened before", Question: "How much of what happens is news?",
		Doc: "Incidents of each year that name an earlier one as recurrence_of, and those that name none.", Field: "recurrence_of", Shares: recurrence, Of: incidents},
	{Name: "interval", Title: "How long until it happened again", Question: "Had we time to do something about it?",
		Doc: "From the last of the incidents that recurrence_of names, at the day of the later one. What never came back has no mark.", Unit: "days", Field: "recurrence_of", Points: points(interval)},
	{Name: "level", Title: "What becomes of remediations, by level", Question: "Which depth of answer gets done, and which waits?",
		Doc: "Every remediation by its state. To park a thing is no failure; to forget it is.", Field: "level and decision", Shares: byLevel(), Of: remediations},
	{Name: "size", Title: "What becomes of remediations, by size", Question: "Do we dare the large ones?",
		Doc: "Every remediation by its state.", Field: "size and decision", Shares: bySize(), Of: remediations},
	{Name: "audience", Title: "What becomes of remediations, by audience", Question: "Does what others have to hear of get heard?",
		Doc: "One that is for several stands in each of them.", Field: "audience and decision", Shares: byAudience(), Of: remediations},
	{Name: "waiting", Title: "How long open remediations have been waiting", Question: "Is the list alive, or a graveyard?",
		Doc: "From the day of the incident; of what is neither settled nor parked.", Shares: waiting, Of: waits},
	{Name: "learning", Title: "Retrospectives", Question: "Do we meet to learn, and where we do not, do we say why?",
		Doc: "Held, planned, skipped, or unknown.", Field: "held_at or skipped of retrospective", Shares: learning, Note: whySkipped},
	{Name: "reach", Title: "Retrospectives that others refer to", Question: "Does anybody beyond the responders read them?",
		Doc: "Other incidents whose pages lead to it. A static wiki counts no readers; whoever refers to a page has read it.", Shares: reach},
	{Name: "lag", Title: "From the end to the retrospective", Question: "Were memories still fresh?",
		Doc: "From the end of the incident to the meeting.", Unit: "days", Field: "resolved_at and held_at of retrospective", Points: points(lag)},
	{Name: "publication", Title: "From the end to publication", Question: "When could others learn from it?",
		Doc: "From the end of the incident to the day when its text was published.", Unit: "days", Field: "resolved_at and published_at of retrospective", Points: points(publication)},
	{Name: "coordination", Title: "How many people it took", Question: "Whom did it call away from their work?",
		Doc: "Everybody who is named in a role, as a participant or in the timeline.", Unit: "people", Field: "roles and participants", Points: points(people)},
	{Name: "effort", Title: "What it cost to work together", Question: "How many hours of people did it take?",
		Doc: "People times hours, from the detection to the end. Not everybody stays all the time, so this is the most that it can have been.", Unit: "hours", Field: "roles, detected_at and resolved_at", Points: points(effort)},
}

// readable lists the incidents whose files can be read.
func readable(v *collection.View) []*collection.Entry {
	list := make([]*collection.Entry, 0, len(v.Entries()))
	for _, e := range v.Entries() {
		if !e.Broken {
			list = append(list, e)
		}
	}
	return list
}

func incidents(v *collection.View) int { return len(readable(v)) }

// Undated stands for the year of an incident of which no day is known.
const Undated = "undated"

// Year is what an incident is filed under.
func Year(e *collection.Entry) string {
	if start := e.Start(); start.Known() {
		return start.Time.Format("2006")
	}
	return Undated
}
