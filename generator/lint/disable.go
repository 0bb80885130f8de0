package lint

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// comment is an order to be silent that stands in a file:
//
//	<!-- retrowiki-disable-next-line RULE... -- why -->
//	<!-- retrowiki-disable RULE... -->   ...   <!-- retrowiki-enable RULE... -->
//
// and the same behind a # in YAML and TOML.
type comment struct {
	order string
	rules []word
	span  diag.Span
	text  int // the last line of a field's text that begins in the next line, or 0
}

// word is a rule as a comment names it.
type word struct {
	text string
	span diag.Span
}

// silence is the lines in which one word of a comment keeps a rule quiet.
type silence struct {
	word
	from, to int // lines; to is not included, 0 for the end of the file
	used     bool
}

var orderForm = regexp.MustCompile(`^\s*retrowiki-(disable-next-line|disable|enable)(?:\s|$)`)

// Silence takes out the findings that comments in a file switch off, and adds
// those about the comments themselves. settings says that the file is
// retrowiki.yaml, which is YAML from end to end.
func Silence(text *diag.Text, findings diag.List, settings bool) (kept, silenced diag.List) {
	if !HasOrders(text.Bytes) {
		return findings, nil
	}
	orders := comments(text, settings)
	silences, problems := interpret(text, orders[:min(len(orders), maxOrders)])
	if len(orders) > maxOrders {
		problems = append(problems, diag.Diagnostic{
			Rule: "lint/unused-disable", Severity: diag.Warning, Span: orders[maxOrders].span,
			Message: fmt.Sprintf("the file has %d comments like this one, and from here on they are not read", len(orders)),
			Hint:    "switch rules off in retrowiki.yaml instead: see `lint:`",
		})
	}
	for _, f := range findings {
		quiet := false
		for i := range silences {
			if s := &silences[i]; s.covers(f) {
				s.used, quiet = true, true
			}
		}
		if quiet {
			silenced = append(silenced, f)
		} else {
			kept = append(kept, f)
		}
	}
	for _, s := range silences {
		if !s.used {
			problems = append(problems, diag.Diagnostic{
				Rule: "lint/unused-disable", Severity: diag.Warning, Span: s.span,
				Message: fmt.Sprintf("%s finds nothing here that would have to be switched off", s.text), Hint: "remove it",
			})
		}
	}
	return append(kept, problems...), silenced
}

// HasOrders reports whether a file may hold comments that switch rules off.
func HasOrders(data []byte) bool {
	return bytes.Contains(data, []byte("retrowiki-disable")) || bytes.Contains(data, []byte("retrowiki-enable"))
}

// maxOrders is how many comments of a file are heard: each is held against
// every finding.
const maxOrders = 1_000

func (s *silence) covers(f diag.Diagnostic) bool {
	line := f.Span.Start.Line
	if line < s.from || s.to > 0 && line >= s.to || !Matches(s.text, f.Rule) {
		return false
	}
	r, ok := Find(f.Rule)
	return !ok || !r.Locked
}

// interpret makes stretches of lines of the comments, in their order.
func interpret(text *diag.Text, all []comment) ([]silence, diag.List) {
	var silences []silence
	var problems diag.List
	for _, c := range all {
		bad := checkWords(c)
		problems = append(problems, bad...)
		for _, w := range c.rules {
			if slices.ContainsFunc(bad, func(d diag.Diagnostic) bool { return d.Span == w.span }) {
				continue
			}
			switch c.order {
			case "disable":
				silences = append(silences, silence{word: w, from: c.span.Start.Line})
			case "disable-next-line":
				next := nextLine(text, c.span.End.Line)
				silences = append(silences, silence{word: w, from: next, to: max(next, c.text) + 1})
			case "enable":
				if !end(silences, w.text, c.span.Start.Line) {
					problems = append(problems, diag.Diagnostic{
						Rule: "lint/unused-disable", Severity: diag.Warning, Span: w.span,
						Message: fmt.Sprintf("%s was not switched off before", w.text), Hint: "remove it",
					})
				}
			}
		}
		if c.order == "enable" && len(c.rules) == 0 {
			end(silences, "", c.span.Start.Line)
		}
	}
	return silences, problems
}

// end closes the open stretches of a name, or all.
func end(silences []silence, name string, line int) (any bool) {
	for i := range silences {
		if s := &silences[i]; s.to == 0 && (name == "" || s.text == name) {
			s.to, any = line, true
		}
	}
	return any
}

