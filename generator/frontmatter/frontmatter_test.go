package frontmatter_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// outline writes a tree as `path kind text line:column-line:column` lines, so
// that a test reads like the file.
func outline(n *frontmatter.Node) string {
	var lines []string
	walk("", n, func(path string, n *frontmatter.Node) {
		switch n.Kind {
		case frontmatter.Mapping, frontmatter.Sequence:
			if path != "" {
				lines = append(lines, fmt.Sprintf("%s %s %s", path, n.Kind, extent(n.Span)))
			}
		default:
			quoted := ""
			if n.Quoted {
				quoted = "quoted "
			}
			lines = append(lines, fmt.Sprintf("%s %s%s %q %s", path, quoted, n.Kind, n.Text, extent(n.Span)))
		}
	})
	return strings.Join(lines, "\n")
}

func walk(path string, n *frontmatter.Node, visit func(string, *frontmatter.Node)) {
	visit(path, n)
	for _, pair := range n.Pairs {
		walk(strings.TrimPrefix(path+"."+pair.Key.Text, "."), pair.Value, visit)
	}
	for i, item := range n.Items {
		walk(fmt.Sprintf("%s[%d]", path, i), item, visit)
	}
}

func extent(s diag.Span) string {
	return fmt.Sprintf("%d:%d-%d:%d", s.Start.Line, s.Start.Column, s.End.Line, s.End.Column)
}

// told writes findings as `line:column rule message` lines.
func told(findings diag.List) string {
	var lines []string
	for _, d := range findings {
		lines = append(lines, fmt.Sprintf("%d:%d %s %s", d.Span.Start.Line, d.Span.Start.Column, strings.TrimPrefix(d.Rule, "frontmatter/"), d.Message))
	}
	return strings.Join(lines, "\n")
}

func parse(content string) (*frontmatter.Document, diag.List) {
	return frontmatter.Parse(diag.NewText("incidents/x.md", []byte(content)))
}

