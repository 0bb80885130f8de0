package generator_test

import (
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/internal/golden"
)

const agendaPath = "incidents/2024-03-05-logins/agenda.html"

// The agenda is a page like the others: authors' Markdown on it is made safe,
// and what leads to a place on the incident's page leads there.
func TestAgendaPage(t *testing.T) {
	_, files := build(t, generator.Options{Source: unpack(t, "testdata/agenda.txtar")})
	_, page, _ := strings.Cut(files[agendaPath], "<main")
	page, _, _ = strings.Cut("<main"+page, "</main>") // the frame around it is every page's
	golden.Check(t, "testdata/golden/agenda.html", []byte(eachTagOnALine(agendaPath, page)))
	for _, want := range []string{
		`<a href="index.html#impact"`, `href="index.html#fn:fn:1"`, `<a href="../../incidents/2024-03-01-before/index.html"`, "<code>log in</code>",
		"Retrospective: Logins failed again &lt;script&gt;", "times in UTC&#43;01:00",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is not on the page", want)
		}
	}
	for _, never := range []string{"onerror", "<script>", `href="javascript`, `href="#impact"`, "bot says hello"} {
		if strings.Contains(page, never) {
			t.Errorf("%s is on the page", never)
		}
	}
	if before := files["incidents/2024-03-05-logins/index.html"]; !strings.Contains(before, "<strong>5 of 6 ready</strong>, without note taker") {
		t.Error("the incident's page does not say how far the retrospective is prepared")
	}
}

func TestNoAgendaForThePublic(t *testing.T) {
	archive := unpack(t, "testdata/agenda.txtar")
	for audience, want := range map[incident.Visibility]bool{incident.Public: false, incident.Internal: true, incident.Restricted: true} {
		_, files := build(t, generator.Options{Source: archive, Audience: audience})
		if _, made := files[agendaPath]; made != want {
			t.Errorf("%s: an agenda is made: %v", audience, made)
		}
	}
}
