package change

import (
	"strings"
	"testing"
)

const base = `---
title: Inserts failed
severity: SEV2
services: [postgres, api]
tags:
  - database
impact_started_at: 2014-11-24T03:12:00Z # roughly
customer_impact:
  customers: 1200
remediations:
  - id: widen
    title: Widen the key
    decision: proposed
    description: |
      All of them.
  - {id: alert, title: Alert at 80 %, level: tooling}
  - Read the manual
---
It began at night.

## Timeline

- 03:12 Inserts fail

## Lessons

Count your ids.
`

// Each change is one replacement in a file, and what is said of it.
func TestWhatIsSaidOfAChange(t *testing.T) {
	for _, c := range []struct{ name, old, now, want string }{
		{"nothing", "", "", ""},
		{"a value", "severity: SEV2", "severity: SEV1", "severity: SEV2 → SEV1"},
		{"quotation marks alone", "severity: SEV2", `severity: "SEV2"`, ""},
		{"a comment alone", "# roughly", "# at most", ""},
		{"a new field", "severity: SEV2\n", "severity: SEV2\nstatus: in_review\n", "status: in_review"},
		{"a field less", "severity: SEV2\n", "", "removes severity"},
		{"a list", "[postgres, api]", "[postgres, billing]", "services: adds billing, removes api"},
		{"a list of lines", "  - database\n", "  - database\n  - ids\n", "tags: adds ids"},
		{"a mapping", "customers: 1200", "customers: 1300", "changes customer impact"},
		{"a decision", "decision: proposed", "decision: accepted\n    owner: lex", "“Widen the key”: decision proposed → accepted, owner lex"},
		{"done", "level: tooling}", "level: tooling, done: 2015-01-02}", "“Alert at 80 %”: done 2015-01-02"},
		{"a description", "All of them.", "All of them, soon.", "“Widen the key”: edited"},
		{"a title", "title: Widen the key", "title: Widen every key", "“Widen every key”: a new title"},
		{"a remediation", "  - Read the manual\n", "  - Read the manual\n  - id: new\n    title: Rest\n", "adds remediation “Rest”"},
		{"many remediations", "  - Read the manual\n", "  - Read the manual\n  - A\n  - B\n  - C\n", "adds 3 remediations"},
		{"a remediation less", "  - Read the manual\n", "", "removes 1 remediation"},
		{"one of two of one title", "  - Read the manual\n", "  - Read the manual\n  - title: Read the manual\n    owner: ann\n", "adds remediation “Read the manual”"},
		{"the text", "at night", "at dawn", "edits the text"},
		{"a section", "- 03:12 Inserts", "- 03:12 Writes", "edits “Timeline”"},
		{"a new section", "## Lessons\n", "## What went well\n\nThe alert.\n\n## Lessons\n", "adds “What went well”"},
		{"a section less", "## Lessons\n\nCount your ids.\n", "", "removes “Lessons”"},
		{"a heading in code", "Count your ids.", "Count your ids.\n\n```\n## no heading\n```", "edits “Lessons”"},
		{"two things", "severity: SEV2", "severity: SEV1\nstatus: published", "severity: SEV2 → SEV1; status: published"},
		{"a terminal's own signs", "severity: SEV2", "severity: \x1b[31mSEV1\u202e", "severity: SEV2 → [31mSEV1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			now := base
			if c.old != c.now {
				if strings.Count(base, c.old) != 1 {
					t.Fatalf("%q is not once in the file", c.old)
				}
				now = strings.Replace(base, c.old, c.now, 1)
			}
			if got := strings.Join(Between(Read([]byte(base)), Read([]byte(now))), "; "); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			crlf := strings.ReplaceAll(now, "\n", "\r\n")
			if got := strings.Join(Between(Read([]byte(base)), Read([]byte(crlf))), "; "); got != c.want {
				t.Errorf("with CRLF: got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// A new file, and one that lost its frontmatter, are said in few words.
func TestWholeFiles(t *testing.T) {
	if said := Between(Read(nil), Read([]byte(base))); len(said) != most || said[0] != "title: Inserts failed" {
		t.Errorf("of a new file: %q", said)
	}
	if said := Between(Read([]byte("+++\ntitle = 'A'\n+++\n")), Read([]byte("+++\ntitle = 'B'\n+++\n"))); strings.Join(said, "; ") != "edits the text" {
		t.Errorf("of TOML: %q", said)
	}
}

// A version of which it cannot be told who might read it is nobody's.
func TestWhoMayReadAVersion(t *testing.T) {
	for version, want := range map[string]string{
		"---\ntitle: A\nvisibility: restricted # for now\n---\n": "restricted", "---\r\nvisibility: 'public'\r\n---\r\n": "public",
		"---\ntitle: A\n---\n": "", base: "", "+++\nvisibility = 'public'\n+++\n": "?", `{"visibility": "restricted"}`: "?",
		"---\n{visibility: restricted}\n---\n": "?", "---\nvisibility: [public]\n---\n": "?", "---\nx: &a\n  visibility: restricted\n<<: *a\n---\n": "?", "no frontmatter": "?",
	} {
		word, ok := Read([]byte(version)).Visibility()
		if !ok {
			word = "?"
		}
		if word != want {
			t.Errorf("%q may be read by %q, want %q", version, word, want)
		}
	}
}

// Whatever two versions hold, what is said of them is short, on one line and
// printable, and nothing is said of two that are the same.
func FuzzBetween(f *testing.F) {
	f.Add(base, strings.ToUpper(base))
	f.Add("---\nremediations:\n- {a\n", "---\nremediations:\n  - - -\n---\n# #")
	f.Add("", "\xff\x00---\n:\n---")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, phrase := range Between(Read([]byte(a)), Read([]byte(b))) {
			if len([]rune(phrase)) > 2000 || strings.ContainsAny(phrase, "\n\r\x1b\x00") {
				t.Errorf("said %q", phrase)
			}
		}
		if said := Between(Read([]byte(a)), Read([]byte(a))); said != nil {
			t.Errorf("of nothing: %q", said)
		}
	})
}
