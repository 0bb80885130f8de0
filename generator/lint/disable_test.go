package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/lint"
)

// Each line of a file that says "here" stands for a finding of link/dead.
func TestCommentsSwitchRulesOff(t *testing.T) {
	for name, test := range map[string]struct{ file, kept, said string }{
		"the next line":            {"<!-- retrowiki-disable-next-line link/dead -->\nhere\nhere\n", "3", ""},
		"behind an empty line":     {"<!-- retrowiki-disable-next-line link/dead -->\n\nhere\n", "", ""},
		"with a reason":            {"<!-- retrowiki-disable-next-line link/dead -- no rule/here -->\nhere\n", "", ""},
		"of several rules":         {"<!-- retrowiki-disable-next-line link/dead, link/refused -->\nhere\n", "", "1 lint/unused-disable link/refused"},
		"over several lines":       {"<!-- retrowiki-disable-next-line\n  link/dead\n-->\nhere\n", "", ""},
		"a family":                 {"<!-- retrowiki-disable-next-line link/* -->\nhere\n", "", ""},
		"a family's bare name":     {"<!-- retrowiki-disable-next-line link -->\nhere\n", "", ""},
		"within a paragraph":       {"words <!-- retrowiki-disable-next-line link/dead -->\nhere\n", "", ""},
		"within a list":            {"- one\n  <!-- retrowiki-disable-next-line link/dead -->\n- here\n", "", ""},
		"a stretch":                {"here\n\n<!-- retrowiki-disable link/dead -->\nhere\n\nhere\n\n<!-- retrowiki-enable link/dead -->\nhere\n", "1 9", ""},
		"to the end":               {"<!-- retrowiki-disable link/dead -->\n\nhere\n\nhere\n", "", ""},
		"all that is off on again": {"<!-- retrowiki-disable link/dead -->\nhere\n\n<!-- retrowiki-enable -->\nhere\n", "5", ""},
		"another rule":             {"<!-- retrowiki-disable-next-line link/refused -->\nhere\n", "2", "1 lint/unused-disable link/refused"},
		"nothing to switch off":    {"<!-- retrowiki-disable-next-line link/dead -->\nfine\n", "", "1 lint/unused-disable link/dead"},
		"on without off":           {"<!-- retrowiki-enable link/dead -->\nhere\n", "2", "1 lint/unused-disable link/dead was not"},
		"a misspelt rule":          {"<!-- retrowiki-disable-next-line link/daed -->\nhere\n", "2", "1 lint/unknown-rule did you mean `link/dead`?"},
		"no rule":                  {"<!-- retrowiki-disable-next-line -->\nhere\n", "2", "1 lint/unknown-rule names no rule"},
		"a rule that is locked":    {"<!-- retrowiki-disable frontmatter/syntax -->\n", "", "1 lint/unknown-rule cannot be switched off"},
		"not in fenced code":       {"```\n<!-- retrowiki-disable-next-line link/dead -->\nhere\n```\n", "3", ""},
		"not in indented code":     {"    <!-- retrowiki-disable link/dead -->\n\nhere\n", "3", ""},
		"not in a code span":       {"`<!-- retrowiki-disable link/dead -->` here\n", "1", ""},
		"not another word":         {"<!-- retrowiki-disables link/dead -->\nhere\n", "2", ""},
		"not with # in the body":   {"# retrowiki-disable-next-line link/dead\nhere\n", "2", ""},
		"in YAML":                  {"---\n# retrowiki-disable-next-line link/dead\ntitle: here\n---\nhere\n", "5", ""},
		"in TOML":                  {"+++\n# retrowiki-disable-next-line link/dead\ntitle = \"here\"\n+++\nhere\n", "5", ""},
		"deep in YAML":             {"---\nremediations:\n  - id: a\n    # retrowiki-disable-next-line link/dead -- why\n    title: here\n---\n", "", ""},
		"not in a block of YAML":   {"---\nsummary: |\n  # retrowiki-disable-next-line link/dead\n  here\n---\n", "4", ""},
		"not in a text of TOML":    {"+++\nsummary = '''\n# retrowiki-disable-next-line link/dead\nhere\n'''\n+++\n", "4", ""},
		"of a field's whole text":  {"---\n# retrowiki-disable-next-line link/dead\nsummary: |\n  text\n\n  here\ntrigger: here\n---\n", "7", ""},
		"of a field's Markdown":    {"---\n# retrowiki-disable-next-line link/dead\nsummary: |  # here\n  text\n---\n", "", ""},
		"with Windows line ends":   {"---\r\ntitle: a\r\n---\r\n<!-- retrowiki-disable-next-line link/dead -->\r\nhere\r\n", "", ""},
		"unclosed":                 {"<!-- retrowiki-disable-next-line link/dead\nhere\n", "2", ""},
	} {
		t.Run(name, func(t *testing.T) {
			text := diag.NewText("a.md", []byte(test.file))
			kept, silenced := lint.Silence(text, here(text), false)
			var lines, said []string
			for _, f := range kept {
				if f.Rule == "link/dead" {
					lines = append(lines, fmt.Sprint(f.Span.Start.Line))
				} else {
					said = append(said, fmt.Sprintf("%d %s %s; %s", f.Span.Start.Line, f.Rule, f.Message, f.Hint))
				}
			}
			if got := strings.Join(lines, " "); got != test.kept {
				t.Errorf("findings are left in lines %q, want %q", got, test.kept)
			}
			if len(lines)+len(silenced) != len(here(text)) {
				t.Errorf("of %d findings, %d are kept and %d silenced", len(here(text)), len(lines), len(silenced))
			}
			words := strings.Fields(test.said)
			if got := strings.Join(said, "\n"); test.said == "" && got != "" || len(words) > 0 && (len(said) != 1 ||
				!strings.HasPrefix(got, strings.Join(words[:2], " ")) || !strings.Contains(got, strings.Join(words[2:], " "))) {
				t.Errorf("it says %q, want %q", got, test.said)
			}
		})
	}
}

