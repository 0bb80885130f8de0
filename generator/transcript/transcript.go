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
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

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
	Links  []Link   // words of the text that lead somewhere, in its order
	Thread string   // how that begins which this replies to; "" if it is no reply
	Local  bool     // its time named no zone
	ID     string   // of a message that may come twice, edited or shown in two places
	Gone   bool     // the message of this ID was deleted
}

// Link is words of a text that lead somewhere.
type Link struct{ Words, URL string }

// Input is a text to read.
type Input struct {
	Name    string
	Content io.Reader
	Zone    *time.Location // of times that name none
	Day     time.Time      // of times without a date
	Order   string         // of dates such as 03/04/2014: "day" or "month" first; "" to find out
	Export  *Export        // of a Slack export; nil elsewhere
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
	entries = latest(entries)
	slices.SortStableFunc(entries, func(a, b Entry) int { return a.At.Compare(b.At) })
	for _, e := range entries {
		if e.Noise && len(e.Marks) == 0 {
			noise++
			continue
		}
		again := false
		for i := len(merged) - 1; i >= 0 && e.At.Sub(merged[i].At) <= sameWithin; i-- {
			if sameThing(merged[i], e) {
				again = true
				merged[i].Link = cmp.Or(merged[i].Link, e.Link)
				merged[i].By = cmp.Or(merged[i].By, e.By)
				merged[i].Marks = append(merged[i].Marks, e.Marks...)
				break
			}
		}
		if !again {
			merged = append(merged, e)
		}
	}
	return merged, noise
}

// sameThing reports whether two entries of about one time tell one thing: one
// tool would have one person say it twice, another puts words around it.
func sameThing(a, b Entry) bool {
	x, y := bare(a.Text), bare(b.Text)
	if a.Source == b.Source {
		return x == y && a.By == b.By
	}
	return x == y || strings.Contains(x, y) || strings.Contains(y, x)
}

// latest keeps of a message that an export holds more than once what it was in
// the end: edited, shown in the channel too, or gone.
func latest(entries []Entry) []Entry {
	var kept []Entry
	place := map[string]int{}
	for _, e := range entries {
		i, before := place[e.ID]
		switch {
		case e.ID == "":
			kept = append(kept, e)
		case before:
			e.Thread = cmp.Or(e.Thread, kept[i].Thread)
			kept[i] = e
		default:
			place[e.ID] = len(kept)
			kept = append(kept, e)
		}
	}
	return slices.DeleteFunc(kept, func(e Entry) bool { return e.Gone })
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
