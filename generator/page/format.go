package page

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/retrowiki/retrowiki/generator/incident"
)

// When is a moment as a page shows it: Machine for the datetime attribute,
// Text for people.
type When struct {
	Machine, Text string
	Short         string // "24 Nov 2014"
	Long          string // "Monday 24 November 2014"
	Weekday       string // "Mon 24 Nov 2014"
	Clock         string // "03:12 UTC", "" without a time of day
	Approximate   bool
}

func when(m incident.Moment) When {
	if !m.Known() {
		return When{}
	}
	if !m.Exact() {
		w := day(m.Time)
		w.Approximate = m.Approximate
		return w
	}
	w := instantIn(m.Time)
	w.Approximate = m.Approximate
	return w
}

func day(t time.Time) When {
	if t.IsZero() {
		return When{}
	}
	key := [2]int{t.Year(), t.YearDay()}
	if known, ok := days.Load(key); ok {
		return known.(When)
	}
	w := When{
		Machine: t.Format("2006-01-02"), Text: t.Format("2 January 2006"),
		Short: t.Format("2 Jan 2006"), Long: t.Format("Monday 2 January 2006"), Weekday: t.Format("Mon 2 Jan 2006"),
	}
	days.Store(key, w)
	return w
}

// days keeps how days are written, of which a wiki names few very often.
var days sync.Map // year and day of the year: When

func dayOf(m incident.Moment) When {
	if !m.Known() {
		return When{}
	}
	d := day(m.Time)
	d.Approximate = m.Approximate
	return d
}

func instant(t time.Time) When {
	if t.IsZero() {
		return When{}
	}
	return instantIn(t.UTC())
}

// clock is the time of day: "03:12".
func clock(t time.Time) string {
	h, m, _ := t.Clock()
	return string([]byte{'0' + byte(h/10), '0' + byte(h%10), ':', '0' + byte(m/10), '0' + byte(m%10)})
}

func instantIn(t time.Time) When {
	w := day(t)
	w.Machine = datetime(t)
	w.Clock = clock(t) + " " + zoneName(t)
	w.Text += ", " + w.Clock
	return w
}

// datetime is a moment as HTML and JavaScript read it, without seconds where
// there are none.
func datetime(t time.Time) string {
	if t.Second() == 0 {
		return t.Format("2006-01-02T15:04Z07:00")
	}
	return t.Format(time.RFC3339)
}

// zoneName says UTC, or the offset as a person reads it.
func zoneName(t time.Time) string {
	if _, offset := t.Zone(); offset == 0 {
		return "UTC"
	}
	return "UTC" + t.Format("-07:00")
}

// Duration is a length of time as a page shows it; Known is false where it
// cannot be told.
type Duration struct {
	Known         bool
	Machine, Text string // ISO 8601, and "1 h 42 min"
}

func duration(d time.Duration, known bool) Duration {
	if !known {
		return Duration{}
	}
	return Duration{Known: true, Machine: fmt.Sprintf("PT%dS", int64(d.Seconds())), Text: DurationText(d)}
}

// DurationText says a duration in its two largest units.
func DurationText(d time.Duration) string {
	d = d.Round(time.Second)
	days, hours := int(d.Hours())/24, int(d.Hours())
	minutes, seconds := int(d.Minutes())%60, int(d.Seconds())%60
	switch {
	case days >= 4:
		return units(days, "d", hours%24, "h")
	case hours > 0:
		return units(hours, "h", minutes, "min")
	case minutes > 0:
		return units(minutes, "min", seconds, "s")
	}
	return fmt.Sprintf("%d s", seconds)
}

var shortUnits = strings.NewReplacer(" h", "h", " min", "m", " d", "d")

// shortDuration says a duration for a narrow margin: "9 min", "9h 48m".
func shortDuration(d time.Duration) string {
	if d < time.Hour {
		return DurationText(d)
	}
	return shortUnits.Replace(DurationText(d))
}

func units(a int, unitA string, b int, unitB string) string {
	if b == 0 {
		return fmt.Sprintf("%d %s", a, unitA)
	}
	return fmt.Sprintf("%d %s %d %s", a, unitA, b, unitB)
}

func yearText(year int) string { return strconv.Itoa(year) }

// sentence makes "impact_started" read "Impact started".
func sentence(word string) string {
	return capital(strings.ReplaceAll(strings.ReplaceAll(word, "_", " "), "-", " "))
}

// capital begins a text with a capital letter.
func capital(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// thousands writes 1200000 as 1,200,000.
func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