func here(text *diag.Text) diag.List {
	var findings diag.List
	for line := 1; text.Line(line) != nil || line < 3; line++ {
		if i := strings.Index(string(text.Line(line)), "here"); i >= 0 && !strings.Contains(string(text.Line(line)), "rule/here") {
			at := text.Offset(line, i+1)
			findings = append(findings, diag.Diagnostic{Rule: "link/dead", Severity: diag.Warning, Span: text.Span(at, at+4)})
		}
	}
	return findings
}

func TestALockedRuleIsNotSilencedByItsFamily(t *testing.T) {
	text := diag.NewText("a.md", []byte("<!-- retrowiki-disable markdown -->\n\n<!-- retrowiki-disable frontmatter -->\nhere\n"))
	findings := here(text)
	findings[0].Rule = "frontmatter/syntax"
	kept, silenced := lint.Silence(text, findings, false)
	if len(silenced) > 0 || !slices.ContainsFunc(kept, func(d diag.Diagnostic) bool { return d.Rule == "frontmatter/syntax" }) {
		t.Errorf("kept %v, silenced %v", kept, silenced)
	}
}

func TestCommentsInTheSettings(t *testing.T) {
	text := diag.NewText(config.Name, []byte("# retrowiki-disable-next-line link/dead\ntitle: here\n"))
	if kept, silenced := lint.Silence(text, here(text), true); len(kept) != 0 || len(silenced) != 1 {
		t.Errorf("kept %v, silenced %v", kept, silenced)
	}
}

