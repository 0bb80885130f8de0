package digest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/tracker"
)

// How many lines a list has, that of what is waiting too, and how long an
// author's words may be in one: a digest is read between two other things.
const (
	listMost   = 12
	ageingMost = 5
	wordsLimit = 200
)

// Limit is how many bytes a digest has at most: an issue's comment takes
// 65,536 characters.
const Limit = 60_000

// Markdown is the digest for a chat or a discussion, in at most Limit bytes: the
// longer the words are, the fewer lines its lists have. Host is that of
// GitHub's pages, "" for github.com.
func (d *Digest) Markdown(host string) string {
	for most := listMost; ; most /= 2 {
		if text := d.text(host, most); len(text) <= Limit || most == 0 {
			return text
		}
	}
}

func (d *Digest) text(host string, most int) string {
	w := &writer{words: tracker.WordsFor(host), most: most}
	w.line("## %s, %s to %s", w.link(d.Wiki, d.Address), day(d.Since), day(d.Until.Add(-time.Second)))
	if d.Empty() {
		w.line("\nA quiet time: no new incident, and no page has changed. That is good news, or a chance to read an old one.")
	}
	w.recurrences(d.Recurrences)
	w.incidents("New incidents", d.firstTime())
	w.incidents("Updated", d.Updated)
	w.remediations("Done", d.Done, listMost, func(r Remediation) string { return "done on " + r.Day })
	w.projects(d.Grown)
	w.remediations("Overdue", d.Overdue, listMost, func(r Remediation) string { return fmt.Sprintf("due on %s, %s ago", r.Day, days(r.Days)) })
	w.remediations("Waiting for long, without a day", d.Ageing, ageingMost, func(r Remediation) string { return "for " + days(r.Days) })
	if r := d.Reread; r != nil {
		w.line("\n### Worth reading again\n\nIn these days of %s: %s", r.Day[:4], w.incident(*r))
	}
	if d.Why != "" {
		w.line("\n_Git's history is not known (%s), so new incidents are those that began in these days._", w.text(d.Why))
	}
	return w.b.String()
}

// firstTime is the new incidents that are not told of as recurrences.
func (d *Digest) firstTime() (first []Incident) {
	for _, i := range d.New {
		if !slices.ContainsFunc(d.Recurrences, func(r Recurrence) bool { return r.ID == i.ID }) {
			first = append(first, i)
		}
	}
	return first
}

type writer struct {
	b     strings.Builder
	words tracker.Words
	most  int // lines of a list
}

func (w *writer) line(format string, args ...any)  { fmt.Fprintf(&w.b, format+"\n", args...) }
func (w *writer) text(text string) string          { return w.words.Inline(text, wordsLimit) }
func (w *writer) link(text, address string) string { return w.words.Link(text, address, wordsLimit) }

func (w *writer) incident(i Incident) string {
	text := w.link(i.Title, i.Address)
	var facts []string
	if i.Severity != "" {
		facts = append(facts, w.text(i.Severity))
	}
	if i.Day != "" {
		facts = append(facts, i.Day)
	}
	if facts != nil {
		text += " (" + strings.Join(facts, ", ") + ")"
	}
	return text
}

func (w *writer) incidents(title string, list []Incident) {
	for n, i := range list {
		if n == 0 {
			w.line("\n### %s\n", title)
		}
		if n < w.most {
			w.line("- %s", w.incident(i))
		}
	}
	w.left(len(list), w.most)
}

// recurrences come first: they are what one would least like to miss.
func (w *writer) recurrences(list []Recurrence) {
	for n, r := range list {
		if n == 0 {
			w.line("\n### It happened again\n")
		}
		if n >= w.most {
			continue
		}
		w.line("- %s", w.incident(r.Incident))
		if left := r.Times - len(r.Earlier); left > 0 {
			w.line("  - %d more times before; its page tells of them", left)
		}
		for k, e := range r.Earlier {
			w.line("  - after %s: %s", w.incident(e), w.text(r.Verdicts[k]))
		}
		if r.Again != "" {
			w.line("  - and now: %s. What would one rung higher look like?", w.text(r.Again))
		}
	}
	w.left(len(list), w.most)
}

func (w *writer) remediations(title string, list []Remediation, most int, tell func(Remediation) string) {
	most = min(most, w.most)
	for n, r := range list {
		if n == 0 {
			w.line("\n### %s\n", title)
		}
		if n < most {
			w.line("- %s: %s, of %s", w.link(r.Title, r.Address), tell(r), w.link(r.Incident.Title, r.Incident.Address))
		}
	}
	w.left(len(list), most)
}

func (w *writer) projects(list []Project) {
	for n, p := range list {
		if n == 0 {
			w.line("\n### Big projects with a better case than before\n")
		}
		if n >= w.most {
			continue
		}
		incidents := "one incident argues"
		if p.Arguments != 1 {
			incidents = fmt.Sprintf("%d incidents argue", p.Arguments)
		}
		names := make([]string, min(len(p.New), 3))
		for k := range names {
			names[k] = w.link(p.New[k].Title, p.New[k].Address)
		}
		w.line("- %s (%s): %s for it, now also %s", w.link(p.Title, p.Address), p.State, incidents, strings.Join(names, ", "))
	}
	w.left(len(list), w.most)
}

func (w *writer) left(all, most int) {
	if all > most {
		w.line("- and %d more", all-most)
	}
}

func day(t time.Time) string { return t.Format("2 January 2006") }

// days says a number of days as a person would.
func days(n int) string {
	switch {
	case n == 1:
		return "a day"
	case n < 60:
		return fmt.Sprintf("%d days", n)
	case n < 730:
		return fmt.Sprintf("%d months", n/30)
	}
	return fmt.Sprintf("%d years", n/365)
}
