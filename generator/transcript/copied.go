package transcript

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// The lines above a message that was copied from Slack or Discord.
var (
	// "Lex  [3:12 AM]", "Lex  3:12 AM", "lex — 24/11/2014 03:12", "lex — Today at 3:12 AM"
	copiedHead = regexp.MustCompile(`^(\S.{0,59}?)(?:(?: {1,3}|\t)\[?| — (?:(?:Today|Yesterday) at |(\d{1,2})([/.])(\d{1,2})[/.](\d{2,4}),? )?)(\d{1,2}:\d{2})(?::\d{2})? ?([AaPp][Mm])?\]?$`)
	// "Lex Lee3:12 AM", as a browser copies what stands in two boxes
	copiedClose = regexp.MustCompile(`^(\S.{0,58}?)(1[0-2]|0?[1-9])(:\d{2}) ?([AaPp][Mm])$`)
	// "we meet at" 3:12 PM, which is no name
	aboutTime = regexp.MustCompile(`(?i)(?:^|\s)(?:at|by|until|till|since|around|before|after|from|to|about|for|is|was|it's)\s*$`)
	// "  3:12 AM" below a line with the name
	copiedBelow = regexp.MustCompile(`^(?:\s+\[?(\d{1,2}:\d{2}) ?([AaPp][Mm])?\]?|(\d{1,2}:\d{2}) ?([AaPp][Mm]))$`)
	// "[3:13 AM] more", "3:13": again the same person
	copiedNext = regexp.MustCompile(`^(?:\[(\d{1,2}:\d{2}) ?([AaPp][Mm])?\]\s*(.*)|(\d{1,2}:\d{2}))$`)
	// "Monday, November 24th", "November 24th, 2014"
	copiedDay = regexp.MustCompile(`^(?:[A-Z][a-z]+day, )?([A-Z][a-z]{2,8}) (\d{1,2})(?:st|nd|rd|th)?(?:, (\d{4}))?$`)
)

var copied = Format{
	Name: "copied", Doc: "messages copied from Slack or Discord",
	Detect: func(head string) bool {
		for line := range strings.SplitSeq(head, "\n") {
			line = strings.TrimRight(line, "\r ")
			if copiedHead.MatchString(line) || copiedClose.MatchString(line) || copiedBelow.MatchString(line) {
				return true
			}
		}
		return false
	},
	Read: func(in Input, entry func(Entry)) diag.List {
		r := copyReader{in: in, emit: entry}
		err := lines(in.Content, r.line)
		r.name("")
		return append(r.finish(), told(in, err)...)
	},
}

// message is one that was copied, before it is known how its file writes dates.
type message struct {
	line      int
	by, clock string
	date      [3]int    // as written: two numbers and a year; none without
	dayFirst  bool      // the numbers are parted by dots
	day       time.Time // that a line above the message names; zero without
	text      []string
}

// copyReader reads a copy. It keeps the messages until the end, since a date in
// the last may tell how the first is meant; what somebody copies is short.
type copyReader struct {
	in       Input
	emit     func(Entry)
	messages []message
	day      time.Time
	last     string // a line that may turn out to be a name
	hasLast  bool
}

func (r *copyReader) line(number int, line string) {
	line = strings.TrimRight(line, " ")
	if m := copiedHead.FindStringSubmatch(line); m != nil && !aboutTime.MatchString(m[1]) {
		r.name("")
		n := message{line: number, by: m[1], clock: halfDay(m[6], m[7]), dayFirst: m[3] == "."}
		for i, digits := range []string{m[2], m[4], m[5]} {
			n.date[i], _ = strconv.Atoi(digits)
		}
		r.begin(n)
		return
	}
	if m := copiedClose.FindStringSubmatch(line); m != nil && !aboutTime.MatchString(m[1]) {
		r.name("")
		r.begin(message{line: number, by: m[1], clock: halfDay(m[2]+m[3], m[4])})
		return
	}
	if m := copiedBelow.FindStringSubmatch(line); m != nil && r.hasLast && r.last != "" {
		by := r.last
		r.hasLast = false
		r.begin(message{line: number, by: by, clock: halfDay(firstOf(m[1], m[3]), firstOf(m[2], m[4]))})
		return
	}
	if m := copiedNext.FindStringSubmatch(line); m != nil && len(r.messages) > 0 {
		r.name("")
		r.begin(message{line: number, by: r.messages[len(r.messages)-1].by, clock: halfDay(firstOf(m[1], m[4]), m[2])})
		line = m[3]
	} else if day, ok := r.dayOf(line); ok {
		r.name("")
		r.day = day
		return
	}
	r.name(strings.TrimSpace(line))
}