func FuzzSilence(f *testing.F) {
	f.Add([]byte("---\n# retrowiki-disable link/dead\n---\n<!-- retrowiki-enable -->\n"))
	f.Add([]byte("<!-- retrowiki-disable-next-line a b -- c -->"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text := diag.NewText("a.md", data)
		finding := diag.Diagnostic{Rule: "frontmatter/syntax", Span: text.Span(0, 0)}
		kept, _ := lint.Silence(text, diag.List{finding}, false)
		for _, k := range kept {
			if k.Span.Start.Offset > k.Span.End.Offset || k.Span.End.Offset > len(data) {
				t.Errorf("%v lies outside of the file", k.Span)
			}
		}
		if len(kept) == 0 || kept[0].Rule != finding.Rule {
			t.Error("a finding that nothing may silence is gone")
		}
	})
}

func TestSettingsWeighRules(t *testing.T) {
	for name, test := range map[string]struct{ settings, want string }{
		"nothing":               {"", "link/dead warning, link/refused warning, frontmatter/syntax error"},
		"a rule":                {"link/dead: error", "link/dead error, link/refused warning, frontmatter/syntax error"},
		"a rule off":            {"link/dead: off", "link/refused warning, frontmatter/syntax error"},
		"a family":              {"link/*: advice", "link/dead advice, link/refused advice, frontmatter/syntax error"},
		"its bare name":         {"link: off", "frontmatter/syntax error"},
		"the exact name wins":   {"link: off, link/dead: error", "link/dead error, frontmatter/syntax error"},
		"a family with locked":  {"frontmatter: off", "link/dead warning, link/refused warning, frontmatter/syntax error"},
		"a locked rule":         {"frontmatter/syntax: off", "link/dead warning, link/refused warning, frontmatter/syntax error, config/bad-value error 1:16 remove it"},
		"a misspelt rule":       {"link/daed: off", "link/dead warning, link/refused warning, frontmatter/syntax error, config/unknown-rule error 1:16 did you mean `link/dead`?"},
		"a misspelt family":     {"lnik: off", "link/dead warning, link/refused warning, frontmatter/syntax error, config/unknown-rule error 1:16 did you mean `link`?"},
		"a word that is no one": {"link/dead: never", "link/dead warning, link/refused warning, frontmatter/syntax error"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, _ := config.Parse(config.Name, []byte("lint: {rules: {"+test.settings+"}}"))
			var got []string
			weighed := lint.Weigh(diag.List{
				{Rule: "link/dead", Severity: diag.Warning}, {Rule: "link/refused", Severity: diag.Warning}, {Rule: "frontmatter/syntax", Severity: diag.Error},
			}, cfg)
			for _, f := range append(weighed, lint.CheckSettings(cfg)...) {
				said := f.Rule + " " + f.Severity.String()
				if f.Span.File != "" {
					said += fmt.Sprintf(" %d:%d %s", f.Span.Start.Line, f.Span.Start.Column, f.Hint)
				}
				got = append(got, said)
			}
			if got := strings.Join(got, ", "); got != test.want {
				t.Errorf("weighed %s\nwant %s", got, test.want)
			}
		})
	}
}

// Each comment is held against each finding, so there is an end to them.
func TestOnlySoManyCommentsAreHeard(t *testing.T) {
	text := diag.NewText("a.md", []byte("---\ntitle: x\n---\n"+strings.Repeat("<!-- retrowiki-disable-next-line link/dead -->\nx\n", 1005)))
	at := func(line int) diag.Diagnostic {
		return diag.Diagnostic{Rule: "link/dead", Span: diag.Span{File: "a.md", Start: diag.Position{Line: line}}}
	}
	kept, silenced := lint.Silence(text, diag.List{at(5), at(2005)}, false)
	if len(silenced) != 1 || silenced[0].Span.Start.Line != 5 {
		t.Errorf("silenced: %v", silenced)
	}
	last := kept[len(kept)-1]
	found := 0
	for _, f := range kept {
		if strings.Contains(f.Message, "1005 comments") && f.Hint != "" && f.Span.Start.Line == 2004 {
			found++
		}
	}
	if found != 1 || kept[0].Rule != "link/dead" {
		t.Errorf("%d findings, the last: %v", len(kept), last)
	}
}
