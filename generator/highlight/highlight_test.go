package highlight

import (
	"html"
	"regexp"
	"strings"
	"testing"
)

func TestWhatIsSeenInCode(t *testing.T) {
	for _, test := range []struct{ language, code, want string }{
		{"sql", "SELECT 'a''b' FROM t -- all\nWHERE n > 2147483647", `[k SELECT] [s 'a'][s 'b'] [k FROM] t [c -- all]` + "\n" + `[k WHERE] n > [m 2147483647]`},
		{"SQL", "select \"order\"", `[k select] [s "order"]`},
		{"go", "x := `a\nb` // why\nreturn nil", "x := [s `a\nb`] [c // why]\n[k return] [k nil]"},
		{"go", `s := "\"" + 'c'`, `s := [s "\""] + [s 'c']`},
		{"js", "`a ${b}` /* c */ const $if = 1.5e3;", "[s `a ${b}`] [c /* c */] [k const] $if = [m 1.5e3];"},
		{"python", `print(rf'x', b"y", '''z` + "\n" + `''') # don't`, `print(rf[s 'x'], b[s "y"], [s '''z` + "\n" + `''']) [c # don't]`},
		{"bash", "git log --if # why\necho a#b 'x y' if-not", "git log --if [c # why]\necho a#b [s 'x y'] if-not"},
		{"yaml", "- name: don't # x\n  url: http://e.com\n  on: [true, \"a\"]", "- [nt name]: don't [c # x]\n  [nt url]: http://e.com\n  [nt on]: [[k true], [s \"a\"]]"},
		{"toml", "[a.b]\nc = 'd' # e", "[nt [a.b]]\n[nt c] = [s 'd'] [c # e]"},
		{"ini", "; c\nmax_connections = 100", "[c ; c]\n[nt max_connections] = [m 100]"},
		{"json", `{"a": [1, true, "b\"c"]}`, `{[s "a"]: [[m 1], [k true], [s "b\"c"]]}`},
		{"rust", "fn f<'a>(x: &'a str) { 'x'; '\\n' }", "[k fn] f<'a>(x: &'a [k str]) { [s 'x']; [s '\\n'] }"},
		{"html", `<a href="x">b</a><!-- c -->`, `[nt <a] href=[s "x"]>b[nt </a]>[c <!-- c -->]`},
		{"diff", "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n same", "[c --- a]\n[c +++ b]\n[k @@ -1 +1 @@]\n[gd -old]\n[gi +new]\n same"},
		{"http", "GET /x HTTP/1.1\nHost: e.com", "[k GET] /x [k HTTP]/[m 1.1]\n[nt Host]: e.com"},
		{"docker", "FROM scratch # base", "[k FROM] scratch [c # base]"},
		{"css", "@media print { a { margin-top: 1px } }", "[k @media] print { a { margin-top: [m 1px] } }"},
		{"c", "/* never ends", "[c /* never ends]"},
		{"c", "\"never ends\nint x;", "[s \"never ends]\n[k int] x;"},
		{"lua", "--[[ a\nb ]] local x -- c", "[c --[[ a\nb ]]] [k local] x [c -- c]"},
		{"klingon", "SELECT <1>", "SELECT <1>"},
		{"", "a & b", "a & b"},
	} {
		got := html.UnescapeString(span.ReplaceAllString(string(Append(nil, test.language, []byte(test.code))), "[$1 $2]"))
		if got != test.want {
			t.Errorf("%s: %q\n got %s\nwant %s", test.language, test.code, got, test.want)
		}
	}
}

var span = regexp.MustCompile(`(?s)<span class="([a-z]+)">(.*?)</span>`)

func TestALanguageHasOneMeaning(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range languages {
		for name := range strings.FieldsSeq(l.names) {
			if seen[name] || name != strings.ToLower(name) {
				t.Errorf("%q names two languages, or has capitals", name)
			}
			seen[name] = true
		}
		for word := range l.keywords {
			if len(word) > longestKeyword || l.fold && word != strings.ToLower(word) {
				t.Errorf("%s: %q is never found", l.names, word)
			}
		}
	}
}

// Whatever the code, a browser shows it as it was written, and there is
// nothing in it but the spans.
func FuzzCodeIsShownAsItIs(f *testing.F) {
	for _, l := range languages {
		name, _, _ := strings.Cut(l.names, " ")
		f.Add(name, "if (a < 'b\\'c') { /* <!-- */ \"x\" } // y\n# z\nkey: 1.5 = true\n--[[ ]] {- -} <b c=\"d\"> &amp; `e` \"\"\" ''' \x00\n")
		f.Add(name, "'\"`'\"`\\")
	}
	f.Fuzz(func(t *testing.T, language, code string) {
		out := string(Append(nil, language, []byte(code)))
		inside := span.ReplaceAllString(out, "$2")
		if strings.ContainsAny(inside, `<>"`) {
			t.Errorf("%q in %s has markup of its own: %s", code, language, out)
		}
		if want := strings.ReplaceAll(code, "\x00", "\uFFFD"); html.UnescapeString(inside) != want {
			t.Errorf("%q in %s is shown as %q", code, language, html.UnescapeString(inside))
		}
	})
}

// Time grows with the code, whatever it holds: no run of a mark is read twice.
func BenchmarkHostileCode(b *testing.B) {
	for _, mark := range []string{"'", "\"", "/*", "--[[ ", "#", "a", "- ", "<!--", "a: "} {
		for _, size := range []int{10_000, 100_000} {
			code := []byte(strings.Repeat(mark, size/len(mark)))
			b.Run(strings.TrimSpace(mark)+"/"+map[int]string{10_000: "10k", 100_000: "100k"}[size], func(b *testing.B) {
				b.SetBytes(int64(size))
				for b.Loop() {
					for _, l := range languages {
						name, _, _ := strings.Cut(l.names, " ")
						Append(nil, name, code)
					}
				}
			})
		}
	}
}
