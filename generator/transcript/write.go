package transcript

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
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
// speaks like it, at a time at which it can have been: after those that come
// before it, and before those that come after. It gives them by the entry's
// index: a person decides.
func Propose(entries []Entry, times incident.Times) map[int]incident.Milestone {
	found := map[int]incident.Milestone{}
	for i, e := range entries {
		for _, p := range proposals {
			if !times.At(p.milestone).Known() && found[i] == "" && p.words.MatchString(e.Text) && inOrder(times, p.milestone, e.At) {
				found[i] = p.milestone
				times.Supply(p.milestone, incident.Moment{Time: e.At, Precision: incident.Minute})
			}
		}
	}
	return found
}

func inOrder(times incident.Times, milestone incident.Milestone, at time.Time) bool {
	place := slices.Index(incident.Milestones, milestone)
	for i, m := range incident.Milestones {
		other := times.At(m)
		if other.Exact() && (i < place && at.Before(other.Time) || i > place && at.After(other.Time)) {
			return false
		}
	}
	// What ends an incident comes after what is known to have begun it.
	return milestone != incident.Resolved || !times.At(incident.ImpactStarted).Known() || times.At(incident.Mitigated).Known()
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

var words = strings.NewReplacer(`\`, `\\`, "{", `\{`, "}", `\}`, "<", `\<`, "@", "&#64;", "[", `\[`, "]", `\]`, "*", `\*`, "_", `\_`, "#", `\#`, "~~", `\~\~`)

// Present is what a Timeline has already.
type Present struct {
	At   time.Time
	Text string // plain
	By   []string
	Line int // of its first line, from 1
}

// Missing lists the entries that a Timeline lacks: not those of which the words
// stand there at about the same time, whatever a person has added to them, nor
// those in the place of which stands another text of the same minute and the
// same person. Each that is present stands for one entry of the latter kind.
func Missing(entries []Entry, present []Present, actor func(string) string) []Entry {
	used := make([]bool, len(present))
	match := func(e Entry, same func(Present) bool) bool {
		for i, p := range present {
			if !used[i] && same(p) {
				used[i] = true
				return true
			}
		}
		return false
	}
	var unknown, missing []Entry
	for _, e := range entries {
		at := e.At.Truncate(time.Minute)
		if !match(e, func(p Present) bool { return p.At.Sub(at).Abs() <= sameWithin && alike(p.Text, e.Text) }) {
			unknown = append(unknown, e)
		}
	}
	for _, e := range unknown {
		at, by := e.At.Truncate(time.Minute), actor(e.By)
		if by == "" || !match(e, func(p Present) bool { return p.At.Equal(at) && slices.Contains(p.By, by) }) {
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
	last, mark := sectionEnd(file, head[1]), "- "
	for _, p := range present {
		if p.Line > 0 && p.Line < len(starts) {
			last = itemEnd(file, starts, p.Line)
			if first := bytes.TrimLeft(file[starts[p.Line]:], " \t"); len(first) > 1 && bytes.IndexByte([]byte("*+-"), first[0]) >= 0 && first[1] == ' ' {
				mark = string(first[:2])
			}
		}
	}
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
		out.WriteString(mark + strings.ReplaceAll(strings.TrimPrefix(line, "- "), "\n", end) + end)
	}
	flush(len(file))
	return out.Bytes()
}

// itemEnd is where an item of a list ends: behind the lines below it that are
// indented.
func itemEnd(file []byte, starts []int, line int) int {
	end := line + 1
	for next := end; next < len(starts); next++ {
		text := file[starts[next]:]
		if n := bytes.IndexByte(text, '\n'); n >= 0 {
			text = text[:n]
		}
		text = bytes.TrimRight(text, "\r")
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		if text[0] != ' ' && text[0] != '\t' {
			break
		}
		end = next + 1
	}
	if end < len(starts) {
		return starts[end]
	}
	return len(file)
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
