package tracker

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Text shows the plan on a terminal as a table by incident, each step with its
// reason. Control characters and those that turn the direction of writing are
// shown, not sent.
func (p *Plan) Text() string {
	var b strings.Builder
	verb, where := 0, 0
	for _, a := range p.Actions {
		verb, where = max(verb, len(a.Verb)), max(where, utf8.RuneCountInString(a.where()))
	}
	indent := strings.Repeat(" ", verb+where+6)
	p.eachIncident(func(incident, title string, actions []Action) {
		fmt.Fprintf(&b, "%s\n", strings.TrimRight(visible(incident)+"  "+visible(title), " "))
		for _, a := range actions {
			fmt.Fprintf(&b, "  %-*s  %-*s  %s\n", verb, a.Verb, where, a.where(), visible(a.Title))
			fmt.Fprintf(&b, "%s%s\n", indent, visible(a.Why))
			for _, c := range a.Changes {
				fmt.Fprintf(&b, "%s- %s\n", indent, visible(c))
			}
		}
		b.WriteString("\n")
	})
	for _, d := range p.notes() {
		fmt.Fprintf(&b, "%s: %s", d.Severity, visible(d.Message))
		if d.Span.File != "" {
			fmt.Fprintf(&b, " (%s)", visible(d.Span.String()))
		}
		b.WriteString("\n")
		if d.Hint != "" {
			fmt.Fprintf(&b, "  %s\n", visible(d.Hint))
		}
	}
	b.WriteString(visible(p.Summary()) + "\n")
	return b.String()
}

// maxMarkdown is how long a plan in Markdown gets, in bytes: a comment takes
// 65,536 characters, a workflow's summary a megabyte.
const maxMarkdown = 60000

// Markdown shows the plan in a workflow's summary or a comment, a table for
// each incident. Titles are hostile there as in an issue. What is too much is
// counted.
func (p *Plan) Markdown() string {
	d := p.deadener()
	var b strings.Builder
	b.WriteString("### Issues of remediations\n\n" + d.inline(cut(p.Summary(), maxWords)) + "\n")
	left := 0
	p.eachIncident(func(incident, title string, actions []Action) {
		if title == "" {
			title = incident
		}
		head := "\n#### " + d.inline(cut(title, maxTitle)) + "\n\n| what | issue | remediation | why |\n| --- | --- | --- | --- |\n"
		for _, a := range actions {
			row := ""
			if left == 0 {
				row = p.row(a, d)
			}
			if left > 0 || b.Len()+len(head)+len(row) > maxMarkdown {
				left++
				continue
			}
			b.WriteString(head + row)
			head = ""
		}
	})
	for i, n := range p.notes() {
		line := fmt.Sprintf("- %s: %s", n.Severity, d.inline(cut(n.Message, maxWords)))
		if n.Hint != "" {
			line += ". " + d.inline(cut(n.Hint, maxWords))
		}
		if b.Len()+len(line) > maxMarkdown+4000 {
			left++
			continue
		}
		if i == 0 {
			b.WriteString("\n")
		}
		b.WriteString(line + "\n")
	}
	if left > 0 {
		fmt.Fprintf(&b, "\n… and %d lines more: `retrowiki sync --dry-run` shows them all.\n", left)
	}
	return b.String()
}

func (p *Plan) row(a Action, d deadener) string {
	where := "new"
	if a.Number > 0 {
		where = d.link(ref(a.Repo, a.Number), a.URL)
	}
	why := append([]string{a.Why}, a.Changes...)
	return fmt.Sprintf("| %s | %s | %s | %s |\n", a.Verb, where, d.inline(cut(a.Title, maxTitle)), d.inline(cut(strings.Join(why, "; "), maxWords)))
}

// JSON shows the plan to programs.
func (p *Plan) JSON() ([]byte, error) {
	shown := *p
	shown.Actions = append([]Action{}, p.Actions...)
	shown.Conflicts = append(diag.List{}, p.Conflicts...)
	shown.Warnings = append(diag.List{}, p.Warnings...)
	content, err := json.MarshalIndent(shown, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the plan: %w", err)
	}
	return append(escapeJSON(content), '\n'), nil
}

// escapeJSON writes what a terminal would act on as JSON allows.
func escapeJSON(content []byte) []byte {
	var b bytes.Buffer
	for _, r := range string(content) {
		if r > 0x7e && (unicode.IsControl(r) || turns(r)) {
			fmt.Fprintf(&b, "\\u%04x", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.Bytes()
}

// Summary is the plan in a sentence.
func (p *Plan) Summary() string {
	counts := map[Verb]int{}
	for _, a := range p.Actions {
		counts[a.Verb]++
	}
	var parts []string
	for _, v := range verbs {
		if counts[v] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", v, counts[v]))
		}
	}
	text := fmt.Sprintf("%d in sync", p.InSync)
	if p.Writes() == 0 {
		text += ", nothing to write"
	}
	if len(parts) > 0 {
		text += "; " + strings.Join(parts, ", ")
	}
	if p.Refused != "" {
		text += ". Nothing will be written: " + p.Refused
	}
	return text
}

// notes are the findings that no action of the plan tells already.
func (p *Plan) notes() diag.List {
	var list diag.List
	told := map[string]bool{}
	for _, a := range p.Actions {
		told[a.Title+": "+a.Why] = true
	}
	for _, d := range append(append(diag.List{}, p.Conflicts...), p.Warnings...) {
		if d.Severity > diag.Advice && (!told[d.Message] || d.Hint != "") {
			list = append(list, d)
		}
	}
	return list
}

// eachIncident groups the actions, incidents in the order of their first one.
func (p *Plan) eachIncident(show func(incident, title string, actions []Action)) {
	var order []string
	groups, titles := map[string][]Action{}, map[string]string{}
	for _, a := range p.Actions {
		if groups[a.Incident] == nil {
			order = append(order, a.Incident)
		}
		groups[a.Incident] = append(groups[a.Incident], a)
		titles[a.Incident] = cmp.Or(titles[a.Incident], a.IncidentTitle)
	}
	for _, incident := range order {
		show(incident, titles[incident], groups[incident])
	}
}

func (a Action) where() string {
	switch {
	case a.Number > 0:
		return visible(ref(a.Repo, a.Number))
	case a.Repo != "":
		return visible(a.Repo)
	}
	return "-"
}

// visible shows what a terminal would act on instead of showing.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, escapeControls(s))
}

func escapeControls(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || turns(r) || r == '\u2028' || r == '\u2029') {
			fmt.Fprintf(&b, "\\u{%x}", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
