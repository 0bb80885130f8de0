package transcript

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var postedLine = regexp.MustCompile(`^Posted\b.*?\b([A-Z][a-z]{2}) +(\d{1,2}), +(\d{4}) +[-–] +(\d{1,2}:\d{2}) +([A-Z]{2,5})\b`)

var posted = Format{
	Name: "posted", Doc: "a situation report with lines such as Posted 3 hours ago. Jul 02, 2019 - 14:42 UTC",
	Detect: func(head string) bool {
		for line := range strings.SplitSeq(head, "\n") {
			if postedLine.MatchString(strings.TrimSpace(line)) {
				return true
			}
		}
		return false
	},
	Read: readPosted,
}

func readPosted(in Input, entry func(Entry)) (found diag.List) {
	var text []string
	odd := map[string]bool{}
	err := lines(in.Content, func(number int, line string) {
		line = strings.TrimSpace(line)
		m := postedLine.FindStringSubmatch(line)
		if m == nil {
			if line != "" && len(text) < 100 {
				text = append(text, line)
			}
			return
		}
		offset, known := zones[m[5]]
		zone := time.FixedZone("", offset*3600)
		if !known {
			zone = in.Zone
			if !odd[m[5]] {
				odd[m[5]] = true
				found = append(found, damaged(in, diag.Warning, diag.Position{Line: number, Column: 1},
					fmt.Sprintf("no zone is known by %s: its times are read as %s", m[5], in.Zone), "give --zone if that is another"))
			}
		}
		at, err := time.ParseInLocation("Jan 2 2006 15:04", strings.Join(m[1:5], " "), zone)
		if err == nil && len(text) > 0 {
			entry(Entry{At: at, Text: "Status page, " + report(text), Local: !known})
		}
		text = nil
	})
	return append(found, told(in, err)...)
}

// report writes the lines of one report as the status page's API would give it:
// how it stands, then the words.
func report(lines []string) string {
	text := strings.Join(lines, " ")
	if !strings.ContainsAny(lines[0], " .") && len(lines) > 1 {
		text = strings.ToLower(lines[0]) + ": " + strings.Join(lines[1:], " ")
	}
	return text
}

// zones are the abbreviations that status pages use, which stand for one offset
// each there.
var zones = map[string]int{"UTC": 0, "GMT": 0, "PST": -8, "PDT": -7, "MST": -7, "MDT": -6, "CST": -6, "CDT": -5, "EST": -5, "EDT": -4, "CET": 1, "CEST": 2, "BST": 1}
