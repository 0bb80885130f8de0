package feed

import (
	"bufio"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Calendar is a list of all-day events.
type Calendar struct {
	Name   string
	Stamp  time.Time // when the list was made
	Events []Event
}

// Event is something on a day.
type Event struct {
	UID, Summary, Description string
	Address                   string // "" for none
	Day                       time.Time
}

// WriteCalendar writes RFC 5545: CRLF line ends, lines folded at 75 octets,
// text escaped, so that no text can begin a line of its own.
func WriteCalendar(w io.Writer, c Calendar) error {
	out := bufio.NewWriter(w)
	line := func(name, value string) { fold(out, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//retrowiki//remediations//EN")
	line("X-WR-CALNAME", escapeText(c.Name))
	for _, e := range c.Events {
		line("BEGIN", "VEVENT")
		line("UID", escapeText(e.UID))
		line("DTSTAMP", c.Stamp.UTC().Format("20060102T150405Z"))
		line("DTSTART;VALUE=DATE", e.Day.Format("20060102"))
		line("SUMMARY", escapeText(e.Summary))
		if e.Description != "" {
			line("DESCRIPTION", escapeText(e.Description))
		}
		if e.Address != "" {
			line("URL", escapeText(e.Address))
		}
		line("TRANSP", "TRANSPARENT")
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	return out.Flush()
}

func escapeText(text string) string {
	text = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(text)
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
}

// fold writes one content line, broken at 75 octets between characters.
func fold(out *bufio.Writer, line string) {
	const limit = 75
	for len(line) > limit {
		cut := limit
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		out.WriteString(line[:cut] + "\r\n")
		line = " " + line[cut:]
	}
	out.WriteString(line + "\r\n")
}
