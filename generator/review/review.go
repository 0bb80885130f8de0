// Package review tells, as Markdown, what a change does to the wiki: what is
// wrong, which pages it adds and changes, and what would become of the issues.
//
// In go plain values; out comes a text for a workflow's summary or for the one
// comment on a pull request, below the size that GitHub takes. Every word of
// an author is made dead in it, and cut before that.
package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/report"
	"github.com/retrowiki/retrowiki/generator/tracker"
)

// What GitHub takes, with room to spare: a comment has 65,536 characters, a
// step's summary 1 MiB.
const (
	CommentLimit = 60_000
	SummaryLimit = 1_000_000
)

// Change is what became of one incident.
type Change struct {
	Verb    string // added, changed or removed
	Path    string // of its file
	Title   string // "" where it is not for everybody who is told
	Page    string // from the wiki's root, "" if there is none
	Address string // of the page, "" where it is not published
	Before  []Before
	Earlier []Earlier // the last times before, the oldest first
	Again   string    // where its answers go no deeper than theirs
}

// Earlier is an occurrence before one that changed.
type Earlier struct {
	Title   string
	Address string // of its page, "" where it is not published
	Verdict string // what the answers to it came to
}

// Before is an earlier incident like one that changed.
type Before struct {
	Title   string
	Address string   // of its page, "" where it is not published
	Why     []string // what they have in common, the strongest reason first
	Open    int      // of its remediations
	Total   int
}

// Review is what there is to tell.
type Review struct {
	Host string // of GitHub's pages; "" for github.com

	Findings diag.List
	Files    int // incidents that were read

	Changes    []Change
	ChangesWhy string // why they are not known

	Plan    *tracker.Plan
	PlanWhy string // why there is none

	Run      string // address of the workflow's run, as the runner gives it; "" if it is not known
	Artifact string // the name under which the run keeps the wiki, "" if it does not
}

// Noteworthy reports whether it is worth a comment of its own: a pull request
// that leaves the wiki alone is left alone, whatever warnings there are of old.
func (r *Review) Noteworthy() bool { return len(r.Changes) > 0 || r.Findings.AtLeast(diag.Error) > 0 }

// Counts are the sizes of a plan in the words of people.
type Counts struct{ Open, Change, Close int }

// Counts are what the plan would do to issues.
func (r *Review) Counts() (c Counts) {
	if r.Plan == nil {
		return c
	}
	for _, a := range r.Plan.Actions {
		switch a.Verb {
		case tracker.Create:
			c.Open++
		case tracker.Close, tracker.CloseOrphan, tracker.MarkDuplicate:
			c.Close++
		default:
			if a.Verb.Writes() {
				c.Change++
			}
		}
	}
	return c
}

// Markdown is the review in at most limit bytes: the longer the lists are, the
// fewer of their lines are shown.
func (r *Review) Markdown(limit int) string {
	for most := 200; ; most /= 2 {
		if text := r.text(most); len(text) <= limit || most == 0 {
			return text
		}
	}
}

func (r *Review) text(most int) string {
	w := writer{words: tracker.WordsFor(r.Host), most: most}
	w.line("## Retrospective wiki\n")
	w.line("%s.", report.Summary(r.Findings, r.Files))
	w.findings(r.inChangedFilesFirst())
	w.changes(r)
	w.again(r)
	w.before(r)
	switch {
	case r.Plan != nil:
		w.line("\n%s", strings.TrimRight(r.Plan.Brief(most), "\n"))
	case r.PlanWhy != "":
		w.line("\n### Issues of remediations\n\n%s", w.words.Inline(r.PlanWhy, wordsLimit))
	}
	w.look(r)
	return w.b.String()
}

// inChangedFilesFirst sorts the findings by what the reader can do about them.
func (r *Review) inChangedFilesFirst() diag.List {
	changed := map[string]bool{}
	for _, c := range r.Changes {
		changed[c.Path] = true
	}
	rank := func(d diag.Diagnostic) int {
		n := -int(d.Severity)
		if changed[d.Span.File] {
			n -= 10
		}
		return n
	}
	sorted := slices.Clone(r.Findings)
	slices.SortStableFunc(sorted, func(a, b diag.Diagnostic) int { return rank(a) - rank(b) })
	return sorted
}

