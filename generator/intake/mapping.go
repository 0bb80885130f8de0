package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/adopt"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// Mapping says which column, or which path of a JSON object, is which field.
type Mapping struct {
	Columns    []Column
	MonthFirst bool // of dates such as 03/04/2021
	DayFirst   bool
}

// Column is one field and where it is found; of several places the first that
// is not empty counts.
type Column struct {
	Field string // a path of the format, or body, or remediations[].title
	From  []string
	Span  diag.Span
}

// actionFields are what remediations[] may be given.
var actionFields = []string{"title", "description", "owner", "kind", "due", "done", "url"}

// ReadMapping reads a mapping file: each line names a field of the incident
// format and the column it is taken from.
func ReadMapping(file string, content []byte) (*Mapping, diag.List) {
	root, findings := frontmatter.ParseYAML(diag.NewText(file, content))
	m := &Mapping{}
	bad := func(at diag.Span, hint, format string, args ...any) {
		findings = append(findings, diag.Diagnostic{Rule: "import/mapping", Severity: diag.Error, Span: at, Message: fmt.Sprintf(format, args...), Hint: hint})
	}
	for _, p := range root.Pairs {
		field := p.Key.Text
		if field == "dates" {
			m.MonthFirst, m.DayFirst = p.Value.Text == "month-first", p.Value.Text == "day-first"
			if !m.MonthFirst && !m.DayFirst {
				bad(p.Value.Span, "write month-first or day-first", "dates has no value %q", p.Value.Text)
			}
			continue
		}
		action, isAction := strings.CutPrefix(field, "remediations[].")
		if field != "body" && !(isAction && slices.Contains(actionFields, action)) && !(!isAction && adopt.Field(field)) {
			bad(p.Key.Span, "write `our field: their column`, such as `severity: Priority`, `roles.commander: lead.name`, `body: notes` or `remediations[].title: follow_ups[].title`",
				"%q is no field that an export may fill", field)
			continue
		}
		c := Column{Field: field, Span: p.Value.Span}
		for _, n := range append([]*frontmatter.Node{p.Value}, p.Value.Items...) {
			if n.Kind != frontmatter.Mapping && n.Kind != frontmatter.Sequence && n.Text != "" {
				c.From = append(c.From, n.Text)
			}
		}
		if len(c.From) == 0 || isAction && !strings.Contains(c.From[0], "[]") {
			bad(p.Value.Span, "write the name of a column; for remediations, a path such as follow_ups[].title", "%s is taken from nowhere", field)
			continue
		}
		m.Columns = append(m.Columns, c)
	}
	findings.Sort()
	return m, findings
}

var (
	slashed = regexp.MustCompile(`^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(.*)$`)
	unix    = regexp.MustCompile(`^(\d{10})(\d{3})?$`)
)

// date writes a date in the order that the mapping says.
func (m *Mapping) date(text string) string {
	d := slashed.FindStringSubmatch(text)
	switch {
	case m == nil || d == nil:
		return text
	case m.MonthFirst:
		return d[3] + "-" + pad(d[1]) + "-" + pad(d[2]) + d[4]
	case m.DayFirst:
		return d[3] + "-" + pad(d[2]) + "-" + pad(d[1]) + d[4]
	}
	return text
}

func pad(digits string) string { return strings.Repeat("0", 2-len(digits)) + digits }
