package generator_test

import (
	"html"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// An incident's page says in words what each commit changed, through a rename
// too; but nothing of a version that its readers could not have read.
func TestHistoryInWords(t *testing.T) {
	dir := gittest.Make(t, `
add first
commit "Write it down"
add second
commit "What customers said"
rm incidents/queue.md
add third
commit "One folder for each year"
add fourth
commit "Say it to everybody"
add fifth
commit "Decide"
-- first/incidents/queue.md --
---
title: Queue stood still
severity: SEV3
visibility: restricted
---
The customer was Acme.

The queue is one process; it stood still when its disk was full, and nobody is told
of a full disk. It went on when a log was removed.
-- second/incidents/queue.md --
---
title: Acme's queue stood still
severity: SEV2
visibility: restricted
---
The customer was Acme.

The queue is one process; it stood still when its disk was full, and nobody is told
of a full disk. It went on when a log was removed.
-- third/incidents/2014/queue.md --
---
title: Queue stood still
severity: SEV2
visibility: internal
---
A customer waited.

The queue is one process; it stood still when its disk was full, and nobody is told
of a full disk. It went on when a log was removed.
-- fourth/incidents/2014/queue.md --
---
title: Queue stood still
severity: SEV1
visibility: public
remediations:
  - {id: alert, title: "<b>Alert</b>", decision: proposed}
---
A customer waited.

The queue is one process; it stood still when its disk was full, and nobody is told
of a full disk. It went on when a log was removed.
-- fifth/incidents/2014/queue.md --
---
title: Queue stood still
severity: SEV1
visibility: public
remediations:
  - {id: alert, title: "<b>Alert</b>", decision: accepted}
---
A customer waited.

The queue is one process; it stood still when its disk was full, and nobody is told
of a full disk. It went on when a log was removed.

## Lessons

Ask.
`)
	decided, widened, moved, asked := "“<b>Alert</b>”: decision proposed → accepted", "severity: SEV2 → SEV1", "visibility: restricted → internal", "title: Queue stood still → Acme's queue stood still"
	for _, c := range []struct {
		audience    incident.Visibility
		told, quiet []string
	}{
		{incident.Public, nil, []string{decided, widened, moved, asked}},
		{incident.Internal, []string{decided, "adds “Lessons”", widened, "visibility: internal → public", "adds remediation “<b>Alert</b>”"}, []string{moved, asked, "Acme"}},
		{incident.Restricted, []string{decided, widened, moved, asked, "edits the text"}, nil},
	} {
		t.Run(string(c.audience), func(t *testing.T) {
			_, files := build(t, generator.Options{Source: dir, History: true, Audience: c.audience})
			page := files["incidents/queue/index.html"]
			for _, words := range c.told {
				if !strings.Contains(page, "<li>"+html.EscapeString(words)+"<") {
					t.Errorf("does not say %q", words)
				}
			}
			for _, words := range c.quiet {
				if strings.Contains(html.UnescapeString(page), words) {
					t.Errorf("says %q", words)
				}
			}
		})
	}
}

// Each part of an incident leads to its own line in the repository.
func TestEditLinksLeadToTheLine(t *testing.T) {
	dir := gittest.Make(t, `
remote git@github.com:acme/retros.git
commit "Write it down"
-- incidents/a b.md --
---
title: Queue stood still
---
It stood still.

## What went well

The alert.
`)
	_, files := build(t, generator.Options{Source: dir, History: true})
	for name, page := range files {
		if strings.HasPrefix(name, "incidents/a-b/") && strings.HasSuffix(name, ".html") {
			if !strings.Contains(page, `href="https://github.com/acme/retros/blob/main/incidents/a%20b.md?plain=1#L6"`) {
				t.Errorf("%s does not lead to line 6 of its file", name)
			}
			return
		}
	}
	t.Error("there is no page")
}

// What GitHub makes links of in a pull request, the wiki does too; those who
// have a page of their own are found there.
func TestReferencesLeadWhereGitHubsDo(t *testing.T) {
	dir := gittest.Make(t, `
remote https://github.com/acme/retros.git
commit "Write it down"
-- retrowiki.yaml --
people: {lex: {name: Lex, github: lex-gh}}
-- incidents/a.md --
---
title: Queue stood still
roles: {facilitator: lex}
---
@lex-gh and @kim of @acme/ops saw it, see #12, (acme/api#3), GH-4, 1a2b3c4d5e6f and acme/api@1a2b3c4.
[@kim](b.md), `+"`#5`"+`, mail ops@acme.example, C#5, deadbeef, 1234567890, a@b, &#35;7, @-x, ##8
`)
	_, files := build(t, generator.Options{Source: dir})
	page := files["incidents/a/index.html"]
	const web = `href="https://github.com/`
	for _, want := range []string{
		`<a href="../../people/lex/index.html" title="Lex">@lex-gh</a>`, web + `kim" rel="noopener noreferrer">@kim</a>`,
		web + `orgs/acme/teams/ops" rel="noopener noreferrer">@acme/ops</a>`, web + `acme/retros/issues/12" rel="noopener noreferrer">#12</a>`,
		`(<a ` + web + `acme/api/issues/3" rel="noopener noreferrer">acme/api#3</a>)`, web + `acme/retros/issues/4" rel="noopener noreferrer">GH-4</a>`,
		web + `acme/retros/commit/1a2b3c4d5e6f" rel="noopener noreferrer"><code>1a2b3c4</code></a>`,
		web + `acme/api/commit/1a2b3c4" rel="noopener noreferrer"><code>acme/api@1a2b3c4</code></a>`,
		`>@kim</span>, <code>#5</code>`, `C#5, deadbeef, 1234567890, a@b, #7, @-x, ##8`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	_, rest, _ := strings.Cut(page, "<p>")
	paragraph, _, _ := strings.Cut(rest, "</p>")
	if n := strings.Count(paragraph, web); n != 7 {
		t.Errorf("%d links to GitHub: %s", n, paragraph)
	}

}
