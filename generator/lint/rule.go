// Package lint holds what check finds beyond the format itself: one rule, one
// file, one row in rules.go, one archive in testdata. It also knows every rule
// of the packages that read (reading.go), what the settings and the files make
// of a rule's findings (settings.go, disable.go), and documents them all
// (docs.go).
//
// In goes the View of the widest audience; out come findings. A rule reads
// plain values and points with Origin; it never changes anything.
package lint

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/ladder"
	"github.com/retrowiki/retrowiki/internal/par"
)

// Rule is one thing to look for. Doc says in a sentence or two why it matters,
// in Markdown.
type Rule struct {
	Name     string
	Severity diag.Severity
	Doc      string
	Mend     string // what to do, where findings alone do not say it
	Locked   bool   // what it finds keeps a file or a setting from being read, so it cannot be switched off
	Inner    bool   // it looks at one incident, the settings and the states of issues, and at no other incident or day
	Check    func(*Pass)
}

// Family is the part of the name before the slash.
func (r Rule) Family() string {
	family, _, _ := strings.Cut(r.Name, "/")
	return family
}

// All lists every rule that a finding may name, by name.
func All() []Rule {
	all := concat(Rules, Reading)
	slices.SortFunc(all, func(a, b Rule) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// Find gives the rule of that name.
func Find(name string) (Rule, bool) {
	r, ok := byName()[name]
	return r, ok
}

var byName = sync.OnceValue(func() map[string]Rule {
	rules := map[string]Rule{}
	for _, r := range All() {
		rules[r.Name] = r
	}
	return rules
})

// DidYouMean is a hint for a name that no rule and no family has.
func DidYouMean(name string) string {
	var names []string
	for _, r := range All() {
		names = append(names, r.Name, r.Family())
	}
	if near := diag.Nearest(strings.TrimSuffix(name, "/*"), names); near != "" {
		return fmt.Sprintf("did you mean `%s`?", near)
	}
	return "docs/rules.md lists every rule: " + DocsURL
}

// Pass is a rule's look at one incident.
type Pass struct {
	View     *collection.View
	Entry    *collection.Entry
	chains   *ladder.Chains
	rule     *Rule
	findings diag.List
	prose    *[]*sentence // read when a rule first asks for it
}

// Report adds a finding at the place of a field, such as "remediations[2].reason".
func (p *Pass) Report(field, hint, format string, args ...any) {
	p.ReportAt(p.Entry.Origin.Span(field), hint, format, args...)
}

// ReportAt adds a finding at a place of its own, such as a word of the body.
func (p *Pass) ReportAt(span diag.Span, hint, format string, args ...any) {
	p.findings = append(p.findings, diag.Diagnostic{
		Rule: p.rule.Name, Severity: p.rule.Severity, Span: span,
		Message: fmt.Sprintf(format, args...), Hint: hint,
	})
}

// Fix adds edits to the finding that was last reported. They must be sure:
// nobody looks at them before they are made.
func (p *Pass) Fix(fixes ...diag.Fix) {
	last := &p.findings[len(p.findings)-1]
	last.Fixes = append(last.Fixes, fixes...)
}

// Run runs every rule over every incident that could be read; over those that
// are spared only the rules that are not Inner.
func Run(ctx context.Context, v *collection.View, spared func(*collection.Entry) bool) (diag.List, error) {
	chains := ladder.NewChains(v)
	all, err := par.Map(ctx, v.Entries(), func(_ context.Context, _ int, e *collection.Entry) (diag.List, error) {
		p := Pass{View: v, Entry: e, chains: chains}
		for i := range Rules {
			if e.Broken {
				break
			}
			if Rules[i].Inner && spared != nil && spared(e) {
				continue
			}
			p.rule = &Rules[i]
			p.rule.Check(&p)
		}
		return p.findings, nil
	})
	findings := diag.List(slices.Concat(all...))
	findings.Sort()
	return findings, err
}
