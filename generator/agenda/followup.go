package agenda

import (
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// FollowUp is what goes out after the meeting: impact, causes, and the plan.
type FollowUp struct {
	Title, Held, Address string
	WhatHappened, Impact []string
	Trigger              string
	Causes, RootCause    []string
	Plan                 []PlanPart
}

// PlanPart is the remediations of one decision.
type PlanPart struct {
	Title, Words string
	Items        []string
}

// MakeFollowUp gathers the summary of an incident.
func MakeFollowUp(v *collection.View, e *collection.Entry) *FollowUp {
	parts := outline(e)
	f := &FollowUp{
		Title: clean(e.Title), Address: address(v, e), WhatHappened: whatHappened(e, parts), Impact: impact(e, parts),
		Trigger: plainField(e, "trigger", e.Trigger), RootCause: textOf(parts, markdown.RootCause), Causes: textOf(parts, markdown.Factors),
	}
	if held := e.Retrospective.HeldAt; held.Known() {
		f.Held = held.Time.Format(dayLayout)
	}
	for i := len(e.ContributingFactors) - 1; i >= 0; i-- {
		factor := e.ContributingFactors[i]
		title := strings.ReplaceAll(factor, "-", " ")
		if p := v.Pattern(factor); p != nil && p.Title != "" {
			title = p.Title
		}
		f.Causes = append([]string{capital(clean(title))}, f.Causes...)
	}
	f.Plan = plan(v, e)
	return f
}

// plan parts the list by what was decided; nothing of it is left out, since
// what is not done today is what the next incident may bring up again.
func plan(v *collection.View, e *collection.Entry) []PlanPart {
	parts := []PlanPart{
		{Title: "What we are going to do", Words: "Accepted, each with an owner who sees it through."},
		{Title: "What is done"},
		{Title: "For product as well as for engineering", Words: "The big ones among the ideas, to be weighed beside features."},
		{Title: "Further ideas", Words: "Not decided so far. Nobody does all of a good list."},
		{Title: "Parked or declined", Words: "With the reason, so that it need not be found again."},
	}
	for _, r := range v.RemediationsOf(e) {
		at := 3
		switch {
		case r.State == collection.Done:
			at = 1
		case r.State == collection.Parked || r.State == collection.Declined:
			at = 4
		case r.EffectiveDecision() == incident.Accepted:
			at = 0
		case big(r):
			at = 2
		}
		parts[at].Items = append(parts[at].Items, planItem(v, r))
	}
	var filled []PlanPart
	for _, p := range parts {
		if len(p.Items) > 0 {
			filled = append(filled, p)
		}
	}
	return filled
}

// big reports whether product should hear of a remediation.
func big(r collection.Remediation) bool {
	return slices.Contains(r.Audience, incident.Product) || r.Size == "L" || r.Size == "XL" || r.Size == "moonshot"
}

func planItem(v *collection.View, r collection.Remediation) string {
	text := []string{clean(r.Title)}
	add := func(what, value string) {
		if value = clean(value); value != "" {
			text = append(text, what+value)
		}
	}
	switch {
	case r.Owner != "":
		add("owner ", name(v, r.Owner))
	case r.State != collection.Done && r.EffectiveDecision() == incident.Accepted:
		add("", "no owner yet")
	}
	if r.Due.Known() {
		add("by ", r.Due.Time.Format(dayLayout))
	}
	add("size ", string(r.Size))
	if r.State == collection.InProgress || r.State == collection.Declined || r.State == collection.Parked {
		add("", r.State.Words())
	}
	if accepted := r.EffectiveDecision() == incident.Accepted; accepted && slices.Contains(r.Audience, incident.Product) {
		add("", "for product as well")
	}
	add("because: ", r.Reason)
	if r.Issue != nil {
		add("", r.Issue.URL)
	}
	return strings.Join(text, "; ")
}
