package lint

import (
	"fmt"
	"strings"
)

// DocsURL is where the documentation of the rules is published.
const DocsURL = "https://github.com/retrowiki/retrowiki/blob/main/docs/rules.md"

// URL is where a rule is documented, on its page's anchor as GitHub makes it.
func URL(rule string) string { return DocsURL + "#" + anchor(rule) }

func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		if r == '/' || r == '*' {
			return -1
		}
		return r
	}, heading)
}

const docsIntroduction = `# Rules

<!-- Made from the rules' own words by ` + "`go test ./generator/lint -update`" + `. Change them there. -->

What ` + "`retrowiki check`" + ` looks for. ` + "`retrowiki check --explain RULE`" + ` tells the same in a terminal.

## How much a rule weighs

` + "`retrowiki.yaml`" + ` sets the severity of a rule, or of a whole family; the exact name counts before the family. The rules
marked with a lock keep a file or a setting from being read, and stay as they are.

` + "```yaml" + `
lint:
  rules:
    link: error                       # a family; link/* means the same
    link/unknown-heading: advice
    frontmatter/no-offset: off        # off, advice, warning or error
` + "```" + `

## Where a rule does not hold

A comment in the file switches rules off, for the next line that is not empty or for a stretch. Families work here too, and
behind ` + "` -- `" + ` there is room for a reason. In code, such a comment does nothing; one that switches off nothing is reported.

` + "```markdown" + `
<!-- retrowiki-disable-next-line link/dead -- the page comes next week -->
See [the plan](plan.md).

<!-- retrowiki-disable link/dead link/refused -->
...
<!-- retrowiki-enable link/dead link/refused -->
` + "```" + `

In YAML and TOML, a comment of its own line does the same:

` + "```yaml" + `
# retrowiki-disable-next-line frontmatter/no-offset
detected_at: 2014-11-24T03:12:00
` + "```" + `

What is said of a whole file, such as its name, stands in no line: only the settings weigh it. JSON has no comments.

## All rules

`

// Docs is the documentation of every rule in Markdown: docs/rules.md.
func Docs() string {
	var b strings.Builder
	b.WriteString(docsIntroduction + "| rule | severity | |\n| --- | --- | --- |\n")
	for _, r := range All() {
		lock := ""
		if r.Locked {
			lock = "🔒"
		}
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s | %s |\n", r.Name, anchor(r.Name), r.Severity, lock)
	}
	for _, r := range All() {
		b.WriteString("\n" + r.markdown())
	}
	return b.String()
}

func (r Rule) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n%s\n\n", r.Name, wrap("**"+r.weight()+"** "+r.Doc, 120))
	if r.Mend != "" {
		b.WriteString(wrap("**To mend it:** "+r.Mend, 120) + "\n\n")
	}
	bad, good := Examples(r.Name)
	for _, e := range []struct{ title, text string }{{"Found fault with:", bad}, {"Fine:", good}} {
		if e.text != "" {
			fence := strings.Repeat("`", max(3, longestRun(e.text, '`')+1))
			fmt.Fprintf(&b, "%s\n\n%s%s\n%s%s\n\n", e.title, fence, r.language(), visibleExample(e.text), fence)
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func (r Rule) weight() string {
	name := strings.ToUpper(r.Severity.String()[:1]) + r.Severity.String()[1:]
	if r.Locked {
		return name + ", always."
	}
	return name + "."
}

func (r Rule) language() string {
	if r.Family() == "config" {
		return "yaml"
	}
	return "markdown"
}

// Explain is a rule's documentation for a terminal.
func (r Rule) Explain() string {
	var b strings.Builder
	lock := "; retrowiki.yaml can change that under `lint.rules`"
	if r.Locked {
		lock = "; it cannot be switched off"
	}
	fmt.Fprintf(&b, "%s (%s%s)\n\n%s\n", r.Name, r.Severity, lock, wrap(r.Doc, 80))
	if r.Mend != "" {
		fmt.Fprintf(&b, "\n%s\n", wrap("To mend it: "+r.Mend, 80))
	}
	bad, good := Examples(r.Name)
	for _, e := range []struct{ title, text string }{{"Found fault with:", bad}, {"Fine:", good}} {
		if e.text != "" {
			text := strings.TrimRight(visibleExample(e.text), "\n")
			fmt.Fprintf(&b, "\n%s\n\n    %s\n", e.title, strings.ReplaceAll(strings.ReplaceAll(text, "\n", "\n    "), "\n    \n", "\n\n"))
		}
	}
	return b.String() + "\n" + URL(r.Name) + "\n"
}

// visibleExample shows characters that nobody could see as what they are.
func visibleExample(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r != '\n' && invisible(r) {
			fmt.Fprintf(&b, "<U+%04X>", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func longestRun(text string, of byte) int {
	longest, run := 0, 0
	for i := range len(text) {
		if run++; text[i] != of {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// wrap breaks a paragraph into lines.
func wrap(text string, width int) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		switch n := len([]rune(word)); {
		case i == 0:
			column = n
		case column+1+n > width:
			b.WriteByte('\n')
			column = n
		default:
			b.WriteByte(' ')
			column += 1 + n
		}
		b.WriteString(word)
	}
	return b.String()
}
