package fields

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/incident"
)

func decode(t *testing.T, source string) (*incident.Incident, *Decoder) {
	t.Helper()
	root, findings := frontmatter.ParseYAML(diag.NewText("a.md", []byte(source)))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	d := &Decoder{Rename: map[string]string{"start_time": "impact_started_at"}}
	i := &incident.Incident{}
	d.Decode(root, i)
	return i, d
}

func TestEveryFormOfAFieldIsRead(t *testing.T) {
	i, d := decode(t, `
title: 1.10
services: api
severity: SEV2
status: in-review
start_time: 2014-11-24T03:12:00Z
roles: {commander: lex, comms: [jim, joy]}
customer_impact: Sign-ups failed.
retrospective: {duration: 60m}
links: [https://example.com/x, {title: Ticket, url: https://example.com/t}]
remediations:
  - Fix the typo on line 5
  - {id: b, title: B, issue: none, audience: product, factors: [x, y]}
  - {id: c, title: C, issue: 4711, due: 2015-01-15}
`)
	if len(d.Findings) > 0 {
		t.Fatal(d.Findings)
	}
	want := &incident.Incident{
		Title: "1.10", Services: []string{"api"}, Severity: "SEV2", Status: incident.InReview,
		Times:          incident.Times{ImpactStartedAt: incident.Moment{Time: time.Date(2014, 11, 24, 3, 12, 0, 0, time.UTC), Precision: incident.Second}},
		Roles:          incident.Roles{{Name: "commander", People: []string{"lex"}}, {Name: "comms", People: []string{"jim", "joy"}}},
		CustomerImpact: incident.CustomerImpact{Summary: "Sign-ups failed."},
		Retrospective:  incident.Retrospective{Duration: time.Hour},
		Links:          []incident.Link{{URL: "https://example.com/x"}, {Title: "Ticket", URL: "https://example.com/t"}},
		Remediations: []incident.Remediation{
			{Title: "Fix the typo on line 5"},
			{ID: "b", Title: "B", Issue: incident.IssueRef{OptOut: true}, Audience: []incident.Audience{"product"}, Factors: []string{"x", "y"}},
			{ID: "c", Title: "C", Issue: incident.IssueRef{Number: 4711},
				Due: incident.Moment{Time: time.Date(2015, 1, 15, 0, 0, 0, 0, time.UTC), Precision: incident.Day, Floating: true}},
		},
	}
	if diff := cmp.Diff(want, i); diff != "" {
		t.Errorf("decoded (-want +got):\n%s", diff)
	}
	if got := d.Spans["remediations[1].factors[1]"].String(); got != "a.md:13:68" {
		t.Errorf("remediations[1].factors[1] stands at %s", got)
	}
}

func TestOneBadFieldIsReportedAndCostsNoOther(t *testing.T) {
	for _, test := range []struct{ source, rule, place, hint string }{
		{"titel: x", "frontmatter/unknown-field", "a.md:1:1", "did you mean `title`?"},
		{"severity: [a]", "frontmatter/wrong-type", "a.md:1:11", "write text"},
		{"status: finished", "frontmatter/unknown-value", "a.md:1:9", "draft"},
		{"status: publishd", "frontmatter/unknown-value", "a.md:1:9", "did you mean `published`?"},
		{"detected_at: 30 February", "frontmatter/bad-time", "a.md:1:14", "2014-11-24"},
		{"detected_at: 2014-02-30", "frontmatter/bad-time", "a.md:1:14", "2014-11-24"},
		{"detected_at: 03/01/2024", "frontmatter/bad-time", "a.md:1:14", "2014-11-24"},
		{"detected_at: 0214-01-01", "frontmatter/bad-time", "a.md:1:14", "2014-11-24"},
		{"detected_at: 2014-11-24T03:12:00", "frontmatter/no-offset", "a.md:1:14", "add an offset"},
		{"roles: lex", "frontmatter/wrong-type", "a.md:1:8", "commander"},
		{"retrospective: {duration: long}", "frontmatter/wrong-type", "a.md:1:27", "60m"},
		{"remediations: [{title: x, issue: soon}]", "frontmatter/wrong-type", "a.md:1:34", "none"},
		{"remediations: [{title: x, levle: fix}]", "frontmatter/unknown-field", "a.md:1:27", "did you mean `level`?"},
		{"retrospective: tomorrow", "frontmatter/wrong-type", "a.md:1:16", "group"},
		{"tags: {a: b}", "frontmatter/wrong-type", "a.md:1:7", "list"},
	} {
		t.Run(test.source, func(t *testing.T) {
			i, d := decode(t, test.source+"\nsummary: still here\n")
			if len(d.Findings) != 1 {
				t.Fatalf("found %v", d.Findings)
			}
			f := d.Findings[0]
			if f.Rule != test.rule || f.Span.String() != test.place || !strings.Contains(f.Hint, test.hint) {
				t.Errorf("found %s at %s: %s; %s", f.Rule, f.Span, f.Message, f.Hint)
			}
			if i.Summary != "still here" {
				t.Error("another field was lost")
			}
		})
	}
}

