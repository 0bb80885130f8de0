package feed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"
)

var hostile = Entry{
	ID: "https://x.example/a", Title: `<script>"&'` + "\x00\x1b", Address: "https://x.example/a?b=1&c=2",
	Summary: "]]><x>\uFFFE", Updated: time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC), Categories: []string{`"><`},
}

func TestAtomIsWellFormedWhateverIsInIt(t *testing.T) {
	var out bytes.Buffer
	if err := WriteAtom(&out, Feed{Title: "a & b", Self: "https://x.example/feed.xml", Home: "https://x.example/", Entries: []Entry{hostile}}); err != nil {
		t.Fatal(err)
	}
	var feed struct {
		Title   string `xml:"title"`
		Entries []struct {
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(out.Bytes(), &feed); err != nil {
		t.Fatalf("%v in\n%s", err, out.String())
	}
	if feed.Title != "a & b" || len(feed.Entries) != 1 || !strings.HasPrefix(feed.Entries[0].Title, `<script>"&'`) || feed.Entries[0].Updated != "2020-01-02T03:04:05Z" {
		t.Errorf("read back %+v", feed)
	}
}

func TestJSONFeedNamesItsVersion(t *testing.T) {
	var out bytes.Buffer
	if err := WriteJSON(&out, Feed{Title: "x", Entries: []Entry{hostile}}); err != nil {
		t.Fatal(err)
	}
	var feed map[string]any
	if err := json.Unmarshal(out.Bytes(), &feed); err != nil {
		t.Fatal(err)
	}
	if feed["version"] != "https://jsonfeed.org/version/1.1" || strings.Contains(out.String(), "<script>") {
		t.Errorf("wrote\n%s", out.String())
	}
}

// Whatever a title holds, it ends no line and begins no property.
func TestACalendarCannotBeInjectedInto(t *testing.T) {
	var out bytes.Buffer
	title := "Fix; it, now\\\r\nEND:VEVENT\nBEGIN:VEVENT\x07 " + strings.Repeat("größer ", 40)
	err := WriteCalendar(&out, Calendar{Name: "due", Events: []Event{{UID: "a/b", Summary: title, Day: time.Date(2015, 1, 15, 0, 0, 0, 0, time.UTC)}}})
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\r\n"), "\r\n")
	ends := 0
	for _, line := range lines {
		if len(line) > 75 {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
		if strings.ContainsAny(line, "\r\n\x07") || strings.ToValidUTF8(line, "?") != line {
			t.Errorf("a line holds %q", line)
		}
		if line == "END:VEVENT" {
			ends++
		}
	}
	if ends != 1 {
		t.Errorf("there are %d ends of an event in\n%s", ends, out.String())
	}
	unfolded := strings.ReplaceAll(out.String(), "\r\n ", "")
	if !strings.Contains(unfolded, `SUMMARY:Fix\; it\, now\\\nEND:VEVENT\nBEGIN:VEVENT größer`) || !strings.Contains(unfolded, "DTSTART;VALUE=DATE:20150115\r\n") {
		t.Errorf("wrote\n%s", out.String())
	}
}

func TestASitemapHasAbsoluteAddresses(t *testing.T) {
	var out bytes.Buffer
	if err := WriteSitemap(&out, "https://x.example/", []Address{{Path: "a&b/"}}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "<loc>https://x.example/a&amp;b/</loc>") {
		t.Errorf("wrote\n%s", out.String())
	}
}

// Whoever is invited is one address; a name cannot end its parameter or its
// line, and without an organizer's address nobody is invited.
func TestMeeting(t *testing.T) {
	start := time.Date(2024, 3, 11, 10, 0, 0, 0, time.FixedZone("", 3600))
	write := func(organizer Person, attendees ...Person) string {
		var out strings.Builder
		err := WriteCalendar(&out, Calendar{Product: "agenda", Events: []Event{{UID: "a", Meeting: &Meeting{
			Start: start, End: start.Add(time.Hour), Location: "Room 1; left", Organizer: organizer, Attendees: attendees,
			Attached: Attachment{Name: "a.md", Type: "text/markdown", Content: []byte("hello")},
		}}}})
		if err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(out.String(), "\r\n ", "")
	}
	got := write(Person{`Kim "K" Ode`, "kim@example.com"}, Person{"Joy\r\nX:1", "joy@example.com"}, Person{"Lex", "lex@example.com\r\nX-EVIL:1"}, Person{"Jim", "a@b,c@d"}, Person{"Bo", ""})
	for _, want := range []string{
		"DTSTART:20240311T090000Z\r\nDTEND:20240311T100000Z\r\n", `LOCATION:Room 1\; left`, `ORGANIZER;CN="Kim 'K' Ode":mailto:kim@example.com`,
		`ATTENDEE;CN="JoyX:1";RSVP=TRUE:mailto:joy@example.com`, `ATTACH;FMTTYPE=text/markdown;ENCODING=BASE64;VALUE=BINARY;FILENAME="a.md":aGVsbG8=`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "ATTENDEE"); n != 1 || strings.Contains(got, "EVIL") || strings.Contains(got, "TRANSP") {
		t.Errorf("%d are invited in\n%s", n, got)
	}
	if got := write(Person{"Kim", ""}, Person{"Joy", "joy@example.com"}); strings.Contains(got, "mailto:") {
		t.Errorf("nobody invites somebody in\n%s", got)
	}
}
