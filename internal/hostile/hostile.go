// Package hostile makes texts that are small and cost much: those of the lists
// that cmark and commonmark.js are tested with, those that were ever reported
// of a parser of Markdown, and those that only this wiki's own reading finds
// long. The tests hold the reading to its limits with them, and the benchmark
// of generator measures them.
package hostile

import (
	"fmt"
	"strings"
)

// Text is a text that can be made in any size.
type Text struct {
	Name string
	Make func(size int) string // about as many bytes
}

// again is a text that repeats one part.
func again(part string) func(int) string {
	return func(size int) string { return strings.Repeat(part, max(1, size/len(part))) }
}

// around is a text that opens as often as it closes.
func around(open, middle, closing string) func(int) string {
	return func(size int) string {
		n := max(1, size/(len(open)+len(closing)))
		return strings.Repeat(open, n) + middle + strings.Repeat(closing, n)
	}
}

// behind puts a beginning before a text and an end behind it.
func behind(head string, middle func(int) string, tail string) func(int) string {
	return func(size int) string { return head + middle(size) + tail }
}

// long is a paragraph that is much longer than what it repeats.
func long(part string) func(int) string {
	return func(size int) string {
		return strings.Repeat(part, 4_900/strings.Count(part, part[:1])/3) + strings.Repeat("word ", size/5)
	}
}

// counted repeats a part with a number in it.
func counted(format string) func(int) string {
	return func(size int) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
}

// both has half of each.
func both(a, b func(int) string) func(int) string {
	return func(size int) string { return a(size/2) + b(size/2) }
}

