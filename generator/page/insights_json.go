package page

import (
	"encoding/json"
	"io"
	"math"

	"github.com/retrowiki/retrowiki/generator/insight"
)

// InsightsJSON is api/insights.json.
type InsightsJSON struct {
	Version  int           `json:"version" jsonschema:"description=Raised when a field changes its meaning or goes"`
	AsOf     string        `json:"as_of,omitempty" jsonschema:"description=The day that ages are counted to"`
	Enough   int           `json:"enough" jsonschema:"description=The least number of values of which a median and quartiles are given"`
	Insights []InsightJSON `json:"insights"`
}

// InsightJSON is an insight in api/insights.json.
type InsightJSON struct {
	Name     string             `json:"name"`
	Title    string             `json:"title"`
	Unit     string             `json:"unit,omitempty"`
	Known    int                `json:"known" jsonschema:"description=Incidents that say what is asked"`
	Of       int                `json:"of,omitempty" jsonschema:"description=Incidents in all"`
	Median   *float64           `json:"median,omitempty" jsonschema:"description=Where enough are known"`
	LowHigh  []float64          `json:"quartiles,omitempty" jsonschema:"description=The first and the third where enough are known"`
	Values   map[string]float64 `json:"values,omitempty" jsonschema:"description=By the incident's id"`
	Counts   []InsightCount     `json:"counts,omitempty"`
	Question string             `json:"question"`
}

// InsightCount is how many of something there are.
type InsightCount struct {
	Group     string `json:"group,omitempty"`
	Name      string `json:"name"`
	Count     int    `json:"count"`
	Incidents int    `json:"incidents" jsonschema:"description=Of how many incidents they are"`
	Unknown   bool   `json:"unknown,omitempty"`
}

func (b *Builder) writeInsights(w io.Writer) error {
	all := InsightsJSON{Version: APIVersion, AsOf: day(b.View.AsOf()).Machine, Enough: insight.Enough}
	for _, a := range b.answers() {
		all.Insights = append(all.Insights, b.insightJSON(a))
	}
	out := json.NewEncoder(w)
	out.SetIndent("", " ")
	return out.Encode(all)
}

func (b *Builder) insightJSON(a answer) InsightJSON {
	j := InsightJSON{Name: a.Name, Title: a.Title, Unit: a.Unit, Question: a.Question}
	if a.Shares != nil {
		for _, s := range a.shares {
			j.Counts = append(j.Counts, InsightCount{s.Group, s.Name, s.Count, len(s.Entries), s.Unknown})
			if !s.Unknown {
				j.Known += s.Count
			}
		}
		if a.Of != nil {
			j.Known = a.Of(b.View)
		}
		return j
	}
	j.Known, j.Of, j.Values = a.spread.N, a.of, map[string]float64{}
	if a.spread.Enough {
		median := hundredths(a.spread.Median)
		j.Median, j.LowHigh = &median, []float64{hundredths(a.spread.Low), hundredths(a.spread.High)}
	}
	for _, p := range a.points {
		j.Values[p.Entry.ID] = hundredths(p.Value)
	}
	return j
}

func hundredths(value float64) float64 { return math.Round(value*100) / 100 }
