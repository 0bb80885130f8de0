package actiontest

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A ran is what the action's second step left behind.
type ran struct {
	ok       bool
	log      string
	summary  string
	outputs  map[string]string
	commands []command
}

// runStep runs .github/action/run by itself, with the inputs' defaults and env over
// them.
func (w *wiki) runStep(payload map[string]any, token string, env ...string) ran {
	w.t.Helper()
	built, err := binary()
	if err != nil {
		w.t.Fatal(err)
	}
	dir := w.t.TempDir()
	event, err := json.Marshal(payload)
	if err != nil {
		w.t.Fatal(err)
	}
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o644); err != nil {
			w.t.Fatal(err)
		}
		return path
	}
	c := exec.Command("bash", filepath.Join(root, ".github/action/run"))
	c.Dir = w.dir
	c.Env = append(w.env, "RETROWIKI="+built, "MODE=auto", "SOURCE=.", "CONFIG=", "OUTPUT=_site", "BASE_URL=", "AUDIENCE=internal",
		"FAIL_ON=error", "COMMENT=true", "SINCE=1w", "ARTIFACT=retrowiki", "TOKEN="+token, "EVENT=pull_request", "DEFAULT_BRANCH=main",
		"GITHUB_ACTIONS=true", "GITHUB_REF=refs/pull/1/merge", "GITHUB_REPOSITORY=acme/retros", "GITHUB_SERVER_URL=https://github.com", "GITHUB_RUN_ID=7",
		"GITHUB_API_URL="+strings.TrimSuffix(w.gh.URL(), "/"), "RUNNER_TEMP="+dir, "GITHUB_EVENT_PATH="+file("event.json", event),
		"GITHUB_OUTPUT="+file("output", nil), "GITHUB_STEP_SUMMARY="+file("summary", nil))
	c.Env = append(c.Env, env...)
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.t.Fatal(err)
	}
	read := func(name string) string {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			w.t.Fatal(err)
		}
		return string(content)
	}
	r := ran{ok: err == nil, log: string(out), summary: read("summary"), commands: heard(string(out))}
	r.outputs = outputsOf(w.t, read("output"))
	if token != "" && strings.Contains(r.log+r.summary+read("output"), token) {
		w.t.Error("the token was printed")
	}
	return r
}

// A command is one that the runner takes from a log.
type command struct{ name, properties, message string }

// heard is the runner's own way of reading a log (actions/runner,
// ActionCommandManager): a line that begins, blanks aside, with ::name, or one
// that holds ##[name] anywhere, until stop-commands.
func heard(log string) []command {
	var found []command
	stopped := ""
	for _, line := range strings.FieldsFunc(log, func(r rune) bool { return r == '\n' || r == '\r' }) {
		c, ok := commandOf(line)
		switch {
		case !ok:
		case stopped != "":
			if c.name == stopped {
				stopped = ""
			}
		case c.name == "stop-commands":
			stopped = c.message
		default:
			found = append(found, c)
		}
	}
	return found
}

var (
	newStyle = regexp.MustCompile(`^\s*::([^\s:]+)([^:]*)::(.*)$`)
	oldStyle = regexp.MustCompile(`##\[([a-z-]+)([^\]]*)\](.*)$`)
)

func commandOf(line string) (command, bool) {
	for _, style := range []*regexp.Regexp{newStyle, oldStyle} {
		if m := style.FindStringSubmatch(line); m != nil {
			return command{m[1], strings.TrimSpace(m[2]), m[3]}, true
		}
	}
	return command{}, false
}

// outputsOf reads GITHUB_OUTPUT as the runner does.
func outputsOf(t *testing.T, text string) map[string]string {
	t.Helper()
	outputs := map[string]string{}
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if line == "" {
			continue
		}
		equals, heredoc := strings.Index(line, "="), strings.Index(line, "<<")
		switch {
		case heredoc >= 0 && (equals < 0 || heredoc < equals):
			end, value := line[heredoc+2:], []string{}
			for i++; i < len(lines) && lines[i] != end; i++ {
				value = append(value, lines[i])
			}
			outputs[line[:heredoc]] = strings.Join(value, "\n")
		case equals >= 0:
			outputs[line[:equals]] = line[equals+1:]
		default:
			t.Errorf("the runner refuses the output line %q", line)
		}
	}
	return outputs
}
