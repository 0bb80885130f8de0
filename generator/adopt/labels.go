package adopt

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// label is what stands before a value: which field it means and how the value
// is read.
type label struct {
	names  string // separated by " · ", as normal writes them
	path   string
	headed bool // a heading of this name introduces the value as well
	read   func(r *reading, path string, c candidate)
}

// labels has the words that the usual templates use. A word that could mean
// two things is in none of them.
var labels = []label{
	{"title · incident title · incident name", "title", false, readLine},
	{"summary · incident summary · issue summary · executive summary · tl dr · tldr · description · overview", "summary", true, readProse},
	{"severity · incident severity level · sev · severity level · incident severity · impact level · priority", "severity", true, readSeverity},
	{"status · postmortem status · document status · report status", "status", true, readStatus},
	{"visibility", "visibility", false, readVisibility},
	{"services affected · affected services · service affected · affected service · impacted services · services impacted · service · services · " +
		"systems affected · affected systems · components · component · affected components · product · products · affected · affected products",
		"services", true, readServices},
	{"team · teams · teams involved · responding teams", "teams", true, readServices},
	{"tags · labels · keywords · categories · category", "tags", false, readServices},

	{"introduced · introduced at · fault introduced", "introduced_at", false, readTime},
	{"date · incident date · date of incident · dates · when · date and time · date time · incident time", dateField, true, readTime},
	{"start · started · started at · start time · start date · incident start · incident started · began · begin time · impact start · impact started · " +
		"impact start time · incident start time · time of incident · onset · start date time · start of impact", "impact_started_at", true, readTime},
	{"detected · detected at · time detected · detection time · time of detection · incident detected · discovered · first detected · date time detected · detected on", "detected_at", true, readTime},
	{"declared · declared at · incident declared · response started · acknowledged · reported at", "declared_at", false, readTime},
	{"public notice · customers notified · status page updated", "public_notice_at", false, readTime},
	{"mitigated · mitigated at · time mitigated · mitigation time · impact end · impact ended · end of impact · impact end time", "mitigated_at", true, readTime},
	{"end · ended · ended at · end time · end date · resolved · resolved at · time resolved · resolution time · time of resolution · incident end · " +
		"incident resolved · incident end time · resolvedwhen · resolved when · end date time", "resolved_at", true, readTime},
	{"duration · incident duration · outage duration · time to resolve · length · total duration · duration of impact · impact duration", durationField, true, readDuration},
	{"detected by · incident detected by · detection method · detection source", "detected_by", false, readDetector},

	{"incident commander · ic · commander · incident lead · incident manager · lead · leader", "roles.commander", true, readPeople},
	{"communications · comms · comms lead · communications lead", "roles.comms", true, readPeople},
	{"scribe", "roles.scribe", true, readPeople},
	{"facilitator · moderator", "roles.facilitator", true, readPeople},
	{"note taker · notetaker", "roles.note_taker", true, readPeople},
	{"author · authors · by · written by · post mortem author · postmortem author · postmortem authors", "roles.author", true, readPeople},
	{"owner · owners · post mortem owner · postmortem owner", "roles.owner", true, readPeople},
	{"participants · responders · attendees · people involved · names of people involved · responder", "participants", true, readPeople},

	{"impact · customer impact · user impact · customer user impact · impact summary · business impact · customers impact · summary of impact · end user impact · who was affected", "customer_impact.summary", true, readProse},
	{"customers affected · affected customers · users affected · affected users · customers impacted · users impacted · impacted users",
		"customer_impact.customers", true, readCount},
	{"trigger · triggers", "trigger", true, readProse},
	{"meeting date · review date · postmortem date · post mortem date · postmortem meeting · date of postmortem · date of post mortem · retrospective date · review meeting", "retrospective.held_at", false, readHeld},
	{"ticket · incident ticket · issue · jira · incident id · incident link · incident number · tracking issue · slack channel · dashboard · " +
		"status page · related links · incident report · pagerduty · report · public report · source · sources · link", "links", false, readLinks},
}

// These are no fields: a date is the start unless the text gives one, and a
// duration only tells the end of a start.
const (
	dateField     = "(date)"
	durationField = "(duration)"
)

var byName = func() map[string]label {
	names := map[string]label{}
	for _, l := range labels {
		for name := range strings.SplitSeq(l.names, " · ") {
			names[name] = l
		}
	}
	return names
}()

// byPath finds how a field of the format is read.
var byPath = func() map[string]label {
	paths := map[string]label{}
	for _, l := range labels {
		paths[l.path] = l
	}
	return paths
}()

// label finds what a name means: the usual words, the format's own, and the
// names that the settings map.
func (r *reading) label(name string) (label, bool) {
	if l, ok := byName[name]; ok {
		return l, true
	}
	for _, theirs := range slices.Sorted(maps.Keys(r.Config.Fields)) {
		if normal(theirs) == name {
			l, ok := byPath[r.Config.Fields[theirs]]
			return l, ok
		}
	}
	l, ok := byPath[strings.ReplaceAll(name, " ", "_")]
	return l, ok
}

// Knows reports whether a field of another tool's frontmatter means something.
func Knows(name string) bool {
	_, ok := byName[normal(name)]
	return ok
}

// normal writes a label as the table does: lower case, no punctuation, nothing
// in brackets, no number before it.
func normal(written string) string {
	var b strings.Builder
	depth := 0
	for _, c := range strings.ToLower(written) {
		switch {
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth = max(0, depth-1)
		case depth > 0:
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			b.WriteRune(c)
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	if len(words) > 1 && strings.Trim(words[0], "0123456789") == "" {
		words = words[1:] // "2. Impact"
	}
	return strings.Join(words, " ")
}