// Markdown lists texts for the body of an incident.
var Markdown = []Text{
	// Of goldmark, and of this project's own search.
	{"nested lists", behind("", again("- "), "x\n\n\n")},
	{"nested lists and blank lines", func(size int) string {
		return strings.Repeat("- ", 90) + "x\n" + strings.Repeat("\n", max(1, size-200)) + "y\n"
	}},
	{"deep lists line by line", func(size int) string {
		return strings.Repeat(strings.Repeat("- ", 90)+"x\n", max(1, size/182))
	}},
	{"staircase of lists", func(size int) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			b.WriteString(strings.Repeat("  ", i%90) + "- x\n")
		}
		return b.String()
	}},
	{"staircase without end", func(size int) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			b.WriteString(strings.Repeat(" ", i) + "* a\n")
		}
		return b.String()
	}},
	{"nested quotes", behind("", again("> "), "x")},
	{"deep quotes line by line", func(size int) string {
		return strings.Repeat(strings.Repeat("> ", 90)+"x\n", max(1, size/182))
	}},
	{"quotes and lists by turns", behind("", again("> - "), "x")},
	{"lazy lines behind deep quotes", func(size int) string {
		return strings.Repeat("> ", 90) + "x\n" + strings.Repeat("y\n", size/2)
	}},
	{"numbered lists in one line", again("1. ")},
	{"plus lists in one line", again("+ ")},
	{"emphasis of two kinds", again("*a_ ")},
	{"half links", again("[a](b")},
	{"wide table with short rows", func(size int) string {
		return strings.Repeat("|a", size/6) + "|\n" + strings.Repeat("|-", size/6) + "|\n" + strings.Repeat("|x|\n", size/12)
	}},
	{"widest table that may be, with short rows", func(size int) string {
		return strings.Repeat("|a", 198) + "|\n" + strings.Repeat("|-", 198) + "|\n" + strings.Repeat("|x|\n", size/4)
	}},
	{"table without pipes at its ends", func(size int) string {
		return "a | b\n- | -\n" + strings.Repeat("x\n", size/2)
	}},
	{"one long reference used often", func(size int) string {
		return "[a]: /" + strings.Repeat("x", size/2) + "\n\n" + strings.Repeat("[a] ", size/8)
	}},
	{"one long reference, in paragraphs", func(size int) string {
		return "[a]: /" + strings.Repeat("x", size/2) + "\n\n" + strings.Repeat("[a]\n\n", size/10)
	}},
	{"footnote used often", behind("[^1]: x\n\n", again("[^1] "), "")},
	{"footnote used often, in paragraphs", behind("[^1]: x\n\n", again("[^1]\n\n"), "")},
	{"many footnotes", counted("[^%[1]d]\n\n[^%[1]d]: x\n\n")},
	{"many footnotes that nothing uses", counted("[^%d]: x\n\n")},
	{"many headings of one name", again("# a\n")},
	{"many headings and links to them", both(counted("# h%d\n"), counted("[x](#h%d)\n\n"))},
	{"many empty headings", again("#\n")},

	// cmark's and commonmark.js's lists of pathological inputs.
	{"nested strong emphasis", around("*a **a ", "b", " a** a*")},
	{"many emphasis closers with no openers", again("a_ ")},
	{"many emphasis openers with no closers", again("_a ")},
	{"many 3-emphasis openers with no closers", again("***a ")},
	{"many link closers with no openers", again("a]")},
	{"many link openers with no closers", again("[a")},
	{"mismatched openers and closers", again("*a_ ")},
	{"openers and closers multiple of 3", behind("a**b", again("c* "), "")},
	{"link openers and emphasis closers", again("[ a_")},
	{"pattern [ (]( repeated", again("[ (](")},
	{"pattern ![[]() repeated", again("![[]()")},
	{"hard link/emphasis case", behind("**x [a*b**c*](d)", again("*"), "")},
	{"nested brackets", around("[", "a", "]")},
	{"nested brackets with links", around("[", "a", "](u)")},
	{"nested images", around("![", "a", "](u)")},
	{"nested block quotes", behind("", again("> "), "a")},
	{"deeply nested lists", func(size int) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			b.WriteString(strings.Repeat("  ", i) + "* a\n")
		}
		return b.String()
	}},
	{"U+0000 in input", again("abc\u0000de\u0000")},
	{"backticks", func(size int) string {
		var b strings.Builder
		for i := 1; b.Len() < size; i++ {
			b.WriteString("e" + strings.Repeat("`", i))
		}
		return b.String()
	}},
	{"unclosed inline links with a space", again("[a](b ")},
	{"unclosed links with an angle", again("[a](<b")},
	{"unclosed <!--", behind("</", again("<!--"), "")},
	{"unclosed comments by line", again("x <!--\n\n")},
	{"empty declarations", behind("", again("<!A "), "")},
	{"processing instructions", again("<?")},
	{"CDATA", again("<![CDATA[")},
	{"open tags", again("<a ")},
	{"open tags with attributes", again("<a x='")},
	{"unclosed tags by paragraph", again("<a x='\n\n")},
	{"autolinks that never close", again("<https:")},
	{"e-mail addresses", again("a@b.")},
	{"www", again("www.")},
	{"bare addresses with parentheses", behind("https://a.b/", again("("), "")},
	{"bare addresses with closing parentheses", behind("https://a.b/", again(")"), "")},
	{"bare addresses and entities", behind("https://a.b/", again("&a;"), "")},
	{"entities without end", again("&")},
	{"nested parentheses in a link", behind("[a](", again("("), "")},
	{"link titles without end", again("[a](b '")},
	{"link reference titles without end", again("[a]: b '\n")},
	{"empty references", again("[]: ")},
	{"many references", counted("[%d]: u\n")},
	{"many references in a chain", counted("[a%[1]d]: u\n[x%[1]d]\n")},
	{"a reference in a paragraph of references", again("[a]: u\n")},
	{"label of backslashes", behind("[", again("\\"), "]")},
	{"many references that are none", again("[a\n]: b\n[")},
	{"tabs", again("\t")},
	{"tabs and text", again("\ta\n")},
	{"spaces", again(" ")},
	{"spaces and line ends", behind("a", again(" \n"), "b")},
	{"hard line breaks", again("a  \n")},
	{"backslash line breaks", again("a\\\n")},
	{"strikethrough", again("~a ")},
	{"strikethrough of two", again("~~a~ ")},
	{"setext underlines", again("a\n=\n")},
	{"a paragraph and an underline never", behind("", again("a\n"), "= =\n")},
	{"thematic breaks that are none", behind("", again("* "), "a\n")},
	{"thematic breaks", again("***\n")},
	{"fences without end", again("```\n")},
	{"fences in lists", again("- ```\n")},
	{"fences of many backticks", again("````a\n")},
	{"HTML blocks", again("<div>\n\n")},
	{"nested HTML", around("<div>", "a", "</div>")},
	{"nested HTML that may stand", around("<b>", "a", "</b>")},
	{"HTML formatting that is never closed", again("<b><i><u>")},
	{"HTML formatting by paragraph", again("<b><i>\n\n")},
	{"HTML formatting of many classes by paragraph", counted("<b class=\"%03x\">\n\n")},
	{"HTML formatting of many classes, then paragraphs", func(size int) string {
		return counted("<b class=\"%03x\">")(9_000) + "\n\n" + strings.Repeat("x\n\n", size/3)
	}},
	{"HTML tables in tables", again("<table><tr><td>")},
	{"HTML attributes", behind("<a ", again("x "), ">")},
	{"task lists", again("- [ ] a\n")},
	{"tables of one row", again("|a|\n|-|\n")},
	{"table rows of escapes", behind("|a|\n|-|\n", again("|\\|"), "\n")},
	{"table and code spans", behind("|a|\n|-|\n", again("`|"), "\n")},
	{"table delimiters that are none", again("|-")},
	{"alerts", again("> [!NOTE]\n\n")},
	{"emoji", again(":a")},
	{"emoji of two colons", again(":+1: ")},

	// Fences that are none, before what must not be missed.
	{"links behind a fence that an item ends", behind("-\n  ```\n", again("[a](b"), "")},
	{"links behind indented code", behind("    ```\n\n", again("[a](b"), "")},
	{"links behind a fence in tags", behind("<div>\n```\n</div>\n\n", again("[a](b"), "")},
	{"links behind a fence in a comment", behind("<!--\n```\n-->\n\n", again("[a](b"), "")},
	{"links behind a long fence", behind("````\n```\n````\n", again("[a](b"), "")},
	{"links by lines that only look blank", again("[a](b\n\u00a0\n")},
	{"links by lines with a carriage return", again("[a](b\r")},
	{"many references in quotes", func(size int) string { return "> " + strings.ReplaceAll(counted("[%d]: u\n")(size), "\n", "\n> ") }},
	{"a long title used often", func(size int) string {
		return "[a]: u \"" + strings.Repeat("x\n", size/4) + "\"\n\n" + strings.Repeat("[a]\n\n", size/10)
	}},
	{"long words of images in each other", func(size int) string {
		return strings.Repeat("!["+strings.Repeat("x ", size/400), 150) + strings.Repeat("](u)", 150)
	}},
	{"a thousand links in one long paragraph", func(size int) string {
		return strings.Repeat("[a](b) "+strings.Repeat("word ", size/6000), 1000)
	}},
	{"a thousand links in one long sentence", func(size int) string {
		return strings.Repeat("[[a]] "+strings.Repeat("word ", size/6000), 1000)
	}},
	{"titles without end in a long paragraph", long("[a](b \"")},
	{"addresses without end in a long paragraph", long("[a](<b")},
	{"comments without end in a long paragraph", long("<!-- ")},
	{"tags without end in a long paragraph", long("<a b=\"")},
	{"instructions without end in a long paragraph", long("<?a ")},
	{"backticks in a long paragraph", long("`a ``b ")},
	{"emphasis in a long paragraph", long("*a _b ")},
	{"brackets in a long paragraph", long("[a ] ")},
	{"colons in a long paragraph", long(":a")},
	{"autolinks without end in a long paragraph", long("<http:a ")},
	{"a long label in many lines", func(size int) string { return "[" + strings.Repeat("x\n", size/2) + "]: u\n" }},
	{"many links in many lines", func(size int) string { return strings.Repeat("[a](b\n\"c\")\n", size/12) }},
	{"milestones and emphasis in a timeline", behind("## Timeline\n\n- 03:12 - ", again("*a*\n  {b} @c "), "\n")},

	// What is read from the tree here.
	{"wiki links", again("[[a]] ")},
	{"wiki links by paragraph", counted("[[nothing-%d]]\n\n")},
	{"wiki links without end", again("[[a|")},
	{"links in one long sentence", behind("[a](b)", again(" word"), "")},
	{"links in a paragraph of words", both(again("word "), again("<https://a.b> "))},
	{"inside and outside", again("<!-- internal -->a<!-- /internal -->\n\n")},
	{"internal without end", again("<!-- internal -->\n\n")},
	{"people in a timeline", behind("## Timeline\n\n- 03:12 - ", again("@a "), "\n")},
	{"people by line in a timeline", behind("## Timeline\n\n- 03:12 - ", again("@a\n  "), "\n")},
	{"milestones in a timeline", behind("## Timeline\n\n- 03:12 - ", again("{a} "), "\n")},
	{"noise by line in a timeline", behind("## Timeline\n\n- 03:12 - ", again("{noise}\n  "), "\n")},
	{"timeline of short entries", behind("## Timeline\n\n", again("- 03:12 - a\n"), "")},
	{"timeline of lists without times", behind("## Timeline\n\n- 03:12 a\n", again("- a\n"), "")},
	{"many lists in a timeline", behind("## Timeline\n\n", again("- 03:12 a\n- b\n\nc\n\n"), "")},
	{"many timelines", again("## Timeline\n- 03:12 a\n")},
	{"references to commits", again("abcdef1 ")},
	{"references without end", again("a/a.")},
	{"issues", again("a/b#1 ")},
	{"quotation marks", again("\"'“„«‘ ")},
	{"apostrophes", again(" 'a")},
	{"code of one line", behind("```go\n", again("/*\""), "\n```\n")},
	{"code that opens", behind("```js\n", again("`${"), "\n```\n")},
	{"code by line", behind("```yaml\n", again("a: b\n"), "```\n")},
	{"one long word", again("a")},
	{"one long line of words", again("word ")},
	{"short paragraphs", again("a\n\n")},
	{"combining marks", again("e\u0301\u0301")},
}