// name takes the last line for words, now that no time stood below it, and
// keeps another back.
func (r *copyReader) name(next string) {
	if n := len(r.messages); r.hasLast && n > 0 {
		r.messages[n-1].text = append(r.messages[n-1].text, r.last)
	}
	r.last, r.hasLast = next, next != ""
}

func (r *copyReader) begin(m message) {
	m.by = strings.TrimSuffix(strings.TrimSpace(m.by), " APP")
	m.day = r.day
	r.day = time.Time{}
	r.messages = append(r.messages, m)
}

// dayOf reads the line that Slack puts between two days.
func (r *copyReader) dayOf(line string) (time.Time, bool) {
	m := copiedDay.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return time.Time{}, false
	}
	for _, layout := range []string{"January", "Jan"} {
		month, err := time.Parse(layout, m[1])
		if err != nil {
			continue
		}
		day, _ := strconv.Atoi(m[2])
		if m[3] != "" {
			year, _ := strconv.Atoi(m[3])
			return time.Date(year, month.Month(), day, 0, 0, 0, 0, time.UTC), true
		}
		return nearest(month.Month(), day, r.in.Day), true
	}
	return time.Time{}, false
}

// finish hands out the messages.
func (r *copyReader) finish() diag.List {
	dayFirst, found := r.order()
	c := clock{day: r.in.Day, zone: r.in.Zone}
	for _, m := range r.messages {
		date := ""
		switch {
		case m.date[2] != 0:
			date = m.on(dayFirst || m.dayFirst).Format("2006-01-02")
		case !m.day.IsZero():
			date = m.day.Format("2006-01-02")
		}
		at, local, ok := c.read(date, m.clock, "")
		if !ok {
			found = append(found, damaged(r.in, diag.Warning, diag.Position{Line: m.line, Column: 1}, "this is no time of day; the message is left out", "correct it and run timeline again"))
			continue
		}
		if text := strings.Join(m.text, "\n"); strings.TrimSpace(text) != "" {
			r.emit(Entry{At: at, By: m.by, Text: text, Local: local})
		}
	}
	return found
}

// on is the day of a date that is read with the day or the month first; what
// can be read in one way only, in that way.
func (m *message) on(dayFirst bool) time.Time {
	month, day := m.date[0], m.date[1]
	if dayFirst && day <= 12 || month > 12 {
		month, day = day, month
	}
	year := m.date[2]
	if year < 100 {
		year += 2000
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// order decides whether 03/04/2014 is of April: by the flag, by a date of the
// file that can be read in one way only, or by what lies nearer to the incident,
// which it says.
func (r *copyReader) order() (dayFirst bool, found diag.List) {
	if r.in.Order != "" {
		return r.in.Order == "day", nil
	}
	var unsure *message
	for i := range r.messages {
		m := &r.messages[i]
		switch a, b := m.date[0], m.date[1]; {
		case m.date[2] == 0 || m.dayFirst:
		case a > 12:
			return true, nil
		case b > 12:
			return false, nil
		case a != b && unsure == nil:
			unsure = m
		}
	}
	if unsure == nil {
		return false, nil
	}
	dayFirst = unsure.on(true).Sub(r.in.Day).Abs() < unsure.on(false).Sub(r.in.Day).Abs()
	return dayFirst, diag.List{damaged(r.in, diag.Warning, diag.Position{Line: unsure.line, Column: 1},
		fmt.Sprintf("%d/%d/%d can be read with the day or the month first, and no date of this file tells; it is read as %s, which lies nearer to the incident",
			unsure.date[0], unsure.date[1], unsure.date[2], unsure.on(dayFirst).Format("2006-01-02")), "--date-order day or --date-order month says which")}
}
