package intake

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/adopt"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// looksLikeCState knows the fields that only cState has.
func looksLikeCState(name string, content []byte) bool {
	return strings.EqualFold(path.Ext(name), ".md") && bytes.Contains(content, []byte("\nsection: issue"))
}

// readCState reads one incident of a cState status page: a Hugo page with its
// frontmatter, and below it the updates, the latest first.
func readCState(in Source) ([]Record, diag.List) {
	document, findings := frontmatter.Parse(in.Text)
	if findings.AtLeast(diag.Error) > 0 {
		return nil, findings
	}
	root := document.Root
	if section := root.Get("section"); section != nil && section.Text != "issue" {
		return nil, diag.List{{Rule: "import/skipped", Severity: diag.Advice, Span: section.Span, Message: "this page is no incident, so it is left out", Hint: "nothing to do"}}
	}
	if notice := root.Get("informational"); notice != nil && notice.Text == "true" {
		return nil, diag.List{{Rule: "import/skipped", Severity: diag.Advice, Span: notice.Span, Message: "this page announces something, so it is left out", Hint: "nothing to do"}}
	}
	var values []adopt.Value
	for _, c := range []struct{ theirs, ours string }{
		{"title", "title"}, {"severity", "severity"}, {"affected", "services"}, {"date", "impact_started_at"}, {"resolvedWhen", "resolved_at"}, {"tags", "tags"},
	} {
		n := root.Get(c.theirs)
		if n == nil {
			continue
		}
		v := adopt.Value{Path: c.ours, Name: c.theirs, Span: n.Span, Text: []string{n.Text}}
		if n.Kind == frontmatter.Sequence {
			v.Text = nil
			for _, item := range n.Items {
				v.Text = append(v.Text, item.Text)
			}
		}
		values = append(values, v)
	}
	found := adopt.Export(adopt.Input{File: in.Text.File, Config: in.Config}, values, nil)
	findings = append(findings, found.Findings...)
	whole := in.Text.Span(0, 0)
	if found.Root.Get("title") == nil {
		return nil, append(findings, diag.Diagnostic{Rule: "import/no-title", Severity: diag.Error, Span: whole,
			Message: "this incident has no title, so it is left out", Hint: "write `title:` into its frontmatter"})
	}
	body := updates(string(in.Text.Bytes[document.Body:]))
	return []Record{{Fields: found.Root, Body: body, Day: day(found.Root), Span: whole}}, findings
}

var (
	track     = regexp.MustCompile(`\{\{<\s*track\s+"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::\d{2})?(?:\.\d+)?\s*(Z|[-+]\d{2}:\d{2})?[^"]*"\s*>\}\}`)
	shortcode = regexp.MustCompile(`\{\{[<%].*?[%>]\}\}`)
)

// updates makes a timeline of the updates, the earliest first; what has no
// time stays above it.
func updates(body string) string {
	var before, entries []string
	for paragraph := range strings.SplitSeq(strings.ReplaceAll(body, "\r\n", "\n"), "\n\n") {
		m := track.FindStringSubmatch(paragraph)
		text := strings.TrimSpace(shortcode.ReplaceAllString(paragraph, ""))
		switch {
		case m != nil:
			zone := strings.Replace(m[3], "Z", "UTC", 1)
			entries = append(entries, fmt.Sprintf("- %s - %s", strings.TrimSpace(m[1]+" "+m[2]+" "+zone), strings.Join(strings.Fields(text), " ")))
		case text != "" && text != "---":
			before = append(before, text)
		}
	}
	slices.SortStableFunc(entries, func(a, b string) int { return strings.Compare(a[:18], b[:18]) })
	if len(entries) > 0 {
		before = append(before, "## Timeline\n\n"+strings.Join(entries, "\n"))
	}
	return strings.Join(before, "\n\n") + "\n"
}
