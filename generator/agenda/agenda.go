// Package agenda prepares a retrospective: the read-ahead with questions made
// for this incident, the facilitator's run sheet, what is still to prepare, and
// the summary that follows.
//
// In goes a View and an incident; out comes an Agenda of plain values, and from
// it Markdown, the text of a mail and an event of a calendar. The words stand
// in templates/agenda. No value holds a control character or a line end, so no
// text of an incident can begin a line, a header or a property of its own.
package agenda

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"text/template"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
	"github.com/retrowiki/retrowiki/generator/readiness"
	"github.com/retrowiki/retrowiki/generator/similar"
)

// Agenda is what is sent to those who are invited, and what the facilitator
// runs the meeting by.
type Agenda struct {
	Entry     *collection.Entry
	Title     string
	At        incident.Moment // unknown if no day is set
	Length    time.Duration
	Facts     []Fact
	Sections  []Section
	Steps     []Step
	Questions []Question
	Earlier   []Earlier
	Ready     readiness.List
	Tasks     []string // of "Before the meeting", those that are open
	Address   string   // of the incident's page, "" without a base URL

	outline []markdown.Part
}

// Fact is a name with a text, such as the facilitator.
type Fact struct{ Name, Text string }

// Section is a part of the read-ahead. Words are the agenda's own; the rest
// comes from the incident.
type Section struct {
	Key, Title string
	Words      string // Markdown of ours
	Paragraphs []string
	Timeline   []Moment
	Facts      []Fact
	Questions  []Question
	Earlier    []Earlier
	List       []string
}

// Moment is an entry of the timeline.
type Moment struct{ When, Text, By string }

// Options are what the file does not say, or says otherwise.
type Options struct {
	At     incident.Moment // instead of retrospective.scheduled_at
	Length time.Duration   // instead of retrospective.duration
}

// The shortest and the longest meeting that a run sheet is made for, and the
// usual one.
const (
	Shortest = 15 * time.Minute
	Longest  = 8 * time.Hour
	usual    = time.Hour
)

// Set is the words and layouts of agendas.
type Set struct {
	words   map[string]words
	layouts *template.Template
}

// WordsFile is where a team writes words of its own, in the source: parts in
// the form of templates/agenda/words.md, as many as it likes.
const WordsFile = "templates/agenda-words.md"

// Parse reads the folder agenda of templates, and above it a team's own words,
// which may be none.
func Parse(files fs.FS, own []byte) (*Set, error) {
	s := &Set{words: map[string]words{}}
	text, err := fs.ReadFile(files, "agenda/words.md")
	if err != nil {
		return nil, err
	}
	if err := readWords(s.words, "words.md", string(text)); err != nil {
		return nil, err
	}
	if err := readWords(s.words, WordsFile, string(own)); err != nil {
		return nil, err
	}
	for _, key := range keys() {
		if s.words[key].do == "" {
			return nil, fmt.Errorf("words.md: no words for %q", key)
		}
	}
	s.layouts, err = template.New("").Option("missingkey=error").Funcs(template.FuncMap{
		"md": escapeMarkdown, "upper": strings.ToUpper, "plain": unmarked, "inc": func(i int) int { return i + 1 },
	}).ParseFS(files, "agenda/agenda.md", "agenda/agenda.txt", "agenda/follow-up.txt")
	return s, err
}

// Make prepares an incident's retrospective. The index finds earlier incidents
// like it among those of the View.
func (s *Set) Make(v *collection.View, e *collection.Entry, index *similar.Index, o Options) *Agenda {
	a := &Agenda{Entry: e, Title: clean(e.Title), At: e.Retrospective.ScheduledAt, Length: lengthOf(e, o), Address: address(v, e)}
	if o.At.Known() {
		a.At = o.At
	}
	a.Ready = readiness.Of(e, a.At)
	a.outline = outline(e)
	a.Tasks = openTasks(a.outline)
	a.Earlier = earlier(v, e, index)
	a.Questions = questionsFor(facts{e: e, zone: Zone(e), earlier: a.Earlier})
	a.Facts = a.facts(v)
	a.Steps = s.runSheet(a.At, a.Length)
	for _, p := range parts {
		w := s.words[p.key]
		section := Section{Key: p.key, Title: w.title, Words: w.says}
		if p.fill != nil {
			p.fill(v, a, &section)
		}
		a.Sections = append(a.Sections, section)
	}
	return a
}

