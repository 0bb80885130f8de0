package transcript

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// told makes findings of a reading error.
func told(in Input, err error) diag.List {
	if err == nil {
		return nil
	}
	at := diag.Position{Line: 1, Column: 1}
	return diag.List{{Rule: "import/damaged", Severity: diag.Error, Span: diag.Span{File: in.Name, Start: at, End: at}, Message: "it cannot be read to its end: " + err.Error()}}
}

// gathered hands out entries of several lines when they are complete.
type gathered struct {
	now  *Entry
	emit func(Entry)
}

func (g *gathered) begin(e Entry) {
	g.end()
	g.now = &e
}

func (g *gathered) more(line string) {
	if g.now != nil && len(g.now.Text) < 8<<10 {
		g.now.Text = strings.TrimPrefix(g.now.Text+"\n"+line, "\n")
	}
}

func (g *gathered) end() {
	if g.now != nil && strings.TrimSpace(g.now.Text) != "" {
		g.emit(*g.now)
	}
	g.now = nil
}

var gitLog = Format{
	Name: "git", Doc: "what git log prints",
	Detect: func(head string) bool { return gitHead.MatchString(head) && strings.Contains(head, "\nDate:") },
	Read: func(in Input, entry func(Entry)) diag.List {
		g := gathered{emit: func(e Entry) {
			if !e.At.IsZero() {
				subject, _, _ := strings.Cut(e.Text, "\n")
				e.Text = "Committed: " + subject
				entry(e)
			}
		}}
		err := lines(in.Content, func(_ int, line string) {
			switch {
			case gitHead.MatchString(line):
				g.begin(Entry{})
			case g.now == nil:
			case strings.HasPrefix(line, "Author:"):
				name, _, _ := strings.Cut(strings.TrimSpace(line[7:]), " <")
				g.now.By = name
			case strings.HasPrefix(line, "Date:"):
				for _, layout := range []string{"Mon Jan 2 15:04:05 2006 -0700", "2006-01-02 15:04:05 -0700", time.RFC3339} {
					if at, err := time.Parse(layout, strings.TrimSpace(line[5:])); err == nil {
						g.now.At = at
					}
				}
			case strings.HasPrefix(line, "    "):
				g.more(strings.TrimSpace(line))
			}
		})
		g.end()
		return told(in, err)
	},
}

var gitHead = regexp.MustCompile(`(?m)^commit [0-9a-f]{7,40}\b`)

var postedLine = regexp.MustCompile(`^Posted\b.*?\b([A-Z][a-z]{2}) +(\d{1,2}), +(\d{4}) +[-–] +(\d{1,2}:\d{2}) +([A-Z]{2,5})\b`)

var posted = Format{
	Name: "posted", Doc: "a situation report with lines such as Posted 3 hours ago. Jul 02, 2019 - 14:42 UTC",
	Detect: func(head string) bool {
		for line := range strings.SplitSeq(head, "\n") {
			if postedLine.MatchString(strings.TrimSpace(line)) {
				return true
			}
		}
		return false
	},
	Read: func(in Input, entry func(Entry)) diag.List {
		var text []string
		err := lines(in.Content, func(_ int, line string) {
			line = strings.TrimSpace(line)
			m := postedLine.FindStringSubmatch(line)
			if m == nil {
				if line != "" && len(text) < 100 {
					text = append(text, line)
				}
				return
			}
			at, err := time.ParseInLocation("Jan 2 2006 15:04", strings.Join(m[1:5], " "), zoneNamed(m[5], in.Zone))
			if err == nil && len(text) > 0 {
				entry(Entry{At: at, Text: "Status page, " + strings.Join(text, " ")})
			}
			text = nil
		})
		return told(in, err)
	},
}

// zones are the abbreviations that status pages use, which stand for one offset
// each there.
var zones = map[string]int{"UTC": 0, "GMT": 0, "PST": -8, "PDT": -7, "MST": -7, "MDT": -6, "CST": -6, "CDT": -5, "EST": -5, "EDT": -4, "CET": 1, "CEST": 2, "BST": 1}

func zoneNamed(name string, otherwise *time.Location) *time.Location {
	if hours, ok := zones[name]; ok {
		return time.FixedZone("", hours*3600)
	}
	return otherwise
}

// logLine is a line of a chat's log: perhaps a date, a time, a name in whatever
// brackets, and words. It covers irssi, WeeChat, Mattermost and IRC bouncers.
var logLine = regexp.MustCompile(`^\[?(?:(\d{4}-\d{2}-\d{2})[T ])?(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:?\d{2}| UTC)?\]?[ \t]+(?:<[ @+%~&]?([^<>\s]{1,60})>|([^\s:\t]{1,60}):|([^\t]{1,60})\t)[ \t]*(.*)$`)

