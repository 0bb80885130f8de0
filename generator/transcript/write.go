package transcript

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/incident"
)

// proposal is words by which a milestone is often told.
type proposal struct {
	milestone incident.Milestone
	words     *regexp.Regexp
}

var proposals = []proposal{
	{incident.Detected, regexp.MustCompile(`(?i)\b(pager|paged|alert(ed| fired)?|alarm|pagerduty|opsgenie)\b`)},
	{incident.Declared, regexp.MustCompile(`(?i)\b(declar(ed|ing) (an? )?(incident|sev)|incident (opened|declared|started)|opened (an )?incident|incident commander)\b`)},
	{incident.PublicNotice, regexp.MustCompile(`(?i)(^Status page, (investigating|identified)|\b(status ?page (is )?(updated|posted)|posted to the status)\b)`)},
	{incident.Mitigated, regexp.MustCompile(`(?i)(^Status page, monitoring|\b(mitigated|recovered|back to normal|errors (have )?(stopped|gone))\b)`)},
	{incident.Resolved, regexp.MustCompile(`(?i)(^Status page, resolved|\b(resolved|all clear|incident (closed|over))\b)`)},
}

// Propose finds, for each milestone that is not known yet, the first entry that
// speaks like it. It gives them by the entry's index: a person decides.
func Propose(entries []Entry, known func(incident.Milestone) bool) map[int]incident.Milestone {
	found := map[int]incident.Milestone{}
	taken := map[incident.Milestone]bool{}
	for i, e := range entries {
		for _, p := range proposals {
			if !taken[p.milestone] && !known(p.milestone) && found[i] == "" && p.words.MatchString(e.Text) {
				found[i], taken[p.milestone] = p.milestone, true
			}
		}
	}
	return found
}

// Line writes an entry as an item of a Timeline. What an author wrote stays
// words: nothing in it is a milestone, a person who did it, or a tag.
func Line(e Entry, by string, milestone incident.Milestone) string {
	var b strings.Builder
	zone := "UTC"
	if _, offset := e.At.Zone(); offset != 0 {
		zone = e.At.Format("-07:00")
	}
	fmt.Fprintf(&b, "- %s %s - ", e.At.Format("2006-01-02 15:04"), zone)
	text := words.Replace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f || r == '\u202e' || r == '\u202d' {
			return -1
		}
		return r
	}, e.Text))
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); i > 0 {
			if line == "" {
				continue
			}
			b.WriteString("\n  ")
			if strings.ContainsAny(line[:1], "-+#>=|0123456789") {
				b.WriteByte('\\')
			}
		}
		b.WriteString(line)
	}
	if e.Link != "" && !strings.ContainsAny(e.Link, " <>\n\"") {
		b.WriteString(" (<" + e.Link + ">)")
	}
	if by != "" {
		b.WriteString(" @" + by)
	}
	if milestone != "" {
		fmt.Fprintf(&b, " {%s}", milestone)
	}
	return b.String()
}

var words = strings.NewReplacer(`\`, `\\`, "{", `\{`, "}", `\}`, "<", `\<`, "@", `\@`, "[", `\[`, "]", `\]`, "*", `\*`, "_", `\_`, "#", `\#`, "~~", `\~\~`)

// Present is what a Timeline has already.
type Present struct {
	At   time.Time
	Text string // plain
	Line int    // of its first line, from 1
}

// Missing lists the entries that a Timeline lacks: not those of which the words
// stand there at about the same time, whatever a person has added to them.
func Missing(entries []Entry, present []Present) []Entry {
	var missing []Entry
	for _, e := range entries {
		found := false
		for _, p := range present {
			if d := p.At.Sub(e.At.Truncate(time.Minute)).Abs(); d <= sameWithin && alike(p.Text, e.Text) {
				found = true
			}
		}
		if !found {
			missing = append(missing, e)
		}
	}
	return missing
}

// alike reports whether at least half of the words of a text stand in another.
func alike(there, text string) bool {
	if b := bare(text); b != "" && strings.Contains(bare(there), b) {
		return true
	}
	has := map[string]bool{}
	for _, w := range strings.Fields(strings.ToLower(there)) {
		has[bare(w)] = true
	}
	all, same := 0, 0
	for _, w := range strings.Fields(strings.ToLower(text)) {
		if w = bare(w); len(w) > 2 {
			all++
			if has[w] {
				same++
			}
		}
	}
	return all > 2 && same*2 > all
}

var timelineHead = regexp.MustCompile(`(?mi)^(#{1,6})[ \t]+(?:\d+\.[ \t]*)?timeline\b[^\n]*$`)

// Insert puts lines, each with the time that it begins with, among those that
// are present, and touches no other byte. A file without a Timeline gets one at
// its end.
func Insert(file []byte, present []Present, at []time.Time, added []string) []byte {
	end := "\n"
	if bytes.Contains(file, []byte("\r\n")) {
		end = "\r\n"
	}
	head := timelineHead.FindIndex(file)
	if head == nil {
		text := string(bytes.TrimRight(file, "\r\n")) + end + end + "## Timeline" + end + end
		return []byte(text + strings.Join(added, end) + end)
	}
	starts := []int{0, 0} // of lines, from 1
	for i, c := range file {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	last := sectionEnd(file, head[1])
	var out bytes.Buffer
	from := 0
	flush := func(to int) {
		out.Write(file[from:to])
		from = to
	}
	for i, line := range added {
		place := last
		for _, p := range present {
			if p.At.After(at[i]) && p.Line > 0 && p.Line < len(starts) {
				place = min(place, starts[p.Line])
			}
		}
		flush(max(from, place))
		if place == last && len(present) == 0 && i == 0 {
			out.WriteString(end)
		}
		if n := out.Len(); n > 0 && out.Bytes()[n-1] != '\n' {
			out.WriteString(end)
		}
		out.WriteString(strings.ReplaceAll(line, "\n", end) + end)
	}
	flush(len(file))
	return out.Bytes()
}

// sectionEnd is where the text below a heading ends: behind its last line that
// is not empty.
func sectionEnd(file []byte, from int) int {
	end := len(file)
	if next := regexp.MustCompile(`(?m)^#{1,2}[ \t]`).FindIndex(file[from:]); next != nil {
		end = from + next[0]
	}
	body := bytes.TrimRight(file[from:end], " \t\r\n")
	at := from + len(body)
	if n := bytes.IndexByte(file[at:], '\n'); n >= 0 && at+n+1 <= end {
		return at + n + 1
	}
	return min(at, end)
}
