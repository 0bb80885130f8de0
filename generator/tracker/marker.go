package tracker

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"strings"
	"time"
)

// markerVersion is the format that this program writes. An issue with a newer
// one is not touched.
const markerVersion = 1

// Marker is the memory of an issue: whose it is, and what was last applied.
// The last applied values are the base of the three-way comparison.
type Marker struct {
	Version int     `json:"v"`
	Key     string  `json:"key"`
	Applied Applied `json:"applied"`
	Commit  string  `json:"commit,omitempty"` // that the values were read from
	At      int64   `json:"at,omitempty"`     // its time, in seconds
}

// Applied is what a run last wrote, whatever people made of it since.
type Applied struct {
	Title     string   `json:"title"`            // hash; "" where the title is a person's, as in an adopted issue
	Section   string   `json:"section"`          // hash
	Source    string   `json:"source,omitempty"` // see Body.source; "" where the section may not be all of it
	State     string   `json:"state"`            // Open, Completed, NotPlanned or Duplicate
	Labels    []string `json:"labels,omitempty"`
	Assignees []string `json:"assignees,omitempty"`
	Milestone string   `json:"milestone,omitempty"` // title
	Parent    string   `json:"parent,omitempty"`    // as Issue.Ref writes it
}

func (m Marker) committed() time.Time { return time.Unix(m.At, 0).UTC() }

// section is an issue's body, taken apart. Before and After are a person's and
// are never changed.
type section struct {
	Marker  Marker
	Key     Key
	Before  string
	Visible string // between the markers
	After   string
}

// found says what parse made of a body.
type found int

const (
	noMarker found = iota
	oneMarker
	tampered // broken, doubled, or of a newer format: not to be touched
)

// What our part stands between. JSON follows the first, in its comment.
const (
	beginMarker = "<!-- retrowiki:begin "
	endMarker   = "<!-- retrowiki:end -->"
)

var (
	// anyMarker also matches what is left of a marker that was broken.
	anyMarker = regexp.MustCompile(`(?i)^<!-*[ \t]*retrowiki:(?:begin|end)`)
	anyKey    = regexp.MustCompile(`"key":"([^"\r\n]+)"`)
)

// parse takes a body apart. Of a tampered one it still tells the keys that can
// be read, so that no second issue is opened for them.
func parse(body string) (found, section, []Key) {
	begins := findBegins(body)
	keys, markers := readMarkers(body, begins)
	switch hints := countMarkers(body); {
	case hints == 0:
		return noMarker, section{}, nil
	case hints != 2 || len(begins) != 1 || len(keys) != 1:
		return tampered, section{}, looseKeys(body)
	}
	rest := body[begins[0][1]:]
	visible, after, ended := strings.Cut(rest, endMarker)
	if !ended || markers[0].Version != markerVersion {
		return tampered, section{}, keys
	}
	s := section{Marker: markers[0], Key: keys[0], Before: body[:begins[0][0]], Visible: visible, After: after}
	return oneMarker, s, keys
}

// findBegins finds first lines: where each begins, where the text after it
// begins, and the two ends of its JSON. Most of the time of a plan goes by
// here, so that no regular expression looks through whole bodies.
func findBegins(body string) [][4]int {
	var all [][4]int
	for from := 0; ; {
		n := strings.Index(body[from:], beginMarker+"{")
		if n < 0 {
			return all
		}
		begin := from + n
		text := begin + len(beginMarker)
		line := body[text:]
		if end := strings.IndexAny(line, "\r\n"); end >= 0 {
			line = line[:end]
		}
		length := strings.Index(line, "} -->")
		if length < 0 {
			from = text
			continue
		}
		rest := strings.TrimLeft(body[text+length+len("} -->"):], " \t")
		rest = strings.TrimPrefix(strings.TrimPrefix(rest, "\r\n"), "\n")
		from = len(body) - len(rest)
		all = append(all, [4]int{begin, from, text, text + length + 1})
	}
}

// countMarkers counts markers, and what is left of broken ones.
func countMarkers(body string) int {
	count := 0
	for {
		n := strings.Index(body, "<!")
		if n < 0 {
			return count
		}
		body = body[n:]
		if anyMarker.MatchString(body) {
			count++
		}
		body = body[len("<!"):]
	}
}

func readMarkers(body string, begins [][4]int) (keys []Key, markers []Marker) {
	for _, at := range begins {
		var m Marker
		if json.Unmarshal([]byte(body[at[2]:at[3]]), &m) != nil {
			continue
		}
		if key, err := ParseKey(m.Key); err == nil {
			keys, markers = append(keys, key), append(markers, m)
		}
	}
	return keys, markers
}

// looseKeys finds keys in what is left of markers.
func looseKeys(body string) []Key {
	var keys []Key
	for _, m := range anyKey.FindAllStringSubmatch(body, -1) {
		if key, err := ParseKey(strings.ReplaceAll(m[1], `\u002d`, "-")); err == nil {
			keys = append(keys, key)
		}
	}
	return keys
}

// String puts the body together again.
func (s section) String() string {
	return s.Before + s.Marker.line() + "\n" + strings.Trim(s.Visible, "\r\n") + "\n" + endMarker + s.After
}

// line is the marker as a comment. A comment cannot hold two hyphens in a row,
// so that the second is written as JSON allows; < and > are escaped anyway.
func (m Marker) line() string {
	text, err := json.Marshal(m)
	if err != nil {
		panic(err) // strings and numbers only
	}
	return beginMarker + strings.ReplaceAll(string(text), "--", `-\u002d`) + " -->"
}

// hash is what a Marker remembers of a text, the same for texts that differ
// only in what editors and browsers change by themselves.
func hash(text string) string {
	sum := sha256.Sum256([]byte(normal(text)))
	return hex.EncodeToString(sum[:8])
}

// normal is a text with LF line ends, without blanks at the ends of lines and
// without empty lines around it.
func normal(text string) string {
	if !strings.ContainsAny(text, "\r\t") && !strings.Contains(text, " \n") && !strings.HasSuffix(text, " ") {
		return strings.Trim(text, "\n") // nothing to take away within
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}
