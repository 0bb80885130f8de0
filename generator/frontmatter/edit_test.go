package frontmatter_test

import (
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

var order = []string{"id", "title", "owner", "issue"}

func set(path, text string) frontmatter.Edit {
	return frontmatter.Edit{Path: path, Value: frontmatter.NewText(text), Order: order, Shorthand: "title"}
}

func number(path string, n int) frontmatter.Edit {
	return frontmatter.Edit{Path: path, Value: frontmatter.NewInt(n), Order: order, Shorthand: "title"}
}

// TestEdit shows each edit with what it makes of a file: "" where the file is
// left as it is.
func TestEdit(t *testing.T) {
	for _, c := range []struct {
		name, before string
		edits        []frontmatter.Edit
		after        string
	}{
		{"a scalar, with its comment", "---\ntitle: Old # why\n---\nbody\n", []frontmatter.Edit{set("title", "New")}, "---\ntitle: New # why\n---\nbody\n"},
		{"text that YAML would take for something else", "---\ntitle: Old\n---\n", []frontmatter.Edit{set("title", "no")}, "---\ntitle: \"no\"\n---\n"},
		{"text in several lines", "---\ntitle: |\n  Old\n  text\nid: x\n---\n", []frontmatter.Edit{set("title", "a: b #c")}, "---\ntitle: \"a: b #c\"\nid: x\n---\n"},
		{"a key without a value", "---\nid: # none yet\ntitle: x\n---\n", []frontmatter.Edit{set("id", "x")}, "---\nid: x # none yet\ntitle: x\n---\n"},
		{"an id before its title", "---\nremediations:\n  - title: A # first\n    owner: lex\n---\n", []frontmatter.Edit{set("remediations[0].id", "a")}, "---\nremediations:\n  - id: a\n    title: A # first\n    owner: lex\n---\n"},
		{"an issue behind its owner", "---\nremediations:\n- title: A\n  owner: lex # she said so\n  due: 2015-01-01\n---\n", []frontmatter.Edit{number("remediations[0].issue", 4)}, "---\nremediations:\n- title: A\n  owner: lex # she said so\n  issue: 4\n  due: 2015-01-01\n---\n"},
		{"behind a block of text", "---\nremediations:\n- title: |\n    A\n\n    b\n  due: 2015-01-01\n---\n", []frontmatter.Edit{number("remediations[0].issue", 4)}, "---\nremediations:\n- title: |\n    A\n\n    b\n  issue: 4\n  due: 2015-01-01\n---\n"},
		{"flow style", "---\nremediations: [{title: A, owner: lex}, {title: B}]\n---\n", []frontmatter.Edit{set("remediations[0].id", "a"), number("remediations[1].issue", 3)}, "---\nremediations: [{id: a, title: A, owner: lex}, {title: B, issue: 3}]\n---\n"},
		{"a plain string becomes fields", "---\nremediations:\n  - Do it # soon\n  -\n  - 'And it''s'\n---\n", []frontmatter.Edit{set("remediations[0].id", "do-it"), number("remediations[1].issue", 7), set("remediations[1].id", "and")}, "---\nremediations:\n  - id: do-it\n    title: Do it # soon\n  -\n  - id: and\n    title: 'And it''s'\n    issue: 7\n---\n"},
		{"a plain string over lines", "---\nremediations:\n  - Do\n    it\n---\n", []frontmatter.Edit{set("remediations[0].id", "do-it")}, "---\nremediations:\n  - id: do-it\n    title: Do it\n---\n"},
		{"plain strings in flow style", "---\nremediations: [Do it, \"x\"]\n---\n", []frontmatter.Edit{set("remediations[0].id", "do-it"), number("remediations[1].issue", 1)}, "---\nremediations: [{id: do-it, title: Do it}, {title: \"x\", issue: 1}]\n---\n"},
		{"line ends and a byte order mark stay", "\ufeff---\r\nremediations:\r\n  - title: A\r\n---\r\nbody\r\n", []frontmatter.Edit{set("remediations[0].id", "a")}, "\ufeff---\r\nremediations:\r\n  - id: a\r\n    title: A\r\n---\r\nbody\r\n"},
		{"an anchor that nothing else sees", "---\na: &x 1\ntitle: A\n---\n", []frontmatter.Edit{set("id", "b")}, "---\nid: b\na: &x 1\ntitle: A\n---\n"},
		{"an anchor that something refers to", "---\ntitle: &x A\nb: *x\n---\n", []frontmatter.Edit{set("title", "B")}, ""},
		{"an alias", "---\na: &x A\ntitle: *x\n---\n", []frontmatter.Edit{set("title", "B")}, ""},
		{"a mapping by alias", "---\nremediations:\n  - &x { title: A }\n  - *x\n---\n", []frontmatter.Edit{set("remediations[1].id", "b")}, ""},
		{"a key from a merge is written anew", "---\nbase: &x { owner: lex }\nremediations:\n  - <<: *x\n    title: A\n---\n", []frontmatter.Edit{set("remediations[0].owner", "kim")}, "---\nbase: &x { owner: lex }\nremediations:\n  - <<: *x\n    title: A\n    owner: kim\n---\n"},
		{"explicit keys", "---\nremediations:\n  - ? title\n    : A\n---\n", []frontmatter.Edit{set("remediations[0].id", "a")}, ""},
		{"a file with errors", "---\ntitle: a: b\n---\n", []frontmatter.Edit{set("title", "x")}, ""},
		{"a place that is not there", "---\ntitle: a\n---\n", []frontmatter.Edit{set("remediations[0].id", "x")}, ""},
		{"a list where text is wanted", "---\ntitle: [a]\n---\n", []frontmatter.Edit{set("title", "x")}, ""},
		{"no frontmatter", "# Heading\n", []frontmatter.Edit{set("title", "A: b"), {Path: "tags", Value: frontmatter.NewList("a", "yes")}}, "---\ntitle: \"A: b\"\ntags: [a, \"yes\"]\n---\n\n# Heading\n"},
		{"no frontmatter behind a byte order mark", "\ufeff\r\ntext\r\n", []frontmatter.Edit{set("title", "A")}, "\ufeff---\r\ntitle: A\r\n---\r\n\r\ntext\r\n"},
		{"an empty frontmatter", "---\n---\nx", []frontmatter.Edit{set("title", "A")}, "---\ntitle: A\n---\nx"},
		{"TOML", "+++\n[[remediations]]\n  title = \"A\" # x\n[[remediations]]\ntitle = \"B\"\n+++\n", []frontmatter.Edit{set("remediations[0].id", "a"), number("remediations[1].issue", 2)}, "+++\n[[remediations]]\n  id = \"a\"\n  title = \"A\" # x\n[[remediations]]\ntitle = \"B\"\nissue = 2\n+++\n"},
		{"TOML in one line", "+++\nremediations = [{title = \"A\"}, 'B']\n+++\n", []frontmatter.Edit{set("remediations[0].id", "a"), set("remediations[1].id", "b")}, "+++\nremediations = [{id = \"a\", title = \"A\"}, {id = \"b\", title = 'B'}]\n+++\n"},
		{"TOML above its tables", "+++\n[retrospective]\nlocation = \"x\"\n+++\n", []frontmatter.Edit{set("title", "A\nb")}, "+++\ntitle = \"A\\nb\"\n[retrospective]\nlocation = \"x\"\n+++\n"},
		{"JSON", "{\n  \"title\": \"A\",\n  \"remediations\": [\"B\", {\"title\": \"C\"}]\n}\n\nbody", []frontmatter.Edit{set("id", "<a>"), set("remediations[0].id", "b"), set("remediations[1].id", "c")}, "{\n  \"id\": \"<a>\",\n  \"title\": \"A\",\n  \"remediations\": [{\"id\": \"b\", \"title\": \"B\"}, {\"id\": \"c\", \"title\": \"C\"}]\n}\n\nbody"},
		{"empty JSON", ";;;\n{}\n;;;\n", []frontmatter.Edit{set("id", "a")}, ";;;\n{\"id\": \"a\"}\n;;;\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, _ := frontmatter.Parse(diag.NewText("x.md", []byte(c.before)))
			fixes, refused := doc.Edit(c.edits...)
			if c.after == "" {
				if refused == nil || fixes != nil || refused[0].Message == "" || refused[0].Hint == "" {
					t.Errorf("not refused: %v", fixes)
				}
				return
			}
			got, err := diag.Apply([]byte(c.before), fixes)
			if refused != nil || err != nil || string(got) != c.after {
				t.Errorf("%v %v\ngot  %q\nwant %q", refused, err, got, c.after)
			}
		})
	}
}