// comesAndGoes is a line of a log about the chat itself.
var comesAndGoes = regexp.MustCompile(`(?i)(-!-|\*\*\*|--?>|<--?).{0,120}\b(joined|left|quit|parted|has joined|mode/|is now known as)\b`)

var dayChanged = regexp.MustCompile(`^--- (?:Day changed|Log opened) [A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2})(?: \d{2}:\d{2}:\d{2})? (\d{4})`)

var chatLog = Format{
	Name: "log", Doc: "a chat's log, a line for each message (IRC clients, Mattermost)",
	Detect: func(head string) bool {
		hits := 0
		for line := range strings.SplitSeq(head, "\n") {
			if logLine.MatchString(strings.TrimRight(line, "\r")) {
				hits++
			}
		}
		return hits > 0
	},
	Read: func(in Input, entry func(Entry)) diag.List {
		g := gathered{emit: entry}
		c := clock{day: in.Day, zone: in.Zone}
		err := lines(in.Content, func(_ int, line string) {
			if m := dayChanged.FindStringSubmatch(line); m != nil {
				if day, err := time.Parse("Jan 2 2006", m[1]+" "+m[2]); err == nil {
					c.day, c.last = day, time.Time{}
				}
				return
			}
			m := logLine.FindStringSubmatch(line)
			if m == nil {
				if !comesAndGoes.MatchString(line) && strings.TrimSpace(line) != "" && (line[0] == ' ' || line[0] == '\t') {
					g.more(strings.TrimSpace(line))
				} else {
					g.end()
				}
				return
			}
			at, ok := c.read(m[1], m[2], strings.TrimSpace(m[3]))
			if !ok {
				return
			}
			g.begin(Entry{At: at, By: firstOf(m[4], m[5], m[6]), Text: m[7], Noise: comesAndGoes.MatchString(line)})
		})
		g.end()
		return told(in, err)
	},
}

// clock turns times of day into times, past midnight too.
type clock struct {
	day  time.Time
	zone *time.Location
	last time.Time
}

func (c *clock) read(date, clock, zone string) (time.Time, bool) {
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
			return time.Time{}, false
		}
		c.day, c.last = day, time.Time{}
	}
	parts := strings.Split(clock, ":")
	var n [3]int
	for i, p := range parts {
		n[i], _ = strconv.Atoi(p)
	}
	if c.day.IsZero() || n[0] > 23 || n[1] > 59 || n[2] > 60 {
		return time.Time{}, false
	}
	at := time.Date(c.day.Year(), c.day.Month(), c.day.Day(), n[0], n[1], n[2], 0, in)
	if !c.last.IsZero() && c.last.Sub(at) > time.Hour {
		c.day = c.day.AddDate(0, 0, 1)
		at = at.AddDate(0, 0, 1)
	}
	c.last = at
	return at, true
}

// copiedHead is the line above a message that was copied from Slack ("Lex  [3:12
// AM]", "Lex  3:12 AM") or Discord ("lex — 24/11/2014 03:12", "lex — Today at
// 3:12 AM").
var copiedHead = regexp.MustCompile(`^(\S.{0,59}?)(?:(?: {1,3}|\t)\[?| — (?:(?:Today|Yesterday) at |(\d{1,2})/(\d{1,2})/(\d{2,4}),? )?)(\d{1,2}:\d{2})(?::\d{2})? ?([AaPp][Mm])?\]?$`)

var copied = Format{
	Name: "copied", Doc: "messages copied from Slack or Discord",
	Detect: func(head string) bool {
		for line := range strings.SplitSeq(head, "\n") {
			if copiedHead.MatchString(strings.TrimRight(line, "\r ")) {
				return true
			}
		}
		return false
	},
	Read: func(in Input, entry func(Entry)) diag.List {
		g := gathered{emit: entry}
		c := clock{day: in.Day, zone: in.Zone}
		err := lines(in.Content, func(_ int, line string) {
			m := copiedHead.FindStringSubmatch(strings.TrimRight(line, " "))
			if m == nil {
				g.more(strings.TrimSpace(line))
				return
			}
			date := ""
			if m[2] != "" {
				date = discordDate(m[2], m[3], m[4])
			}
			if at, ok := c.read(date, halfDay(m[5], m[6]), ""); ok {
				g.begin(Entry{At: at, By: strings.TrimSuffix(strings.TrimSpace(m[1]), " APP")})
			}
		})
		g.end()
		return told(in, err)
	},
}

// discordDate reads 11/24/2014 and 24/11/2014: where both could be, the month
// stands first, as Discord writes it in English.
func discordDate(a, b, year string) string {
	month, _ := strconv.Atoi(a)
	day, _ := strconv.Atoi(b)
	if month > 12 {
		month, day = day, month
	}
	y, _ := strconv.Atoi(year)
	if y < 100 {
		y += 2000
	}
	return time.Date(y, time.Month(month), day, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
}

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
