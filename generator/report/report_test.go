package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/report"
)

// hostile is what somebody may write who wants more than to be read.
const hostile = "x\n::error::pwned\r\n##[add-mask]y %0A::warning::z \u202egnp.exe\u2066 \x1b[31m | a | `b` <img src=x onerror=alert(1)> " +
	"@everyone #1 acme/api#2 https://evil.example www.evil.example [click](https://evil.example) ![](x) :tada: **bold** &lt;b&gt; \u200b"

func file(lines ...string) *diag.Text {
	return diag.NewText("incidents/a.md", []byte(strings.Join(lines, "\n")))
}

func at(text *diag.Text, line, column, width int) diag.Span {
	from := text.Offset(line, column)
	return text.Span(from, text.Offset(line, column+width))
}

func options(text *diag.Text) report.Options {
	return report.Options{
		Files: 1, Version: "1.2.3",
		Line: func(_ string, n int) []byte { return text.Line(n) },
		Rule: func(name string) report.Rule {
			return report.Rule{Severity: diag.Warning, Doc: "Why it matters. And more.", Mend: "What to do.", URL: "https://example.com/rules#" + name}
		},
	}
}

func write(t *testing.T, format string, findings diag.List, o report.Options) string {
	t.Helper()
	f, err := report.Find(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b, findings, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func hostileFindings() (diag.List, report.Options) {
	text := diag.NewText("::error file=x::pwned\u202e.md", []byte(hostile))
	return diag.List{{
		Rule: "link/dead", Severity: diag.Error, Span: at(text, 2, 1, 5), Message: hostile, Hint: "::error::" + hostile,
		Related: []diag.Related{{Span: at(text, 1, 1, 1), Message: hostile}},
		Fixes:   []diag.Fix{{Span: at(text, 2, 1, 2), NewText: hostile}},
	}}, options(text)
}

// GitHub's runner reads every line that a step prints: one that begins with ::
// but for white space is an order, and so is ##[ wherever it stands.
func TestHostileTextIsInert(t *testing.T) {
	for _, format := range report.Formats {
		t.Run(format.Name, func(t *testing.T) {
			findings, o := hostileFindings()
			got := write(t, format.Name, findings, o)
			orders := 0
			for line := range strings.Lines(got) {
				if strings.HasPrefix(strings.TrimSpace(line), "::") {
					orders++
				} else if strings.Contains(line, "##[") {
					t.Errorf("the runner would obey %q", line)
				}
			}
			if want := map[string]int{"github": 1}[format.Name]; orders != want {
				t.Errorf("%d lines are orders to the runner, want %d:\n%s", orders, want, got)
			}
			for _, bad := range []string{"\u202e", "\u2066", "\x1b", "\r"} {
				if strings.Contains(got, bad) {
					t.Errorf("%q is printed as it is", bad)
				}
			}
			if format.Name == "json" || format.Name == "sarif" {
				if !json.Valid([]byte(got)) {
					t.Error("this is not JSON")
				}
			}
		})
	}
}

// JSON is inert too, and yet nothing of what was written is lost in it.
func TestJSONLosesNothing(t *testing.T) {
	findings, o := hostileFindings()
	findings[0].Message += "\U000e0041"
	var got struct{ Findings diag.List }
	text := write(t, "json", findings, o)
	if strings.Contains(text, "\U000e0041") {
		t.Error("a hidden character is printed as it is")
	}
	if err := json.Unmarshal([]byte(strings.ReplaceAll(text, `"severity": "error"`, `"severity": 2`)), &got); err != nil {
		t.Fatal(err)
	}
	if got.Findings[0].Message != findings[0].Message {
		t.Errorf("%q was read as %q", findings[0].Message, got.Findings[0].Message)
	}
}

func TestStepSummaryIsInert(t *testing.T) {
	findings, o := hostileFindings()
	got := string(report.StepSummary(findings, o, report.MaxStepSummary))
	lines := strings.Split(strings.TrimSpace(got), "\n")
	row := lines[len(lines)-1]
	if strings.Count(row, "|") != 5 {
		t.Errorf("the row has other cells than four: %s", row)
	}
	cell := strings.NewReplacer("<code>", "", "</code>", "", "<br>", "").Replace(strings.Split(row, "|")[3])
	for _, bad := range []string{"<", ">", "`", "@", "[", "]", "*", "!", ":", ".", "/", "_", "\u202e"} {
		if strings.Contains(cell, bad) {
			t.Errorf("%q stands in the cell as it is: %s", bad, cell)
		}
	}
	if strings.Count(cell, "#") != strings.Count(cell, "&#") {
		t.Errorf("a # stands in the cell as it is: %s", cell)
	}
}

func TestStepSummaryKeepsToItsRoom(t *testing.T) {
	text := file("---", "title: A")
	var findings diag.List
	for range 20_000 {
		findings = append(findings, diag.Diagnostic{Rule: "link/dead", Severity: diag.Warning, Span: at(text, 1, 1, 1), Message: "it leads nowhere"})
	}
	findings = append(findings, diag.Diagnostic{Rule: "source/unreadable", Severity: diag.Error, Span: at(text, 1, 1, 1), Message: "the worst"})
	got := report.StepSummary(findings, options(text), report.MaxStepSummary)
	if len(got) > report.MaxStepSummary || len(got) < report.MaxStepSummary/2 {
		t.Errorf("it has %d bytes", len(got))
	}
	rows := bytes.Count(got, []byte("\n| error |")) + bytes.Count(got, []byte("\n| warning |"))
	if !bytes.Contains(got, fmt.Appendf(nil, "\nand %d more\n", len(findings)-rows)) {
		t.Errorf("it does not say that %d are left out: %s", len(findings)-rows, got[len(got)-100:])
	}
	if !bytes.Contains(got, []byte("--- |\n| error |")) {
		t.Error("the worst does not come first")
	}
	if got := report.StepSummary(findings, options(text), 10); got != nil {
		t.Errorf("where there is no room, it is %q", got)
	}
}

func TestAnnotationsBeginWithTheWorst(t *testing.T) {
	text := file("a")
	var findings diag.List
	for i, s := range []diag.Severity{diag.Advice, diag.Warning, diag.Error} {
		for range 9 + i {
			findings = append(findings, diag.Diagnostic{Rule: "a/b", Severity: s, Span: at(text, 1, 1, 1), Message: "m"})
		}
	}
	lines := strings.Split(write(t, "github", findings, options(text)), "\n")
	for i, want := range map[int]string{0: "::error ", 10: "::error ", 11: "::warning ", 21: "::notice ", 29: "::notice "} {
		if !strings.HasPrefix(lines[i], want) {
			t.Errorf("line %d is %q, want %s", i, lines[i], want)
		}
	}
	if want := "GitHub shows 10 annotations of each kind for one step. Only in this log: 1 more error."; lines[30] != want {
		t.Errorf("line 30 is %q, want %q", lines[30], want)
	}
}

// The path is from the root of the repository, wherever in it the source is.
func TestPathsAreTheRepositorys(t *testing.T) {
	text := file("a")
	o := options(text)
	o.Prefix = "docs/my wiki"
	findings := diag.List{{Rule: "a/b", Span: at(text, 1, 1, 1), Message: "m"}}
	if got := write(t, "github", findings, o); !strings.Contains(got, "file=docs/my wiki/incidents/a.md,") {
		t.Errorf("annotated %s", got)
	}
	if got := write(t, "sarif", findings, o); !strings.Contains(got, `"uri": "docs/my%20wiki/incidents/a.md"`) {
		t.Errorf("logged %s", got)
	}
}

func TestTextPutsTheMarkBelowItsPlace(t *testing.T) {
	for name, test := range map[string]struct {
		line          string
		column, width int
		want          string
	}{
		"plain":               {"title: word", 8, 4, "    1 | title: word\n      |        ^^^^\n"},
		"behind wide letters": {"日本: word", 5, 4, "    1 | 日本: word\n      |       ^^^^\n"},
		"of wide letters":     {"a: 日本", 4, 2, "    1 | a: 日本\n      |    ^^^^\n"},
		"behind an accent":    {"e\u0301: word", 5, 4, "    1 | e\u0301: word\n      |    ^^^^\n"},
		"behind a tab":        {"\tword", 2, 4, "    1 |  word\n      |  ^^^^\n"},
		"of an escape":        {"a \u202e b", 3, 1, "    1 | a \\u202e b\n      |   ^^^^^^\n"},
		"of an order":         {"a ##[b", 5, 2, "    1 | a ##\\u005bb\n      |     ^^\n"},
		"at the end":          {"word", 5, 0, "    1 | word\n      |     ^\n"},
	} {
		t.Run(name, func(t *testing.T) {
			text := file(test.line)
			got := write(t, "text", diag.List{{Rule: "a/b", Span: at(text, 1, test.column, test.width), Message: "m"}}, options(text))
			if !strings.Contains(got, test.want) {
				t.Errorf("printed\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestTextIsGroupedAndSummed(t *testing.T) {
	text := file("one", "two")
	var findings diag.List
	for i := range 25 {
		findings = append(findings, diag.Diagnostic{Rule: fmt.Sprintf("a/rule-%d", i%3), Severity: diag.Warning, Span: at(text, 1, 1, 3), Message: "m"})
	}
	findings[3].Fixes = []diag.Fix{{}}
	other := findings[0]
	other.Span.File = "incidents/b.md"
	got := write(t, "text", append(findings, other), options(text))
	for _, want := range []string{
		"^^^\n\nincidents/b.md:1:1: warning: m [a/rule-0]\n",
		"\nMost often:\n    10  a/rule-0\n     8  a/rule-1\n     8  a/rule-2\n",
		"\n1 incident checked: 0 errors, 26 warnings, 0 advice\n1 can be mended for you: retrowiki check --fix\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if strings.Contains(got, "\x1b") {
		t.Error("it is coloured without being asked to")
	}
	o := options(text)
	o.Colour = true
	if got := write(t, "text", findings, o); strings.Count(got, "\x1b[")%2 != 0 || !strings.Contains(got, "\x1b[33mwarning\x1b[0m") {
		t.Errorf("colours do not end: %q", got)
	}
}

func TestSARIFIsValid(t *testing.T) {
	text := file("---", "title: 🙂 word", "---", "", "See [it](never.md).")
	whole := diag.Diagnostic{Rule: "source/unreadable", Severity: diag.Error, Span: diag.Span{File: "incidents/b c.md"}, Message: "it cannot be read"}
	dead := diag.Diagnostic{
		Rule: "link/dead", Severity: diag.Warning, Span: at(text, 5, 6, 2), Message: "it leads nowhere", Hint: "correct it",
		Related: []diag.Related{{Span: at(text, 2, 10, 4), Message: "see here"}}, Fixes: []diag.Fix{{Span: at(text, 5, 6, 2), NewText: "that"}},
	}
	hostile, hostileOptions := hostileFindings()
	silenced := options(text)
	silenced.Silenced = diag.List{dead}
	for name, test := range map[string]struct {
		findings diag.List
		o        report.Options
		want     []string
	}{
		"nothing": {nil, options(text), []string{`"results": []`, `"rules": []`}},
		"findings": {diag.List{whole, dead, dead}, options(text), []string{
			`"helpUri": "https://example.com/rules#link/dead"`, `"columnKind": "unicodeCodePoints"`, `"uri": "incidents/b%20c.md"`, `"level": "error"`,
		}},
		"silenced": {diag.List{whole}, silenced, []string{`"suppressions": []`, `"kind": "inSource"`}},
		"hostile":  {hostile, hostileOptions, []string{`[click] (https://evil.example)`}},
	} {
		t.Run(name, func(t *testing.T) {
			got := write(t, "sarif", test.findings, test.o)
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("%s is missing in\n%s", want, got)
				}
			}
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(got))
			if err != nil {
				t.Fatal(err)
			}
			if err := sarifSchema(t).Validate(value); err != nil {
				t.Errorf("it does not fit the schema of SARIF 2.1.0: %v\n%s", err, got)
			}
		})
	}
}

// sarifSchema is OASIS's own, so that no idea of ours of what SARIF is can
// agree with itself.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open("testdata/sarif-2.1.0.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestFingerprintsStayWhenLinesMove(t *testing.T) {
	prints := func(text *diag.Text, lines ...int) []string {
		var findings diag.List
		for _, n := range lines {
			findings = append(findings, diag.Diagnostic{Rule: "link/dead", Span: at(text, n, 1, 3), Message: fmt.Sprintf("in line %d", n)})
		}
		var log struct {
			Runs []struct {
				Results []struct{ PartialFingerprints map[string]string }
			}
		}
		if err := json.Unmarshal([]byte(write(t, "sarif", findings, options(text))), &log); err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, r := range log.Runs[0].Results {
			all = append(all, r.PartialFingerprints["primaryLocationLineHash"])
		}
		return all
	}
	before := prints(file("one", "two", "one"), 1, 2, 3)
	after := prints(file("new", "", "one", "  two", "one"), 3, 4, 5)
	if strings.Join(before, " ") != strings.Join(after, " ") {
		t.Errorf("%v became %v", before, after)
	}
	if before[0] == before[1] || before[0] == before[2] {
		t.Errorf("they do not tell findings apart: %v", before)
	}
}