func rank(key string) int { return strings.IndexAny("abcdef_", key) }

func TestReorder(t *testing.T) {
	for _, c := range []struct{ name, path, before, after string }{
		{"comments move with their key", "", "---\n# about c\nc: 1 # c\n\n# about a\na:\n  # inside\n  - x\n  # end of a\n# b\nb: |\n  text\n\n# the end\n---\n", "---\n# about a\na:\n  # inside\n  - x\n  # end of a\n\n# b\nb: |\n  text\n# about c\nc: 1 # c\n\n# the end\n---\n"},
		{"the schema stays on top", "", "---\n# yaml-language-server: $schema=x\nb: 1\na: 2\n---\n", "---\n# yaml-language-server: $schema=x\na: 2\nb: 1\n---\n"},
		{"in an item", "f[0]", "---\nf:\n  - b: 1\n    a: 2\r\n  - x\n---\n", "---\nf:\n  - a: 2\n    b: 1\r\n  - x\n---\n"},
		{"an anchor would come behind its alias", "", "---\nb: &x 1\na: *x\n---\n", ""},
		{"flow style", "", "---\n{b: 1, a: 2}\n---\n", ""},
		{"a comment behind the dash", "f[0]", "---\nf:\n  - b: 1\n    # about a\n    a: 2\n---\n", ""},
		{"a merge key", "f", "---\ne: &x {c: 1}\nf:\n  b: 1\n  <<: *x\n  a: 2\n---\n", ""},
		{"TOML", "", "+++\nb = 1\na = 2\n+++\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, _ := frontmatter.Parse(diag.NewText("x.md", []byte(c.before)))
			fixes, refused := doc.Reorder(c.path, rank)
			if c.after == "" {
				if refused == nil {
					t.Errorf("not refused: %v", fixes)
				}
				return
			}
			got, err := diag.Apply([]byte(c.before), fixes)
			if refused != nil || err != nil || string(got) != c.after {
				t.Errorf("%v %v\ngot  %q\nwant %q", refused, err, got, c.after)
			}
		})
	}
}
