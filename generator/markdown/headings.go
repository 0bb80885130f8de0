package markdown

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Known is a heading that means something to the wiki.
type Known string

// The headings that are known by name.
const (
	Timeline      Known = "timeline"
	Summary       Known = "summary"
	WhatHappened  Known = "what happened"
	Impact        Known = "impact"
	RootCause     Known = "root cause analysis"
	Factors       Known = "contributing factors"
	WentWell      Known = "what went well"
	WentWrong     Known = "what went wrong"
	GotLucky      Known = "where we got lucky"
	Surprises     Known = "surprises"
	SeenBefore    Known = "have we seen this before"
	Lessons       Known = "lessons"
	RetroOnRetro  Known = "how did this retrospective go"
	BeforeMeeting Known = "before the meeting"
)

// knownAs has the words of a heading, without punctuation and in lower case.
var knownAs = map[string]Known{
	"timeline": Timeline, "summary": Summary, "what happened": WhatHappened, "impact": Impact, "customer impact": Impact,
	"root cause analysis": RootCause, "root cause": RootCause, "root causes": RootCause, "contributing factors": Factors,
	"what went well": WentWell, "what went wrong": WentWrong, "where we got lucky": GotLucky, "surprises": Surprises,
	"have we seen this before": SeenBefore, "lessons": Lessons, "lessons learned": Lessons,
	"how did this retrospective go": RetroOnRetro, "before the meeting": BeforeMeeting,
}

// Heading is a heading of the text.
type Heading struct {
	Level int
	Text  string
	ID    string // as GitHub makes it
	Known Known  // "" for a free one
	Span  diag.Span
}

// Section is the part of a text from one heading to the next; the first may
// have none.
type Section struct{ Heading *Heading }

// Headings lists every heading in order.
func (d *Doc) Headings() []Heading { return d.headings }

// HasHeading reports whether a heading has that id.
func (d *Doc) HasHeading(id string) bool {
	if d.ids != nil {
		return d.ids[id]
	}
	return slices.ContainsFunc(d.headings, func(h Heading) bool { return h.ID == id })
}

// manyHeadings are too many to look through for every link.
const manyHeadings = 100

func idsOf(headings []Heading) map[string]bool {
	if len(headings) < manyHeadings {
		return nil
	}
	ids := make(map[string]bool, len(headings))
	for _, h := range headings {
		ids[h.ID] = true
	}
	return ids
}

// Sections lists the parts of the text, to be rendered by RenderSection.
func (d *Doc) Sections() []Section {
	if d.asIs {
		return []Section{{}}
	}
	list := make([]Section, len(d.sections))
	for i, heading := range d.sections {
		if heading >= 0 {
			list[i].Heading = &d.headings[heading]
		}
	}
	return list
}

// known finds what a heading means by its words, without punctuation, its
// number ("2. Timeline") and what stands in brackets ("Timeline (UTC)").
func known(heading string) Known {
	before, _, _ := strings.Cut(heading, "(")
	words := strings.FieldsFunc(strings.ToLower(before), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for len(words) > 1 && strings.Trim(words[0], "0123456789") == "" {
		words = words[1:]
	}
	return knownAs[strings.Join(words, " ")]
}

func (t *tree) collectHeadings() {
	ids := anchors{used: map[string]bool{}, next: map[string]int{}}
	t.ids = map[ast.Node]string{}
	t.sectionHeadings, t.sections = []int{-1}, [][]ast.Node{nil}
	for n := t.root.FirstChild(); n != nil; n = n.NextSibling() {
		_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			h, ok := n.(*ast.Heading)
			if !ok || !entering {
				return ast.WalkContinue, nil
			}
			text := t.d.oneLine(h)
			heading := Heading{Level: h.Level, Text: text, ID: ids.make(text), Known: known(text), Span: t.d.nodeSpan(h)}
			t.ids[h] = heading.ID
			t.headings = append(t.headings, heading)
			return ast.WalkSkipChildren, nil
		})
		// A heading inside of a quote or list parts nothing.
		if n.Kind() == ast.KindHeading {
			t.sectionHeadings, t.sections = append(t.sectionHeadings, len(t.headings)-1), append(t.sections, nil)
			continue
		}
		last := len(t.sections) - 1
		t.sections[last] = append(t.sections[last], n)
	}
	if len(t.sections[0]) == 0 && len(t.sections) > 1 {
		t.sectionHeadings, t.sections = t.sectionHeadings[1:], t.sections[1:]
	}
}

// anchors makes ids of headings as GitHub does: lower case; letters, digits,
// hyphens and underscores kept; spaces to hyphens; repeated ones numbered.
type anchors struct {
	used map[string]bool
	next map[string]int // the number that was not yet tried for an id
}

func (a anchors) make(heading string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(heading) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '-' || r == '_':
			b.WriteRune(r)
		case r == ' ':
			b.WriteByte('-')
		}
	}
	id := b.String()
	if id == "" {
		id = "section"
	}
	name := id
	for a.used[name] {
		a.next[id]++
		name = id + "-" + strconv.Itoa(a.next[id])
	}
	a.used[name] = true
	return name
}
