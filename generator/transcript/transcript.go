// Package transcript makes the entries of a timeline from what tools wrote down
// while an incident lasted: exports and copies of chats, logs, status pages,
// deployments and commits.
//
// In go texts of any size, read line by line; out come entries with their time,
// and a Markdown list of those that a Timeline lacks. What is not understood is
// counted and told, never guessed. A format is one file here and one row in
// formats.go. Nothing leaves the machine.
package transcript

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Entry is one thing that somebody wrote down.
type Entry struct {
	At     time.Time
	By     string   // as the tool names them; "" if it does not
	Text   string   // plain, perhaps several lines
	Link   string   // where it can be read; "" if unknown
	Source string   // the name of the format
	Marks  []string // why somebody might want it: "pinned", "prefix", "reaction:eyes"
	Noise  bool     // comings and goings, thumbs up
}

// Input is a text to read.
type Input struct {
	Name    string
	Content io.Reader
	Zone    *time.Location    // of times that name none
	Day     time.Time         // of times without a date
	Users   map[string]string // names by id, of exports that keep them apart
}

// Format is a form that a transcript has.
type Format struct {
	Name, Doc string
	// Detect reports whether the beginning of a text looks like it.
	Detect func(head string) bool
	// Read hands out the entries in the order of the text.
	Read func(in Input, entry func(Entry)) diag.List
}

// Read finds out the format of an input, unless it is named, and reads it.
func Read(in Input, format string, entry func(Entry)) (diag.List, error) {
	content := bufio.NewReaderSize(decoded(in.Content), 64<<10)
	head, err := content.Peek(16 << 10)
	if err != nil && err != io.EOF && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, fmt.Errorf("read %s: %w", in.Name, err)
	}
	in.Content = content
	for _, f := range Formats {
		if f.Name == format || format == "" && f.Detect(string(head)) {
			return f.Read(in, func(e Entry) {
				e.Source, e.Text = f.Name, strings.TrimSpace(strings.ToValidUTF8(e.Text, "\uFFFD"))
				e.Noise = e.Noise || isNoise(e.Text)
				entry(e)
			}), nil
		}
	}
	var names []string
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	if format != "" {
		return nil, fmt.Errorf("there is no format %q: want %s", format, strings.Join(names, ", "))
	}
	return nil, fmt.Errorf("%s looks like no transcript that is known: --format names one of %s", in.Name, strings.Join(names, ", "))
}

// decoded gives UTF-8 without a byte order mark; UTF-16 is told by its own.
func decoded(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	head, _ := b.Peek(3)
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		b.Discard(3)
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return &wide{from: b, little: head[0] == 0xff}
	}
	return b
}

// wide reads UTF-16.
type wide struct {
	from   *bufio.Reader
	little bool
	rest   []byte
	first  rune // of a pair
}

func (w *wide) Read(p []byte) (int, error) {
	for len(w.rest) == 0 {
		var two [2]byte
		if _, err := io.ReadFull(w.from, two[:]); err != nil {
			return 0, io.EOF
		}
		r := rune(two[0])<<8 | rune(two[1])
		if w.little {
			r = rune(two[1])<<8 | rune(two[0])
		}
		switch {
		case r == 0xfeff:
		case r >= 0xd800 && r < 0xdc00:
			w.first = r
		case w.first != 0:
			w.rest = utf8.AppendRune(nil, utf16.DecodeRune(w.first, r))
			w.first = 0
		default:
			w.rest = utf8.AppendRune(nil, r)
		}
	}
	n := copy(p, w.rest)
	w.rest = w.rest[n:]
	return n, nil
}

// longestLine is how much of a line is read; the rest of it is passed over.
const longestLine = 64 << 10

// lines calls visit for each line with its number, without its end. Bytes that
// are no UTF-8 are taken for Latin-1, as old logs are.
func lines(r io.Reader, visit func(number int, line string)) error {
	b := bufio.NewReaderSize(r, longestLine)
	for number := 1; ; number++ {
		part, prefix, err := b.ReadLine()
		if err != nil {
			if err == io.EOF {
				return nil
			}
			return err
		}
		line := string(part)
		for prefix && err == nil {
			_, prefix, err = b.ReadLine()
		}
		if !utf8.ValidString(line) {
			runes := make([]rune, 0, len(line))
			for i := range len(line) {
				runes = append(runes, rune(line[i]))
			}
			line = string(runes)
		}
		visit(number, strings.TrimRight(line, "\r"))
	}
}

// isNoise tells what nobody wants in a timeline: thumbs up, and nothing.
func isNoise(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters++
		}
	}
	word := strings.ToLower(strings.Trim(text, " .!:+"))
	return letters == 0 || text == "+1" || strings.HasPrefix(text, ":") && strings.HasSuffix(text, ":") && !strings.Contains(text, " ") ||
		slices.Contains([]string{"ok", "lol", "thanks", "thank you", "thx", "1", "yes", "no", "same", "nice"}, word)
}

// sameWithin is how far apart two tools may write down one thing.
const sameWithin = 2 * time.Minute

// Merge puts entries in order, and takes out what two tools, or one tool twice,
// tell alike. Noise is taken out and counted.
func Merge(entries []Entry) (merged []Entry, noise int) {
	slices.SortStableFunc(entries, func(a, b Entry) int { return a.At.Compare(b.At) })
	for _, e := range entries {
		if e.Noise && len(e.Marks) == 0 {
			noise++
			continue
		}
		again := false
		for i := len(merged) - 1; i >= 0 && e.At.Sub(merged[i].At) <= sameWithin; i-- {
			if a, b := bare(merged[i].Text), bare(e.Text); a == b || merged[i].Source != e.Source && (strings.Contains(a, b) || strings.Contains(b, a)) {
				again = true
				merged[i].Link = cmp.Or(merged[i].Link, e.Link)
				merged[i].By = cmp.Or(merged[i].By, e.By)
				merged[i].Marks = append(merged[i].Marks, e.Marks...)
			}
		}
		if !again {
			merged = append(merged, e)
		}
	}
	return merged, noise
}

// bare is a text by its letters and digits alone, to compare it.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// Prefixed takes the words of a chat command off an entry that begins with
// one, and marks it: "!timeline we rolled back".
func Prefixed(e Entry, prefixes []string) Entry {
	for _, p := range prefixes {
		if rest, ok := cutFold(e.Text, p); ok {
			e.Text, e.Noise = strings.TrimSpace(strings.TrimLeft(rest, ":- ")), false
			e.Marks = append(e.Marks, "prefix")
			return e
		}
	}
	return e
}

func cutFold(text, prefix string) (rest string, ok bool) {
	if len(text) <= len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) || unicode.IsLetter(rune(text[len(prefix)])) {
		return "", false
	}
	return text[len(prefix):], true
}
