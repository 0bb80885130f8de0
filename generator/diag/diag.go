// Package diag holds findings: what is wrong, where, and what to do about it.
//
// In go file contents and places in them; out come Diagnostics that name a
// rule, a severity and a span. A Diagnostic is for the author of a file and
// never stops other files; errors (package errors) are for the operator.
//
// The package imports only the standard library and knows nothing of
// incidents.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Position is a place in a file. Line and Column count from 1, Column in
// characters (not bytes); Offset counts bytes from 0. The zero Position means
// "somewhere in the file".
type Position struct {
	Offset int `json:"offset"`
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Span is a part of a file, from Start up to but not including End. File is
// the slash-separated path from the root of the source.
type Span struct {
	File  string   `json:"file"`
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// String gives file:line:column, as editors and terminals link it.
func (s Span) String() string {
	if s.Start.Line == 0 {
		return s.File
	}
	return fmt.Sprintf("%s:%d:%d", s.File, s.Start.Line, s.Start.Column)
}

// Severity says how much a finding weighs; larger is worse.
type Severity int

// Advice is worth reading, Warning wants mending, Error keeps the tool from
// doing what the author meant.
const (
	Advice Severity = iota
	Warning
	Error
)

var severityNames = [...]string{"advice", "warning", "error"}

func (s Severity) String() string { return severityNames[s] }

// MarshalText writes the severity's name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseSeverity reads "advice", "warning" or "error".
func ParseSeverity(name string) (Severity, error) {
	i := slices.Index(severityNames[:], name)
	if i < 0 {
		return 0, fmt.Errorf("unknown severity %q: want advice, warning or error", name)
	}
	return Severity(i), nil
}

// Fix is an edit that mends a finding: the bytes of Span become NewText.
type Fix struct {
	Span    Span   `json:"span"`
	NewText string `json:"newText"`
}

// Related is another place that explains a finding, such as the first of two
// equal keys.
type Related struct {
	Span    Span   `json:"span"`
	Message string `json:"message"`
}

// Diagnostic is one finding. Message is one line that says what is wrong;
// Hint is one line that says what to do.
type Diagnostic struct {
	Rule     string    `json:"rule"`
	Severity Severity  `json:"severity"`
	Span     Span      `json:"span"`
	Message  string    `json:"message"`
	Hint     string    `json:"hint,omitempty"`
	Related  []Related `json:"related,omitempty"`
	Fixes    []Fix     `json:"fixes,omitempty"`
}

// List is a collection of findings.
type List []Diagnostic

// Sort orders findings by file, place, rule and message, so that a list reads
// the same whatever order the work was done in.
func (l List) Sort() {
	order := func(a, b *Diagnostic) int {
		return cmp.Or(
			strings.Compare(a.Span.File, b.Span.File),
			cmp.Compare(a.Span.Start.Line, b.Span.Start.Line),
			cmp.Compare(a.Span.Start.Column, b.Span.Start.Column),
			strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Message, b.Message),
		)
	}
	// Findings are large, and lists of them often sorted: so their places are sorted.
	places, sorted := make([]int, len(l)), true
	for i := range l {
		places[i] = i
		sorted = sorted && (i == 0 || order(&l[i-1], &l[i]) <= 0)
	}
	if sorted {
		return
	}
	slices.SortFunc(places, func(a, b int) int { return cmp.Or(order(&l[a], &l[b]), cmp.Compare(a, b)) })
	was := slices.Clone(l)
	for i, from := range places {
		l[i] = was[from]
	}
}

// AtLeast counts the findings at or above a severity.
func (l List) AtLeast(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity >= s {
			n++
		}
	}
	return n
}
