package markdown

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
)

func TestPlainText(t *testing.T) {
	for name, test := range map[string]struct{ source, want string }{
		"emphasis":        {"It was *very* __slow__, snake_case stays.", "It was very slow, snake_case stays."},
		"links":           {"See [the outage](a.md) and ![a graph](b.png).", "See the outage and a graph."},
		"short links":     {"See [[inc-1|the one]] and [[inc-2]].", "See the one and ."},
		"code":            {"Run `SELECT *`:\n\n```sql\nSELECT [a](b) FROM `c`;\n```\n\nDone.", "Run SELECT *: SELECT [a](b) FROM `c`; Done."},
		"diagrams":        {"Before.\n\n```mermaid\ngraph TD; secret-->x\n```\n\nAfter.", "Before. After."},
		"lists and marks": {"- one\n- [x] two\n> three\n\n---\n", "one two three"},
		"tables":          {"| a | b |\n| --- | :-: |\n| c | d |\n", "a b c d"},
		"reference links": {"See [it][secret].\n\n[secret]: hidden.md\n", "See it."},
		"in a quote":      {"See [it][secret].\n\n> [secret]: hidden.md\n", "See it."},
		"tags":            {"A <b title=\"secret\">bold</b> one <!-- secret -->.", "A bold one ."},
		"comments":        {"One <!-- secret --> two.", "One two."},
		"broken lines":    {"A [link](\nsecret.md) here.", "A link here."},
		"odd ticks":       {"A ` tick and [x](secret.md)", "A ` tick and x"},
	} {
		t.Run(name, func(t *testing.T) {
			d, _, _ := Parse(diag.NewText("a.md", []byte(test.source)), 0, Options{})
			parts := d.Plain()
			if len(parts) != 1 || parts[0].Text != test.want {
				t.Errorf("%q reads %+v, want %q", test.source, parts, test.want)
			}
		})
	}
}

func TestPlainTextKnowsItsHeadings(t *testing.T) {
	d, _, _ := Parse(diag.NewText("a.md", []byte("---\n---\nLead.\n\n## What *happened*\n\nThis.\n\nThat\n----\n\n```\n## code\n```\n")), 8, Options{})
	var told []string
	for _, p := range d.Plain() {
		id := ""
		if p.Heading != nil {
			id = p.Heading.ID
		}
		told = append(told, id+": "+p.Text)
	}
	if got := strings.Join(told, "; "); got != ": Lead.; what-happened: This.; that: ## code" {
		t.Errorf("the parts are %q", got)
	}
}

var looseWord = regexp.MustCompile(`[\p{L}\p{N}]+`)

// What is said quickly is never more than what a reader of the page sees: no
// address of a link, no attribute, nothing that is hidden.
func FuzzPlainSaysNoMoreThanThePage(f *testing.F) {
	for _, source := range []string{
		"a [b](c) `d` [[e|f]]", "```\n[a](b)\n```\n[c](d)", "## a\n[b](c(d)e)", "[a]: b\n[c][a]", "- ```\n  a\n[b](c)", "    ```\n[a](b)", "`` ` [a](b) ``",
		"\\[a](b) [c](\"d)e\")", "~~~ x\na\n~~~~\n[b](c)", "| a | [b](c) |\n|-|-|", "[a\n](b)", "> ```\n> a\n\n[b](c)", "![a](b \"c\")", "[a] (b) [](c)",
		"000](1)0A[", "a[b](c d)e", "a[b](c\x01d)e", "f[a [b](c)](d)g", "a [b]c](d)e", "[a] (b) [[]](c)", "+ [x](b)", "[0[[1>0|a]]", "\t[a](b)c", "+ [x] )(b)", "+ [x]b)(b)", "a\n-\f\nb\n-", "#a #\n#a #\n-", "d![[e|f]]", ">~~~<a>~~", "| a |\n|-|\n| b | c |", "d[[һ0]]00]]0", "_\na_\nb\n=\n",
	} {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if strings.ContainsAny(source, ":&\r\x00") || !utf8.ValidString(source) { // names of emoji and characters are words of the source alone
			return
		}
		d, _, _ := Parse(diag.NewText("a.md", []byte(source)), 0, Options{})
		if d.asIs {
			return
		}
		var seen strings.Builder
		for _, p := range d.plainOfTree() {
			seen.WriteString(" " + p.Text)
		}
		page := strings.Join(looseWord.FindAllString(seen.String(), -1), "")
		for _, p := range d.Plain() {
			for _, w := range looseWord.FindAllString(p.Text, -1) {
				if strings.Trim(w, "0123456789") != "" && !strings.Contains(page, w) { // numbers mark lists
					t.Errorf("%q: %q does not stand on the page (%q)", source, w, seen.String())
				}
			}
		}
	})
}
