package agenda

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// part is a part of the meeting: its key in words.md, its minutes of an hour,
// and what the incident says of it.
type part struct {
	key     string
	minutes int
	fill    func(*collection.View, *Agenda, *Section)
}

// parts are in the order of the meeting; their minutes add up to an hour.
var parts = []part{
	{"purpose", 2, nil},
	{"roll-call", 3, fillRollCall},
	{"wishes", 3, nil},
	{"timeline", 10, fillTimeline},
	{"what-happened", 4, fillWhatHappened},
	{"impact", 6, fillImpact},
	{"questions", 12, fillQuestions},
	{"seen-before", 4, fillSeenBefore},
	{"remediations", 9, fillRemediations},
	{"went-well", 4, fillWentWell},
	{"retro", 3, nil},
}

// Step is a part of the meeting with its time.
type Step struct {
	Key, Title, Do string
	Minutes        int
	At             string // "17:05", or "0:05" from the beginning where the time of day is not set
}

// runSheet divides a meeting of any length.
func (s *Set) runSheet(at incident.Moment, length time.Duration) []Step {
	minutes := divide(int(length / time.Minute))
	steps := make([]Step, len(parts))
	from := 0
	for i, p := range parts {
		w := s.words[p.key]
		steps[i] = Step{Key: p.key, Title: w.title, Do: w.do, Minutes: minutes[i], At: fmt.Sprintf("%d:%02d", from/60, from%60)}
		if at.Exact() {
			steps[i].At = at.Time.Add(time.Duration(from) * time.Minute).Format("15:04")
		}
		from += minutes[i]
	}
	return steps
}

// divide gives each part its share of whole minutes, at least one, by the
// largest remainder, so that they add up to the whole. What the shortest take
// too much, the longest give.
func divide(whole int) []int {
	minutes, order := make([]int, len(parts)), make([]int, len(parts))
	left := whole
	for i, p := range parts {
		minutes[i] = max(1, p.minutes*whole/60)
		left -= minutes[i]
		order[i] = i
	}
	remainder := func(i int) int { return parts[i].minutes*whole - minutes[i]*60 }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(remainder(b), remainder(a)) })
	for n := 0; left > 0; n++ {
		minutes[order[n%len(order)]]++
		left--
	}
	for ; left < 0; left++ {
		longest := 0
		for i := range minutes {
			if minutes[i] > minutes[longest] {
				longest = i
			}
		}
		minutes[longest]--
	}
	return minutes
}
