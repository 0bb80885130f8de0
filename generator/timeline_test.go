package generator

import (
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/transcript"
)

// Whatever somebody wrote in a chat, it is one entry of the Timeline, which
// nobody did and which is no milestone, and what stands below it stays.
func FuzzALineIsOneEntry(f *testing.F) {
	f.Add("{resolved} @kim [x](javascript:y) | a | b", "https://x.example/a_b(c)", "words")
	f.Add("```\n# Timeline\n- 03:12 - x\n1) y", "mailto:a@b.example", "[[x]]")
	f.Add("https://x.example/\\{a} <b> &copy; ![p](q)", "javascript:alert(1)", "`")
	f.Add("<!-- \n-->\n---\n===\n    code\n\t> quote\n~~~", "https://x.example/<>", "![")
	cfg, _ := config.Parse("retrowiki.yaml", nil)
	f.Fuzz(func(t *testing.T, text, link, words string) {
		e := transcript.Entry{At: time.Date(2014, 11, 24, 3, 12, 0, 0, time.UTC), Text: strings.ToValidUTF8(strings.TrimSpace(text+" "+words), ""), Thread: words, Links: []transcript.Link{{Words: words, URL: link}}, Link: link}
		if e.Text == "" {
			return
		}
		line := transcript.Line(e, "", "")
		file := "---\ntitle: A\n---\n\n## Timeline\n\n" + line + "\n- 2014-11-24 03:20 UTC - Below @lex {resolved}\n\n## Next\n\nWords.\n"
		r := decode.File("a.md", []byte(file), cfg, false)
		if len(r.Incident.Timeline) != 2 {
			t.Fatalf("%d entries of\n%s", len(r.Incident.Timeline), line)
		}
		first, second := r.Incident.Timeline[0], r.Incident.Timeline[1]
		if first.Milestone != "" || len(first.By) > 0 {
			t.Errorf("{%s} by %v of\n%s", first.Milestone, first.By, line)
		}
		if second.Text != "Below" || second.Milestone != "resolved" {
			t.Errorf("below it stands %+v\n%s", second, line)
		}
	})
}
