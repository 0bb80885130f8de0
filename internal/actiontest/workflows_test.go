package actiontest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// workflows are all that we run and all that init writes.
func workflows(t *testing.T) []string {
	t.Helper()
	built, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if out, err := exec.Command(built, "init", "--digest", dir).CombinedOutput(); err != nil {
		t.Fatalf("init: %v\n%s", err, out)
	}
	var all []string
	for _, glob := range []string{filepath.Join(root, ".github/workflows/*.yml"), filepath.Join(dir, ".github/workflows/*.yml")} {
		found, err := filepath.Glob(glob)
		if err != nil || len(found) < 2 {
			t.Fatalf("%s: %v, %v", glob, found, err)
		}
		all = append(all, found...)
	}
	return all
}

func TestActionlintFindsNothing(t *testing.T) {
	lint := tool(t, "actionlint")
	args := append([]string{"-no-color", "-shellcheck=", "-pyflakes="}, workflows(t)...)
	c := exec.Command(lint, args...)
	c.Dir = root
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

type step struct {
	Uses  string            `yaml:"uses"`
	Run   string            `yaml:"run"`
	With  map[string]string `yaml:"with"`
	Shell string            `yaml:"shell"`
}

type workflow struct {
	On          yaml.Node         `yaml:"on"`
	Permissions map[string]string `yaml:"permissions"`
	Jobs        map[string]struct {
		Permissions map[string]string `yaml:"permissions"`
		Steps       []step            `yaml:"steps"`
	} `yaml:"jobs"`
}

var pinned = regexp.MustCompile(`^[\w.-]+/[\w.-]+(?:/[\w.-]+)*@[0-9a-f]{40}$`)

// Every action of others is pinned to a commit, no value stands in a shell's
// line, a checkout leaves no token behind, and each job says what it may do.
func TestWorkflowsAreSafe(t *testing.T) {
	for _, name := range workflows(t) {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var w workflow
		if err := yaml.Unmarshal(content, &w); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if strings.Contains(string(content), "pull_request_target") {
			t.Errorf("%s runs on pull_request_target", name)
		}
		if w.Permissions == nil || len(w.Permissions) != 0 {
			t.Errorf("%s: want permissions: {} above the jobs", name)
		}
		for id, job := range w.Jobs {
			if job.Permissions == nil {
				t.Errorf("%s: job %s does not say what it may do", name, id)
			}
			for _, s := range job.Steps {
				checkStep(t, name, s)
			}
		}
	}
}

func checkStep(t *testing.T, name string, s step) {
	t.Helper()
	if strings.Contains(s.Run, "${{") {
		t.Errorf("%s puts a value into a shell's line: %s", name, s.Run)
	}
	own := strings.HasPrefix(s.Uses, "./") || strings.HasPrefix(s.Uses, "retrowiki/retrowiki@")
	if s.Uses != "" && !own && !pinned.MatchString(s.Uses) {
		t.Errorf("%s: %s is not pinned to a commit", name, s.Uses)
	}
	if strings.HasPrefix(s.Uses, "actions/checkout@") && s.With["persist-credentials"] != "false" {
		t.Errorf("%s: the checkout leaves its token behind", name)
	}
}

// What the workflows may do, job by job: a change here is a change of trust.
func TestPermissionsOfTheScaffoldedJobs(t *testing.T) {
	want := map[string]string{
		"retrowiki-check.yml check":   "contents:read issues:read pull-requests:write",
		"retrowiki-digest.yml digest": "contents:read issues:write",
		"retrowiki.yml sync":          "contents:read issues:write",
		"retrowiki.yml build":         "contents:read",
		"retrowiki.yml deploy":        "id-token:write pages:write",
	}
	for _, name := range workflows(t) {
		if strings.HasPrefix(name, root) {
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var w workflow
		if err := yaml.Unmarshal(content, &w); err != nil {
			t.Fatal(err)
		}
		for id, job := range w.Jobs {
			var got []string
			for _, scope := range []string{"contents", "id-token", "issues", "pages", "pull-requests"} {
				if level := job.Permissions[scope]; level != "" {
					got = append(got, scope+":"+level)
				}
			}
			key := filepath.Base(name) + " " + id
			if strings.Join(got, " ") != want[key] || len(got) != len(job.Permissions) {
				t.Errorf("%s may %v, want %s", key, job.Permissions, want[key])
			}
			delete(want, key)
		}
	}
	for key := range want {
		t.Errorf("there is no job %s", key)
	}
}

type action struct {
	Inputs  map[string]struct{ Description, Default string } `yaml:"inputs"`
	Outputs map[string]struct{ Description, Value string }   `yaml:"outputs"`
	Runs    struct {
		Using string `yaml:"using"`
		Steps []step `yaml:"steps"`
	} `yaml:"runs"`
}

func TestTheActionItselfIsSafe(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(root, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(content, &a); err != nil {
		t.Fatal(err)
	}
	for _, s := range a.Runs.Steps {
		checkStep(t, "action.yml", s)
		if s.Uses != "" {
			t.Errorf("the action uses %s: it needs no other", s.Uses)
		}
	}
	for name, input := range a.Inputs {
		if input.Description == "" {
			t.Errorf("input %s is not described", name)
		}
		if !strings.Contains(string(content), "${{ inputs."+name+" }}") {
			t.Errorf("input %s is used nowhere", name)
		}
	}
	docs, err := os.ReadFile(filepath.Join(root, "docs/action.md"))
	if err != nil {
		t.Fatal(err)
	}
	for name := range a.Inputs {
		if !strings.Contains(string(docs), "`"+name+"`") {
			t.Errorf("docs/action.md does not tell of the input %s", name)
		}
	}
	for name := range a.Outputs {
		if !strings.Contains(string(docs), "`"+name+"`") {
			t.Errorf("docs/action.md does not tell of the output %s", name)
		}
	}
}
