package transcript

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Replies say what they answer, across the days of a channel; one that is shown
// in the channel too, or was edited, is there once, as it was in the end, and
// one that was deleted is not.
func TestThreadsAndEdits(t *testing.T) {
	days := []string{`[
{"user":"U1","text":"<!here> the whole of the checkout is down since the last deployment","ts":"1416798720.0","thread_ts":"1416798720.0","reply_count":2},
{"user":"U2","text":"looking","ts":"1416798780.0","thread_ts":"1416798720.0"},
{"user":"U2","text":"fixed it","ts":"1416798840.0","thread_ts":"1416798720.0","subtype":"thread_broadcast"},
{"user":"U2","text":"fixed it","ts":"1416798840.0","thread_ts":"1416798720.0"},
{"user":"U1","text":"furst","ts":"1416798900.0"},
{"subtype":"message_changed","ts":"1416798960.5","message":{"user":"U1","text":"first","ts":"1416798900.0","edited":{"user":"U1"}}},
{"user":"U1","text":"wrong channel","ts":"1416799000.0"},
{"subtype":"message_deleted","ts":"1416799010.0","deleted_ts":"1416799000.0"}
]`, `[{"user":"U1","text":"thanks a lot","ts":"1416888000.0","thread_ts":"1416798720.0"},{"user":"U1","text":"to whom?","ts":"1416888060.0","thread_ts":"9.9"}]`}
	var entries []Entry
	export := &Export{Users: map[string]string{"U1": "lex", "U2": "kim"}}
	for i, day := range days {
		if _, err := Read(Input{Name: fmt.Sprintf("ops/%d.json", i), Content: strings.NewReader(day), Export: export}, "slack", func(e Entry) { entries = append(entries, e) }); err != nil {
			t.Fatal(err)
		}
	}
	var got strings.Builder
	merged, _ := Merge(entries)
	for _, e := range merged {
		fmt.Fprintln(&got, Line(e, e.By, ""))
	}
	want := `- 2014-11-24 03:12 UTC - &#64;here the whole of the checkout is down since the last deployment @lex
- 2014-11-24 03:13 UTC - Reply to “the whole of the checkout is down since…”: looking @kim
- 2014-11-24 03:14 UTC - Reply to “the whole of the checkout is down since…”: fixed it @kim
- 2014-11-24 03:15 UTC - first @lex
- 2014-11-25 04:00 UTC - Reply to “the whole of the checkout is down since…”: thanks a lot @lex
- 2014-11-25 04:01 UTC - Reply in a thread: to whom? @lex
`
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
}

// Links of a chat are links of the Timeline; only what leads to the web is one,
// whatever it is called.
func TestLinks(t *testing.T) {
	for text, want := range map[string]string{
		"see <https://x.example/a|the graph>, all":            "see [the graph](https://x.example/a), all",
		"<https://x.example/a_b(c)?d=1&amp;copy;|[x](y) `z`>": "[\\[x\\](y) \\`z\\`](https://x.example/a_b%28c%29?d=1&amp;copy;)",
		"<https://x.example/a_b>.":                            "<https://x.example/a_b>.",
		"(https://x.example/a_b) and https://x.example/(c)":   "(<https://x.example/a_b>) and <https://x.example/(c)>",
		"<javascript:alert(1)|click>":                         "click",
		"<slack://x|open> <mailto:a@b.example|a@b.example>":   "open [a&#64;b.example](mailto:a@b.example)",
		"<http://x.example|x.example>":                        "<http://x.example>",
		"<https://x.example/a|two\nlines>":                    "two\n  lines",
	} {
		plain, links := slackText(text, &Export{})
		if got := strings.TrimPrefix(Line(Entry{At: time.Unix(0, 0).UTC(), Text: plain, Links: links}, "", ""), "- 1970-01-01 00:00 UTC - "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
