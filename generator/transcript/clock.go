package transcript

import (
	"strconv"
	"strings"
	"time"
)

// clock turns times of day into times, past midnight too.
type clock struct {
	day  time.Time
	zone *time.Location
	last time.Time
}

// back is how far a log may go back in time before a line is taken for the next
// day's: clients with wrong clocks write less.
const back = time.Hour

// set makes a date that of the times that follow.
func (c *clock) set(day time.Time) { c.day, c.last = day, time.Time{} }

// read gives the time that a line names; local is whether it names no zone.
func (c *clock) read(date, clock, zone string) (at time.Time, local, ok bool) {
	in := c.zone
	switch {
	case zone == "Z" || zone == "UTC":
		in = time.UTC
	case zone != "":
		if t, err := time.Parse("-07:00", strings.Replace(zone[:3]+":"+strings.TrimLeft(zone[3:], ":"), "::", ":", 1)); err == nil {
			in = t.Location()
		}
	}
	if date != "" {
		day, err := time.Parse("2006-01-02", date)
		if err != nil {
			return time.Time{}, false, false
		}
		c.set(day)
	}
	var n [3]int
	for i, p := range strings.Split(clock, ":") {
		n[i], _ = strconv.Atoi(p)
	}
	if c.day.IsZero() || n[0] > 23 || n[1] > 59 || n[2] > 60 {
		return time.Time{}, false, false
	}
	at = time.Date(c.day.Year(), c.day.Month(), c.day.Day(), n[0], n[1], n[2], 0, in)
	if !c.last.IsZero() && c.last.Sub(at) > back {
		c.day = c.day.AddDate(0, 0, 1)
		at = at.AddDate(0, 0, 1)
	}
	c.last = at
	return at, zone == "", true
}

// halfDay writes 3:12 PM as 15:12.
func halfDay(clock, half string) string {
	if half == "" {
		return clock
	}
	hour, rest, _ := strings.Cut(clock, ":")
	n, _ := strconv.Atoi(hour)
	n %= 12
	if strings.EqualFold(half, "pm") {
		n += 12
	}
	return strconv.Itoa(n) + ":" + rest
}

// nearest is the day of a month in that year in which it lies nearest to
// another, for logs that write no year.
func nearest(month time.Month, day int, to time.Time) time.Time {
	var best time.Time
	for _, year := range []int{to.Year() - 1, to.Year(), to.Year() + 1} {
		if at := time.Date(year, month, day, 0, 0, 0, 0, time.UTC); best.IsZero() || at.Sub(to).Abs() < best.Sub(to).Abs() {
			best = at
		}
	}
	return best
}
