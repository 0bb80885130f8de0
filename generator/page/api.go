package page

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// APIVersion is raised when a field of the files below api/ changes its
// meaning or goes.
const APIVersion = 1

// IncidentJSON is an incident in the files below api/.
type IncidentJSON struct {
	Version             int               `json:"version" jsonschema:"description=Raised when a field changes its meaning or goes"`
	ID                  string            `json:"id"`
	Title               string            `json:"title"`
	Path                string            `json:"path" jsonschema:"description=Of its page from the wiki's root"`
	Source              string            `json:"source" jsonschema:"description=Path of its file in the repository"`
	Summary             string            `json:"summary,omitempty" jsonschema:"description=Plain text"`
	Severity            string            `json:"severity,omitempty"`
	Status              string            `json:"status,omitempty"`
	Visibility          string            `json:"visibility,omitempty"`
	Services            []string          `json:"services,omitempty"`
	Teams               []string          `json:"teams,omitempty"`
	Tags                []string          `json:"tags,omitempty"`
	Times               map[string]string `json:"times,omitempty" jsonschema:"description=By milestone: RFC 3339 or a date"`
	ImpactSeconds       *int64            `json:"impact_seconds,omitempty" jsonschema:"description=How long customers were affected"`
	DetectedBy          string            `json:"detected_by,omitempty"`
	ContributingFactors []string          `json:"contributing_factors,omitempty"`
	RecurrenceOf        []string          `json:"recurrence_of,omitempty" jsonschema:"description=Ids of earlier incidents of the same kind"`
	Related             []string          `json:"related,omitempty"`
	Broken              bool              `json:"broken,omitempty" jsonschema:"description=Its file cannot be read"`
	Remediations        []RemediationJSON `json:"remediations,omitempty"`
}

// RemediationJSON is a remediation in the files below api/.
type RemediationJSON struct {
	ID        string   `json:"id"`
	Incident  string   `json:"incident"`
	Title     string   `json:"title"`
	State     string   `json:"state" jsonschema:"enum=in_progress,enum=open,enum=accepted,enum=proposed,enum=parked,enum=done,enum=declined"`
	Decision  string   `json:"decision"`
	Level     string   `json:"level,omitempty"`
	Kind      string   `json:"kind,omitempty"`
	Size      string   `json:"size,omitempty"`
	Priority  string   `json:"priority,omitempty"`
	Audience  []string `json:"audience,omitempty"`
	Owner     string   `json:"owner,omitempty"`
	Due       string   `json:"due,omitempty"`
	Factors   []string `json:"factors,omitempty"`
	DependsOn []string `json:"depends_on,omitempty"`
	Issue     string   `json:"issue,omitempty" jsonschema:"description=Address of its issue"`
	Assignees []string `json:"assignees,omitempty"`
	ClosedAt  string   `json:"closed_at,omitempty"`
}

func apiPages(b *Builder) []Page {
	entries := b.View.Entries()
	pages := []Page{
		{Path: "api/incidents.json", Write: func(w io.Writer) error {
			return writeArray(w, "incidents", len(entries), func(i int) any { return b.incidentJSON(entries[i]) })
		}},
		{Path: "api/remediations.json", Write: func(w io.Writer) error {
			all := b.View.Remediations()
			return writeArray(w, "remediations", len(all), func(i int) any { return b.remediationJSON(all[i]) })
		}},
		{Path: "api/insights.json", Write: b.writeInsights},
	}
	for _, e := range entries {
		pages = append(pages, Page{Path: "api/incidents/" + e.ID + ".json", Write: func(w io.Writer) error {
			j, remediations := b.incidentJSON(e), b.View.RemediationsOf(e)
			j.Remediations = make([]RemediationJSON, 0, len(remediations))
			for _, r := range remediations {
				j.Remediations = append(j.Remediations, b.remediationJSON(r))
			}
			return json.NewEncoder(w).Encode(j)
		}})
	}
	return pages
}

// writeArray streams {"version": 1, name: [...]} an item at a time.
func writeArray(w io.Writer, name string, n int, item func(int) any) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "{\"version\":%d,%q:[", APIVersion, name)
	for i := range n {
		encoded, err := json.Marshal(item(i))
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		out.Write(encoded)
	}
	out.WriteString("\n]}\n")
	return out.Flush()
}

// incidentJSON is what the list of all has of an incident.
func (b *Builder) incidentJSON(e *collection.Entry) IncidentJSON {
	j := IncidentJSON{
		Version: APIVersion, ID: e.ID, Title: e.Title, Path: IncidentPath(e.ID), Source: e.Origin.Path,
		Summary: b.summary(e, 2000), Severity: e.Severity, Status: string(e.Status), Visibility: string(e.Visibility),
		Services: e.Services, Teams: e.Teams, Tags: e.Tags, DetectedBy: string(e.DetectedBy),
		ContributingFactors: e.ContributingFactors, Broken: e.Broken,
		RecurrenceOf: ids(b.View.Earlier(e)), Related: ids(b.View.Related(e)),
	}
	for _, m := range incident.Milestones {
		if at := e.Times.At(m); at.Known() {
			if j.Times == nil {
				j.Times = map[string]string{}
			}
			j.Times[string(m)] = machine(at)
		}
	}
	if d, known := e.ImpactDuration(); known {
		seconds := int64(d.Seconds())
		j.ImpactSeconds = &seconds
	}
	return j
}

func (b *Builder) remediationJSON(r collection.Remediation) RemediationJSON {
	j := RemediationJSON{
		ID: r.ID, Incident: r.Entry.ID, Title: r.Title, State: string(r.State), Decision: string(r.EffectiveDecision()),
		Level: string(r.Level), Kind: string(r.Kind), Size: string(r.Size), Priority: string(r.Priority),
		Owner: r.Owner, Due: machine(r.Due), Factors: r.Factors,
	}
	for _, ref := range r.DependsOn {
		if _, ok := b.View.Remediation(r.Entry, ref); ok { // another may be of an incident that is hidden
			j.DependsOn = append(j.DependsOn, ref)
		}
	}
	for _, a := range r.Audience {
		j.Audience = append(j.Audience, string(a))
	}
	if r.Issue != nil {
		j.Issue, j.Assignees = webAddress(r.Issue.URL), r.Issue.Assignees
		if !r.Issue.ClosedAt.IsZero() {
			j.ClosedAt = r.Issue.ClosedAt.UTC().Format(time.RFC3339)
		}
	}
	return j
}

func ids(entries []*collection.Entry) []string {
	var list []string
	for _, e := range entries {
		list = append(list, e.ID)
	}
	return list
}

// machine is a moment in RFC 3339, or a day.
func machine(m incident.Moment) string {
	if m.Exact() {
		return m.Time.Format(time.RFC3339)
	}
	return when(m).Machine
}
