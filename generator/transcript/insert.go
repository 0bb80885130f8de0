package transcript

import (
	"bytes"
	"regexp"
	"strings"
	"time"
)

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
