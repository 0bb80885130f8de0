package fields

import (
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// readers has the types that are written as something other than their Go
// structure.
var readers map[reflect.Type]func(d *Decoder, node *frontmatter.Node, v reflect.Value, path string)

func init() { // breaks the cycle from Decoder.value through readRoles and back
	readers = map[reflect.Type]func(d *Decoder, node *frontmatter.Node, v reflect.Value, path string){
		reflect.TypeFor[incident.Moment]():     readMoment,
		reflect.TypeFor[incident.Completion](): readCompletion,
		reflect.TypeFor[time.Duration]():       readDuration,
		reflect.TypeFor[incident.Quantity]():   readQuantity,
		reflect.TypeFor[incident.IssueRef]():   readIssueRef,
		reflect.TypeFor[incident.Roles]():      readRoles,
	}
}

func readMoment(d *Decoder, node *frontmatter.Node, v reflect.Value, path string) {
	m, problem := ParseMoment(node.Text, d.Zone)
	if node.Kind == frontmatter.Mapping || node.Kind == frontmatter.Sequence {
		d.wrongType(node, path, "a time such as 2014-11-24T03:12:00Z")
		return
	}
	if problem != "" {
		d.report(diag.Error, "bad-time", node.Span, "write a time such as 2014-11-24T03:12:00Z, or a date such as 2014-11-24",
			"%s: %q %s", path, node.Text, problem)
		return
	}
	if m.Floating && m.Exact() {
		d.report(diag.Advice, "no-offset", node.Span, "add an offset, such as Z or +01:00",
			"%s has no offset and was read as %s", path, m.Time.Format(time.RFC3339))
	}
	v.Set(reflect.ValueOf(m))
}

// readCompletion takes yes and no beside a day.
func readCompletion(d *Decoder, node *frontmatter.Node, v reflect.Value, path string) {
	switch strings.ToLower(strings.TrimSpace(node.Text)) {
	case "yes", "true":
		v.Set(reflect.ValueOf(incident.Completion{Undated: true}))
	case "no", "false":
	default:
		readMoment(d, node, v.FieldByName("Moment"), path)
	}
}

func readDuration(d *Decoder, node *frontmatter.Node, v reflect.Value, path string) {
	text := durationWords.Replace(node.Text)
	if _, err := strconv.Atoi(text); err == nil {
		text += "m"
	}
	duration, err := time.ParseDuration(text)
	if err != nil || duration < 0 {
		d.wrongType(node, path, "a duration such as 60m or 1h30m")
		return
	}
	v.SetInt(int64(duration))
}

var durationWords = strings.NewReplacer(" ", "", "minutes", "m", "minute", "m", "min", "m", "hours", "h", "hour", "h")

// digitGroups are what people part digits with.
var digitGroups = strings.NewReplacer("_", "", ",", "")

func readQuantity(d *Decoder, node *frontmatter.Node, v reflect.Value, path string) {
	if node.Kind == frontmatter.Mapping || node.Kind == frontmatter.Sequence {
		d.wrongType(node, path, "a number or words")
		return
	}
	q := incident.Quantity{Text: strings.TrimSpace(node.Text)}
	n, err := strconv.ParseInt(digitGroups.Replace(q.Text), 10, 64)
	if err == nil && n >= 0 {
		q.Count, q.Known = n, true
	}
	v.Set(reflect.ValueOf(q))
}

func readIssueRef(d *Decoder, node *frontmatter.Node, v reflect.Value, path string) {
	text := strings.TrimPrefix(strings.TrimSpace(node.Text), "#")
	if strings.EqualFold(text, "none") {
		v.Set(reflect.ValueOf(incident.IssueRef{OptOut: true}))
		return
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n < 1 {
		d.wrongType(node, path, "an issue's number, or none")
		return
	}
	v.Set(reflect.ValueOf(incident.IssueRef{Number: int(n)}))
}

func readRoles(d *Decoder, node *frontmatter.Node, v reflect.Value, path string) {
	if node.Kind != frontmatter.Mapping {
		d.wrongType(node, path, "a group such as `commander: lex`")
		return
	}
	var roles incident.Roles
	for _, pair := range node.Pairs {
		if pair.Value.Kind == frontmatter.Null {
			continue
		}
		role := incident.Role{Name: pair.Key.Text}
		d.value(pair.Value, reflect.ValueOf(&role.People).Elem(), join(path, role.Name))
		roles = append(roles, role)
	}
	v.Set(reflect.ValueOf(roles))
}

func (d *Decoder) integer(node *frontmatter.Node, v reflect.Value, path string) {
	n, err := strconv.Atoi(node.Text)
	if err != nil {
		d.wrongType(node, path, "a whole number")
		return
	}
	v.SetInt(int64(n))
}

// ParseMoment reads a time: RFC 3339, or the same with a space for the T,
// without seconds or without an offset (then in zone, UTC if nil), or a date
// alone. A leading "~" marks it as approximate. Where it cannot, problem says
// why, to stand behind the text.
func ParseMoment(text string, zone *time.Location) (m incident.Moment, problem string) {
	if zone == nil {
		zone = time.UTC
	}
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "~"); ok {
		m.Approximate, text = true, strings.TrimSpace(rest)
	}
	if rest, ok := strings.CutSuffix(text, "UTC"); ok {
		text = strings.TrimSpace(rest) + "Z"
	}
	for _, l := range momentLayouts {
		t, err := time.ParseInLocation(l.layout, text, zone)
		if err == nil {
			m.Time, m.Precision, m.Floating = t, l.precision, l.floating
			return plausible(m)
		}
		if strings.Contains(err.Error(), "out of range") {
			return incident.Moment{}, "is no day or time of the calendar"
		}
	}
	return incident.Moment{}, "is not a time"
}

var momentLayouts = []struct {
	layout    string
	precision incident.Precision
	floating  bool
}{
	{"2006-01-02", incident.Day, true},
	{"2006-01-02T15:04:05Z07:00", incident.Second, false},
	{"2006-01-02 15:04:05Z07:00", incident.Second, false},
	{"2006-01-02 15:04:05 Z07:00", incident.Second, false},
	{"2006-01-02T15:04Z07:00", incident.Minute, false},
	{"2006-01-02 15:04Z07:00", incident.Minute, false},
	{"2006-01-02 15:04 Z07:00", incident.Minute, false},
	{"2006-01-02T15:04:05-0700", incident.Second, false},
	{"2006-01-02 15:04:05 -0700", incident.Second, false},
	{"2006-01-02 15:04 -0700", incident.Minute, false},
	{"2006-01-02T15:04:05", incident.Second, true},
	{"2006-01-02 15:04:05", incident.Second, true},
	{"2006-01-02T15:04", incident.Minute, true},
	{"2006-01-02 15:04", incident.Minute, true},
}

// plausible refuses the years that a slip of the hand makes.
func plausible(m incident.Moment) (incident.Moment, string) {
	if y := m.Time.Year(); y < 1970 || y > 2200 {
		return incident.Moment{}, "is not between the years 1970 and 2200"
	}
	return m, ""
}
