package agenda

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// words are what words.md says of a part.
type words struct{ title, says, do string }

// readWords reads "## key", "**Title.** What the read-ahead says" and "Run
// sheet: what the facilitator does" into known. What stands above the first
// part explains the file.
func readWords(known map[string]words, file, text string) error {
	line := 1
	for i, text := range strings.Split("\n"+strings.ReplaceAll(text, "\r\n", "\n"), "\n## ") {
		at := line
		line += strings.Count(text, "\n") + 1
		if i == 0 {
			line-- // for the line end that was put before the text
			continue
		}
		key, rest, _ := strings.Cut(text, "\n")
		key = clean(key)
		if !slices.ContainsFunc(parts, func(p part) bool { return p.key == key }) {
			return fmt.Errorf("%s:%d: no part of an agenda is called %q: want one of %s", file, at, key, strings.Join(keys(), ", "))
		}
		says, do, hasDo := strings.Cut(rest, "Run sheet:")
		title, says, hasTitle := strings.Cut(strings.TrimPrefix(clean(says), "**"), ".** ")
		if !hasDo || !hasTitle {
			return fmt.Errorf("%s:%d: below %q, write **Title.** with what the read-ahead says, and then Run sheet: with what the facilitator does", file, at, key)
		}
		known[key] = words{title: forTable(title), says: says, do: forTable(clean(do))}
	}
	return nil
}

// forTable keeps words in one cell of the run sheet.
func forTable(text string) string { return strings.ReplaceAll(text, "|", "/") }

func keys() []string {
	var list []string
	for _, p := range parts {
		list = append(list, p.key)
	}
	return list
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// clean makes one line of a text of an author's: without control characters,
// and without those that turn the direction of writing or cannot be seen.
func clean(text string) string {
	return oneLine(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\u200b', r == '\ufeff', r == '\u2060', r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text))
}

// escapeMarkdown keeps a plain text plain in Markdown.
func escapeMarkdown(text string) string {
	var b strings.Builder
	for i, r := range text {
		first := i == 0 && strings.ContainsRune("#+-=", r)
		if first || strings.ContainsRune("\\`*_[]<>|~&$", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		if r >= '0' && r <= '9' {
			if rest := text[i+1:]; strings.Trim(text[:i+1], "0123456789") == "" && strings.HasPrefix(rest, ".") {
				b.WriteByte('\\')
			}
		}
	}
	return b.String()
}

// unmarked takes our own emphasis and code marks away.
func unmarked(text string) string { return strings.NewReplacer("**", "", "`", "").Replace(text) }

// span says a duration in words: "1 hour 5 minutes".
func span(d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	days, hours := minutes/(24*60), minutes/60%24
	var parts []string
	for _, u := range []struct {
		n    int
		word string
	}{{days, "day"}, {hours, "hour"}, {minutes % 60, "minute"}} {
		if u.n > 0 && len(parts) < 2 {
			parts = append(parts, count(u.n, u.word))
		}
	}
	if parts == nil {
		return "less than a minute"
	}
	return strings.Join(parts, " ")
}

// capital begins a text with a capital letter.
func capital(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// zoneName says UTC, or the offset as a person reads it.
func zoneName(t time.Time) string {
	if _, offset := t.Zone(); offset == 0 {
		return "UTC"
	}
	return "UTC" + t.Format("-07:00")
}

// wrap breaks lines at a width; what belongs to an item stays below it, and the
// Subject, the first line, stays one.
func wrap(text string, width int) string {
	lines := strings.Split(text, "\n")
	out := lines[:1:1]
	for _, line := range lines[1:] {
		out = append(out, wrapLine(line, width)...)
	}
	return strings.Join(out, "\n")
}

func wrapLine(line string, width int) []string {
	rest := strings.TrimLeft(line, " ")
	indent := strings.Repeat(" ", len(line)-len(rest))
	hang := indent
	if mark, _, ok := strings.Cut(rest, " "); ok && (mark == "-" || strings.HasSuffix(mark, ".") && strings.Trim(mark[:len(mark)-1], "0123456789") == "" && mark != ".") {
		hang += strings.Repeat(" ", len(mark)+1)
	}
	var lines []string
	current, length := indent, len(indent)
	for i, word := range strings.Fields(rest) {
		n := len([]rune(word))
		if i > 0 && length+1+n > width {
			lines = append(lines, current)
			current, length = hang+word, len(hang)+n
			continue
		}
		if i > 0 {
			current, length = current+" ", length+1
		}
		current, length = current+word, length+n
	}
	return append(lines, current)
}
