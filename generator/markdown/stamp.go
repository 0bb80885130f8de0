package markdown

import (
	"strings"
	"time"
)

// Stamp is the time that an entry of a timeline begins with, as far as it is
// written there.
type Stamp struct {
	HasDate              bool
	Year, Month, Day     int
	HasClock, HasSeconds bool
	Hour, Minute, Second int
	HasZone              bool
	Zone                 *time.Location
	Approximate          bool
}

// scanStamp reads a time at the beginning of text, and says how many bytes it
// and the separator behind it take up. ok is false if there is none.
func scanStamp(text string) (s Stamp, length int, ok bool) {
	c := scanner{text: text}
	c.skip(" \t")
	s.Approximate = c.accept("~")
	c.skip(" ")
	s.HasDate = c.date(&s)
	if s.HasDate {
		mark := c.at
		if !c.accept("T") {
			c.skip(" ,")
		}
		if s.HasClock = c.clock(&s); !s.HasClock {
			c.at = mark
		}
	} else if s.HasClock = c.clock(&s); !s.HasClock {
		return Stamp{}, 0, false
	}
	if s.HasClock {
		c.zone(&s)
	}
	if c.at < len(text) && (isLetter(text[c.at]) || isDigit(text[c.at])) {
		return Stamp{}, 0, false
	}
	c.separator()
	return s, c.at, true
}

type scanner struct {
	text string
	at   int
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func (c *scanner) rest() string { return c.text[c.at:] }

func (c *scanner) skip(chars string) {
	for c.at < len(c.text) && strings.IndexByte(chars, c.text[c.at]) >= 0 {
		c.at++
	}
}

func (c *scanner) accept(word string) bool {
	if !strings.HasPrefix(c.rest(), word) {
		return false
	}
	c.at += len(word)
	return true
}

// number reads from least to most digits.
func (c *scanner) number(least, most int, into *int) bool {
	n, value := 0, 0
	for n < most && c.at+n < len(c.text) && isDigit(c.text[c.at+n]) {
		value = value*10 + int(c.text[c.at+n]-'0')
		n++
	}
	if n < least || c.at+n < len(c.text) && isDigit(c.text[c.at+n]) {
		return false
	}
	c.at += n
	*into = value
	return true
}

func (c *scanner) date(s *Stamp) bool {
	mark := c.at
	ok := c.number(4, 4, &s.Year) && c.accept("-") && c.number(2, 2, &s.Month) && c.accept("-") && c.number(2, 2, &s.Day)
	if ok {
		t := time.Date(s.Year, time.Month(s.Month), s.Day, 0, 0, 0, 0, time.UTC)
		ok = int(t.Month()) == s.Month && t.Day() == s.Day
	}
	if !ok {
		c.at = mark
		s.Year, s.Month, s.Day = 0, 0, 0
	}
	return ok
}

// clock reads 3:21, 03:21, 03:21:30 and 9:05 PM.
func (c *scanner) clock(s *Stamp) bool {
	mark := c.at
	ok := c.number(1, 2, &s.Hour) && c.accept(":") && c.number(2, 2, &s.Minute) && s.Hour < 24 && s.Minute < 60
	if !ok {
		c.at = mark
		s.Hour, s.Minute = 0, 0
		return false
	}
	mark = c.at
	if s.HasSeconds = c.accept(":") && c.number(2, 2, &s.Second) && s.Second < 60; !s.HasSeconds {
		c.at, s.Second = mark, 0
	} else if mark = c.at; c.accept(".") {
		fraction := 0
		if !c.number(1, 9, &fraction) {
			c.at = mark
		}
	}
	mark = c.at
	c.skip(" ")
	half := strings.ToUpper(c.rest()[:min(2, len(c.rest()))])
	if (half == "AM" || half == "PM") && s.Hour >= 1 && s.Hour <= 12 && (len(c.rest()) == 2 || !isLetter(c.rest()[2])) {
		c.at += 2
		s.Hour %= 12
		if half == "PM" {
			s.Hour += 12
		}
		return true
	}
	c.at = mark
	return true
}

// zone reads Z, UTC, GMT, and offsets such as +01:00, -0800 and UTC-8.
func (c *scanner) zone(s *Stamp) {
	mark := c.at
	c.skip(" ")
	named := c.accept("UTC") || c.accept("GMT") || c.accept("Z")
	if named && c.at < len(c.text) && isLetter(c.text[c.at]) {
		c.at = mark
		return
	}
	afterName := c.at
	sign := 0
	switch {
	case c.accept("+"):
		sign = 1
	case c.accept("-"), c.accept("−"):
		sign = -1
	}
	var hours, minutes int
	if sign != 0 {
		digits := c.at
		ok := c.number(4, 4, &hours)
		if ok {
			hours, minutes = hours/100, hours%100
		} else {
			c.at = digits
			ok = c.number(1, 2, &hours)
			colon := c.at
			if ok && (!c.accept(":") || !c.number(2, 2, &minutes)) {
				c.at = colon
				ok = named && c.at-digits > 0 // "03:12 - 2 hosts" is no offset
			}
		}
		if ok && hours <= 14 && minutes < 60 && (named || c.at-digits >= 4) {
			s.HasZone, s.Zone = true, fixed(sign*(hours*60+minutes))
			return
		}
		c.at = afterName
	}
	if named {
		s.HasZone, s.Zone = true, time.UTC
		return
	}
	c.at = mark
}

func fixed(minutes int) *time.Location {
	if minutes == 0 {
		return time.UTC
	}
	return time.FixedZone("", minutes*60)
}

// separator passes over one -, –, — or : and the spaces around it.
func (c *scanner) separator() {
	c.skip(" \t")
	for _, mark := range []string{"--", "-", "–", "—", ":", "|"} {
		if c.accept(mark) {
			break
		}
	}
	c.skip(" \t")
}
