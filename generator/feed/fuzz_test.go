package feed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"
)

var hostileTexts = []string{
	"a\r\nEND:VEVENT\r\nBEGIN:VEVENT", "]]><x>", "\x00\x1b\uFFFE", strings.Repeat("größer ", 20), "\x80\x80\x80" + strings.Repeat("\x80", 100), `\;,"`, "a\u2028b\u0085c", "\ufeff", "=cmd|x",
}

// FuzzCalendar holds for any text: it begins no line, no line is too long, and
// a reader of calendars finds as many events as were written.
func FuzzCalendar(f *testing.F) {
	for _, seed := range hostileTexts {
		f.Add(seed, "https://x.example/"+seed, "lex@example.com")
		f.Add("x", seed, seed)
	}
	f.Fuzz(func(t *testing.T, text, address, mail string) {
		day := time.Date(2015, 1, 15, 9, 0, 0, 0, time.UTC)
		meeting := &Meeting{Start: day, End: day.Add(time.Hour), Location: text, Organizer: Person{Name: text, Email: mail}, Attendees: []Person{{Name: address, Email: mail}}}
		c := Calendar{Name: text, Product: text, Stamp: day, Events: []Event{
			{UID: "a" + text, Summary: text, Description: address, Address: address, Day: day}, {UID: "b", Summary: address, Day: day, Meeting: meeting},
		}}
		var out bytes.Buffer
		if err := WriteCalendar(&out, c); err != nil {
			t.Fatal(err)
		}
		events := 0
		for line := range strings.SplitSeq(strings.TrimSuffix(out.String(), "\r\n"), "\r\n") {
			if len(line) > 75+1 || strings.ContainsAny(line, "\r\n\x00") || !utf8.ValidString(line) {
				t.Fatalf("%q is no line of a calendar", line)
			}
			if line == "BEGIN:VEVENT" {
				events++
			}
		}
		read, err := ical.NewDecoder(&out).Decode()
		if err != nil || events != 2 || len(read.Events()) != 2 {
			t.Fatalf("%d events were written and read as %v, %v", events, read, err)
		}
	})
}

// FuzzFeeds holds for any text: a feed is XML or JSON, with as many entries as
// were written and nothing that they brought along.
func FuzzFeeds(f *testing.F) {
	for _, seed := range hostileTexts {
		f.Add(seed, "https://x.example/"+seed)
	}
	f.Fuzz(func(t *testing.T, text, address string) {
		day := time.Date(2015, 1, 15, 9, 0, 0, 0, time.UTC)
		fd := Feed{Title: text, Self: address, Home: address, Entries: []Entry{
			{ID: address, Title: text, Address: address, Summary: text, Updated: day, Categories: []string{text, address}}, {ID: "b", Title: "b", Updated: day},
		}}
		var atom, sitemap, asJSON bytes.Buffer
		if err := WriteAtom(&atom, fd); err != nil {
			t.Fatal(err)
		}
		if n := elements(t, atom.Bytes())["entry"]; n != 2 {
			t.Fatalf("%d entries in\n%s", n, atom.String())
		}
		if err := WriteSitemap(&sitemap, "https://x.example/", []Address{{Path: address, Changed: day}, {Path: text}}); err != nil {
			t.Fatal(err)
		}
		if n := elements(t, sitemap.Bytes())["url"]; n != 2 {
			t.Fatalf("%d pages in\n%s", n, sitemap.String())
		}
		if err := WriteJSON(&asJSON, fd); err != nil || !json.Valid(asJSON.Bytes()) || bytes.ContainsAny(asJSON.Bytes(), "<>") {
			t.Fatalf("%v: %s", err, asJSON.String())
		}
	})
}

// elements counts what an XML reader finds.
func elements(t *testing.T, document []byte) map[string]int {
	t.Helper()
	found := map[string]int{}
	for d := xml.NewDecoder(bytes.NewReader(document)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, document)
		}
		if start, ok := token.(xml.StartElement); ok {
			found[start.Name.Local]++
		}
	}
}
