package transcript

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// logTime is how a line of a log begins: perhaps a date, then a time.
const logTime = `^\[?(?:(\d{4}-\d{2}-\d{2})[T ]|([A-Z][a-z]{2}) +(\d{1,2}) +)?(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:?\d{2}| UTC)?\]?`

// logLine is how a line of a chat's log begins: a time, a name in whatever
// brackets or behind the star of an action; words follow. It covers irssi,
// WeeChat, HexChat, Mattermost and IRC bouncers.
var logLine = regexp.MustCompile(logTime + `[ \t]+(?:<[ @+%~&]?([^<>\s]+)>|\*[ \t]+([^\s:*]+)|([^\s:\t*]+):|([^\t*]+)\t)[ \t]*`)

// longestHead is how much of a line is looked at for its time and name: regular
// expressions take their time with long ones.
const longestHead = 120

// logMessage takes a line of a log apart: what logLine finds, and the words behind
// it.
func logMessage(line string) (found []string, words string) {
	head := line[:min(len(line), longestHead)]
	found = logLine.FindStringSubmatch(head)
	if found == nil {
		return nil, ""
	}
	return found, line[len(found[0]):]
}

var logClock = regexp.MustCompile(logTime + `[ \t]`)

// comesAndGoes is a line of a log about the chat itself.
var comesAndGoes = regexp.MustCompile(`(?i)(?:-!-|\*\*\*|--?>|<--?|[\t ]--[\t ]).{0,160}\b(?:joined|left|quits?|parted|parts|joins|mode/|mode|is now known as|topic|netsplit)\b|[\t ]\*[\t ]+\S+ (?:\(\S+\) )?(?:has (?:joined|quit|left)|is now known as|sets mode|has changed the topic)\b`)

var dayChanged = regexp.MustCompile(`^-{2,3} (?:Day changed(?: to)?|Log opened|Log closed) [A-Z][a-z]{2},? ([A-Z][a-z]{2}|\d{1,2}) (\d{1,2}|[A-Z][a-z]{2})(?: \d{2}:\d{2}:\d{2})? (\d{4})`)

var chatLog = Format{
	Name: "log", Doc: "a chat's log, a line for each message (IRC clients, Mattermost)",
	Detect: func(head string) bool {
		for line := range strings.SplitSeq(head, "\n") {
			if found, _ := logMessage(strings.TrimRight(line, "\r")); found != nil {
				return true
			}
		}
		return false
	},
	Read: func(in Input, entry func(Entry)) diag.List {
		r := logReader{in: in, gathered: gathered{emit: entry}, clock: clock{day: in.Day, zone: in.Zone}}
		err := lines(in.Content, r.line)
		r.end()
		return append(r.told(), told(in, err)...)
	},
}

// logReader reads a log line by line.
type logReader struct {
	gathered
	clock
	in         Input
	odd, first int // lines that are no messages, and the first of them
}

func (r *logReader) line(number int, line string) {
	if m := dayChanged.FindStringSubmatch(line); m != nil {
		for _, layout := range []string{"Jan 2 2006", "2 Jan 2006"} {
			if day, err := time.Parse(layout, strings.Join(m[1:4], " ")); err == nil {
				r.set(day)
			}
		}
		return
	}
	m, words := logMessage(line)
	if m == nil {
		r.other(number, line)
		return
	}
	date := m[1]
	if month, err := time.Parse("Jan", m[2]); err == nil {
		day, _ := strconv.Atoi(m[3])
		date = nearest(month.Month(), day, r.in.Day).Format("2006-01-02")
	}
	at, local, ok := r.read(date, m[4], strings.TrimSpace(m[5]))
	if !ok {
		r.count(number)
		return
	}
	by := firstOf(m[6], m[7], m[8], strings.TrimLeft(m[9], "@+%~&"))
	chat := m[7] != "" || strings.Trim(by, "-<>!*=") == "" // where a client tells of the chat itself
	r.begin(Entry{At: at, By: by, Text: words, Local: local, Noise: chat && comesAndGoes.MatchString(line)})
}

// other is a line that is no message: a message's next one, the chat's own, or
// one that is not understood.
func (r *logReader) other(number int, line string) {
	switch {
	case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "---") || strings.HasPrefix(line, "****"):
		r.end()
	case comesAndGoes.MatchString(line) || strings.Contains(line, "-!-"):
		r.end()
	case r.now != nil && !logClock.MatchString(line):
		r.more(strings.TrimSpace(line))
	default:
		r.end()
		r.count(number)
	}
}

func (r *logReader) count(number int) {
	if r.odd++; r.odd == 1 {
		r.first = number
	}
}

// told says how much was not understood.
func (r *logReader) told() diag.List {
	if r.odd == 0 {
		return nil
	}
	message := "this line is no message; it is left out"
	if r.odd > 1 {
		message = fmt.Sprintf("%d lines are no messages, of which this is the first; they are left out", r.odd)
	}
	return diag.List{damaged(r.in, diag.Warning, diag.Position{Line: r.first, Column: 1}, message, "look whether it matters")}
}