func want(t *testing.T, what, got, want string) {
	t.Helper()
	if want = strings.TrimSpace(strings.ReplaceAll(want, "\n\t\t\t", "\n")); got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

// Every value knows where it stands, in lines and characters of the file.
func TestPlaces(t *testing.T) {
	tests := []struct{ name, content, outline string }{
		{"columns count characters", "---\n\"Größe\": é\n名前: 障害 # not a part of it\n---\n", `
			Größe string "é" 2:10-2:11
			名前 string "障害" 3:5-3:7`},
		{"CRLF", "---\r\ntitle: a\r\nsummary: >\r\n  b\r\n  c\r\nlast: d\r\n---\r\nbody\r\n", `
			title string "a" 2:8-2:9
			summary quoted string "b c\n" 3:10-5:4
			last string "d" 6:7-6:8`},
		{"a byte order mark is skipped, its bytes count", "\ufeff---\ntitle: a\n---\n", `
			title string "a" 2:8-2:9`},
		{"empty lines before the fence", "\n\n---\ntitle: a\n---\n", `
			title string "a" 4:8-4:9`},
		{"U+2028 breaks a line for YAML only", "---\na: x\u2028 y\nb: z\n---\n", `
			a string "x\u2028y" 2:4-2:8
			b string "z" 3:4-3:5`},
		{"a list of mappings", "---\nremediations:\n  - id: a\n    owner: lex\n  - id: b\n    owner: jim\n---\n", `
			remediations sequence 3:3-6:15
			remediations[0] mapping 3:5-4:15
			remediations[0].id string "a" 3:9-3:10
			remediations[0].owner string "lex" 4:12-4:15
			remediations[1] mapping 5:5-6:15
			remediations[1].id string "b" 5:9-5:10
			remediations[1].owner string "jim" 6:12-6:15`},
		{"brackets", "---\ntags: [a, 'b', {c: d}, e: f] # all\nnone: [ ]\n---\n", `
			tags sequence 2:7-2:29
			tags[0] string "a" 2:8-2:9
			tags[1] quoted string "b" 2:11-2:14
			tags[2] mapping 2:16-2:22
			tags[2].c string "d" 2:20-2:21
			tags[3] mapping 2:24-2:28
			tags[3].e string "f" 2:27-2:28
			none sequence 3:7-3:10`},
		{"no value stands behind the colon", "---\na:\nb: # later\nc:\n  -\n---\n", `
			a null "" 2:3-2:3
			b null "" 3:3-3:3
			c sequence 5:3-5:4
			c[0] null "" 5:4-5:4`},
		{"a value goes over several lines", "---\na: one\n  two\n\n  three # x\nb: \"one\n  two\"\n---\n", `
			a string "one two\nthree" 2:4-5:8
			b quoted string "one two" 6:4-7:7`},
		{"a block ends with its text", "---\na: |\n  one\n\n  two\n\nb: >+\n  x\n\nc:\n- |2\n    y\n- z: |\n    ---\nd: |\ne: f\n---\n", `
			a quoted string "one\n\ntwo\n" 2:4-5:6
			b quoted string "x\n\n" 7:4-9:1
			c sequence 11:1-14:8
			c[0] quoted string "  y\n" 11:3-12:6
			c[1] mapping 13:3-14:8
			c[1].z quoted string "---\n" 13:6-14:8
			d quoted string "" 15:4-15:5
			e string "f" 16:4-16:5`},
		{"tags and anchors stand before the value", "---\na: !!str 1.10\nb: &x\n  c: d\ne: *x\n---\n", `
			a quoted string "1.10" 2:10-2:14
			b mapping 4:3-4:7
			b.c string "d" 4:6-4:7
			e mapping 5:4-5:6
			e.c string "d" 4:6-4:7`},
		{"TOML", "+++\ntitle = \"Ä\" # x\na.b = 0x1F\nl = [1, [2], # c\n {x = 1}, ]\n[[remediations]]\nid = 'a'\n[[remediations]]\nid = 'b'\nowner = \"\"\"\nlex\"\"\"\n[roles]\n+++\n", `
			title quoted string "Ä" 2:9-2:12
			a mapping 3:1-3:11
			a.b int "0x1F" 3:7-3:11
			l sequence 4:5-5:12
			l[0] int "1" 4:6-4:7
			l[1] sequence 4:9-4:12
			l[1][0] int "2" 4:10-4:11
			l[2] mapping 5:2-5:9
			l[2].x int "1" 5:7-5:8
			remediations sequence 6:1-11:7
			remediations[0] mapping 6:1-7:9
			remediations[0].id quoted string "a" 7:6-7:9
			remediations[1] mapping 8:1-11:7
			remediations[1].id quoted string "b" 9:6-9:9
			remediations[1].owner quoted string "lex" 10:9-11:7
			roles mapping 12:1-12:8`},
		{"JSON", "{\n  \"title\": \"\\u00c4 b\",\n  \"o\": {\n    \"x\": 1.10\n  },\n\n  \"l\": [null, true, {}]\n}\n\nbody", `
			title quoted string "Ä b" 2:12-2:22
			o mapping 3:8-5:4
			o.x float "1.10" 4:10-4:14
			l sequence 7:8-7:24
			l[0] null "null" 7:9-7:13
			l[1] bool "true" 7:15-7:19
			l[2] mapping 7:21-7:23`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, findings := parse(test.content)
			want(t, "outline", outline(doc.Root), test.outline)
			want(t, "findings", told(findings), "")
		})
	}
}

// Keys have places too, and offsets count the file's bytes.
func TestKeyPlaces(t *testing.T) {
	tests := []struct{ name, content, key string }{
		{"YAML", "\ufeff---\r\nétat: x\r\n\"a key\" : y\r\n---\r\n", `"a key"`},
		{"TOML", "+++\na = 1\n\"a key\" = 2\n+++\n", `"a key"`},
		{"JSON", ";;;\n{\"a\": 1, \"a key\": 2}\n;;;\n", `"a key"`},
	}
	for _, test := range tests {
		doc, _ := parse(test.content)
		if len(doc.Root.Pairs) != 2 {
			t.Fatalf("%s: %d pairs", test.name, len(doc.Root.Pairs))
		}
		key := doc.Root.Pairs[1].Key
		if got := test.content[key.Span.Start.Offset:key.Span.End.Offset]; got != test.key || key.Text != "a key" {
			t.Errorf("%s: key %q at %q", test.name, key.Text, got)
		}
	}
}