func checkWords(c comment) diag.List {
	var findings diag.List
	bad := func(span diag.Span, hint, format string, args ...any) {
		findings = append(findings, diag.Diagnostic{
			Rule: "lint/unknown-rule", Severity: diag.Warning, Span: span, Message: fmt.Sprintf(format, args...), Hint: hint,
		})
	}
	if len(c.rules) == 0 && c.order != "enable" {
		bad(c.span, "name the rules that are meant", "retrowiki-%s names no rule, so it does nothing", c.order)
	}
	for _, w := range c.rules {
		rules := named(w.text)
		switch {
		case len(rules) == 0:
			bad(w.span, DidYouMean(w.text), "no rule is called %q", w.text)
		case !slices.ContainsFunc(rules, func(r Rule) bool { return !r.Locked }):
			bad(w.span, "remove it", "%s cannot be switched off: what it finds keeps a file from being read", w.text)
		}
	}
	return findings
}

// nextLine is the first line behind another that holds more than white space.
func nextLine(text *diag.Text, line int) int {
	last := text.Position(len(text.Bytes)).Line
	for line++; line < last && len(bytes.TrimSpace(text.Line(line))) == 0; line++ {
	}
	return line
}

// comments finds the orders in a file, in the order of their places.
func comments(text *diag.Text, settings bool) []comment {
	var found []comment
	body := len(text.Bytes)
	if settings {
		root, _ := frontmatter.ParseYAML(text)
		found = hashComments(text, root, 0, body)
	} else {
		doc, _ := frontmatter.Parse(text)
		body = doc.Body
		if doc.Format == frontmatter.YAML || doc.Format == frontmatter.TOML {
			found = hashComments(text, doc.Root, doc.Raw.Start, doc.Raw.End)
		}
	}
	for _, at := range markdown.Comments(text.Bytes[body:]) {
		start, stop := body+at.Start, body+at.End
		if c, ok := parseComment(text, start, stop, start+len("<!--"), stop-len("-->")); ok {
			found = append(found, c)
		}
	}
	return found
}

// hashComments finds lines of comment among the fields. What stands in a text
// over several lines is no comment.
func hashComments(text *diag.Text, root *frontmatter.Node, from, to int) []comment {
	var found []comment
	for at := from; at < to; {
		line, _, _ := bytes.Cut(text.Bytes[at:to], []byte{'\n'})
		hash := at + len(line) - len(bytes.TrimLeft(line, " \t"))
		if stop := at + len(line); hash < stop && text.Bytes[hash] == '#' && !inScalar(root, hash) {
			if c, ok := parseComment(text, hash, stop, hash+1, stop); ok {
				c.text = lastLine(text, root, nextLine(text, c.span.End.Line))
				found = append(found, c)
			}
		}
		at += len(line) + 1
	}
	return found
}

// lastLine is the last line of the texts that begin in a line, 0 where none
// does: what a comment says of a field holds for all of its text.
func lastLine(text *diag.Text, n *frontmatter.Node, line int) int {
	last := 0
	for _, item := range n.Items {
		last = max(last, lastLine(text, item, line))
	}
	for _, field := range n.Pairs {
		last = max(last, lastLine(text, field.Value, line))
	}
	if n.Kind != frontmatter.Sequence && n.Kind != frontmatter.Mapping && n.Span.Start.Line == line {
		return text.Position(max(n.Span.Start.Offset, n.Span.End.Offset-1)).Line
	}
	return last
}

func inScalar(n *frontmatter.Node, offset int) bool {
	if n.Kind != frontmatter.Sequence && n.Kind != frontmatter.Mapping {
		return n.Span.Start.Offset <= offset && offset < n.Span.End.Offset
	}
	return slices.ContainsFunc(n.Items, func(item *frontmatter.Node) bool { return inScalar(item, offset) }) ||
		slices.ContainsFunc(n.Pairs, func(p frontmatter.Pair) bool { return inScalar(p.Value, offset) })
}

// parseComment reads what stands between from and to; the whole comment is
// from start to stop. Behind ` -- ` somebody may say why.
func parseComment(text *diag.Text, start, stop, from, to int) (comment, bool) {
	if to < from {
		return comment{}, false
	}
	inside := string(text.Bytes[from:to])
	m := orderForm.FindStringSubmatchIndex(inside)
	if m == nil {
		return comment{}, false
	}
	c := comment{order: inside[m[2]:m[3]], span: text.Span(start, stop)}
	names, at := inside[m[1]:], from+m[1]
	for names != "" {
		rest := strings.TrimLeft(names, " \t\r\n,")
		at += len(names) - len(rest)
		end := strings.IndexAny(rest, " \t\r\n,")
		if end < 0 {
			end = len(rest)
		}
		if rest[:end] == "--" {
			break
		}
		if end > 0 {
			c.rules = append(c.rules, word{rest[:end], text.Span(at, at+end)})
		}
		names, at = rest[end:], at+end
	}
	return c, true
}
