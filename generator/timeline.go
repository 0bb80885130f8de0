package generator

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/generator/transcript"
)

// Proposed is what transcripts have for an incident's Timeline.
type Proposed struct {
	Entries    []transcript.Entry // that it lacks, in order
	Unsure     []transcript.Entry // of these, such as may be there in other words
	Milestones map[int]incident.Milestone
	Lines      []string // of the entries, as they would stand there
	Before     []byte   // the file as it is
	After      []byte   // the file with them
}

// ProposeTimeline gives what an incident's Timeline lacks. The file that would
// result is read once more: unless every entry of a person's reads as before,
// it is refused.
func ProposeTimeline(w *Wiki, e *collection.Entry, entries []transcript.Entry) (*Proposed, error) {
	p := &Proposed{Before: e.Text.Bytes}
	before := decode.File(e.Origin.Path, p.Before, w.Config, false)
	var present []transcript.Present
	for _, event := range before.Incident.Timeline {
		present = append(present, transcript.Present{At: event.At.Time, Text: event.Text, By: event.By})
	}
	for i, item := range before.Items {
		if i < len(present) {
			present[i].Line = item.Span.Start.Line
		}
	}
	p.Entries, p.Unsure = transcript.Missing(entries, present, w.actor)
	p.Milestones = transcript.Propose(p.Entries, before.Incident.Times)
	var at []time.Time
	for i, entry := range p.Entries {
		at = append(at, entry.At)
		p.Lines = append(p.Lines, transcript.Line(entry, w.actor(entry.By), p.Milestones[i]))
	}
	p.After = p.Before
	if len(p.Lines) == 0 {
		return p, nil
	}
	p.After = transcript.Insert(p.Before, present, at, p.Lines)
	after := decode.File(e.Origin.Path, p.After, w.Config, false)
	if !keeps(before.Incident.Timeline, after.Incident.Timeline, len(p.Lines)) {
		return p, fmt.Errorf("%s is left as it is: among these entries, the times of those that stand there would be read in another way; write full dates before them, or put the lines in by hand", e.Origin.Path)
	}
	return p, nil
}

// keeps reports whether all events of before are among those of after, in their
// order, and so many more.
func keeps(before, after []incident.Event, more int) bool {
	if len(after) != len(before)+more {
		return false
	}
	n := 0
	for _, e := range after {
		if n < len(before) && e.Text == before[n].Text && e.At.Time.Equal(before[n].At.Time) && e.Milestone == before[n].Milestone && slices.Equal(e.By, before[n].By) {
			n++
		}
	}
	return n == len(before)
}

// actor is what the wiki calls somebody whom a tool names: a person of the
// settings, by any of their names. Others are called by their name if it is one
// word, so that it can be found and settled.
func (w *Wiki) actor(name string) string {
	plain := strings.ToLower(strings.TrimPrefix(name, "@"))
	var keys []string
	for key := range w.Config.People {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		p := w.Config.People[key]
		mailbox, _, _ := strings.Cut(p.Email, "@")
		for _, known := range []string{key, p.Name, p.GitHub, mailbox} {
			if known != "" && strings.ToLower(known) == plain {
				return key
			}
		}
	}
	if strings.ContainsFunc(plain, func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' || r == '_') }) {
		return ""
	}
	return plain
}

// CommitsBetween lists what came into a repository of this machine from one time
// to another. why says why some may be missing; "" if none is.
func CommitsBetween(ctx context.Context, folder string, from, to time.Time) (entries []transcript.Entry, why string, err error) {
	r, err := source.Open(ctx, source.Options{Location: folder})
	if err != nil {
		return nil, "", err
	}
	landed, why, err := r.Between(ctx, from, to)
	for _, c := range landed {
		entries = append(entries, transcript.Commit(c.Hash, c.When, c.AuthorName, c.Subject))
	}
	return entries, why, errors.Join(err, r.Close())
}

// Window is the time that an incident's transcripts are read for: from an hour
// before its first known time to an hour after its last.
func Window(e *collection.Entry) (from, to time.Time, err error) {
	for _, m := range incident.Milestones[1:] { // a fault may have been there for years
		if at := e.Times.At(m); at.Exact() {
			if from.IsZero() || at.Time.Before(from) {
				from = at.Time
			}
			if at.Time.After(to) {
				to = at.Time
			}
		}
	}
	if from.IsZero() {
		return from, to, errors.New("the incident says no time of day: give --from and --to")
	}
	return from.Add(-time.Hour), to.Add(time.Hour), nil
}
