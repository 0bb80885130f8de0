package lint

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
)

var timesToldOtherwise = Rule{
	Name:     "times/told-otherwise",
	Inner:    true,
	Severity: diag.Advice,
	Doc: "The text says how long it lasted, and the times say otherwise. Readers will believe one of them. Looked at are " +
		"sentences about the outage itself; a figure that fits any two milestones is taken as right.",
	Check: func(p *Pass) {
		lasted, known := p.Entry.ImpactDuration()
		if !known {
			return
		}
		var odd *told
		for _, s := range p.sentences() {
			if !s.hasAny("down outage unavailable offline downtime lasted unreachable interruption degraded") {
				continue
			}
			for _, t := range s.durations() {
				if fits(p.Entry, t.length) {
					return
				}
				if odd == nil {
					odd = &t
				} else {
					return // it tells of several
				}
			}
		}
		if odd != nil {
			p.ReportAt(odd.span, "correct the one that is wrong, or say what it is that took this long",
				"%q, and the times say %s", odd.text, inWords(lasted))
		}
	},
}

// inWords is a duration as people write it, to the minute.
func inWords(d time.Duration) string {
	minutes := int(d.Round(time.Minute).Minutes())
	if minutes < 60 {
		return fmt.Sprintf("%d min", minutes)
	}
	return fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
}

// told is a length of time in a text.
type told struct {
	length time.Duration
	span   diag.Span
	text   string
}

// fits reports whether a length is that between two milestones, give or take
// a sixth, as people round.
func fits(e interface {
	Between(from, to incident.Milestone) (time.Duration, bool)
}, length time.Duration) bool {
	for i, from := range incident.Milestones {
		for _, to := range incident.Milestones[i+1:] {
			if d, known := e.Between(from, to); known && (length-d).Abs() <= max(d/6, 2*time.Minute) {
				return true
			}
		}
	}
	return false
}

var units = map[string]time.Duration{
	"min": time.Minute, "mins": time.Minute, "minute": time.Minute, "minutes": time.Minute, "m": time.Minute,
	"h": time.Hour, "hr": time.Hour, "hrs": time.Hour, "hour": time.Hour, "hours": time.Hour, "day": 24 * time.Hour, "days": 24 * time.Hour,
}

// durations finds "47 minutes", "a 2-hour outage", "3 h 20 min", "3h 20m".
func (s *sentence) durations() []told {
	var all []told
	for i := 0; i < len(s.words); i++ {
		from, total := i, time.Duration(0)
		for i < len(s.words) {
			d, n := s.duration(i)
			if n == 0 {
				break
			}
			total += d
			i += n
			if s.is(i, "and") {
				if _, more := s.duration(i + 1); more > 0 {
					i++
				}
			}
		}
		// "75 minutes after" is a moment.
		if total > 0 && !s.is(i, "after before later earlier into ago from") {
			all = append(all, told{total, s.span(from, i), s.text(from, i)})
			i--
		}
	}
	return all
}

// duration reads a number with its unit at the i-th word: its length, and of
// how many words it is.
func (s *sentence) duration(i int) (time.Duration, int) {
	if i >= len(s.words) {
		return 0, 0
	}
	w := s.words[i].lower
	n, rest := number(w)
	if rest == w {
		n, rest = numerals[w], ""
	}
	switch {
	case n == 0:
		return 0, 0
	case rest == "":
		if i+1 < len(s.words) && units[s.words[i+1].lower] > 0 {
			return time.Duration(n) * units[s.words[i+1].lower], 2
		}
		return 0, 0
	}
	var total time.Duration
	for n > 0 { // "3h20m"
		unit := strings.TrimLeft(rest, "-")
		end := strings.IndexAny(unit, "0123456789")
		if end < 0 {
			end = len(unit)
		}
		if units[unit[:end]] == 0 {
			return 0, 0
		}
		total += time.Duration(n) * units[unit[:end]]
		n, rest = number(unit[end:])
	}
	return total, 1
}

// number reads the digits that a word begins with; of more than four, nothing.
func number(w string) (n int, rest string) {
	digits := 0
	for digits < len(w) && '0' <= w[digits] && w[digits] <= '9' {
		digits++
	}
	n, err := strconv.Atoi(w[:digits])
	if err != nil || digits > 4 {
		return 0, w
	}
	return n, w[digits:]
}

var numerals = map[string]int{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "ninety": 90,
}
