package lint_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/retrowiki/retrowiki/generator/lint"
)

// remarks are the rules of the family "language" that find fault with a
// sentence in the text of an incident that Ann, Lex and Kim took part in.
func remarks(sentence string) []string {
	file := fmt.Sprintf("---\ntitle: T\nroles: {commander: ann}\nparticipants: [lex, kim]\n---\n\n## What happened\n\n%s\n", sentence)
	var rules []string
	for _, f := range check(monday, []txtar.File{{Name: "a.md", Data: []byte(file)}}) {
		if rule, ok := strings.CutPrefix(f.Rule, "language/"); ok {
			rules = append(rules, rule)
		}
	}
	return rules
}

func sentences(t *testing.T, name string) []string {
	t.Helper()
	content, err := os.ReadFile("testdata/language/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(content)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	return lines
}

// Precision: a false alarm costs more trust than ten good questions earn.
func TestOrdinarySentencesStaySilent(t *testing.T) {
	for _, sentence := range sentences(t, "silent.txt") {
		if rules := remarks(sentence); len(rules) > 0 {
			t.Errorf("%s\n    language/%s", sentence, strings.Join(rules, ", "))
		}
	}
}

func TestWordsThatStopTheInquiryAreFound(t *testing.T) {
	for _, line := range sentences(t, "found.txt") {
		want, sentence, _ := strings.Cut(line, "\t")
		if rules := remarks(sentence); strings.Join(rules, " ") != want {
			t.Errorf("%s\n    found %v, want %s", sentence, rules, want)
		}
	}
}

// What is quoted, linked, code or a heading is not what the author says.
func TestOnlyTheAuthorsOwnWordsCount(t *testing.T) {
	for _, text := range []string{
		"> It was human error.", "`human error`", "```\nhuman error\n```", "[human error](https://example.com)", "# Human error",
		"The ticket says \"human error\".", "They called it “human error”.",
		"They called it 'human error'.", "'It wasn't careless of the engineers' team, it was human error', he said.", "<!-- human error -->", "[[a|human error]]",
	} {
		if rules := remarks(text); len(rules) > 0 {
			t.Errorf("%s: %v", text, rules)
		}
	}
}

// A remark asks a question, and the words around choose which.
func TestRemarksAskAQuestion(t *testing.T) {
	hint := func(sentence string) string {
		file := "---\ntitle: T\n---\n\n" + sentence + "\n"
		for _, f := range check(monday, []txtar.File{{Name: "a.md", Data: []byte(file)}}) {
			if strings.HasPrefix(f.Rule, "language/") {
				return f.Hint
			}
		}
		return ""
	}
	command, other := hint("A command was run, which was human error."), hint("It was human error.")
	if command == other || !strings.HasSuffix(command, "?") || !strings.HasSuffix(other, "?") {
		t.Errorf("%q and %q", command, other)
	}
	for _, r := range lint.Rules {
		if r.Family() == "language" && (strings.Contains(r.Doc, "you ") || r.Severity.String() != "advice") {
			t.Errorf("%s points at its reader, or is more than advice", r.Name)
		}
	}
}

// A file of nothing but such words is answered at once, and not at length.
func TestRemarksHaveAnEnd(t *testing.T) {
	file := "---\ntitle: T\n---\n\n" + strings.Repeat("Careless. ", 20_000) + "\n\n" + strings.Repeat("“", 250_000) + "\n"
	n := 0
	for _, f := range check(monday, []txtar.File{{Name: "a.md", Data: []byte(file)}}) {
		if f.Rule == "language/blame" {
			n++
		}
	}
	if n != 20 {
		t.Errorf("%d remarks, want 20", n)
	}
}
