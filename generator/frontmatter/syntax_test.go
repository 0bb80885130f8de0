package frontmatter_test

import (
	"strings"
	"testing"
)

// One finding for each common mistake, where it was made and in words that
// help. Lines count the opening fence.
func TestYAMLMistakes(t *testing.T) {
	tests := []struct{ name, yaml, finding, hint string }{
		{"colon in a value", "a: 1\ntitle: Disk: full", "3:12 the value of `title` has a colon and a space in it, which YAML takes for another key", "in quotes"},
		{"colon in a list", "a:\n  - b: c: d", "3:9 the value of `b` has a colon and a space in it, which YAML takes for another key", "in quotes"},
		{"tab under a key", "a:\n\tb: 1", "3:1 a tab indents this line; YAML wants spaces", "with spaces"},
		{"tab under a value", "a: 1\n\tb: 1", "3:1 a tab indents this line; YAML wants spaces", "with spaces"},
		{"tab behind spaces", "a:\n  b: 1\n  \tc: 2", "4:3 a tab indents this line; YAML wants spaces", "with spaces"},
		{"tab before a list item", "a:\n\t- b", "3:1 a tab indents this line; YAML wants spaces", "with spaces"},
		{"at sign", "owner: @lex", "2:8 a value cannot begin with `@`, which YAML reserves", "in quotes"},
		{"at sign in a list", "roles:\n  - x\n  - @lex", "4:5 a value cannot begin with `@`, which YAML reserves", "in quotes"},
		{"backtick", "a: 1\nb: `x` fails", "3:4 a value cannot begin with a backtick, which YAML reserves", "in quotes"},
		{"percent", "a: %d", "2:4 a value cannot begin with `%`, which YAML reserves for directives", "in quotes"},
		{"bold", "a: **bold**", "2:4 a value cannot begin with `*`, which YAML takes for a reference to a named value", "in quotes"},
		{"star", "a: *bold", "2:4 YAML takes *bold for a reference, and nothing is named &bold", "in quotes"},
		{"ampersand", "a: & b", "2:4 a value cannot begin with `&`, which YAML takes for the name of a value", "in quotes"},
		{"greater", "a: > 5 % of requests", "2:4 a value cannot begin with `>`, which YAML takes for the start of a block of text", "in quotes"},
		{"question", "a: ? b", "2:4 a value cannot begin with `?`, which YAML takes for a key", "in quotes"},
		{"no space behind the first colon", "title:Disk full\nb: 1", "2:6 a space is missing behind this colon", "with a space"},
		{"no space behind a later colon", "b: 1\ntitle:Disk full", "3:6 a space is missing behind this colon", "with a space"},
		{"no space behind the only colon", "title:Disk full", "2:6 a space is missing behind this colon", "with a space"},
		{"no colon", "a: 1\nDisk full\nb: 2", "3:1 this line is neither `key: value` nor part of the value above", "below the key"},
		{"no colon at first", "Disk full\nb: 2", "2:1 this line is neither `key: value` nor part of the value above", "below the key"},
		{"indented below a value", "a: 1\n  b: 2", "3:3 this line is indented deeper than the one above allows", "same column"},
		{"indented between", "a:\n    b: 1\n  c: 2", "4:3 the indentation of this line fits no line above it", "same column"},
		{"list and keys", "a: 1\n- b", "3:1 the indentation of this line fits no line above it", "same column"},
		{"quote never closed", "a: 1\nb: \"x\nc: 2", "3:4 the quote `\"` that begins here is never closed", "end the value with `\"`"},
		{"quote never closed on the first line", "a: 'x", "2:4 the quote `'` that begins here is never closed", "end the value with `'`"},
		{"quote closed by the next one", "a: \"x\nb: \"y\"\nc: 1", "2:4 the quote `\"` that begins here is never closed", "end the value with `\"`"},
		{"apostrophe in quotes", "a: 'it's'\nb: 1", "2:8 text follows the end of the value of `a`", "write ' twice"},
		{"text behind quotes", "a: \"x\" y", "2:8 text follows the end of the value of `a`", "in quotes"},
		{"text behind brackets", "a: [x] y", "2:8 text follows the end of the value of `a`", "in quotes"},
		{"bracket never closed", "a: 1\nb: [x, y\nc: 2", "3:4 what begins with this `[` lacks a comma, a value or its `]`", "in quotes"},
		{"missing comma", "a: {x: 1 y: 2}", "2:4 what begins with this `{` lacks a comma, a value or its `}`", "in quotes"},
		{"list on the line of its key", "a: - b", "2:4 a list cannot begin here", "next line"},
		{"Windows path", "a: \"C:\\path\"", "2:7 `\\p` means nothing in double quotes", "single quotes"},
		{"several documents", "a: 1\n--- # again\nb: 2", "3:1 a second YAML document begins here, and only one is read", "elsewhere"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, eol := range []string{"\n", "\r\n"} {
				doc, findings := parse(strings.ReplaceAll("---\n"+test.yaml+"\n---\nbody", "\n", eol))
				if len(findings) != 1 {
					t.Fatalf("findings: %s", told(findings))
				}
				want(t, "finding", strings.Replace(told(findings), " syntax ", " ", 1), test.finding)
				if hint := findings[0].Hint; !strings.Contains(hint, test.hint) || !strings.Contains(hint, "nothing of the frontmatter can be read") {
					t.Errorf("hint: %s", hint)
				}
				if len(doc.Text.Bytes)-doc.Body != len("body") {
					t.Errorf("body at %d", doc.Body)
				}
			}
		})
	}
}

