package markdown

import (
	"runtime"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/retrowiki/retrowiki/internal/hostile"
)

// few are limits so low that a fuzzer reaches them.
var few = limits{
	bytes: 10_000, depth: 4, open: 60, delimiters: 12, brackets: 4, lines: 8, looks: 1000, columns: 5, cells: 20, references: 4,
}

// withinFew asks of the tree what the limits promised without it.
func withinFew(t *testing.T, source []byte) {
	t.Helper()
	cells, references := 0, 0
	_ = ast.Walk(markdownParser.Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case extast.KindTableCell:
			cells++
		case ast.KindLinkReferenceDefinition, extast.KindFootnote, extast.KindFootnoteLink:
			references++
		case ast.KindList, ast.KindBlockquote:
			depth := 0
			for p := n; p != nil; p = p.Parent() {
				if k := p.Kind(); k == ast.KindList || k == ast.KindBlockquote || k == kindAlert {
					depth++
				}
			}
			if depth > 3*few.depth+2 { // two spaces are enough for a list in a list, and four count as one
				t.Errorf("%q: quotes and lists stand %d deep in each other", source, depth)
			}
		}
		if k := n.Kind(); k != ast.KindParagraph && k != ast.KindTextBlock && k != ast.KindHeading && k != extast.KindTableCell || n.Lines() == nil {
			return ast.WalkContinue, nil
		}
		delimiters := 0
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			for _, c := range line.Value(source) {
				if marksUp[c] {
					delimiters++
				}
			}
		}
		if delimiters > few.delimiters || n.Lines().Len() > few.lines {
			t.Errorf("%q: a block of %d lines has %d characters that mark something up", source, n.Lines().Len(), delimiters)
		}
		return ast.WalkContinue, nil
	})
	if cells > few.cells+few.columns+1 || references > few.references {
		t.Errorf("%q: %d cells, %d references", source, cells, references)
	}
}

// FuzzLimits holds the counting, which knows no tree, to the tree: whatever
// it lets pass has no block, list or table beyond the limits.
func FuzzLimits(f *testing.F) {
	for _, h := range hostile.Markdown {
		f.Add([]byte(h.Make(100)))
	}
	for _, seed := range []string{
		"```\n[[[[[[[[\n```\n", "- ```\n\n[[[\n", "~~~ a\n~~~~ b\n~~~\n***\n", "> ```\n_a_\n```\n", "<pre>\n```\n</pre>\n", "<!-- a\n```\n--> b\n```\n", "a\n- b\n1. c\n2. d\n# e\nf\n===\n",
		"[^a]: b\n\n    ```\n    c\n", "|a|b|\n|-|-|\n|c|\n\n|d\n", "\t```\n*a*\n", "a\r\n\r\n```\r\nb\r\n```\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		if _, problem := few.exceeded(source); problem == "" && !t.Failed() {
			withinFew(t, source)
		}
	})
}

// Whatever the text, reading and showing it takes memory that grows as the
// text does. (How long it takes, the benchmark of generator tells.)
func TestNoTextTakesMoreThanItsShare(t *testing.T) {
	const size = 16 << 10
	for _, h := range hostile.Markdown {
		t.Run(h.Name, func(t *testing.T) {
			once, fourTimes := spent(t, h.Make(size)), spent(t, h.Make(4*size))
			if fourTimes > 10*once+1<<20 {
				t.Errorf("%d kB take %d kB of memory, and four times as much text takes %d kB", size>>10, once>>10, fourTimes>>10)
			}
			if fourTimes > 400<<20 {
				t.Errorf("64 kB take %d MB of memory", fourTimes>>20)
			}
		})
	}
}

// spent is how many bytes are asked for to read a text and show all of it.
func spent(t *testing.T, source string) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	d, _ := parse(t, source, Options{Shown: true})
	d.Render(anywhere)
	d.Prose()
	d.Plain()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// What people write is far from every limit.
func TestOrdinaryTextIsWithinTheLimits(t *testing.T) {
	for name, source := range map[string]string{
		"a timeline of 10,000 entries":     "## Timeline\n\n" + strings.Repeat("- **03:12** [deploy](https://ci.example.com/1) `web-1` @kim {noise}\n", 10_000),
		"a log of 10,000 lines in a fence": "```\n" + strings.Repeat("[2014-11-24 03:12:00] *** <warn> host: `x` [a](b)\n", 10_000) + "```\n",
		"a log with wide lines":            "```text\n" + strings.Repeat(strings.Repeat(" ", 500)+"x\n", 100) + "```\n",
		"comments of a form, then a log":   "<!-- What happened?\nBe brief. -->\n\n```json\n" + strings.Repeat("{\"a\": [\"b:c\", `d`]},\n", 5_000) + "```\n",
		"a table of 2,000 rows":            "| a | b | c |\n|---|---|---|\n" + strings.Repeat("| 1 | 2 | x |\n", 2_000),
		"lists in lists in lists":          strings.Repeat("- a\n  - b\n    - c\n      - d\n", 5_000),
		"details that are closed":          strings.Repeat("<details><summary>a</summary>\n\n<b>b</b>\n\n</details>\n\n", 2_000),
		"paragraphs of tags left open":     strings.Repeat("<p>a\n\n", 2_000),
		"a hundred definitions used often": strings.Repeat("[a]: https://example.com/"+strings.Repeat("x", 500)+"\n", 100) + "\n" + strings.Repeat("[a] and [a]\n\n", 2_000),
	} {
		if _, findings := parse(t, source, Options{}); len(findings) != 0 {
			t.Errorf("%s: %v", name, findings[0].Message)
		}
	}
}
