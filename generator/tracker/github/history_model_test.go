package github_test

import (
	"slices"
	"strconv"
	"strings"

	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/tracker"
	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// status is what a file says of its issue's state.
func (f *file) status() string {
	switch {
	case f.item.Done:
		return tracker.Completed
	case f.item.Decision == incident.Declined:
		return tracker.NotPlanned
	}
	return tracker.Open
}

// wants reports whether a remediation has to have an issue by now.
func (f *file) wants() bool {
	return !f.removed && !f.loose && f.status() == tracker.Open && f.item.Decision != incident.Parked
}

func statusOf(i githubtest.Issue) string {
	if i.State == "open" {
		return tracker.Open
	}
	return i.StateReason
}

// check holds GitHub to the model: one issue for each remediation, as its
// file and people want it, and nothing that people did is lost.
func (h *history) check() {
	live, all, parents := map[*file]int{}, map[*file]int{}, map[string]int{}
	for _, repo := range h.repos {
		for _, i := range repo.Issues() {
			at := place{repo, i.Number}
			h.checkPeople(at, i)
			if key := parentIn.FindStringSubmatch(i.Body); key != nil && i.Author != "mallory" && strings.Contains(i.Body, "retrowiki:end") && stateIn.FindStringSubmatch(i.Body)[1] != tracker.Duplicate {
				if parents[key[1]]++; parents[key[1]] > 1 {
					h.t.Errorf("the incident %s has two issues", key[1])
				}
			}
			f := h.fileOf(i)
			if f == nil || i.Author == "mallory" || h.record(at).bodyless {
				continue
			}
			all[f]++
			if base := stateIn.FindStringSubmatch(i.Body); base[1] == tracker.Duplicate {
				h.doubled++
				continue
			}
			live[f]++
			if !f.removed && !f.broken && live[f] == 1 {
				h.checkIssue(f, at, i)
			}
		}
	}
	for _, f := range h.files {
		name := f.item.Key.Short()
		if live[f] > 1 && !f.removed {
			h.t.Errorf("%s has %d issues", name, live[f])
		}
		if all[f] > 1 && !h.lost && !f.loose {
			h.t.Errorf("%d issues were opened for %s, though no list lagged and no runs overlapped", all[f], name)
		}
		if f.gone && all[f] > 0 && !h.lost {
			h.t.Errorf("the issue of %s was deleted, and another one was opened silently", name)
		}
		if f.wants() && live[f] == 0 {
			h.t.Errorf("%s has no issue: %s", name, h.plan.Text())
		}
	}
}

// checkPeople looks for what people wrote and set.
func (h *history) checkPeople(at place, i githubtest.Issue) {
	r := h.record(at)
	name := at.repo.Name() + "#" + strconv.Itoa(i.Number)
	for _, word := range append(slices.Clone(r.outside), r.inside...) {
		if strings.Count(i.Body, word+"\r\n")+strings.Count(i.Body, word+"\n")+strings.Count(i.Body, word+" ") == 0 && !strings.HasSuffix(i.Body, word) {
			h.t.Errorf("%s lost ann's %s: %q", name, word, i.Body)
		}
	}
	for _, label := range r.labels {
		if !slices.Contains(i.Labels, label) {
			h.t.Errorf("%s lost ann's label %s", name, label)
		}
	}
	for _, label := range r.removed {
		if slices.Contains(i.Labels, label) && label == "remediation" {
			h.t.Errorf("%s has the label %s again, which ann took off", name, label)
		}
	}
	for _, login := range r.assignees {
		if !slices.Contains(i.Assignees, login) {
			h.t.Errorf("%s lost its assignee %s", name, login)
		}
	}
	if len(i.Comments) != r.comments {
		h.t.Errorf("%s has %d comments, people wrote %d", name, len(i.Comments), r.comments)
	}
	if r.title != "" && i.Title != r.title {
		h.t.Errorf("%s is called %q, ann called it %q", name, i.Title, r.title)
	}
}

// checkIssue looks whether the file's changes arrived.
func (h *history) checkIssue(f *file, at place, i githubtest.Issue) {
	r := h.record(at)
	name := f.item.Key.Short() + ", " + at.repo.Name() + "#" + strconv.Itoa(i.Number) + ","
	if r.title == "" && i.Title != f.item.Title {
		h.t.Errorf("%s is called %q, the file says %q", name, i.Title, f.item.Title)
	}
	if len(r.inside) == 0 && !r.copied && !strings.Contains(i.Body, f.item.Description) {
		h.t.Errorf("%s does not say %q: %q", name, f.item.Description, i.Body)
	}
	if r.copied {
		return
	}
	// A run that dies between taking a label or an assignee off and noting it
	// cannot be told from a person who did so, once the file wants it back.
	if f.item.OwnerLogin != "" && (f.owners < 2 || h.faults == 0) && !slices.Contains(i.Assignees, f.item.OwnerLogin) {
		h.t.Errorf("%s lacks the owner %s", name, f.item.OwnerLogin)
	}
	for _, label := range h.version.labels {
		if (h.toggles < 2 || h.faults == 0) && !slices.Contains(i.Labels, label) && !slices.Contains(r.removed, label) {
			h.t.Errorf("%s lacks the label %s", name, label)
		}
	}
	have, base := statusOf(i), stateIn.FindStringSubmatch(i.Body)[1]
	switch {
	case r.state != "" && r.stateAt > f.changed:
		if have != r.state {
			h.t.Errorf("%s is %s, but ann set it to %s after the file's %s", name, have, r.state, f.status())
		}
	case have == f.status():
	case r.state == "":
		h.t.Errorf("%s is %s, the file says %s", name, have, f.status())
	case have != r.state:
		h.t.Errorf("%s is %s, ann said %s and the file %s", name, have, r.state, f.status())
	case base != f.status() && !strings.Contains(h.plan.Text(), "the issue was set to"):
		h.t.Errorf("%s: ann said %s and the file then %s, and no conflict is told", name, r.state, f.status())
	}
}
