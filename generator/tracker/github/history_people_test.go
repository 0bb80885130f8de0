package github_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/tracker"
	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// A place is where an issue is.
type place struct {
	repo   *githubtest.Repo
	number int
}

// A record is what people did to an issue, and what has to be there still.
type record struct {
	title            string
	outside, inside  []string
	labels, removed  []string
	assignees        []string
	comments         int
	state            string // "" or what they set it to
	stateAt          int
	copied, bodyless bool
}

func (h *history) record(at place) *record {
	if h.records[at] == nil {
		h.records[at] = &record{}
	}
	return h.records[at]
}

var (
	keyIn    = regexp.MustCompile(`"key":"acme/([^"]+)"`)
	parentIn = regexp.MustCompile(`"key":"acme/([^"/]+)/%7Eincident"`)
	stateIn  = regexp.MustCompile(`"state":"([^"]+)"`)
	ours     = regexp.MustCompile(`(?s)(<!-- retrowiki:begin [^\r\n]*-->\r?\n)(.*)(<!-- retrowiki:end -->)`)
)

// fileOf finds the remediation of an issue by its marker.
func (h *history) fileOf(i githubtest.Issue) *file {
	m := keyIn.FindStringSubmatch(i.Body)
	if m == nil {
		return nil
	}
	for _, f := range h.files {
		if f.item.Key.Short() == m[1] {
			return f
		}
		for _, k := range f.item.Formerly {
			if k.Short() == m[1] {
				return f
			}
		}
	}
	return nil
}

// people lets somebody do something on GitHub. Where text is false, they do
// only what no write of another can undo: GitHub has no way to write a text on
// the condition that nobody changed it a moment before.
func (h *history) people(random *rand.Rand, text bool) {
	repo := h.repos[random.IntN(len(h.repos))]
	issues := repo.Issues()
	if len(issues) == 0 {
		return
	}
	i := issues[random.IntN(len(issues))]
	at := place{repo, i.Number}
	ann, r := repo.As("ann"), h.record(at)
	if i.Author == "mallory" || r.bodyless {
		return
	}
	said := ""
	act := random.IntN(16)
	if !text {
		act = random.IntN(5)
	}
	switch act {
	case 0:
		label := h.word("label")
		ann.Relabel(i.Number, append(slices.Clone(i.Labels), label)...)
		r.labels = append(r.labels, label)
		said = "labels it " + label
	case 1:
		if n := slices.Index(i.Labels, "remediation"); n >= 0 {
			ann.Relabel(i.Number, slices.Delete(slices.Clone(i.Labels), n, n+1)...)
			r.removed = append(r.removed, "remediation")
			said = "takes off remediation"
		}
	case 2:
		if !slices.Contains(i.Assignees, "ann") {
			ann.Assign(i.Number, append(slices.Clone(i.Assignees), "ann")...)
			r.assignees = append(r.assignees, "ann")
			said = "assigns herself"
		}
	case 3:
		ann.Comment(i.Number, "I see, #1.")
		r.comments++
		said = "comments"
	case 4:
		repo.Lock(i.Number)
		said = "locks it"
	case 5, 6:
		if i.State == "open" {
			r.state = []string{"completed", "not_planned"}[random.IntN(2)]
			ann.Close(i.Number, r.state)
			said = "closes it as " + r.state
		} else {
			r.state = "open"
			ann.Reopen(i.Number)
			said = "opens it again"
		}
		r.stateAt = h.now + 1
		if m := stateIn.FindStringSubmatch(i.Body); m != nil && m[1] == r.state {
			r.state = "" // as if nothing had been done
		}
	case 7:
		r.title = "Ann's " + h.word("title")
		ann.EditTitle(i.Number, r.title)
		said = "calls it " + r.title
	case 8, 9:
		said = h.writeAround(random, ann, i, r)
	case 10, 11:
		said = h.writeInside(ann, i, r)
	case 12:
		said = h.spoil(random, ann, at, i, r)
	case 13:
		said = h.copyIt(random, repo, i)
	case 14:
		said = h.remove(random, at, i, r)
	case 15:
		ann.EditBody(i.Number, func(b string) string { return b })
		said = "saves it without a change"
	}
	if said != "" {
		h.note("ann, %s#%d: %s", repo.Name(), i.Number, said)
	}
}

func (h *history) writeAround(random *rand.Rand, ann *githubtest.Person, i githubtest.Issue, r *record) string {
	word := h.word("outside")
	above := random.IntN(2) == 0
	ann.EditBody(i.Number, func(b string) string {
		if above {
			return word + "  \n" + b
		}
		return b + "\n\n" + word
	})
	r.outside = append(r.outside, word)
	return "writes " + word + " around our part"
}

