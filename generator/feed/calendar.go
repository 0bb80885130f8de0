package feed

import (
	"bufio"
	"encoding/base64"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Calendar is a list of events.
type Calendar struct {
	Name    string
	Product string    // what kind of list it is
	Stamp   time.Time // when the list was made
	Events  []Event
}

// Event is something on a day, or a meeting.
type Event struct {
	UID, Summary, Description string
	Address                   string // "" for none
	Day                       time.Time
	Meeting                   *Meeting // nil for something on a day
}

// Meeting is when and where people come together.
type Meeting struct {
	Start, End time.Time
	Location   string
	Organizer  Person   // without an e-mail there is none, and nobody is invited
	Attendees  []Person // those without an e-mail are left out
	Attached   Attachment
}

// Person is a name with an address.
type Person struct{ Name, Email string }

// Attachment is a file that travels inside of the calendar's.
type Attachment struct {
	Name, Type string
	Content    []byte
}

// WriteCalendar writes RFC 5545: CRLF line ends, lines folded at 75 octets,
// text escaped, so that no text can begin a line of its own.
func WriteCalendar(w io.Writer, c Calendar) error {
	out := bufio.NewWriter(w)
	line := func(name, value string) { fold(out, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//retrowiki//"+escapeText(c.Product)+"//EN")
	line("X-WR-CALNAME", escapeText(c.Name))
	for _, e := range c.Events {
		line("BEGIN", "VEVENT")
		line("UID", escapeText(e.UID))
		line("DTSTAMP", c.Stamp.UTC().Format("20060102T150405Z"))
		if e.Meeting == nil {
			line("DTSTART;VALUE=DATE", e.Day.Format("20060102"))
		}
		line("SUMMARY", escapeText(e.Summary))
		if e.Description != "" {
			line("DESCRIPTION", escapeText(e.Description))
		}
		if e.Address != "" {
			line("URL", escapeText(e.Address))
		}
		if e.Meeting == nil {
			line("TRANSP", "TRANSPARENT") // a day on which something is due is not a day taken
		} else {
			writeMeeting(line, e.Meeting)
		}
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	return out.Flush()
}

func writeMeeting(line func(name, value string), m *Meeting) {
	const layout = "20060102T150405Z"
	line("DTSTART", m.Start.UTC().Format(layout))
	line("DTEND", m.End.UTC().Format(layout))
	if m.Location != "" {
		line("LOCATION", escapeText(m.Location))
	}
	if isMail(m.Organizer.Email) {
		line("ORGANIZER;CN="+parameter(m.Organizer.Name), "mailto:"+m.Organizer.Email)
		for _, p := range m.Attendees {
			if isMail(p.Email) {
				line("ATTENDEE;CN="+parameter(p.Name)+";RSVP=TRUE", "mailto:"+p.Email)
			}
		}
	}
	if a := m.Attached; a.Content != nil {
		line("ATTACH;FMTTYPE="+a.Type+";ENCODING=BASE64;VALUE=BINARY;FILENAME="+parameter(a.Name), base64.StdEncoding.EncodeToString(a.Content))
	}
}

// isMail lets through only what cannot be anything but one address.
func isMail(address string) bool {
	local, host, ok := strings.Cut(address, "@")
	plain := func(s, marks string) bool {
		return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
			return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(marks, r)
		})
	}
	return ok && plain(local, "._+-") && plain(host, ".-")
}

// parameter quotes the value of a parameter, which has no way to write a
// quotation mark.
func parameter(value string) string {
	return `"` + strings.Map(func(r rune) rune {
		switch {
		case r == '"':
			return '\''
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, value) + `"`
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
