package tracker

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

var gfm = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote))

// alive is what GitHub acts on in a text that is no code. As the filters of
// GitHub Desktop and of html-pipeline do, it looks at the text between two
// tags, never across one.
var alive = map[string]*regexp.Regexp{
	"mention":     regexp.MustCompile(`(?:^|\W)@[a-zA-Z0-9]`),
	"reference":   regexp.MustCompile(`#[0-9]`),
	"GH-n":        regexp.MustCompile(`(?i)\bgh-[0-9]`),
	"commit":      regexp.MustCompile(`(?:^|[({@\s\[:,;])(?:[0-9a-f]{0,6}[a-f][0-9a-f]{6}|[a-f][0-9]{6}|[0-9]{7,20}[a-f][0-9a-f]{0,12})(?:$|[^0-9a-zA-Z\x{200b}])`),
	"issue's URL": regexp.MustCompile(`(?i)(?:https?://(?:www\.)?|\bwww\.)github\.com/[\w.-]+/[\w.-]+/(?:issues|pull|discussions|commit)/`),
}

// living reads Markdown as GitHub does and lists what is alive in it. The
// second answer is all of its code.
func living(markdown string) (found []string, code string) {
	source := []byte(markdown)
	var words strings.Builder
	flush := func() {
		for name, re := range alive {
			if m := re.FindString(strings.ReplaceAll(words.String(), "redirect.github.com", "redirect")); m != "" {
				found = append(found, name+": "+m)
			}
		}
		words.Reset()
	}
	ast.Walk(gfm.Parser().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() != ast.KindText && n.Kind() != ast.KindString {
			flush()
		}
		if !entering {
			if n.Kind() == ast.KindAutoLink {
				words.WriteByte('x') // GitHub's addresses end at no letter or digit
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			words.Write(unescaped(n.Segment.Value(source)))
			if n.SoftLineBreak() || n.HardLineBreak() {
				words.WriteByte('\n')
			}
		case *ast.String:
			words.Write(n.Value)
		case *ast.CodeSpan:
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				code += string(c.(*ast.Text).Segment.Value(source))
			}
			return ast.WalkSkipChildren, nil
		case *ast.AutoLink:
			checkAddress(string(n.URL(source)), &found)
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			checkAddress(string(n.Destination), &found)
		case *ast.Image:
			found = append(found, "image")
		case *ast.RawHTML, *ast.HTMLBlock:
			found = append(found, "HTML")
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				code += string(line.Value(source))
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	flush()
	return found, code
}

var escapedMark = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")
var entityMark = strings.NewReplacer("&#64;", "@", "&commat;", "@", "&#35;", "#", "&num;", "#", "&#x40;", "@", "&#45;", "-", "&#49;", "1")

func unescaped(b []byte) []byte {
	return []byte(entityMark.Replace(escapedMark.ReplaceAllString(string(b), "$1")))
}

func checkAddress(url string, found *[]string) {
	if m := alive["issue's URL"].FindString(url); m != "" && !strings.Contains(url, "redirect.github.com") {
		*found = append(*found, "link to "+m)
	}
}

var hostile = []string{
	"@ann and @acme/team, cc `@ann`", "a@b.c", "closes #12, fixes acme/api#3, resolves GH-4, gh-5",
	"fixes https://github.com/acme/api/issues/1 and [x](https://github.com/acme/api/pull/2) and <https://github.com/a/b/issues/3>",
	"see www.github.com/a/b/issues/3 and HTTPS://GitHub.com/a/b/commit/abc",
	`\@ann \#12 GH\-1 acme/api\#1`, "&#64;ann &commat;ann &#35;12 &num;1 GH&#45;1 #&#49;2",
	"commit abcdef1234567 and deadbeefcafe0123456789abcdef0123456789ab, acme/api@abcdef1234567",
	"![beacon](https://evil.example/x.png) !![x](y) [![a](b)](c)", `<img src="https://evil.example/x"> <b>@ann</b> <!-- @ann -->`, "<!-- open\n@ann\n\n#1 -->",
	"<!-- retrowiki:begin {\"v\":1} -->\nx\n<!-- retrowiki:end -->", "`<!-- retrowiki:begin {} -->`", "```\n<!-- retrowiki:end -->\n```",
	"```\n@ann #1\n```\n@bob", "~~~ go\n@ann\n~~~~\n@bob #2", "```\n@ann", "- a\n  ```\n  @ann\n  ```\n- @bob", "- a\n  ```\n@victim\n  ```\n@victim",
	"1. a\n\n   ```sh\n   @ann\n   ```\n\n2. b", "> ```\n> @ann\n> ```\n> @bob", "> ```\n@victim\n> ```", "- ```\n  @x\n  ```\n  @victim",
	"para\n14. x\n      ```\n      @victim\n      ```", "para\n    ```\n    @victim\n    ```\n@victim", "  ```\n@x\n  ```\n@victim", "- a\nb\n    ```\n    x\n    ```\n@victim",
	" ```\n @x\n```\n@victim", "a ` b\n`@victim` c", "`a`` @victim `", "| a ` | @victim ` |\n| - | - |\n| ` | @v ` |", "\\`@victim`", "http://a.b/`x @victim `", "$`$ @victim `",
	"`` ` @x `` @victim `", "https://localhost/@victim", "](http://localhost/@victim", "https://x.y/![a](http://beacon)", "https://github.com@evil/@victim", "/close\n/assign @x",
	"- [ ] tick\n- [x] ticked @ann", "\t```\n@victim", "-\t```\n@victim", "[a]: https://github.com/a/b/issues/1\n[a]", "# @ann\n===\n#1", "***@ann***", "_@ann_ ~~#1~~",
	"<https://x.y/`> @victim `", "[x](<b`c>) @victim `", "[x](b`c) @victim `", "[x](\nb`c) @victim `", "[x][b`c] @victim `\n\n[b`c]: /u", "a[^b`c] @victim `\n\n[^b`c]: x", "https://xn--e1/?a=&#64;victim", "[`](`@victim`)", "~~~ `\n@x\n~~~", "* * *\n    ```\n@victim", "``` a`b\n@victim",
	"1) a\n   - b\n\n     ```\n     @x\n     ```\n   @victim", "> > ```\n> > @x\n> @victim", "- a\n\n      @x\n@victim", "@\u200bann @ann@bob##1", "text[^1]\n\n[^1]: @victim\n    ```\n    @victim",
}

func TestInvariant15_NothingInAuthorTextIsAlive(t *testing.T) {
	d := deadener{"github.com"}
	for _, s := range hostile {
		for _, made := range []string{d.markdown(s), d.inline(s), d.phrase(s), d.link(s, "https://x.y/")} {
			if found, _ := living("before\n\n" + made + "\n\nafter"); len(found) > 0 {
				t.Errorf("%q becomes %q, where this is alive: %v", s, made, found)
			}
			if what, _, _ := parse(made); what != noMarker {
				t.Errorf("%q becomes %q, which holds a marker", s, made)
			}
		}
		if dead := d.title(s); alive["mention"].MatchString(dead) || alive["reference"].MatchString(dead) {
			t.Errorf("title %q is alive", dead)
		}
	}
}

func TestInvariant15_CodeStaysCode(t *testing.T) {
	for _, s := range []string{
		"```go\n@Override // #1 <b> &#64;\n\n\n  x  \n```", "a `@ann #1 <b>` b ``c ` d`` e", "1. Run\n\n   ```sh\n   git show abcdef1234567 # 12\n   ```\n2. `x@y`",
		"- a\n  - b\n    ```\n    @x\n    ```", "> ```\n> @x\n> ```", "~~~\n@x\n```\n~~~", "text:`@x`, (`#1`)",
	} {
		_, before := living(s)
		made := deadener{"github.com"}.markdown(s)
		if _, after := living(made); after != before || after == "" {
			t.Errorf("%q becomes %q: code was %q, is %q", s, made, before, after)
		}
	}
}

func TestReadersSeeTheSame(t *testing.T) {
	s := "Ask @ann, see #12 in acme/api#3.\n\n- [x] done, https://example.com/a?b=1&c=2#top and a < b"
	made := deadener{"github.com"}.markdown(s)
	if got := strings.ReplaceAll(made, zwsp, ""); got != strings.Replace(s, "[x]", "☑", 1) {
		t.Errorf("reads %q", got)
	}
}

func TestLongTextsTakeNoLongTime(t *testing.T) {
	d := deadener{"github.com"}
	for _, part := range []string{"- ", "> ", "`", "` `` ", "```\n", "<", "<https://", "&a", "@", "[](", "https://", "retrowiki:", "<!--", "a\u0301", "\u0301", "1. a\n", "#", "a", "\\"} {
		start := time.Now()
		text := cut(strings.Repeat(part, 100000/len(part)), 15000)
		d.markdown(text)
		d.inline(text)
		withoutComments(withoutInternal(text))
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("many %q take %s", part, took)
		}
	}
}

func FuzzDead(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	d := deadener{"github.com"}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 2000 {
			return
		}
		made := d.markdown(s)
		if found, _ := living(made + "\n\nafter @x"); len(found) != 1 {
			t.Errorf("%q becomes %q, where this is alive: %v", s, made, found)
		}
		if what, _, _ := parse(made); what != noMarker {
			t.Errorf("%q becomes %q, which holds a marker", s, made)
		}
		if found, _ := living("x " + d.inline(s)); len(found) > 0 {
			t.Errorf("inline %q is alive: %v", d.inline(s), found)
		}
	})
}
