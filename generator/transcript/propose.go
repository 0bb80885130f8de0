package transcript

import (
	"regexp"
	"slices"
	"time"

	"github.com/retrowiki/retrowiki/generator/incident"
)

// proposal is words by which a milestone is often told.
type proposal struct {
	milestone incident.Milestone
	words     *regexp.Regexp
}

var proposals = []proposal{
	{incident.Detected, regexp.MustCompile(`(?i)\b(pager|paged|alert(ed| fired)?|alarm|pagerduty|opsgenie|triggered|(?-i:CRITICAL))\b`)},
	{incident.Declared, regexp.MustCompile(`(?i)\b(declar(e|es|ed|ing) (an? |the )?(incident|sev)|incident (opened|declared|started)|opened (an )?incident|incident commander)\b`)},
	{incident.PublicNotice, regexp.MustCompile(`(?i)(^Status page, (investigating|identified)|\b(status ?page (is )?(updated|posted)|posted to the status)\b)`)},
	{incident.Mitigated, regexp.MustCompile(`(?i)(^Status page, monitoring|\b(mitigated|recovered|back to normal|errors (have )?(stopped|gone))\b)`)},
	{incident.Resolved, regexp.MustCompile(`(?i)(^Status page, resolved|\b(resolved|all clear|incident (closed|over))\b)`)},
}

// Propose finds, for each milestone that is not known yet, the first entry that
// speaks like it, at a time at which it can have been: after those that come
// before it, and before those that come after. It gives them by the entry's
// index: a person decides.
func Propose(entries []Entry, times incident.Times) map[int]incident.Milestone {
	found := map[int]incident.Milestone{}
	for i, e := range entries {
		for _, p := range proposals {
			if !times.At(p.milestone).Known() && found[i] == "" && p.words.MatchString(e.Text) && inOrder(times, p.milestone, e.At) {
				found[i] = p.milestone
				times.Supply(p.milestone, incident.Moment{Time: e.At, Precision: incident.Minute})
			}
		}
	}
	return found
}

func inOrder(times incident.Times, milestone incident.Milestone, at time.Time) bool {
	place := slices.Index(incident.Milestones, milestone)
	for i, m := range incident.Milestones {
		other := times.At(m)
		if other.Exact() && (i < place && at.Before(other.Time) || i > place && at.After(other.Time)) {
			return false
		}
	}
	// What ends an incident comes after what is known to have begun it.
	return milestone != incident.Resolved || !times.At(incident.ImpactStarted).Known() || times.At(incident.Mitigated).Known()
}
