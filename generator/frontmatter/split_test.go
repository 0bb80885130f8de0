package frontmatter_test

import (
	"strings"
	"testing"
)

// Where the frontmatter ends and the body begins, and what is said where that
// is not as the author thinks.
func TestSplit(t *testing.T) {
	tests := []struct{ name, content, format, raw, body, findings string }{
		{"YAML", "---\na: 1\n---\nbody\n", "YAML", "a: 1\n", "body\n", ""},
		{"YAML by name", "---yaml\na: 1\n---\nbody\n", "YAML", "a: 1\n", "body\n", ""},
		{"TOML", "+++\na = 1\n+++\nbody\n", "TOML", "a = 1\n", "body\n", ""},
		{"TOML by name", "---toml\na = 1\n---\nbody\n", "TOML", "a = 1\n", "body\n", ""},
		{"JSON", ";;;\n{\"a\": 1}\n;;;\nbody\n", "JSON", "{\"a\": 1}\n", "body\n", ""},
		{"JSON by name", "---json\n{\"a\": 1}\n---\nbody\n", "JSON", "{\"a\": 1}\n", "body\n", ""},
		{"bare JSON ends with } and an empty line", "{\n\"a\": {\n  }\n\n}\n\nbody\n", "JSON", "{\n\"a\": {\n  }\n\n}\n", "body\n", ""},
		{"bare JSON and no body", "{\n\"a\": 1\n}", "JSON", "{\n\"a\": 1\n}", "", ""},
		{"CRLF", "---\r\na: 1\r\n---\r\nbody\r\n", "YAML", "a: 1\r\n", "body\r\n", ""},
		{"a byte order mark", "\ufeff---\na: 1\n---\nbody\n", "YAML", "a: 1\n", "body\n", ""},
		{"empty lines first", "\n \n---\na: 1\n---\nbody\n", "YAML", "a: 1\n", "body\n", ""},
		{"spaces behind the fences", "--- \t\na: 1\n---  \nbody\n", "YAML", "a: 1\n", "body\n", ""},
		{"no line end at the end", "---\na: 1\n---", "YAML", "a: 1\n", "", ""},
		{"empty", "---\n---\nbody\n", "YAML", "", "body\n", ""},
		{"comments only", "---\n# later\n---\nbody\n", "YAML", "# later\n", "body\n", ""},
		{"an indented fence is text", "---\na: |\n  one\n  ---\n\t---\u00a0\n  two\n---\nbody\n", "YAML", "a: |\n  one\n  ---\n\t---\u00a0\n  two\n", "body\n",
			"5:1 syntax a tab indents this line; YAML wants spaces"},
		{"an indented fence in a block of text", "---\na: |\n  one\n  ---\n  two\nb: 1\n---\nbody\n---\n", "YAML", "a: |\n  one\n  ---\n  two\nb: 1\n", "body\n---\n", ""},
		{"an indented fence in TOML", "+++\na = '''\n  +++\n'''\n+++\nbody\n", "TOML", "a = '''\n  +++\n'''\n", "body\n", ""},
		{"fences of other formats are text", "---\na: |\n  +++\n# ;;;\n---\nbody\n", "YAML", "a: |\n  +++\n# ;;;\n", "body\n", ""},

		{"no frontmatter", "# Title\n\n---\n", "none", "", "# Title\n\n---\n", ""},
		{"no file", "", "none", "", "", ""},
		{"no frontmatter behind a byte order mark", "\ufeff# Title\n", "none", "", "# Title\n", ""},
		{"text comes first", "text\n---\na: 1\n---\n", "none", "", "text\n---\na: 1\n---\n", ""},
		{"a longer line is a thematic break", "----\na: 1\n----\n", "none", "", "----\na: 1\n----\n", ""},
		{"a template's brace", "{{ shortcode }}\n", "none", "", "{{ shortcode }}\n", ""},

		{"never closed", "---\na: 1\n\nbody\n", "none", "", "---\na: 1\n\nbody\n",
			"1:1 unclosed the frontmatter that `---` opens is never closed, so the whole file is read as its body"},
		{"closed by an indented fence only", "+++\na = 1\n +++\nbody\n", "none", "", "+++\na = 1\n +++\nbody\n",
			"1:1 unclosed the frontmatter that `+++` opens is never closed, so the whole file is read as its body"},
		{"closed by dots", "---\na: 1\n...\nbody\n---\n", "YAML", "a: 1\n", "body\n---\n",
			"3:1 unclosed `...` does not close a frontmatter everywhere"},
		{"closed by dots and then well", "---\na: 1\n...\n\n---\nbody\n", "YAML", "a: 1\n...\n\n", "body\n", ""},
		{"bare JSON without an empty line behind", "{\n\"a\": 1\n}\nbody\n", "none", "", "{\n\"a\": 1\n}\nbody\n",
			"3:1 unclosed text follows this `}`, so it does not close the frontmatter"},
		{"bare JSON on one line", "{\"a\": 1}\n\nbody\n", "none", "", "{\"a\": 1}\n\nbody\n",
			"1:1 fence JSON frontmatter begins with a line that holds nothing but `{`, so this is read as the body"},
		{"an indented opening", " ---\na: 1\n---\nbody\n", "none", "", " ---\na: 1\n---\nbody\n",
			"1:1 fence this `---` is indented and opens no frontmatter, so this is read as the body"},
		{"an unknown name", "--- yml\na: 1\n---\nbody\n", "none", "", "--- yml\na: 1\n---\nbody\n",
			"1:1 fence `--- yml` opens no frontmatter, so this is read as the body"},
		{"an indented thematic break", " ---\n\nprose\n\n---\n", "none", "", " ---\n\nprose\n\n---\n", ""},
		{"old Macintosh lines", "---\ra: 1\r---\rbody", "none", "", "---\ra: 1\r---\rbody",
			"1:4 encoding lines end in a carriage return alone here, so this is read as the body"},

		{"prose between thematic breaks", "---\n\nWe were down. It's: bad: very.\n\n---\nbody\n", "none", "", "---\n\nWe were down. It's: bad: very.\n\n---\nbody\n",
			"3:1 not-mapping the text between the two `---` lines holds no `key: value`, so it is read as part of the body"},
		{"a list between thematic breaks", "---\n- a\n- b\n---\nbody\n", "none", "", "---\n- a\n- b\n---\nbody\n",
			"2:1 not-mapping the text between the two `---` lines holds no `key: value`, so it is read as part of the body"},
		{"a list in JSON", ";;;\n[1]\n;;;\nbody\n", "JSON", "[1]\n", "body\n",
			"2:1 not-mapping the frontmatter is a sequence, not a mapping of keys to values"},

		{"UTF-16", "\xff\xfe-\x00-\x00-\x00", "none", "", "\xff\xfe-\x00-\x00-\x00", "1:1 encoding the file is in UTF-16, and only UTF-8 is read"},
		{"UTF-16 without a mark", "-\x00-\x00-\x00\n\x00", "none", "", "-\x00-\x00-\x00\n\x00", "1:1 encoding the file is in UTF-16, and only UTF-8 is read"},
		{"Latin-1", "---\nname: é\ntitle: caf\xe9\n---\nbody\n", "YAML", "name: é\ntitle: caf\xe9\n", "body\n", "3:11 encoding byte 0xE9 is not UTF-8"},
		{"Latin-1 in the body", "---\na: 1\n---\nbody \xe9\n", "YAML", "a: 1\n", "body \xe9\n", "4:6 encoding byte 0xE9 is not UTF-8"},
		{"NUL", "---\na: \x00\n---\nbody\n", "YAML", "a: \x00\n", "body\n", "2:4 encoding a NUL byte stands here, which no text has"},
		{"a control character", "---\na: b\x07\n---\nbody\n", "YAML", "a: b\x07\n", "body\n", "2:5 encoding the invisible character U+0007 stands here, which YAML does not allow"},
		{"a byte order mark in the text", "---\na: b\ufeff\n---\nbody\n", "YAML", "a: b\ufeff\n", "body\n", "2:5 encoding the invisible character U+FEFF stands here, which YAML does not allow"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, findings := parse(test.content)
			want(t, "format", doc.Format.String(), test.format)
			if raw := test.content[doc.Raw.Start:doc.Raw.End]; raw != test.raw {
				t.Errorf("raw is %q, want %q", raw, test.raw)
			}
			if body := test.content[doc.Body:]; body != test.body {
				t.Errorf("body is %q, want %q", body, test.body)
			}
			want(t, "findings", told(findings), test.findings)
			for _, d := range findings {
				if d.Hint == "" || d.Severity.String() != "error" {
					t.Errorf("no hint or no error: %+v", d)
				}
			}
		})
	}
}

// What makes nothing of the frontmatter readable leaves an empty mapping.
func TestBrokenIsEmpty(t *testing.T) {
	for _, content := range []string{"---\na: 1\nb: c: d\n---\nx", "---\na: \xe9\n---\nx", "+++\na = 1\nb\n+++\nx", ";;;\n{\"a\": 1,}\n;;;\nx", "---\na: 1\n"} {
		doc, findings := parse(content)
		if doc.Root == nil || len(doc.Root.Pairs) != 0 || doc.Root.Kind.String() != "mapping" || len(findings) != 1 {
			t.Errorf("%q: %+v %s", content, doc.Root, told(findings))
		}
	}
}

func TestDotsFix(t *testing.T) {
	content := "---\na: 1\n...\nbody\n"
	doc, findings := parse(content)
	fix := findings[0].Fixes[0]
	mended := content[:fix.Span.Start.Offset] + fix.NewText + content[fix.Span.End.Offset:]
	if mended != strings.Replace(content, "...", "---", 1) || doc.Root.Get("a") == nil {
		t.Errorf("mended: %q", mended)
	}
}