func TestTOMLAndJSONMistakes(t *testing.T) {
	tests := []struct{ name, content, finding string }{
		{"YAML in TOML", "+++\na: 1\n+++\n", "2:2 syntax this is not TOML: expected '=' after key"},
		{"no quotes", "+++\n\na = Ä\n+++\n", "3:5 syntax this is not TOML: unexpected character 'Ä' at start of value"},
		{"a word that begins like true", "+++\na = the disk\n+++\n", "2:5 syntax this is not TOML: the text has no quotes"},
		{"no such day", "+++\na = 2014-13-45\n+++\n", "2:10 syntax this is not TOML: impossible date"},
		{"quote not closed", "+++\na = \"Ä\nb = 1\n+++\n", "2:7 syntax this is not TOML: basic strings cannot have new lines"},
		{"a table that is a value", "+++\na = {b = 1}\n[a.c]\n+++\n", "3:2 syntax this is not TOML: key a already exists as a value"},
		{"last comma", ";;;\n{\n\"Ä\": 1,\n}\n;;;\n", "3:7 syntax this is not JSON: a comma stands behind the last field"},
		{"single quotes", ";;;\n{\"a\": 'b'}\n;;;\n", "2:7 syntax this is not JSON: invalid character '\\'' looking for beginning of value"},
		{"text without quotes", ";;;\n{\"a\": é}\n;;;\n", "2:7 syntax this is not JSON: invalid character 'é' looking for beginning of value"},
		{"not finished", ";;;\n{\"a\": 1\n;;;\n", "2:8 syntax this is not JSON: unexpected end of JSON input"},
		{"two objects", ";;;\n{}\n{}\n;;;\n", "3:1 syntax this is not JSON: invalid character '{' after top-level value"},
	}
	for _, test := range tests {
		_, findings := parse(test.content)
		want(t, test.name, told(findings), test.finding)
	}
}

// The first of two equal keys counts, and both places are named.
func TestDuplicateKeys(t *testing.T) {
	tests := []struct{ name, content, finding, first string }{
		{"YAML", "---\na: 1\nb: 2\n\"a\": 3\n---\n", "4:1 duplicate-key the key \"a\" is written twice", "2:1-2:2"},
		{"deep in YAML", "---\nl:\n  - {x: 1, y: 2, x: 3}\n---\n", "3:18 duplicate-key the key \"x\" is written twice", "3:6-3:7"},
		{"TOML", "+++\na = 1\na = 2\n+++\n", "3:1 duplicate-key the key \"a\" is written twice", "2:1-2:2"},
		{"TOML tables", "+++\n[a]\nx = 1\n[b]\n[a]\nx = 1\n+++\n", "5:2 duplicate-key the key \"a\" is written twice", "2:2-2:3"},
		{"TOML table and list", "+++\n[a]\n[[a]]\n+++\n", "3:3 duplicate-key the key \"a\" is written twice", "2:2-2:3"},
		{"JSON", ";;;\n{\"a\": 1, \"\\u0061\": 2}\n;;;\n", "2:10 duplicate-key the key \"a\" is written twice", "2:2-2:5"},
	}
	for _, test := range tests {
		doc, findings := parse(test.content)
		want(t, test.name, told(findings), test.finding)
		if len(findings) == 1 && extent(findings[0].Related[0].Span) != test.first {
			t.Errorf("%s: first at %s", test.name, extent(findings[0].Related[0].Span))
		}
		if a := doc.Root.Get("a"); a != nil && a.Text != "" && a.Text != "1" {
			t.Errorf("%s: the later key counts", test.name)
		}
	}
}

// What YAML drops in silence is told.
func TestLostInYAML(t *testing.T) {
	tests := []struct{ name, yaml, findings string }{
		{"a channel is a comment", "channel: #ops", "2:10 comment YAML takes everything from this `#` on for a comment, so it is not part of the value"},
		{"a number is a comment", "title: Outage of queue #4 today", "2:24 comment YAML takes everything from this `#` on for a comment, so it is not part of the value"},
		{"a comment is a comment", "a: b # c\nd: # e\nf: 'x' #y", ""},
		{"a hash in a word", "a: b#c", ""},
		{"a tag", "title: !important note", "2:8 tag YAML takes !important for a tag, so it is not part of the text"},
		{"a tag alone", "title: ! note", "2:8 tag YAML takes ! for a tag, so it is not part of the text"},
		{"an anchor", "title: &co note", "2:8 anchor YAML takes &co for the name of this value, and nothing refers to it"},
		{"a list as a key", "? [a]\n: b\nc: d", "2:3 key a sequence cannot be a key"},
		{"a mapping as a key", "{a: b}: c", "2:1 key a mapping cannot be a key"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, findings := parse("---\n" + test.yaml + "\n---\n")
			want(t, "findings", told(findings), test.findings)
		})
	}
}
