package page

import (
	"fmt"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/incident"
)

func safeguardsOf(audience incident.Visibility, patterns map[string]string, files ...[2]string) *Safeguards {
	cfg, _ := config.Parse(config.Name, nil)
	in := collection.Input{Config: cfg, Files: map[string]bool{}}
	for _, f := range files {
		r := decode.File("incidents/"+f[0]+".md", []byte(f[1]), cfg, audience == incident.Public)
		in.Entries = append(in.Entries, &collection.Entry{Incident: r.Incident, Doc: r.Doc, Fragments: r.Fragments, Text: r.Text, Broken: r.Broken})
	}
	for id, text := range patterns {
		r := decode.File("patterns/"+id+".md", []byte(text), cfg, false)
		in.Patterns = append(in.Patterns, &collection.Pattern{ID: id, Title: r.Incident.Title, Path: "patterns/" + id + ".md", Doc: r.Doc})
	}
	b := &Builder{Site: &Site{}, View: collection.New(in).For(audience)}
	if len(safeguardPages(b)) == 0 {
		return nil
	}
	return b.safeguards()
}

func (p *Safeguards) String() string {
	var b strings.Builder
	group := func(kind string, g SafeguardGroup) {
		fmt.Fprintf(&b, "%s %s, %d incidents\n", kind, g.Name, g.Incidents)
		for _, s := range g.Safeguards {
			fmt.Fprintf(&b, "  %d: %s\n", len(s.Incidents), s.Text)
		}
		for _, k := range g.Known {
			fmt.Fprintf(&b, "  known: [%s] %s\n", k.Level, k.Text)
		}
	}
	for _, g := range p.Groups {
		group("group", g)
	}
	for _, s := range p.Others {
		fmt.Fprintf(&b, "other %d: %s\n", len(s.Incidents), s.Text)
	}
	for _, g := range p.Untold {
		group("untold", g)
	}
	return b.String()
}

// Safeguards are joined only where the words are the same, and sorted in only
// where they link to a factor or its pattern.
func TestTheLedgerOfSafeguards(t *testing.T) {
	patterns := map[string]string{
		"full-queue": "---\ntitle: Full queue\n---\n## Safeguards, by how deep they go\n\n| level | safeguard |\n| --- | --- |\n| fix | Empty it |\n| inputs | Refuse work |\n",
		"no-limit":   "---\ntitle: No limit\n---\n## Safeguards\n\n- Tooling: a graph\n- Talk to each other\n",
	}
	got := safeguardsOf(incident.Internal, patterns,
		[2]string{"2024-01-01-a", "---\ntitle: A\ncontributing_factors: [full-queue]\n---\n## What went well\n\n- The standby took over.\n- [The limit](../patterns/full-queue.md) held\n"},
		[2]string{"2024-02-01-b", "---\ntitle: B\n---\n## What went well\n\n- the standby took over\n- Against the [[factor:full-queue]] stood a breaker\n- The standby took over at once\n"},
		[2]string{"2024-03-01-c", "---\ntitle: C\n---\n## What went well\n\nNothing.\n\n## Lessons\n\n- The standby took over\n"},
	).String()
	want := `group Full queue, 2 incidents
  1: Against the full queue stood a breaker
  1: The limit held
  known: [fix] Empty it
  known: [inputs] Refuse work
other 2: The standby took over.
other 1: Nothing.
other 1: The standby took over at once
untold No limit, 0 incidents
  known: [tooling] a graph
  known: [] Talk to each other
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// What an audience may not read is not in its ledger, and where nothing is
// left there is no page.
func TestTheLedgerKeepsSecrets(t *testing.T) {
	secret := [2]string{"2024-01-01-a", "---\ntitle: A\nvisibility: internal\n---\n## What went well\n\n- The secret standby\n"}
	if p := safeguardsOf(incident.Public, nil, secret); p != nil {
		t.Errorf("the public sees %s", p)
	}
	half := [2]string{"2024-01-01-a", "---\ntitle: A\nvisibility: public\n---\n## What went well\n\n- Open\n\n<!-- internal -->\n- Secret\n<!-- /internal -->\n"}
	if got := safeguardsOf(incident.Public, nil, half).String(); got != "other 1: Open\n" {
		t.Errorf("the public sees %s", got)
	}
}
