package transcript

import (
	"encoding/binary"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/retrowiki/retrowiki/generator/incident"
)

var berlin = time.FixedZone("", 3600)

func readAll(t testing.TB, text, format string) (entries []Entry, findings string) {
	t.Helper()
	told, err := Read(Input{Name: "x", Content: strings.NewReader(text), Zone: berlin, Day: time.Date(2014, 11, 24, 0, 0, 0, 0, berlin), Export: &Export{Users: map[string]string{"U1": "lex", "U2": "kim"}}}, format, func(e Entry) { entries = append(entries, e) })
	if err != nil {
		return nil, err.Error()
	}
	return entries, fmt.Sprint(told)
}

func listed(entries []Entry) string {
	var b strings.Builder
	for _, e := range entries {
		noise := ""
		if e.Noise {
			noise = " (noise)"
		}
		fmt.Fprintf(&b, "%s %s %s: %s%s\n", e.Source, e.At.UTC().Format("01-02 15:04:05"), e.By, strings.ReplaceAll(e.Text, "\n", " / "), noise)
	}
	return b.String()
}

// Each format is found out by itself, and read in the shape that its tool
// writes.
func TestFormats(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a Slack export", `[
 {"type":"message","user":"U1","text":"<@U2> <!here> see <https:\/\/g.example\/a|the graph> &amp; <#C1|ops>","ts":"1416798720.000200","reactions":[{"name":"eyes","users":["U2"],"count":1}],"thread_ts":"1416798720.000200"},
 {"type":"message","subtype":"channel_join","user":"U2","text":"<@U2> has joined the channel","ts":"1416798725.000300"},
 {"type":"message","subtype":"bot_message","username":"pager","text":"ALERT: errors","ts":"1416798730.500000","bot_id":"B1"},
 {"type":"message","user":"U9","user_profile":{"real_name":"Ann B","display_name":""},"text":"looking","ts":"1416798740.000000","edited":{"user":"U9","ts":"1"}}
]`, `slack 11-24 03:12:00 lex: @kim @here see the graph & #ops
slack 11-24 03:12:05 kim: @kim has joined the channel (noise)
slack 11-24 03:12:10 pager: ALERT: errors
slack 11-24 03:12:20 Ann B: looking
`},
		{"a status page", `{"page":{"id":"x"},"incidents":[{"name":"Errors","shortlink":"https://stspg.io/1","incident_updates":[
 {"status":"resolved","body":"All good.","created_at":"2014-11-24T04:30:00Z","display_at":"2014-11-24T04:31:00Z"},
 {"status":"investigating","body":"We look.","created_at":"2014-11-24T03:39:00.000Z"}]}]}`,
			"status 11-24 03:39:00 : Status page, investigating: We look.\nstatus 11-24 04:31:00 : Status page, resolved: All good.\n"},
		{"deployments", `[{"id":1,"sha":"a84d88e7","ref":"main","environment":"production","description":null,"created_at":"2014-11-24T03:05:00Z","creator":{"login":"lex-gh"}}]`,
			"deployments 11-24 03:05:00 lex-gh: Deployed main (a84d88e) to production\n"},
		{"git log", "commit 1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d (HEAD -> main)\nAuthor: Lex <lex@example.org>\nDate:   Mon Nov 24 04:05:06 2014 +0100\n\n    Widen the key\n    \n    Because.\n\ncommit 2a2b3c4d5e6f\nAuthor: Kim <k@e.org>\nDate:   2014-11-24T03:00:00+00:00\n\n    Older\n",
			"git 11-24 03:05:06 Lex: Committed: Widen the key\ngit 11-24 03:00:00 Kim: Committed: Older\n"},
		{"a situation report", "Resolved\nWe have patched things up.\nPosted 3 hours ago. Jul 02, 2019 - 14:42 UTC\n\nInvestigating\nWe are seeing errors.\nPosted 4 hours ago. Jul 02, 2019 - 06:10 PDT\n",
			"posted 07-02 14:42:00 : Status page, resolved: We have patched things up.\nposted 07-02 13:10:00 : Status page, investigating: We are seeing errors.\n"},
		{"irssi", "--- Log opened Mon Nov 24 03:00:00 2014\n03:12 -!- kim [k@x] has joined #ops\n03:12 <@lex> errors, 5 %\n03:13 < kim> h timeline we've patched things up\n--- Day changed Tue Nov 25 2014\n00:01 <lex> night\n",
			"log 11-24 02:12:00 lex: errors, 5 %\nlog 11-24 02:13:00 kim: h timeline we've patched things up\nlog 11-24 23:01:00 lex: night\n"},
		{"WeeChat", "2014-11-24 03:12:00\t@lex\terrors\n2014-11-24 03:13:00\t-->\tkim (k@x) has joined #ops\n", "log 11-24 02:12:00 lex: errors\nlog 11-24 02:13:00 -->: kim (k@x) has joined #ops (noise)\n"},
		{"HexChat, and actions", "Nov 24 03:12:00 <lex>\terrors\nNov 24 03:12:30 *\tkim (~k@x) has joined\n03:13 * kim changed the vendor's key\n03:14 <lex> a --> b joined\n", "log 11-24 02:12:00 lex: errors\nlog 11-24 02:12:30 kim: (~k@x) has joined (noise)\nlog 11-24 02:13:00 kim: changed the vendor's key\nlog 11-24 02:14:00 lex: a --> b joined\n"},
		{"Mattermost, with zones", "[2014-11-24T03:12:00Z] lex: errors\n[2014-11-24 05:13:00+02:00] kim: a: b\n  second line\n", "log 11-24 03:12:00 lex: errors\nlog 11-24 03:13:00 kim: a: b / second line\n"},
		{"a log past midnight", "23:58 <lex> one\n00:02 <lex> two\n", "log 11-24 22:58:00 lex: one\nlog 11-24 23:02:00 lex: two\n"},
		{"copied from Slack", "lex  [11:58 PM]\nfirst line\nsecond line\nPager APP  12:03 AM\nALERT\n", "copied 11-24 22:58:00 lex: first line / second line\ncopied 11-24 23:03:00 Pager: ALERT\n"},
		{"copied from Discord", "lex — 11/24/2014 3:12 AM\nerrors\nkim — 25/11/2014 03:13\nstill\n", "copied 11-24 02:12:00 lex: errors\ncopied 11-25 02:13:00 kim: still\n"},
		{"Latin-1", "03:12 <lex> Gr\xf6\xdfe\n", "log 11-24 02:12:00 lex: Größe\n"},
		{"a byte order mark", "\ufeff03:12 <lex> hi there\n", "log 11-24 02:12:00 lex: hi there\n"},
		{"UTF-16", utf16le("03:12 <lex> déjà vu 🎉\n"), "log 11-24 02:12:00 lex: déjà vu 🎉\n"},
		{"UTF-16 that says nothing of it", utf16le("03:12 <lex> plain\n")[2:], "log 11-24 02:12:00 lex: plain\n"},
		{"thumbs", "03:12 <lex> +1\n03:13 <lex> :tada:\n03:14 <lex> ok\n03:15 <lex> ok, rolled back\n", "log 11-24 02:12:00 lex: +1 (noise)\nlog 11-24 02:13:00 lex: :tada: (noise)\nlog 11-24 02:14:00 lex: ok (noise)\nlog 11-24 02:15:00 lex: ok, rolled back\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			entries, findings := readAll(t, c.text, "")
			if got := listed(entries); got != c.want || findings != "[]" {
				t.Errorf("got  %s\nwant %s\n%s", got, c.want, findings)
			}
		})
	}
}

func utf16le(text string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

// What is damaged is told with its line, and what stands before it is kept;
// what is no transcript is refused with the names of those that are.
func TestDamagedInput(t *testing.T) {
	entries, findings := readAll(t, "[{\"user\":\"U1\",\"text\":\"one\",\"ts\":\"1416798720.0\"},\n{\"user\":\"U1\",\"text\":\"tw", "")
	if len(entries) != 1 || !strings.Contains(findings, "x:2:23 the file ends in the middle of an entry; the rest of the file is left out") {
		t.Errorf("%s, %s", listed(entries), findings)
	}
	if _, findings := readAll(t, "Dear diary,\nnothing happened.\n", ""); !strings.Contains(findings, "no transcript that is known: --format names one of slack, status") {
		t.Error(findings)
	}
	if _, findings := readAll(t, "x", "telex"); !strings.Contains(findings, `no format "telex": want slack`) {
		t.Error(findings)
	}
}

// Two tools that tell one thing give one entry, which keeps what each knows.
func TestMerge(t *testing.T) {
	at := time.Date(2014, 11, 24, 3, 12, 0, 0, time.UTC)
	merged, noise := Merge([]Entry{
		{At: at.Add(5 * time.Minute), Text: "Later", Source: "log"},
		{At: at.Add(30 * time.Second), Text: "errors, 5 %!", Source: "slack", By: "lex", Link: "https://x"},
		{At: at, Text: "Errors 5 %", Source: "log"},
		{At: at, Text: "+1", Noise: true},
		{At: at, Text: "+1", Noise: true, Marks: []string{"pinned"}},
		{At: at.Add(time.Hour), Text: "Errors 5 %", Source: "log"},
	})
	if got := listed(merged); noise != 1 || len(merged) != 4 || merged[0].By != "lex" || merged[0].Link == "" {
		t.Errorf("%d noise\n%s", noise, got)
	}
}

func TestPrefixed(t *testing.T) {
	prefixes := []string{"h timeline", "!timeline", "/incident update"}
	for text, want := range map[string]string{
		"h timeline we've patched things up": "we've patched things up", "!timeline: rolled back": "rolled back", "/Incident Update - back": "back",
		"h timelines are odd": "", "timeline": "", "!timeline": "",
	} {
		e := Prefixed(Entry{Text: text}, prefixes)
		if want == "" && (e.Text != text || e.Marks != nil) || want != "" && (e.Text != want || len(e.Marks) != 1) {
			t.Errorf("%q became %q, %v", text, e.Text, e.Marks)
		}
	}
}

// What somebody wrote in a chat does nothing in the file.
func TestLine(t *testing.T) {
	e := Entry{At: time.Date(2014, 11, 24, 3, 12, 9, 0, time.UTC), Text: "{resolved} <script> @kim [[x]] *\x1b[31m\n- item\n\n1. one", Link: "https://x.example/a"}
	want := "- 2014-11-24 03:12 UTC - \\{resolved\\} \\<script> &#64;kim \\[\\[x\\]\\] \\*\\[31m\n  \\- item\n  1\\. one (<https://x.example/a>) @lex {detected}"
	if got := Line(e, "lex", incident.Detected); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestPropose(t *testing.T) {
	at := time.Date(2014, 11, 24, 3, 0, 0, 0, time.UTC)
	var entries []Entry
	for i, text := range []string{"an alert too early", "deploy", "PagerDuty alert fired", "another alert", "that is resolved by now, I guess", "Status page, monitoring: we see recovery", "all clear"} {
		entries = append(entries, Entry{At: at.Add(time.Duration(i) * time.Minute), Text: text})
	}
	times := incident.Times{ImpactStartedAt: incident.Moment{Time: at.Add(time.Minute), Precision: incident.Minute}}
	if found := Propose(entries, times); fmt.Sprint(found) != "map[2:detected 5:mitigated 6:resolved]" {
		t.Errorf("found %v", found)
	}
}

// Entries take the mark of the list that they come into, and stand behind its
// last item rather than at the end of the section; one that a person has put
// into other words stays the one that it is.
func TestInsert(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2014, 11, 24, 3, minute, 0, 0, time.UTC) }
	file := "# A\r\n\r\n## Timeline\r\n\r\n* 2014-11-24 03:10 UTC - one\r\n  more\r\n* 03:20 - two\r\n\r\n  ![g](g.png)\r\n\r\nNothing else.\r\n\r\n## Next\r\n"
	present := []Present{{At: at(10), Text: "one more", Line: 5}, {At: at(20), Text: "two", By: []string{"lex"}, Line: 7}}
	entries := []Entry{{At: at(15), Text: "between\nand more"}, {At: at(20), Text: "other words altogether", By: "lex"}, {At: at(30), Text: "last"}}
	var times []time.Time
	var lines []string
	missing, _ := Missing(entries, present, strings.ToLower)
	for _, e := range missing {
		times, lines = append(times, e.At), append(lines, Line(e, "", ""))
	}
	want := strings.Replace(strings.Replace(file, "* 03:20", "* 2014-11-24 03:15 UTC - between\r\n  and more\r\n* 03:20", 1), "(g.png)\r\n", "(g.png)\r\n* 2014-11-24 03:30 UTC - last\r\n", 1)
	if got := string(Insert([]byte(file), present, times, lines)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A log or an export of any size is read without holding it.
func TestALongTextIsNotHeld(t *testing.T) {
	for _, c := range []struct{ name, first, line, last string }{
		{"a log", "", "03:12 <lex> " + strings.Repeat("x", 100) + "\n", ""},
		{"an export", "[\n", `{"type":"message","user":"U1","text":"` + strings.Repeat("x", 100) + `","ts":"1416798720.000200"},` + "\n", `{"ts":"1"}]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			const size = 6 << 20
			n, before, most := 0, held(), uint64(0)
			content := io.MultiReader(strings.NewReader(c.first), io.LimitReader(repeated{c.line}, size-size%int64(len(c.line))), strings.NewReader(c.last))
			findings, err := Read(Input{Name: "x", Content: content, Zone: berlin, Day: time.Unix(0, 0), Export: &Export{}}, "", func(Entry) {
				if n++; n%10_000 == 0 {
					most = max(most, held())
				}
			})
			if want := size / len(c.line); err != nil || n < want-1 {
				t.Fatalf("%d entries, want %d; %v, %v", n, want, err, findings)
			}
			if most > before+1<<20 {
				t.Errorf("%d kB are held of %d", (most-before)>>10, size>>10)
			}
		})
	}
}