// Text is what a person wrote; Kind is what it looks like in YAML 1.2.
func TestKinds(t *testing.T) {
	for _, test := range []struct{ value, want string }{
		{"1.10", "float 1.10"}, {"1e3", "float 1e3"}, {".inf", "float .inf"}, {"-7", "int -7"}, {"017", "int 017"},
		{"0x1F", "int 0x1F"}, {"0o17", "int 0o17"}, {"1_000", "string 1_000"}, {"1:30", "string 1:30"}, {"1.2.3", "string 1.2.3"},
		{"true", "bool true"}, {"false", "bool false"}, {"True", "string True"}, {"yes", "string yes"}, {"no", "string no"},
		{"on", "string on"}, {"off", "string off"}, {"null", "null null"}, {"~", "null ~"}, {"", "null "}, {"nil", "string nil"},
		{"2014-11-24", "time 2014-11-24"}, {"2014-11-24T03:12:00Z", "time 2014-11-24T03:12:00Z"},
		{"2014-11-24 03:12 +01:00", "time 2014-11-24 03:12 +01:00"}, {"2014-02-30", "time 2014-02-30"}, {"03/01/2024", "string 03/01/2024"},
		{`"no"`, "quoted string no"}, {"'1.10'", "quoted string 1.10"}, {`"\u00e9\n"`, "quoted string é\n"}, {"'it''s'", "quoted string it's"},
		{"!!str 2014-11-24", "quoted string 2014-11-24"}, {`!!int "3"`, "int 3"},
	} {
		doc, findings := parse("---\nx: " + test.value + "\n---\n")
		n := doc.Root.Get("x")
		got := n.Kind.String() + " " + n.Text
		if n.Quoted {
			got = "quoted " + got
		}
		if got != test.want || len(findings) > 0 {
			t.Errorf("%s is %q, want %q; %s", test.value, got, test.want, told(findings))
		}
	}
}

func TestGet(t *testing.T) {
	doc, _ := parse("---\na: {b: c}\n1: one\ntrue: two\n~: three\n---\n")
	if got := doc.Root.Get("a").Get("b"); got == nil || got.Text != "c" {
		t.Errorf("a.b is %v", got)
	}
	for key, text := range map[string]string{"1": "one", "true": "two", "~": "three"} {
		if got := doc.Root.Get(key); got == nil || got.Text != text {
			t.Errorf("%s is %v", key, got)
		}
	}
	if doc.Root.Get("nothing").Get("deeper") != nil {
		t.Error("a missing key has a value")
	}
}

// A file of YAML is read by the same rules, without fences.
func TestParseYAML(t *testing.T) {
	tests := []struct{ name, content, outline, findings string }{
		{"a file", "\ufeffincidents: [\"p/**/*.md\"]\nfields:\n  start: impact_started_at\n", `
			incidents sequence 1:13-1:26
			incidents[0] quoted string "p/**/*.md" 1:14-1:25
			fields mapping 3:3-3:27
			fields.start string "impact_started_at" 3:10-3:27`, ""},
		{"empty", "", "", ""},
		{"comments only", "# nothing yet\n", "", ""},
		{"with a document mark", "---\na: b\n", `a string "b" 2:4-2:5`, ""},
		{"two documents", "a: b\n---\nc: d\n", "", "2:1 syntax a second YAML document begins here, and only one is read"},
		{"a list", "- a\n- b\n", "", "1:1 not-mapping the file is a sequence, not a mapping of keys to values"},
		{"a word", "hello\n", "", "1:1 not-mapping the file is a string, not a mapping of keys to values"},
		{"Latin-1", "a: caf\xe9\n", "", "1:7 encoding byte 0xE9 is not UTF-8"},
		{"a directive", "%YAML 1.1\n---\na: b\n", `a string "b" 3:4-3:5`, ""},
		{"a directive of later YAML", "%YAML 1.2\n---\na: b\n", "", "1:1 syntax YAML is read without directives such as this one"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root, findings := frontmatter.ParseYAML(diag.NewText("retrowiki.yaml", []byte(test.content)))
			if root == nil || root.Kind != frontmatter.Mapping {
				t.Fatalf("root is %v", root)
			}
			want(t, "outline", outline(root), test.outline)
			want(t, "findings", told(findings), test.findings)
		})
	}
}
