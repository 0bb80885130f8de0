package tracker

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Text shows the plan on a terminal, by incident, each step with its reason.
// Control characters and those that turn the direction of writing are shown,
// not sent.
func (p *Plan) Text() string {
	var b strings.Builder
	p.eachIncident(func(incident string, actions []Action) {
		fmt.Fprintf(&b, "%s\n", visible(incident))
		for _, a := range actions {
			fmt.Fprintf(&b, "  %-12s %-22s %s\n", a.Verb, a.where(), visible(a.Title))
			fmt.Fprintf(&b, "  %12s %s\n", "", visible(a.Why))
			for _, c := range a.Changes {
				fmt.Fprintf(&b, "  %12s - %s\n", "", visible(c))
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
	b.WriteString(p.Summary() + "\n")
	return b.String()
}

// Markdown shows the plan in a workflow's summary or a comment. Titles are
// hostile there as in an issue.
func (p *Plan) Markdown() string {
	d := p.deadener()
	var b strings.Builder
	b.WriteString("### Issues of remediations\n\n" + d.inline(p.Summary()) + "\n")
	if len(p.Actions) > 0 {
		b.WriteString("\n| | issue | remediation | why |\n| --- | --- | --- | --- |\n")
	}
	p.eachIncident(func(incident string, actions []Action) {
		for _, a := range actions {
			where := "new"
			if a.Number > 0 {
				where = d.link(ref(a.Repo, a.Number), a.URL)
			}
			why := append([]string{a.Why}, a.Changes...)
			fmt.Fprintf(&b, "| %s | %s | %s<br>%s | %s |\n", a.Verb, where, d.inline(a.Title), d.inline(incident), d.inline(strings.Join(why, "; ")))
		}
	})
	for i, n := range p.notes() {
		if i == 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "- %s: %s", n.Severity, d.inline(n.Message))
		if n.Hint != "" {
			b.WriteString(". " + d.inline(n.Hint))
		}
		b.WriteString("\n")
	}
	return b.String()
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
	return append(content, '\n'), nil
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
func (p *Plan) eachIncident(show func(incident string, actions []Action)) {
	var order []string
	groups := map[string][]Action{}
	for _, a := range p.Actions {
		if groups[a.Incident] == nil {
			order = append(order, a.Incident)
		}
		groups[a.Incident] = append(groups[a.Incident], a)
	}
	for _, incident := range order {
		show(incident, groups[incident])
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
