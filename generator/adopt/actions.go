package adopt

import (
	"regexp"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// actionHeadings are what people call the list of what is to be done.
var actionHeadings = map[string]bool{
	"action items": true, "actions": true, "action item": true, "action points": true, "action plan": true, "actions items": true, "follow ups": true,
	"follow up": true, "follow up actions": true, "follow up items": true, "followups": true, "followup": true, "followup items": true, "followup actions": true,
	"remediation": true, "remediations": true, "remediation items": true, "remediation actions": true, "next steps": true, "corrective actions": true,
	"preventive actions": true, "preventative actions": true, "corrective and preventative measures": true, "corrective and preventive measures": true,
	"corrective and preventive actions": true, "prevention": true, "preventative measures": true, "preventive measures": true, "todo": true, "todos": true, "to do": true,
	"tasks": true, "improvements": true, "what we are doing about it": true, "action items followups": true, "action items and follow ups": true,
	"action items follow ups": true, "prevention measures": true, "remediation plan": true, "recommendations": true, "action items and followups": true,
}

// mostActions is how many remediations one text may give.
const mostActions = 200

// action is one thing to be done, as the text says it.
type action struct {
	title, owner, kind, due string
	priority                string
	notes                   []string // lines of the description
	done                    bool
	at                      diag.Span
}

var kinds = map[string]string{
	"prevent": "prevent", "prevention": "prevent", "preventive": "prevent", "preventative": "prevent",
	"detect": "detect", "detection": "detect", "monitoring": "detect", "mitigate": "mitigate", "mitigation": "mitigate", "mitigative": "mitigate",
	"process": "process", "learn": "learn", "investigate": "learn", "investigation": "learn", "research": "learn",
}

// remediations reads the sections of action items with all that stand below
// them.
func (r *reading) remediations() {
	if r.Has("remediations") {
		return
	}
	var actions []action
	level, kind := 0, ""
	for _, part := range r.Parts {
		if part.Heading == nil {
			continue
		}
		name := normal(strings.TrimSuffix(part.Heading.Text, ":"))
		switch {
		case actionHeadings[name] && (level == 0 || part.Heading.Level <= level):
			level, kind = part.Heading.Level, ""
		case level == 0 || part.Heading.Level <= level:
			level = 0
			continue
		default:
			kind = kinds[name]
		}
		for _, b := range part.Blocks {
			for _, a := range append(ofItems(b.Items), ofRows(b.Rows)...) {
				if a.kind == "" {
					a.kind = kind
				}
				actions = append(actions, a)
			}
		}
	}
	r.setActions(actions)
}

func (r *reading) setActions(actions []action) {
	all := &frontmatter.Node{Kind: frontmatter.Sequence}
	taken := map[string]bool{}
	for _, a := range actions {
		if blank(a.title) {
			continue
		}
		if len(all.Items) == mostActions {
			r.unsure(a.at, "write the rest into the frontmatter by hand", "only the first %d action items are read", mostActions)
			break
		}
		if all.Span.File == "" {
			all.Span = a.at
		}
		all.Items = append(all.Items, r.remediation(a, taken))
	}
	if len(all.Items) > 0 {
		r.set("remediations", all)
	}
}

// longestTitle is how many characters of an action make its title.
const longestTitle = 120

func (r *reading) remediation(a action, taken map[string]bool) *frontmatter.Node {
	if runes := []rune(a.title); len(runes) > longestTitle {
		a.notes = append([]string{a.title}, a.notes...)
		short := string(runes[:longestTitle])
		if i := strings.LastIndex(short, ". "); i > 20 {
			short = short[:i]
		} else if i := strings.LastIndexByte(short, ' '); i > 20 {
			short = short[:i] + "…"
		}
		a.title = short
	}
	n := &frontmatter.Node{Kind: frontmatter.Mapping, Span: a.at}
	add := func(key, text string) {
		if text != "" {
			n.Pairs = append(n.Pairs, pair(key, scalar(text, a.at)))
		}
	}
	add("id", name(a.title, taken))
	add("title", a.title)
	add("description", strings.Join(a.notes, "\n"))
	add("kind", a.kind)
	add("priority", a.priority)
	add("owner", a.owner)
	if a.due != "" {
		add("due", r.due(a))
	}
	if a.done {
		add("issue", "none")
		r.unsure(a.at, "write `done: YYYY-MM-DD` and take `issue: none` out",
			"this action item is ticked off, but no day is given, so it is not marked as done; it gets no issue")
	}
	return n
}

func (r *reading) due(a action) string {
	w, _, problem, ok := readWhen(a.due)
	if ok && problem == "" && !w.date.IsZero() {
		w.clock, w.approximate = false, false
		return w.String()
	}
	r.unsure(a.at, "write `due: YYYY-MM-DD`", "%q is not read as the day that this action item is due", shorten(a.due))
	return ""
}

var (
	ownerAtEnd = regexp.MustCompile(`(?i)\s*(?:[-–—(\[]\s*)?(?:owner|assignee|assigned to)\s*:?\s*@?([\w .'-]{1,40}?)\s*[)\]]?\s*$`)
	dueAtEnd   = regexp.MustCompile(`(?i)\s*[-–—,;(\[]\s*(?:due|by|eta|until)?:?\s*(\d{4}-\d{2}-\d{2})\s*[)\]]?\s*$`)
	nameAtEnd  = regexp.MustCompile(`\s*(?:[-–—(\[]\s*)?@([A-Za-z0-9][A-Za-z0-9_-]*)\s*[)\]]?\s*$`)
	kindBefore = regexp.MustCompile(`^\s*[(\[]?([A-Za-z]+)[)\]]?\s*[:–—-]\s+`)
	dashed     = regexp.MustCompile(`\s+[-–—(,;:]+\s*$`)
)

func ofItems(items []markdown.Item) []action {
	var actions []action
	for _, item := range items {
		a := action{title: item.Text, done: item.Done, at: item.Span, notes: item.Below}
		if strings.HasPrefix(item.Source, "~~") && strings.HasSuffix(item.Source, "~~") {
			a.done = true
		}
		if m := kindBefore.FindStringSubmatch(a.title); m != nil && kinds[strings.ToLower(m[1])] != "" {
			a.kind, a.title = kinds[strings.ToLower(m[1])], a.title[len(m[0]):]
		}
		if m := dueAtEnd.FindStringSubmatchIndex(a.title); m != nil && m[0] > 0 {
			a.due, a.title = a.title[m[2]:m[3]], a.title[:m[0]]
		}
		for _, form := range []*regexp.Regexp{ownerAtEnd, nameAtEnd} {
			if m := form.FindStringSubmatchIndex(a.title); m != nil && a.owner == "" && m[0] > 0 {
				a.owner = strings.TrimSpace(a.title[m[2]:m[3]])
				a.title = dashed.ReplaceAllString(a.title[:m[0]], "")
			}
		}
		for _, l := range item.Links {
			if !strings.Contains(strings.Join(a.notes, "\n"), l) {
				a.notes = append(a.notes, "<"+l+">")
			}
		}
		actions = append(actions, a)
	}
	return actions
}

// columns are what tables of action items call them.
var columns = map[string]string{
	"action item": "title", "action items": "title", "action": "title", "item": "title", "task": "title", "title": "title", "what": "title", "todo": "title",
	"description": "title", "follow up": "title", "remediation": "title", "summary": "title", "actions": "title",
	"owner": "owner", "assignee": "owner", "assigned to": "owner", "who": "owner", "responsible": "owner", "owners": "owner", "dri": "owner",
	"priority": "priority", "prio": "priority", "urgency": "priority",
	"type": "kind", "kind": "kind", "category": "kind",
	"due": "due", "due date": "due", "deadline": "due", "eta": "due", "target date": "due", "by when": "due",
	"status": "status", "state": "status", "done": "status", "completed": "status",
}

func ofRows(rows [][]markdown.Words) []action {
	if len(rows) < 2 {
		return nil
	}
	meaning := make([]string, len(rows[0]))
	hasTitle := false
	for i, head := range rows[0] {
		meaning[i] = columns[normal(head.Text)]
		if meaning[i] == "title" && hasTitle {
			meaning[i] = ""
		}
		hasTitle = hasTitle || meaning[i] == "title"
	}
	if !hasTitle {
		meaning[0] = "title"
	}
	var actions []action
	for _, row := range rows[1:] {
		a := action{}
		for i, cell := range row {
			if i < len(meaning) && !blank(cell.Text) {
				a.cell(meaning[i], rows[0][i].Text, cell)
			}
		}
		actions = append(actions, a)
	}
	return actions
}

// finished are the words for an action that is done.
var finished = map[string]bool{"done": true, "complete": true, "completed": true, "closed": true, "fixed": true, "yes": true, "x": true, "✅": true, "✔": true, "shipped": true, "resolved": true}

var priorities = map[string]bool{"low": true, "medium": true, "high": true, "urgent": true}

// cell takes one cell; what has no field goes into the description.
func (a *action) cell(meaning, column string, cell markdown.Words) {
	note := func() { a.notes = append(a.notes, "- "+column+": "+cell.Source) }
	word := strings.ToLower(strings.TrimSpace(cell.Text))
	switch meaning {
	case "title":
		a.title, a.at = cell.Text, cell.Span
		for _, l := range cell.Links {
			a.notes = append(a.notes, "- <"+l+">")
		}
	case "owner":
		a.owner = strings.TrimPrefix(cell.Text, "@")
	case "kind":
		if a.kind = kinds[word]; a.kind == "" {
			note()
		}
	case "priority":
		if priorities[word] {
			a.priority = word
			return
		}
		note()
	case "due":
		a.due = cell.Text
	case "status":
		if a.done = finished[word]; !a.done && word != "open" && word != "todo" && word != "no" && word != "pending" && word != "not started" {
			note()
		}
	default:
		if m := stateAtEnd.FindStringSubmatch(cell.Text); m != nil {
			a.done = a.done || m[1] == "DONE"
			if cell.Source = stateInSource.ReplaceAllString(cell.Source, ""); blank(cell.Source) {
				return
			}
		}
		note()
	}
}

// The template of the SRE book writes a state behind the bug.
var (
	stateAtEnd    = regexp.MustCompile(`(?:^|\s)(DONE|TODO)$`)
	stateInSource = regexp.MustCompile(`\s*\**(?:DONE|TODO)\**$`)
)