// A fix is made without anybody looking, so there is one only where nothing
// else can be meant.
func TestMisspeltWordsAreMendedOnlyForSure(t *testing.T) {
	for source, want := range map[string]string{
		"serverity: SEV1":                        "severity",
		"sevrity: SEV1":                          "severity",
		"titel: x":                               "title",
		"contributing_factor: [a]":               "contributing_factors",
		"remediations: [{title: x, levle: fix}]": "level",
		"stats: [1, 2]":                          "", // five letters, one missing: may be a field of their own
		"teem: x":                                "", // too short
		"serverity: SEV1\nseverity: SEV2":        "", // the field is there
		"start_tiem: 2014-11-24\nstart_time: 2014-11-24": "", // no field of that name
		"serverity: [SEV1]":                 "", // it could not be read under that name
		"serverity:":                        "", // says nothing
		"\"serverity\": SEV1":               "", // in quotes
		"status: publishd":                  "published",
		"status: darft":                     "draft",
		"status: draf":                      "", // too short
		"status: 'publishd'":                "", // in quotes
		"status: finished":                  "",
		"visibility: publik":                "", // nobody else says who may read it
		"svrty: SEV1":                       "", // three letters are missing
		"detected_on: 2014-11-24":           "",
		"serverity: SEV1\nsevrity: SEV2":    "",            // two want to be the same
		"resolved_att: 2014-11-24T03:12:00": "resolved_at", // advice about the value does not matter
		"retrospective: {durations: 60m, scheduled_at: 2021-01-01}": "duration",
	} {
		_, d := decode(t, source)
		got := ""
		for _, f := range d.Findings {
			for _, fix := range f.Fixes {
				got += fix.NewText
			}
		}
		if got != want {
			t.Errorf("%q: the fix is %q, want %q", source, got, want)
		}
	}
}

func TestParseMoment(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"2014-11-24":                "2014-11-24T00:00:00+01:00 floating",
		"2014-11-24T03:12:00Z":      "2014-11-24T03:12:00Z",
		"2014-11-24 03:12 UTC":      "2014-11-24T03:12:00Z",
		"2014-11-24 03:12 -08:00":   "2014-11-24T03:12:00-08:00",
		"2014-11-24T03:12:00.5Z":    "2014-11-24T03:12:00Z",
		"2014-11-24 03:12:07 +0530": "2014-11-24T03:12:07+05:30",
		"~2014-11-24T03:12:00Z":     "2014-11-24T03:12:00Z approximate",
		"2014-07-24 03:12":          "2014-07-24T03:12:00+02:00 floating",
		"2014-11-24T25:00:00Z":      "is no day or time of the calendar",
		"2014-02-29":                "is no day or time of the calendar",
		"9999-01-01":                "is not between the years 1970 and 2200",
		"yesterday":                 "is not a time",
		"":                          "is not a time",
	} {
		m, problem := ParseMoment(text, berlin)
		got := problem
		if problem == "" {
			got = m.Time.Format(time.RFC3339)
			if m.Floating {
				got += " floating"
			}
			if m.Approximate {
				got += " approximate"
			}
		}
		if got != want {
			t.Errorf("ParseMoment(%q) = %s, want %s", text, got, want)
		}
	}
}

// Every field of the model must have a name, a sentence for the schema, and a
// type that the decoder can read.
func TestEveryFieldIsDocumentedAndReadable(t *testing.T) {
	var visit func(t *testing.T, of reflect.Type)
	visit = func(t *testing.T, of reflect.Type) {
		for _, f := range Of(of) {
			if f.Name == "" || f.Doc == "" {
				t.Errorf("%s: field %q has no doc", of, f.Name)
			}
			elem := f.Type
			for elem.Kind() == reflect.Slice || elem.Kind() == reflect.Map {
				if readers[elem] != nil {
					break
				}
				elem = elem.Elem()
			}
			if elem.Kind() == reflect.Struct && readers[elem] == nil {
				visit(t, elem)
			}
		}
	}
	visit(t, reflect.TypeFor[incident.Incident]())
}
