package tracker

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/incident"
)

// wanted is what an item makes of its issue.
type wanted struct {
	item      *Item
	repo      string // where the issue is, or is to be
	key       Key
	title     string
	labels    []string
	assignees []string
	milestone string
	status    string // Open, Completed or NotPlanned
	audience  incident.Visibility
}

// merged is the outcome of comparing the file, the tracker and what was last
// applied.
type merged struct {
	edit      Edit
	verb      Verb
	changes   []string
	conflicts []string // both changed, and differently: the tracker's is kept
	kept      []string // a person's changes that stand against the file
}

func (m *merged) change(v Verb, format string, args ...any) {
	if slices.Index(verbs, v) > slices.Index(verbs, m.verb) || m.verb == "" {
		m.verb = v
	}
	m.changes = append(m.changes, fmt.Sprintf(format, args...))
}

// merge compares the three. Only the file changed: the file wins. Only the
// tracker changed: it is kept. Both alike: remembered. Both differently: kept,
// and a person has to settle it.
func (p *Plan) merge(w *wanted, i Issue, s section) merged {
	var m merged
	next := s.Marker.Applied
	w.mergeTitle(&m, i, &next)
	visible := p.mergeSection(w, &m, s, &next)
	w.mergeSets(&m, i, &next)
	p.mergeMilestone(w, &m, i, &next)
	p.mergeParent(w, &m, i, &next)
	w.mergeState(&m, i, &next)
	if s.Key != w.key {
		m.change(Update, "key: %s becomes %s", s.Key.Short(), w.key.Short())
	}
	if s.Key == w.key && visible == s.Visible && sameApplied(next, s.Marker.Applied) {
		return m
	}
	if m.verb == "" {
		m.change(Update, "file and issue say the same again")
	}
	body := p.compose(w.key, s, visible, next)
	m.edit.Body = &body
	return m
}

func (p *Plan) compose(key Key, s section, visible string, next Applied) string {
	s.Visible = visible
	s.Marker = p.marker(key, next)
	return s.String()
}

func (p *Plan) marker(key Key, applied Applied) Marker {
	m := Marker{Version: markerVersion, Key: key.String(), Applied: applied, Commit: p.info.Commit}
	if !p.info.CommittedAt.IsZero() {
		m.At = p.info.CommittedAt.Unix()
	}
	return m
}

func (w *wanted) mergeTitle(m *merged, i Issue, next *Applied) {
	want, have := hash(w.title), hash(i.Title)
	switch {
	case next.Title == "" || want == have && want == next.Title:
	case want == have:
		next.Title = want
	case want == next.Title:
		m.kept = append(m.kept, fmt.Sprintf("the issue's title is %q; to keep it, write it in the file", i.Title))
	case have == next.Title:
		m.edit.Title, next.Title = &w.title, want
		m.change(Retitle, "title: %q becomes %q", i.Title, w.title)
	default:
		m.conflicts = append(m.conflicts, fmt.Sprintf("the title was changed to %q in the file and to %q on the issue; make them the same", w.title, i.Title))
	}
}

const editedPart = "somebody edited the part that retrowiki keeps; write outside of it, or empty it to have it written again"

func (p *Plan) mergeSection(w *wanted, m *merged, s section, next *Applied) (visible string) {
	source := p.settings.Body.source(p.linked(w), w.audience, p.deadener())
	if source != "" && source == next.Source && normal(s.Visible) != "" {
		if hash(s.Visible) != next.Section {
			m.kept = append(m.kept, editedPart)
		}
		return s.Visible
	}
	visible, whole, err := p.visible(w, s, *next)
	if err != nil {
		m.conflicts = append(m.conflicts, "the issue's own text leaves no room for the remediation's: "+err.Error())
		return s.Visible
	}
	if !whole {
		source = ""
	}
	want, have := hash(visible), hash(s.Visible)
	switch {
	case want == have:
		next.Section, next.Source = want, source
		return s.Visible
	case have == next.Section, emptied(s, visible):
		next.Section, next.Source = want, source
		m.change(Update, "text")
		return visible
	case want == next.Section:
		m.kept = append(m.kept, editedPart)
	default:
		m.conflicts = append(m.conflicts, "the text was changed in the file, and on the issue within the part that retrowiki keeps; move what was added out of it, or empty it")
	}
	return s.Visible
}

// emptied reports whether a person asks for our section to be written again, by
// emptying it. If our text stands elsewhere in the body, the marker was moved.
func emptied(s section, visible string) bool {
	last := visible[strings.LastIndexByte(visible, '\n')+1:]
	return normal(s.Visible) == "" && !strings.Contains(s.Before, last) && !strings.Contains(s.After, last)
}

// visible writes the section into what room the rest of the body leaves.
func (p *Plan) visible(w *wanted, s section, next Applied) (text string, whole bool, err error) {
	next.Section, next.Source, next.Labels, next.Assignees, next.Milestone = hash(""), hash(""), w.labels, w.assignees, w.milestone
	if p.parentKey(w.item).Valid() {
		next.Parent = ref(p.settings.Repo, math.MaxInt32) // whichever it will be
	}
	frame := p.compose(w.key, s, "", next)
	room := maxBody - utf8.RuneCountInString(frame) - len(hash("")) - len(NotPlanned)
	return p.settings.Body.visible(p.linked(w), "", w.audience, p.deadener(), room)
}