// writer puts the parts together; most is how many lines a list may have.
type writer struct {
	b     strings.Builder
	words tracker.Words
	most  int
}

const wordsLimit = 200

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.b, format+"\n", args...) }

func (w *writer) findings(findings diag.List) {
	if len(findings) == 0 {
		return
	}
	w.line("\n| | where | what |\n| --- | --- | --- |")
	for _, f := range findings[:min(w.most, len(findings))] {
		what := w.words.Inline(f.Message, wordsLimit)
		if f.Hint != "" {
			what += "<br>" + w.words.Inline(f.Hint, wordsLimit)
		}
		w.line("| %s | %s | %s |", f.Severity, w.words.Inline(f.Span.String(), wordsLimit), what)
	}
	w.left(len(findings), "findings")
}

func (w *writer) changes(r *Review) {
	if len(r.Changes) == 0 && r.ChangesWhy == "" {
		return
	}
	w.line("\n### Pages\n")
	if r.ChangesWhy != "" {
		w.line("%s", w.words.Inline(r.ChangesWhy, wordsLimit))
	}
	for _, c := range r.Changes[:min(w.most, len(r.Changes))] {
		name := c.Title
		if name == "" {
			name = c.Path
		}
		text := fmt.Sprintf("- %s: %s", c.Verb, w.words.Link(name, c.Address, wordsLimit))
		if c.Page != "" {
			text += ", " + w.words.Inline(c.Page, wordsLimit)
		}
		w.line("%s", text)
	}
	w.left(len(r.Changes), "pages")
}

// again says what became of the answers to the times before: whoever writes
// down a recurrence decides now how deep to go.
func (w *writer) again(r *Review) {
	lines := 0
	for _, c := range r.Changes {
		if len(c.Earlier) == 0 {
			continue
		}
		if lines == 0 {
			w.line("\n### It happened again\n")
		}
		if lines++; lines > w.most {
			continue
		}
		w.line("- %s", w.words.Inline(c.Title, wordsLimit))
		for _, e := range c.Earlier {
			w.line("  - after %s: %s", w.words.Link(e.Title, e.Address, wordsLimit), w.words.Inline(e.Verdict, wordsLimit))
		}
		if c.Again != "" {
			w.line("  - and now: %s. What would one rung higher look like?", w.words.Inline(c.Again, wordsLimit))
		}
	}
	w.left(lines, "recurrences")
}

// before joins "this happened before" with what became of it.
func (w *writer) before(r *Review) {
	lines := 0
	for _, c := range r.Changes {
		for _, b := range c.Before {
			if lines == 0 {
				w.line("\n### Seen before?\n")
			}
			if lines++; lines > w.most {
				continue
			}
			outcome := "no remediation was written down"
			if b.Total > 0 {
				outcome = fmt.Sprintf("%d of its %s still open", b.Open, report.Plural(b.Total, "remediation"))
				switch {
				case b.Total == 1 && b.Open == 1:
					outcome = "its only remediation is still open"
				case b.Total == 1:
					outcome = "its only remediation is settled"
				}
			}
			w.line("- %s is like %s; %s<br>%s", w.words.Inline(c.Title, wordsLimit), w.words.Link(b.Title, b.Address, wordsLimit), outcome,
				w.words.Inline(strings.Join(b.Why, "; "), wordsLimit))
		}
	}
	w.left(lines, "earlier incidents")
}

func (w *writer) left(all int, what string) {
	if left := all - min(w.most, all); left > 0 {
		w.line("\nand %d %s more", left, what)
	}
}

// look says where the built wiki is.
func (w *writer) look(r *Review) {
	if r.Artifact == "" || r.Run == "" {
		return
	}
	w.line("\n### Look at it\n\nDownload %s at the end of [this run](<%s>), unpack it and open `index.html`: it needs no server.",
		w.words.Inline(r.Artifact, wordsLimit), r.Run)
}