// Open is what is still to prepare.
func (a *Agenda) Open() readiness.List { return a.Ready.Open() }

// Minutes is the length of the meeting.
func (a *Agenda) Minutes() int { return int(a.Length / time.Minute) }

// Day is the day of the meeting in words, "" if none is set.
func (a *Agenda) Day() string {
	if !a.At.Known() {
		return ""
	}
	return a.At.Time.Format("Monday 2 January 2006")
}

func lengthOf(e *collection.Entry, o Options) time.Duration {
	length := o.Length
	if length == 0 {
		length = e.Retrospective.Duration
	}
	if length == 0 {
		length = usual
	}
	return min(max(length.Round(time.Minute), Shortest), Longest)
}

func (a *Agenda) facts(v *collection.View) []Fact {
	e := a.Entry
	var list []Fact
	add := func(name, text string) {
		if text = clean(text); text != "" {
			list = append(list, Fact{name, text})
		}
	}
	when := a.Day()
	if a.At.Exact() {
		when += a.At.Time.Format(", 15:04 ") + zoneName(a.At.Time)
	}
	add("When", or(when, "no day is set yet"))
	add("How long", span(a.Length))
	add("Where", e.Retrospective.Location)
	add("Facilitator", or(names(v, e.Roles.People("facilitator")), "nobody yet"))
	add("Notes", or(names(v, e.Roles.People("note_taker")), "nobody yet"))
	add("Incident", strings.Join(slices.DeleteFunc([]string{e.ID, e.Severity, strings.Join(e.Services, ", ")}, func(s string) bool { return s == "" }), "; "))
	add("Read it here", a.Address)
	return list
}

func address(v *collection.View, e *collection.Entry) string {
	if base := v.Config().BaseURL; base != "" {
		return base + "incidents/" + e.ID + "/"
	}
	return ""
}

// openTasks are the items of "Before the meeting" that nobody has ticked.
func openTasks(outline []markdown.Part) []string {
	var open []string
	for _, block := range blocksOf(outline, markdown.BeforeMeeting) {
		for _, item := range block.Items {
			if text := clean(item.Text); item.Task && !item.Done && text != "" {
				open = append(open, text)
			}
		}
	}
	return open
}

func outline(e *collection.Entry) []markdown.Part {
	if e.Doc == nil {
		return nil
	}
	return e.Doc.Outline()
}

// blocksOf are the blocks under a known heading, up to the next heading of
// its level.
func blocksOf(outline []markdown.Part, known markdown.Known) []markdown.Block {
	var blocks []markdown.Block
	level := 0
	for _, part := range outline {
		switch h := part.Heading; {
		case h == nil:
			continue
		case h.Known == known:
			level = h.Level
		case level == 0 || h.Level <= level:
			level = 0
			continue
		}
		blocks = append(blocks, part.Blocks...)
	}
	return blocks
}

// textOf is the text under a known heading, a paragraph or item each.
func textOf(outline []markdown.Part, known markdown.Known) []string {
	var texts []string
	add := func(words ...string) {
		if text := clean(strings.Join(words, " ")); text != "" {
			texts = append(texts, text)
		}
	}
	for _, block := range blocksOf(outline, known) {
		var lines []string
		for _, l := range block.Lines {
			lines = append(lines, l.Text)
		}
		add(lines...)
		for _, item := range block.Items {
			add(item.Text)
		}
		for i, row := range block.Rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, c.Text)
			}
			if i > 0 {
				add(strings.Join(cells, "; "))
			}
		}
	}
	return texts
}

// plainField is a field that holds Markdown, as plain text.
func plainField(e *collection.Entry, field, written string) string {
	if doc := e.Fragments[field]; doc != nil {
		return clean(doc.PlainText())
	}
	return clean(written)
}

func names(v *collection.View, people []string) string {
	list := make([]string, len(people))
	for i, p := range people {
		list[i] = name(v, p)
	}
	return strings.Join(list, ", ")
}

func name(v *collection.View, person string) string {
	return clean(or(v.Config().People[person].Name, person))
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