func (p *Plan) deadener() deadener {
	if p.settings.Host == "" {
		return deadener{"github.com"}
	}
	return deadener{p.settings.Host}
}

// mergeSets adds and removes only what the file added or removed, so that a
// person's labels and assignees, and their removals, stay.
func (w *wanted) mergeSets(m *merged, i Issue, next *Applied) {
	m.edit.AddLabels = without(without(w.labels, next.Labels), i.Labels)
	m.edit.RemoveLabels = among(without(next.Labels, w.labels), i.Labels)
	m.edit.AddAssignees = without(without(w.assignees, next.Assignees), i.Assignees)
	m.edit.RemoveAssignees = among(without(next.Assignees, w.assignees), i.Assignees)
	for _, set := range []struct {
		what        string
		add, remove []string
	}{{"label", m.edit.AddLabels, m.edit.RemoveLabels}, {"assignee", m.edit.AddAssignees, m.edit.RemoveAssignees}} {
		for _, name := range set.add {
			m.change(Relabel, "%s: + %s", set.what, name)
		}
		for _, name := range set.remove {
			m.change(Relabel, "%s: - %s", set.what, name)
		}
	}
	next.Labels, next.Assignees = w.labels, w.assignees
}

// among keeps the words that the other list has too.
func among(list, other []string) []string { return without(list, without(list, other)) }

func (w *wanted) mergeState(m *merged, i Issue, next *Applied) {
	have := i.status()
	switch {
	case w.status == have:
		next.State = have
	case w.status == next.State:
		if have == Open { // closing an issue is how it gets done; only opening it again is worth a word
			m.kept = append(m.kept, fmt.Sprintf("the issue was opened again, though the file says %s", stateWord(w.status)))
		}
	case have != next.State:
		m.conflicts = append(m.conflicts, fmt.Sprintf("the file now says %s, and the issue was set to %s; make them the same", stateWord(w.status), stateWord(have)))
	case w.status == Open:
		m.edit.State, next.State = Open, Open
		m.change(Reopen, "state: open again")
	case i.State == Open:
		m.edit.State, m.edit.Reason, next.State = Closed, w.status, w.status
		m.change(Close, "state: %s", stateWord(w.status))
	default: // GitHub keeps the reason of a closed issue: open it first; Apply comes by again
		m.edit.State, next.State = Open, Open
		m.change(Close, "state: %s instead of %s", stateWord(w.status), stateWord(have))
	}
}

func stateWord(status string) string {
	switch status {
	case Completed:
		return "done"
	case NotPlanned:
		return "declined"
	}
	return status
}

func sameApplied(a, b Applied) bool {
	return a.Title == b.Title && a.Section == b.Section && a.State == b.State &&
		slices.Equal(a.Labels, b.Labels) && slices.Equal(a.Assignees, b.Assignees) && a.Milestone == b.Milestone && a.Parent == b.Parent
}

// adopted is the section to be of an issue that a person wrote: all of its
// text stays above ours, and its title stays theirs.
func adopted(key Key, i Issue) section {
	before := i.Body
	if strings.TrimSpace(before) != "" {
		before += "\n\n"
	}
	return section{Key: key, Before: before, Marker: Marker{Applied: Applied{State: Open}}}
}

// mergeDuplicate closes an issue in favour of another one, once: one that was
// marked before is left alone.
func (p *Plan) mergeDuplicate(a Action, i Issue, s section) merged {
	m := merged{verb: MarkDuplicate}
	if s.Marker.Applied.State == Duplicate {
		return m
	}
	stays := fmt.Sprintf("#%d", a.of)
	if !strings.EqualFold(a.ofRepo, i.Repo) {
		stays = ref(a.ofRepo, a.of)
	}
	next := s.Marker.Applied
	visible := "**Duplicate of " + stays + "**"
	if hash(s.Visible) != next.Section { // somebody edited it: that is not ours to drop
		visible += "\n\n" + strings.Trim(s.Visible, "\r\n")
	}
	next.State, next.Section, next.Source = Duplicate, hash(visible), ""
	body := p.compose(s.Key, s, visible, next)
	m.edit.Body = &body
	if i.State == Open {
		m.edit.State, m.edit.Reason = Closed, Duplicate
	}
	m.changes = []string{"closed in favour of " + ref(a.ofRepo, a.of)}
	return m
}

// removedNote is put above the text of an issue whose remediation is gone.
const removedNote = "**Removed from the wiki.**"

func (p *Plan) mergeOrphan(i Issue, s section) merged {
	m := merged{verb: CloseOrphan}
	if i.State != Open || s.Marker.Applied.State == NotPlanned {
		return m
	}
	next, visible := s.Marker.Applied, s.Visible
	if hash(visible) == next.Section {
		visible = removedNote + "\n\n" + strings.Trim(visible, "\r\n")
		next.Section, next.Source = hash(visible), ""
	}
	next.State = NotPlanned
	body := p.compose(s.Key, s, visible, next)
	m.edit = Edit{Body: &body, State: Closed, Reason: NotPlanned}
	m.changes = []string{"state: declined"}
	return m
}
