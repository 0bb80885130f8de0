// Package lint holds what check finds beyond the format itself: one rule, one
// file, one row in rules.go, one archive in testdata.
//
// In goes the View of the widest audience; out come findings. A rule reads
// plain values and points with Origin; it never changes anything.
package lint

import (
	"fmt"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/diag"
)

// Rule is one thing to look for. Doc says in a sentence or two why it matters.
type Rule struct {
	Name     string
	Severity diag.Severity
	Doc      string
	Check    func(*Pass)
}

// Pass is a rule's look at one incident.
type Pass struct {
	View     *collection.View
	Entry    *collection.Entry
	rule     *Rule
	findings diag.List
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

// Run runs every rule over every incident that could be read.
func Run(v *collection.View) diag.List {
	var findings diag.List
	for _, e := range v.Entries() {
		if e.Broken {
			continue
		}
		for i := range Rules {
			p := Pass{View: v, Entry: e, rule: &Rules[i]}
			p.rule.Check(&p)
			findings = append(findings, p.findings...)
		}
	}
	findings.Sort()
	return findings
}
