package config

import (
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
)

func TestDefaultsAreTheSameWithoutTheFileAndWithAnEmptyOne(t *testing.T) {
	for name, content := range map[string][]byte{"no file": nil, "empty file": {}, "only a comment": []byte("# nothing\n")} {
		c, findings := Parse(Name, content)
		if len(findings) > 0 {
			t.Errorf("%s: %v", name, findings)
		}
		if c.Title != "Retrospectives" || c.Zone.String() != "UTC" || c.Incidents[0] != "incidents/**/*.md" ||
			c.SeverityRank("sev2") != 1 || c.GitHub.MaxChanges != 50 || c.GitHub.OnRemoved != "report" {
			t.Errorf("%s: defaults are %+v", name, c)
		}
	}
}

func TestSettings(t *testing.T) {
	c, findings := Parse(Name, []byte(`title: Acme
base_url: https://acme.example/retros
timezone: Europe/Berlin
incidents: "postmortems/**/*.md"
severities: [P1, {id: P2, name: Bad}]
fields: {start_time: impact_started_at}
taxonomies: [company]
people:
  lex: {name: Lex Luthor, github: lex}
  kim: Kim
`))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	if c.BaseURL != "https://acme.example/retros/" || c.Zone.String() != "Europe/Berlin" || c.Incidents[0] != "postmortems/**/*.md" ||
		c.SeverityRank("P2") != 1 || c.Severities[0].ID != "P1" || c.Fields["start_time"] != "impact_started_at" ||
		c.People["lex"].GitHub != "lex" || c.People["kim"].Name != "Kim" {
		t.Errorf("read %+v", c)
	}
}

func TestWhatIsWrongIsSaidWithItsPlaceAndADefaultIsUsed(t *testing.T) {
	for _, test := range []struct {
		name, content, rule, place, says string
	}{
		{"unknown setting", "titel: Acme\n", "config/unknown-field", "retrowiki.yaml:1:1", "did you mean `title`?"},
		{"timezone", "timezone: Mars\n", "config/bad-value", "retrowiki.yaml:1:11", "Europe/Berlin"},
		{"base URL", "base_url: ftp://x\n", "config/bad-value", "retrowiki.yaml:1:11", "https://"},
		{"repository", "github:\n  repo: acme\n", "config/bad-value", "retrowiki.yaml:2:9", "owner/name"},
		{"namespace", "github: {namespace: 'a b'}\n", "config/bad-value", "retrowiki.yaml:1:21", "hyphens"},
		{"labels", "github: {labels_for: [level, colour]}\n", "config/bad-value", "retrowiki.yaml:1:22", "some of level"},
		{"changes", "github: {max_changes: -1}\n", "config/bad-value", "retrowiki.yaml:1:23", "how many"},
		{"removed", "github: {on_removed: delete}\n", "config/bad-value", "retrowiki.yaml:1:22", "report or close"},
		{"accent", "theme: {accent: red}\n", "config/bad-value", "retrowiki.yaml:1:17", "#rrggbb"},
		{"taken taxonomy", "taxonomies: [incidents]\n", "config/bad-value", "retrowiki.yaml:1:14", "lower-case"},
		{"wrong type", "title: [a]\n", "config/wrong-type", "retrowiki.yaml:1:8", "write text"},
		{"broken YAML", "title: [a\n", "frontmatter/syntax", "retrowiki.yaml:", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, findings := Parse(Name, []byte(test.content))
			if len(findings) == 0 {
				t.Fatal("nothing was found")
			}
			f := findings[0]
			if f.Rule != test.rule || !strings.HasPrefix(f.Span.String(), test.place) || !strings.Contains(f.Hint+f.Message, test.says) {
				t.Errorf("found %+v, want %s at %s saying %q", f, test.rule, test.place, test.says)
			}
			if c.Zone == nil || c.Title == "" || c.GitHub.Namespace == "" || len(c.Taxonomies) > 0 {
				t.Errorf("the settings are not usable: %+v", c)
			}
			if f.Severity == diag.Advice {
				t.Error("it is only advice")
			}
		})
	}
}

func TestRulesAreWeighedByNameAndByFamily(t *testing.T) {
	c, findings := Parse(Name, []byte("lint:\n  rules:\n    link/dead: off\n    language/*: Error\n    link: sometimes\n"))
	if c.Lint.Rules["link/dead"] != Off || c.Lint.Rules["language/*"] != "error" {
		t.Errorf("the rules weigh %v", c.Lint.Rules)
	}
	if got := c.Lint.Places["language/*"].String(); got != Name+":4:5" {
		t.Errorf("language/* stands at %s", got)
	}
	if len(findings) != 1 || findings[0].Rule != "config/unknown-value" || findings[0].Span.Start.Line != 5 {
		t.Errorf("found %v", findings)
	}
}