// held is how many bytes are alive.
func held() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

type repeated struct{ line string }

func (r repeated) Read(p []byte) (int, error) {
	n := 0
	for n+len(r.line) <= len(p) {
		n += copy(p[n:], r.line)
	}
	if n == 0 {
		n = copy(p, r.line)
	}
	return n, nil
}

// Whatever is read, entries are plain text of a known format.
func FuzzRead(f *testing.F) {
	f.Add("[{\"ts\":\"1\",\"text\":\"<@U1|>\"}]")
	f.Add("03:12 <lex> x\n--- Day changed Mon Nov 24 2014\n  y")
	f.Add("lex — 11/24/14, 3:12 AM\nx")
	f.Add("commit 1234567\nAuthor: x\nDate: x\n\n    y")
	f.Add("Posted Jul 02, 2019 - 14:42 UTC")
	f.Add("\x00")
	f.Add("{\"type\":\"post\",\"post\":{\"create_at\":1,\"replies\":[{}]}}")
	f.Add("[{\"ts\":\"1\",\"text\":\"a\"},\n{\"x\nnull")
	f.Add("Lex3:12 AM\nx\n[3:13] y\nNovember 24th\n")
	f.Add("{\"incident_updates\":[{}]}")
	f.Fuzz(func(t *testing.T, text string) {
		entries, _ := readAll(t, text, "")
		for _, e := range entries {
			if e.At.IsZero() && e.Source != "slack" && e.Source != "deployments" {
				t.Errorf("an entry without a time: %+v", e)
			}
			Line(e, "lex", "")
		}
		merged, _ := Merge(entries)
		_, _ = Missing(merged, nil, func(by string) string { return by })
	})
}
