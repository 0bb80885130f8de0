package frontmatter_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Aliases stand for what they name, at the place where they are used.
func TestAliases(t *testing.T) {
	tests := []struct{ name, yaml, outline, findings string }{
		{"a value", "a: &x lex\nb: [*x, *x]", `
			a string "lex" 2:7-2:10
			b sequence 3:4-3:12
			b[0] string "lex" 3:5-3:7
			b[1] string "lex" 3:9-3:11`, ""},
		{"merged, and what is written out wins", "d: &d {x: 1, y: 2}\ne:\n  <<: *d\n  y: 3", `
			d mapping 2:7-2:19
			d.x int "1" 2:11-2:12
			d.y int "2" 2:17-2:18
			e mapping 4:3-5:7
			e.y int "3" 5:6-5:7
			e.x int "1" 2:11-2:12`, ""},
		{"the first of several merged wins", "e:\n  <<: [{x: 1}, {x: 2, y: 2}]", `
			e mapping 3:3-3:29
			e.x int "1" 3:12-3:13
			e.y int "2" 3:26-3:27`, ""},
		{"a quoted << is a key", "e: {\"<<\": 1}", `
			e mapping 2:4-2:13
			e.<< int "1" 2:11-2:12`, ""},
		{"only mappings merge", "e:\n  <<: 5", `e mapping 3:3-3:8`, "3:7 merge `<<` brings in the keys of a mapping, and this is an int"},
		{"itself", "a: &a [*a]", "", "2:8 alias *a stands inside of what it refers to"},
		{"itself, merged", "a: &a\n  <<: *a", "", "3:7 alias *a stands inside of what it refers to"},
		{"an alias as a key", "a: &x k\n*x : v", `
			a string "k" 2:7-2:8
			k string "v" 3:6-3:7`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, findings := parse("---\n" + test.yaml + "\n---\n")
			want(t, "outline", outline(doc.Root), test.outline)
			want(t, "findings", told(findings), test.findings)
		})
	}
}

func laughs(levels int) string {
	b := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < levels; i++ {
		b += fmt.Sprintf("a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
	}
	return b
}

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// A file that costs too much is told so by name, soon, and its body survives.
func TestLimits(t *testing.T) {
	again := strings.Repeat
	nodes, deep := "has more than 10000 keys and values", "more than 64 deep"
	tests := []struct{ name, content, message string }{
		{"a bomb of aliases", "---\n" + laughs(30) + "---\nbody", nodes},
		{"a bomb of merges", "---\nb: &b\n" + numbered("  k%d: 1\n", 4000) + "l:\n" + again("- <<: *b\n", 9000) + "---\nbody", nodes},
		{"many fields", "---\n" + numbered("k%d: 1\n", 20000) + "---\nbody", nodes},
		{"many fields in TOML", "+++\n" + numbered("k%d = 1\n", 20000) + "+++\nbody", nodes},
		{"many fields in JSON", ";;;\n[" + again("1,", 20000) + "1]\n;;;\nbody", nodes},
		{"deep lists", "---\na: " + again("[", 65) + again("]", 65) + "\n---\nbody", deep},
		{"deep items", "---\na:\n " + again("- ", 70) + "\n---\nbody", deep},
		{"deeper than the library goes", "---\na: " + again("[", 20000) + "\n---\nbody", deep},
		{"deep through aliases", "---\na: &a " + again("[", 40) + again("]", 40) + "\nb: " + again("[", 40) + "*a" + again("]", 40) + "\n---\nbody", deep},
		{"deep TOML", "+++\na = " + again("[", 70) + again("]", 70) + "\n+++\nbody", deep},
		{"deep keys in TOML", "+++\n" + again("a.", 70) + "a = 1\n+++\nbody", deep},
		{"deep JSON", ";;;\n" + again("[", 70) + again("]", 70) + "\n;;;\nbody", deep},
		{"a long block", "---\na: " + again("x", 256<<10) + "\n---\nbody", "it has 257 kB, and 256 kB are allowed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, findings := parse(test.content)
			if len(findings) != 1 || findings[0].Rule != "frontmatter/too-large" || !strings.Contains(findings[0].Message, test.message) {
				t.Errorf("findings: %s", told(findings))
			}
			if len(doc.Root.Pairs) != 0 || test.content[doc.Body:] != "body" {
				t.Errorf("%d pairs, body at %d", len(doc.Root.Pairs), doc.Body)
			}
		})
	}
}

func TestWithinLimits(t *testing.T) {
	deep := "---\na: " + strings.Repeat("[", 63) + strings.Repeat("]", 63) + "\n---\nbody"
	for name, content := range map[string]string{"many": "---\n" + numbered("k%d: 1\n", 4999) + "---\n", "deep": deep} {
		if doc, findings := parse(content); len(findings) > 0 || len(doc.Root.Pairs) == 0 {
			t.Errorf("%s: %s", name, told(findings))
		}
	}
}

// Text made to be slow takes no longer than other text of its size.
func TestSlowText(t *testing.T) {
	again := strings.Repeat
	for name, text := range map[string]string{
		"one long line":   "a: [" + again("ä, ", 9000) + "]",
		"many blocks":     numbered("k%d: |\n    x\n\n", 4900),
		"comments":        again("# x\n", 60000) + "a: 1",
		"empty lines":     again("\n", 200000) + "a: b: c",
		"plain text":      "a: " + again("x y ", 50000) + ": z",
		"a late mistake":  again("a: 1\n", 10000) + "\tx",
		"open quotes":     "a: 1\n" + again("- \"x\n", 40000),
		"open brackets":   again("a: [\n", 40000),
		"question marks":  again("? ", 100000),
		"anchors":         again("&a ", 80000),
		"duplicates":      again("a: 1\n", 4000),
		"anchors of many": "x:\n" + numbered("- &a%d\n", 9000),
	} {
		start := time.Now()
		parse("---\n" + text + "\n---\nbody")
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}
