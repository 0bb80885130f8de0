package transcript

import (
	"regexp"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Commit is the entry of a commit.
func Commit(hash string, at time.Time, by, subject string) Entry {
	return Entry{At: at, By: by, Text: "Committed: " + subject, Source: "git", ID: "commit " + hash[:min(len(hash), 7)]}
}

var gitLog = Format{
	Name: "git", Doc: "what git log prints",
	Detect: func(head string) bool { return gitHead.MatchString(head) && gitDate.MatchString(head) },
	Read: func(in Input, entry func(Entry)) diag.List {
		g := gathered{emit: func(e Entry) {
			if !e.At.IsZero() {
				subject, _, _ := strings.Cut(e.Text, "\n")
				entry(Commit(e.ID, e.At, e.By, subject))
			}
		}}
		err := lines(in.Content, func(_ int, line string) {
			switch {
			case gitHead.MatchString(line):
				g.begin(Entry{ID: strings.Fields(line)[1]})
			case g.now == nil:
			case strings.HasPrefix(line, "Author:"):
				name, _, _ := strings.Cut(strings.TrimSpace(line[7:]), " <")
				g.now.By = name
			case gitDate.MatchString(line):
				_, date, _ := strings.Cut(line, ":") // when it came in stands last
				for _, layout := range []string{"Mon Jan 2 15:04:05 2006 -0700", "2006-01-02 15:04:05 -0700", time.RFC3339} {
					if at, err := time.Parse(layout, strings.TrimSpace(date)); err == nil {
						g.now.At = at
					}
				}
			case strings.HasPrefix(line, "    "):
				g.more(strings.TrimSpace(line))
			}
		})
		g.end()
		return told(in, err)
	},
}

var gitHead = regexp.MustCompile(`(?m)^commit [0-9a-f]{7,40}\b`)

var gitDate = regexp.MustCompile(`(?m)^(?:Author|Commit)?Date: `)
