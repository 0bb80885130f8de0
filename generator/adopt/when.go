package adopt

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/fields"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// when is a time as far as a text states it.
type when struct {
	date           time.Time // midnight; zero if only a time of day is given
	clock, seconds bool
	hour, min, sec int
	zone           string // "" if none is named, else Z or an offset
	approximate    bool
}

// String writes it as a frontmatter does. It needs a date.
func (w when) String() string {
	text := w.date.Format("2006-01-02")
	if w.clock {
		text += fmt.Sprintf("T%02d:%02d:%02d%s", w.hour, w.min, w.sec, w.zone)
	}
	if w.approximate {
		text = "~" + text
	}
	return text
}

// at is the moment, for comparing two; a time without a zone is in zone.
func (w when) at(zone *time.Location) time.Time {
	m, _ := fields.ParseMoment(w.String(), zone)
	return m.Time
}

var (
	wordsBefore = regexp.MustCompile(`(?i)^(?:(?:on|at|from|ca\.?|circa|about|approx(?:\.|imately)?|around|~)\s*)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?`)
	yearFirst   = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\D|$)`)
	monthWord   = regexp.MustCompile(`(?i)^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b`)
	dayWord     = regexp.MustCompile(`(?i)^(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})\b`)
	numbers     = regexp.MustCompile(`^(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2})\b`)
	between     = regexp.MustCompile(`(?i)^(?:T|\s*,?\s*(?:at|@|from|-|–)?\s*)`)
	clockForm   = regexp.MustCompile(`(?i)^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?`)
	hourForm    = regexp.MustCompile(`(?i)^(\d{1,2})\s*([ap]\.?m\.?)`)
	zoneForm    = regexp.MustCompile(`^\s*\(?(?:(Z|UTC|GMT)([-+]\d{1,2}(?::?\d{2})?)?|([-+]\d{2}:?\d{2})|([A-Z][A-Z]{1,4}))\b\)?`)
	remark      = regexp.MustCompile(`^\s*\([^)]*\)`)
	rangeMark   = regexp.MustCompile(`(?i)^\s*(?:to|until|till|through|-|–|—|→|->)\s*`)
)

var months = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

// zones has the abbreviations that mean one offset only. CST, IST and BST mean
// several, and PT, ET and CT change with the season.
var zones = map[string]string{
	"PST": "-08:00", "PDT": "-07:00", "MST": "-07:00", "MDT": "-06:00", "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00",
	"CET": "+01:00", "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "WET": "Z", "JST": "+09:00", "AEST": "+10:00", "AEDT": "+11:00", "NZST": "+12:00",
}

// readWhen reads a time at the beginning of a text and hands back the rest.
// problem says what is unsure about it; ok is false if no time stands there.
func readWhen(text string) (w when, rest, problem string, ok bool) {
	text = strings.TrimSpace(text)
	before := wordsBefore.FindString(text)
	first := strings.ToLower(before)
	w.approximate = strings.HasPrefix(first, "~") || strings.HasPrefix(first, "a") && !strings.HasPrefix(first, "at") || strings.HasPrefix(first, "c")
	text = text[len(before):]
	rest, problem, hasDate := w.readDate(text)
	if problem != "" {
		return w, rest, problem, true
	}
	mark := rest
	if hasDate {
		rest = rest[len(between.FindString(rest)):]
	}
	if rest, problem = w.readClock(rest); problem != "" {
		return w, rest, problem, true
	}
	if !w.clock {
		return w, mark, "", hasDate
	}
	rest, problem = w.readZone(rest, hasDate)
	return w, rest, problem, true
}

func (w *when) readDate(text string) (rest, problem string, ok bool) {
	year, month, day := 0, 0, 0
	switch m := yearFirst.FindStringSubmatch(text); {
	case m != nil:
		year, month, day = number(m[1]), number(m[2]), number(m[3])
		rest = text[len(m[1])+len(m[2])+len(m[3])+2:]
	default:
		if m := monthWord.FindStringSubmatch(text); m != nil {
			month, day, year, rest = monthOf(m[1]), number(m[2]), number(m[3]), text[len(m[0]):]
		} else if m := dayWord.FindStringSubmatch(text); m != nil {
			day, month, year, rest = number(m[1]), monthOf(m[2]), number(m[3]), text[len(m[0]):]
		} else if m := numbers.FindStringSubmatch(text); m != nil {
			rest = text[len(m[0]):]
			if day, month, problem = dayAndMonth(m[1], m[2], m[3], m[4]); problem != "" {
				return rest, problem, true
			}
			year = number(m[4])
		} else {
			return text, "", false
		}
	}
	if month == 0 {
		return text, "", false
	}
	w.date = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if w.date.Day() != day || year < 1970 || year > 2200 {
		return rest, "is no day of the calendar", true
	}
	return rest, "", true
}

func dayAndMonth(first, mark, second, year string) (day, month int, problem string) {
	a, b := number(first), number(second)
	switch {
	case len(year) == 2:
		return 0, 0, "has a year of two digits"
	case mark == "." || a > 12 && b <= 12 || a == b:
		return a, b, ""
	case b > 12 && a <= 12:
		return b, a, ""
	case a > 12:
		return 0, 0, "is no day of the calendar"
	}
	return 0, 0, fmt.Sprintf("may be %s-%02d-%02d or %s-%02d-%02d", year, a, b, year, b, a)
}

func (w *when) readClock(text string) (rest, problem string) {
	half := ""
	if m := clockForm.FindStringSubmatch(text); m != nil {
		w.hour, w.min, w.sec, half, rest = number(m[1]), number(m[2]), number(m[3]), m[4], text[len(m[0]):]
		w.seconds = m[3] != ""
	} else if m := hourForm.FindStringSubmatch(text); m != nil {
		w.hour, half, rest = number(m[1]), m[2], text[len(m[0]):]
	} else {
		return text, ""
	}
	if half != "" {
		if w.hour < 1 || w.hour > 12 {
			return rest, "is no time of day"
		}
		w.hour %= 12
		if half[0]|0x20 == 'p' {
			w.hour += 12
		}
	}
	if w.hour > 23 || w.min > 59 || w.sec > 59 {
		return rest, "is no time of day"
	}
	w.clock = true
	return rest, ""
}

// readZone takes an offset without a name only behind a date: in 09:47-10:30
// it is the end.
func (w *when) readZone(text string, hasDate bool) (rest, problem string) {
	m := zoneForm.FindStringSubmatch(text)
	if m == nil || m[3] != "" && !hasDate {
		return text, ""
	}
	rest = text[len(m[0]):]
	switch {
	case m[1] != "" && m[2] == "":
		w.zone = "Z"
	case m[2] != "" || m[3] != "":
		w.zone = offset(m[2] + m[3])
	case zones[m[4]] != "":
		w.zone = zones[m[4]]
	case m[4] == "AM" || m[4] == "PM" || rangeMark.MatchString(" "+m[4]+" "):
		return text, ""
	default:
		return rest, fmt.Sprintf("names the zone %s, which may be more than one offset", m[4])
	}
	return rest, ""
}

// offset writes +1, +0100 and +01:00 in the last way.
func offset(text string) string {
	digits := strings.ReplaceAll(text[1:], ":", "")
	if len(digits) <= 2 {
		digits = fmt.Sprintf("%02d00", number(digits))
	}
	if len(digits) == 3 {
		digits = "0" + digits
	}
	return text[:1] + digits[:2] + ":" + digits[2:]
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

func monthOf(word string) int {
	word = strings.ToLower(word)
	m := months[word[:3]]
	if word != "sept" && len(word) > 3 && !strings.EqualFold(m.String(), word) {
		return 0
	}
	return int(m)
}

// readSpan reads a time, or two with a dash or "to" between them. A second one
// without a date has the first one's, or the next day's if it comes earlier;
// where only one names a zone, it holds for both.
func readSpan(text string) (from, to when, hasEnd bool, rest, problem string, ok bool) {
	from, rest, problem, ok = readWhen(text)
	if !ok || problem != "" {
		return from, to, false, rest, problem, ok
	}
	rest = rest[len(remark.FindString(rest)):]
	mark := rangeMark.FindString(rest)
	if mark == "" {
		return from, to, false, rest, "", true
	}
	to, after, problem, more := readWhen(rest[len(mark):])
	if !more {
		return from, to, false, rest, "", true
	}
	if from.clock && !to.clock && problem == "" {
		return from, when{}, false, rest, "", true
	}
	if to.zone == "" {
		to.zone = from.zone
	} else if from.zone == "" {
		from.zone = to.zone
	}
	if to.date.IsZero() && !from.date.IsZero() {
		to.date = from.date
		if to.at(time.UTC).Before(from.at(time.UTC)) {
			to.date = to.date.AddDate(0, 0, 1)
		}
	}
	return from, to, true, after, problem, true
}

// momentKnown reports whether a text is a time that the format takes.
func momentKnown(text string) bool {
	m, problem := fields.ParseMoment(text, time.UTC)
	return problem == "" && m.Precision >= incident.Day
}
