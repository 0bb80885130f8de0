package decode

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/adopt"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/internal/golden"
)

// Each postmortem in testdata/adopt is in a style that people use; beside it
// stands what is read from it, and what is not sure.
func TestTextsSayWhatTheFrontmatterLacks(t *testing.T) {
	files, err := filepath.Glob("testdata/adopt/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no postmortems", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r := decodeDefault(name+".md", data)
			var got strings.Builder
			if r.Adopted == nil {
				got.WriteString("the text is not asked\n")
			} else {
				written := adopt.YAML(r.Adopted.Root)
				got.WriteString(written)
				again, findings := frontmatter.ParseYAML(diag.NewText("again", []byte(written)))
				if len(findings) > 0 || adopt.YAML(again) != written {
					t.Errorf("written, this is read as something else:\n%s\n%v", written, findings)
				}
			}
			fmt.Fprintf(&got, "\ntitle %q, start %s\n", r.Incident.Title, format(r.Incident.Start()))
			for _, f := range r.Findings {
				fmt.Fprintf(&got, "%s: %s: %s\n    (%s)\n", f.Span, f.Rule, f.Message, f.Hint)
			}
			golden.Check(t, "testdata/adopt/"+name+".golden", []byte(got.String()))
		})
	}
}

func decodeDefault(name string, data []byte) *Result {
	cfg, _ := config.Parse(config.Name, nil)
	return File(name, data, cfg, false)
}

// What is internal in a text is in nothing that the public's wiki reads from
// it, wherever the markers stand.
func TestInternalTextIsNotAdopted(t *testing.T) {
	text := "# It broke\n\n**Impact:** All was well <!-- internal -->secret<!-- /internal --> again.\n\n" +
		"| Severity | 1 |\n|---|---|\n| Trigger | a <!-- internal -->secret<!-- /internal --> b |\n\n<!-- internal -->\n**Authors:** secret\n<!-- /internal -->\n\n" +
		"## Action items\n\n- do it <!-- internal -->secret\n- secret<!-- /internal -->\n- mend it\n"
	cfg, _ := config.Parse(config.Name, nil)
	r := File("x.md", []byte(text), cfg, true)
	written := adopt.YAML(r.Adopted.Root)
	if strings.Contains(written, "secret") {
		t.Errorf("the public reads\n%s", written)
	}
	if !strings.Contains(written, "All was well") || !strings.Contains(written, "mend it") {
		t.Errorf("too much is gone:\n%s", written)
	}
	if !strings.Contains(adopt.YAML(File("x.md", []byte(text), cfg, false).Adopted.Root), "secret") {
		t.Error("those inside do not read it")
	}
}

// The setting says whether texts are asked.
func TestWhoseTextIsAsked(t *testing.T) {
	for _, c := range []struct {
		setting, text string
		want          string
	}{
		{"", "**Severity:** 1\n", "SEV1"},
		{"adopt: never\n", "**Severity:** 1\n", ""},
		{"", "---\nteams: [a]\n---\n**Severity:** 1\n", ""},
		{"adopt: always\n", "---\nteams: [a]\n---\n**Severity:** 1\n", "SEV1"},
		{"adopt: always\n", "---\nseverity: SEV3\n---\n**Severity:** 1\n", "SEV3"},
		{"fields: { gravity: severity }\n", "---\ngravity: SEV2\n---\n**Severity:** 1\n", "SEV2"},
		{"fields: { gravity: severity }\n", "Gravity: 2\n", "SEV2"},
		{"", "---\nlayout: x\n---\n**Severity:** 1\n", "SEV1"},
		{"", "---\nlayout: [\n---\n**Severity:** 1\n", ""},
		{"", "# A\n\n## B\n\n**Severity:** 1\n", ""},
	} {
		cfg, findings := config.Parse(config.Name, []byte(c.setting))
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		if got := File("x.md", []byte(c.text), cfg, false).Incident.Severity; got != c.want {
			t.Errorf("%s%s is of severity %q, want %q", c.setting, c.text, got, c.want)
		}
	}
}

// A text can narrow who reads an incident, and never widen it.
func TestTextsDoNotWidenWhoReads(t *testing.T) {
	for text, want := range map[string]incident.Visibility{
		"Visibility: restricted\n":                       incident.Restricted,
		"Visibility: confidental\n":                      incident.Restricted,
		"Visibility: internal\n":                         incident.Internal,
		"Visibility: public\n":                           "",
		"---\nVisibility: public\n---\n":                 incident.Restricted,
		"---\nvisiblity: x\n---\nVisibility: internal\n": incident.Restricted,
		"---\nlayout: x\n---\nVisibility: secret\n":      incident.Restricted,
	} {
		if got := decodeDefault("x.md", []byte(text)).Incident.Visibility; got != want {
			t.Errorf("%q is for %q, want %q", text, got, want)
		}
	}
}

// What somebody wished for years ago opens no issue before it stands in the
// frontmatter.
func TestAdoptedRemediationsGetNoIssue(t *testing.T) {
	text := "## Action items\n\n- mend it\n"
	if r := decodeDefault("x.md", []byte("# A\n\n"+text)); len(r.Incident.Remediations) != 1 || !r.Incident.Remediations[0].Issue.OptOut {
		t.Errorf("from the text: %+v", r.Incident.Remediations)
	}
	if r := decodeDefault("x.md", []byte("---\nremediations: [mend it]\n---\n"+text)); len(r.Incident.Remediations) != 1 || r.Incident.Remediations[0].Issue.OptOut {
		t.Errorf("from the frontmatter: %+v", r.Incident.Remediations)
	}
}