func (h *history) writeInside(ann *githubtest.Person, i githubtest.Issue, r *record) string {
	word := h.word("inside")
	if !ours.MatchString(i.Body) {
		return ""
	}
	ann.EditBody(i.Number, func(b string) string { return ours.ReplaceAllString(b, "${1}"+word+"\n${2}${3}") })
	r.inside = append(r.inside, word)
	return "writes " + word + " into our part"
}

// spoil makes the hidden parts unreadable, or empties ours.
func (h *history) spoil(random *rand.Rand, ann *githubtest.Person, at place, i githubtest.Issue, r *record) string {
	if !ours.MatchString(i.Body) {
		return ""
	}
	if random.IntN(3) > 0 {
		ann.EditBody(i.Number, func(b string) string { return ours.ReplaceAllString(b, "${1}${3}") })
		r.inside = nil
		return "empties our part"
	}
	if f := h.fileOf(i); f != nil && !h.isCopy(f, at) {
		f.loose, f.broken = true, true
	}
	r.bodyless = true
	if random.IntN(2) == 0 {
		ann.DeleteMarker(i.Number)
		return "deletes the markers"
	}
	ann.EditBody(i.Number, func(b string) string { return strings.Replace(b, "<!-- retrowiki:end -->", "", 1) })
	return "deletes the end marker"
}

// issuesOf counts the issues of a remediation.
func (h *history) issuesOf(f *file) int {
	count := 0
	for _, repo := range h.repos {
		for _, i := range repo.Issues() {
			if h.fileOf(i) == f {
				count++
			}
		}
	}
	return count
}

// remembers reports whether the state file has the issue.
func (h *history) remembers(f *file, at place) bool {
	if h.info.Previous == nil {
		return false
	}
	for _, k := range append([]tracker.Key{f.item.Key}, f.item.Formerly...) {
		if was := h.info.Previous.Issues[k.Short()]; was.Number == at.number && was.Repo == at.repo.Name() {
			return true
		}
	}
	return false
}

// isCopy reports whether an issue of the same remediation comes before this one.
func (h *history) isCopy(f *file, at place) bool {
	for _, i := range at.repo.Issues() {
		if i.Number < at.number && h.fileOf(i) == f && i.Author != "mallory" && !h.record(place{at.repo, i.Number}).bodyless {
			return !strings.Contains(i.Body, `"state":"duplicate"`)
		}
	}
	return false
}

func (h *history) copyIt(random *rand.Rand, repo *githubtest.Repo, i githubtest.Issue) string {
	who := []string{"ann", "mallory"}[random.IntN(2)]
	n := repo.As(who).CopyBody(i.Number, "A copy")
	c := h.record(place{repo, n})
	c.copied, c.title = true, "A copy"
	if who == "ann" && ours.MatchString(i.Body) {
		c.outside = slices.Clone(h.record(place{repo, i.Number}).outside)
		if f := h.fileOf(i); f != nil {
			h.lost = true
		}
	}
	if who == "ann" && random.IntN(3) == 0 && ours.MatchString(i.Body) {
		return fmt.Sprintf("%s copies it to #%d, and there ", who, n) + h.spoil(random, repo.As(who), place{repo, n}, repo.Issue(n), c)
	}
	return fmt.Sprintf("%s copies it to #%d", who, n)
}

func (h *history) remove(random *rand.Rand, at place, i githubtest.Issue, r *record) string {
	if f := h.fileOf(i); f != nil {
		f.loose = true
	}
	delete(h.records, at)
	if random.IntN(2) == 0 {
		at.repo.Delete(at.number)
		if f := h.fileOf(i); f != nil && !h.lost && h.issuesOf(f) == 0 {
			f.gone = h.remembers(f, at)
		}
		return "deletes it"
	}
	to := h.repos[0]
	if at.repo == to {
		to = h.repos[1]
	}
	there := at.repo.Transfer(at.number, to)
	h.records[place{to, there}] = r
	for _, label := range i.Labels { // GitHub takes along those that it finds there
		if !slices.Contains(to.Issue(there).Labels, label) {
			r.labels = slices.DeleteFunc(r.labels, func(l string) bool { return l == label })
			r.removed = append(r.removed, label)
		}
	}
	return fmt.Sprintf("transfers it to %s#%d", to.Name(), there)
}
