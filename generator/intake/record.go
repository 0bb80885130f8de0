package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/adopt"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// longestCell is how many bytes of one value are read: more than that the wiki
// would not show.
const longestCell = 512 << 10

// bodyColumns are the names of columns that hold what people wrote.
var bodyColumns = []string{"body", "postmortem", "post mortem", "retrospective", "report", "content", "notes", "markdown", "timeline", "postmortem body", "details"}

// titleColumns come behind those that adopt knows.
var titleColumns = []string{"name", "subject", "headline", "incident"}

// guess is the mapping for columns that say what they are by their names.
func guess(columns []string) *Mapping {
	m := &Mapping{}
	for _, c := range columns {
		plain := strings.ToLower(strings.Join(strings.FieldsFunc(c, func(r rune) bool { return r == '_' || r == ' ' || r == '-' }), " "))
		field := adopt.Guess(c)
		switch {
		case slices.Contains(bodyColumns, plain):
			field = "body"
		case slices.Contains(titleColumns, plain):
			field = "title"
		case field == "" && (plain == "url" || plain == "permalink" || plain == "html url" || plain == "link"):
			field = "links"
		case field == "" && (plain == "created at" || plain == "created" || plain == "opened at"):
			field = "declared_at"
		case field == "" && (plain == "closed at" || plain == "completed at"):
			field = "resolved_at"
		case field == "status":
			field = "" // of an export, it tells the incident's state
		}
		if field != "" {
			m.Columns = append(m.Columns, Column{Field: field, From: []string{c}})
		}
	}
	return m
}

// lookup finds the texts at a path, and where they stand.
type lookup func(path string) (texts []string, at diag.Span)

// record is what a lookup finds, as an incident.
func (m *Mapping) record(cfg *config.Config, whole diag.Span, find lookup, actions []adopt.Action) (Record, diag.List) {
	record := Record{Span: whole}
	var values []adopt.Value
	var findings diag.List
	for _, c := range m.Columns {
		if strings.HasPrefix(c.Field, "remediations[]") {
			continue
		}
		for _, from := range c.From {
			texts, at := find(from)
			if slices.ContainsFunc(texts, func(t string) bool { return len(t) > longestCell }) {
				return record, diag.List{{Rule: "import/too-large", Severity: diag.Error, Span: at, Hint: "shorten it in the export, or write this incident by hand",
					Message: fmt.Sprintf("%s has more than %d kB, so this incident is left out", from, longestCell>>10)}}
			}
			if strings.TrimSpace(strings.Join(texts, "")) == "" {
				continue
			}
			if c.Field == "body" {
				record.Body = strings.Join(texts, "\n\n")
				break
			}
			for i, t := range texts {
				texts[i] = m.date(moment(c.Field, t))
			}
			values = append(values, adopt.Value{Path: c.Field, Name: from, Text: texts, Span: at})
			break
		}
	}
	found := adopt.Export(adopt.Input{File: whole.File, Config: cfg}, values, actions)
	record.Fields, findings = found.Root, found.Findings
	if record.Day = day(found.Root); record.Day.IsZero() && found.Root.Get("title") != nil {
		findings = append(findings, diag.Diagnostic{Rule: "import/no-day", Severity: diag.Advice, Span: whole,
			Message: "no time of this incident is known, so its file's name has no day", Hint: "write `impact_started_at:` into the new file"})
	}
	if found.Root.Get("title") == nil {
		return record, append(findings, diag.Diagnostic{Rule: "import/no-title", Severity: diag.Error, Span: whole,
			Message: "this incident has no title, so it is left out", Hint: "say with --map which column is the title"})
	}
	return record, findings
}

// moment writes the seconds since 1970 as a time, where a time is wanted.
func moment(field, text string) string {
	d := unix.FindStringSubmatch(strings.TrimSpace(text))
	if d == nil || !strings.HasSuffix(field, "_at") {
		return text
	}
	seconds, _ := strconv.ParseInt(d[1], 10, 64)
	return time.Unix(seconds, 0).UTC().Format(time.RFC3339)
}

// day is the day of the first time that is known.
func day(root *frontmatter.Node) time.Time {
	for _, field := range []string{"impact_started_at", "detected_at", "declared_at", "mitigated_at", "resolved_at"} {
		if n := root.Get(field); n != nil {
			if t, err := time.Parse("2006-01-02", strings.TrimPrefix(n.Text, "~")[:10]); err == nil {
				return t
			}
		}
	}
	return time.Time{}
}

var marks = regexp.MustCompile("[\\\\`*_\\[\\]<>~&|{}#@]")

// plain writes text so that nothing in it is Markdown.
func plain(text string) string {
	return marks.ReplaceAllString(strings.Join(strings.Fields(text), " "), `\$0`)
}
