package adopt

import (
	"slices"
	"testing"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// A severity is a step of the wiki's own scale, or nothing.
func TestSeverities(t *testing.T) {
	usual, _ := config.Parse(config.Name, nil)
	own, _ := config.Parse(config.Name, []byte("severities: [P0, P1, {id: P2, name: Annoying}, minor]\n"))
	two, _ := config.Parse(config.Name, []byte("severities: [SEV1, S1]\n"))
	for _, c := range []struct {
		cfg        *config.Config
		text, want string
	}{
		{usual, "2", "SEV2"}, {usual, "Sev 2", "SEV2"}, {usual, "SEV-2", "SEV2"}, {usual, "sev2", "SEV2"}, {usual, "P1", "SEV1"}, {usual, "Severity 3 (moderate)", "SEV3"},
		{usual, "SEV2 - we think", "SEV2"}, {usual, "Major", "SEV2"}, {usual, "critical", "SEV1"}, {usual, "Near miss, luckily", "SEV5"}, {usual, "S4", "SEV4"},
		{usual, "0", ""}, {usual, "P9", ""}, {usual, "high", ""}, {usual, "2021", ""}, {usual, "12", ""}, {usual, "a major pain", ""},
		{own, "SEV0", "P0"}, {own, "annoying", "P2"}, {own, "Minor", "minor"}, {own, "3", ""},
		{two, "1", ""}, {two, "S1", "S1"},
	} {
		r := &reading{Input: Input{Config: c.cfg}}
		if got := r.severity(c.text); got != c.want {
			t.Errorf("%q is %q, want %q", c.text, got, c.want)
		}
	}
}

func TestListsOfNames(t *testing.T) {
	for text, want := range map[string][]string{
		"a, b and c":    {"a", "b", "c"},
		"a; b & c.":     {"a", "b", "c"},
		"Ann Example":   {"Ann Example"},
		"TBD":           nil,
		"a, a, none, b": {"a", "b"},
		"everything that we had running in the data centre of that time": nil,
	} {
		c := candidate{}
		c.value.Text = text
		if got, _ := parts(c); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// Whatever a value holds, what is written means it.
func TestScalars(t *testing.T) {
	for text, want := range map[string]string{
		"plain words": "plain words", "true": `"true"`, "1,200": `"1,200"`, "2021-03-01": "2021-03-01", "2021-03-01 09:47": `"2021-03-01 09:47"`, "": `""`,
		"=cmd|x": `"=cmd|x"`, "a: b": `"a: b"`, "a:b, c #d": `"a:b, c #d"`, "a, 80 % [of] it": "a, 80 % [of] it", "#1": `"#1"`, "- a": `"- a"`, "@lex": `"@lex"`, "tab\there": `"tab\there"`, "bell\a": `"bell\u0007"`, "next\u0085": `"next\u0085"`, "é": "é", "\\": `"\\"`,
	} {
		if got := Scalar(text, false); got != want {
			t.Errorf("%q is written %s, want %s", text, got, want)
		}
	}
	var at diag.Span
	root := &frontmatter.Node{Kind: frontmatter.Mapping, Pairs: []frontmatter.Pair{pair("a b", scalar("one\n\n  two\n", at)), pair("c", scalar("one\ntwo", at))}}
	if got, want := YAML(root), "a b: \"one\\n\\n  two\\n\"\nc: |-\n  one\n  two\n"; got != want {
		t.Errorf("written\n%s\nwant\n%s", got, want)
	}
}
