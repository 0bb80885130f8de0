package github_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/tracker"
)

// A file is a remediation in a file, there or removed.
type file struct {
	item    tracker.Item
	removed bool
	changed int // when its state last changed, in events
	after   *file
	owners  int  // how often its owner changed
	gone    bool // its only issue was deleted, and the state file knows it
	broken  bool // a person broke the marker of its issue: a person has to mend it
	loose   bool // a person broke or removed its issue: zero or one are right
}

// A revision is what a commit of the files holds.
type revision struct {
	items  []tracker.Item
	labels []string
	info   tracker.RunInfo
}

func (h *history) word(prefix string) string {
	h.ids++
	return fmt.Sprintf("%s%d", prefix, h.ids)
}

func (h *history) addFile(random *rand.Rand) {
	id := h.word("r")
	it := tracker.Item{
		Key: tracker.Key{Namespace: "acme", Incident: "i" + fmt.Sprint(random.IntN(2)), Remediation: id}, Title: "Title " + h.word("t"), Description: "Do " + h.word("d") + ".",
		Decision: incident.Accepted, IncidentTitle: "Ids ran out", Visibility: incident.Public, SourcePath: "incidents/a.md", SourceLine: 3,
	}
	if random.IntN(4) == 0 {
		it.Repo = "acme/other"
	}
	if random.IntN(3) == 0 {
		it.OwnerLogin = "lex"
	}
	h.note("file: %s is added", it.Key.Short())
	h.files = append(h.files, &file{item: it, changed: h.now})
}

// editFiles changes one thing in the files.
func (h *history) editFiles(random *rand.Rand) {
	if len(h.files) == 0 || random.IntN(7) == 0 {
		h.addFile(random)
		return
	}
	f := h.files[random.IntN(len(h.files))]
	it := &f.item
	change := ""
	switch random.IntN(11) {
	case 0:
		if f == h.files[0] {
			return
		}
		f.removed = !f.removed
		f.changed = h.now + 1
		change = fmt.Sprintf("removed is %t", f.removed)
	case 1:
		it.Title = "Title " + h.word("t")
		change = "is called " + it.Title
	case 2:
		it.Description = "Do " + h.word("d") + "."
		change = "says " + it.Description
	case 3:
		it.Done = !it.Done
		f.changed = h.now + 1
		change = fmt.Sprintf("done is %t", it.Done)
	case 4:
		it.Decision = []incident.Decision{incident.Accepted, incident.Declined, incident.Parked, ""}[random.IntN(4)]
		f.changed = h.now + 1
		change = "decision is " + string(it.Decision)
	case 5:
		it.Level = []incident.Level{"inputs", "design"}[random.IntN(2)]
		change = "level is " + string(it.Level)
	case 6:
		it.Formerly = append(slices.Clone(it.Formerly), it.Key)
		it.Key.Remediation = h.word("r")
		change = "has the id " + it.Key.Remediation
	case 7:
		it.Formerly = append(slices.Clone(it.Formerly), it.Key)
		it.Key.Incident, it.SourcePath = h.word("i"), "incidents/"+h.word("p")+".md"
		change = "moves to the incident " + it.Key.Incident
	case 8:
		it.OwnerLogin = []string{"", "lex", "kim"}[random.IntN(3)]
		f.owners++
		change = "is owned by " + it.OwnerLogin
	case 10:
		f.after = h.files[random.IntN(len(h.files))]
		if f.after == f || random.IntN(4) == 0 {
			f.after = nil
		}
		change = "comes after another, or not"
	case 9:
		h.toggleLabel("retro")
		change = "and all others have other labels"
	}
	h.note("file: %s %s", it.Key.Short(), change)
}

func (h *history) toggleLabel(name string) {
	labels := slices.Clone(h.version.labels)
	if n := slices.Index(labels, name); n >= 0 {
		labels = slices.Delete(labels, n, n+1)
	} else {
		labels = append(labels, name)
	}
	h.version.labels = labels
	h.toggles++
	for _, r := range h.records {
		r.removed = slices.DeleteFunc(r.removed, func(l string) bool { return l == name })
	}
}

// commit makes what the files say now a revision, the one that runs read.
func (h *history) commit() {
	h.version.items = nil
	for _, f := range h.files {
		if !f.removed {
			it := f.item
			it.Formerly = slices.Clone(it.Formerly)
			if f.after != nil && !f.after.removed {
				it.DependsOn = []tracker.Reference{{Title: "Another", Visibility: incident.Public, Key: f.after.item.Key}}
			}
			h.version.items = append(h.version.items, it)
		}
	}
	n := len(h.past)
	h.version.info = tracker.RunInfo{Commit: fmt.Sprintf("c%d", n), CommittedAt: time.Date(2026, 1, 4, 0, n, 0, 0, time.UTC)}
	h.past = append(h.past, h.version)
	h.use(h.version)
}

func (h *history) use(v revision) {
	previous := h.info.Previous
	h.items, h.cfg.Labels, h.info = v.items, v.labels, v.info
	h.info.Previous = previous
}
