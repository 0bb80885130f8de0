package actiontest

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// root is the repository's.
var root = func() string {
	dir, err := filepath.Abs("../..")
	if err != nil {
		panic(err)
	}
	return dir
}()

var binaryDir string

// binary is retrowiki, built once for all tests.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "retrowiki-action")
	if err != nil {
		return "", err
	}
	binaryDir = dir
	built := filepath.Join(dir, "retrowiki")
	build := exec.Command("go", "build", "-o", built, "./cmd/retrowiki")
	build.Dir = root
	out, err := build.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return built, nil
})

func TestMain(m *testing.M) {
	status := m.Run()
	if binaryDir != "" {
		os.RemoveAll(binaryDir)
	}
	os.Exit(status)
}

// tool finds a program that make test-action installs.
func tool(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(root, "bin", name)
	if _, err := os.Stat(path); err == nil {
		return path
	}
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	message := name + " is not installed: make test-action does it"
	if os.Getenv("CI") != "" || os.Getenv("RETROWIKI_TOOLS") != "" {
		t.Fatal(message)
	}
	t.Skip(message)
	return ""
}

// A wiki is a repository of incidents, as init makes it, with a GitHub beside
// it and a runner for its workflows.
type wiki struct {
	t       *testing.T
	dir     string
	standin string // what the stand-ins keep
	gh      *githubtest.Server
	repo    *githubtest.Repo
	env     []string // of git and the commands
}

func newWiki(t *testing.T) *wiki {
	t.Helper()
	w := emptyWiki(t)
	built, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	w.run(built, "init", w.dir)
	w.git("init", "--quiet", "--initial-branch=main")
	w.git("remote", "add", "origin", "https://github.com/acme/retros.git")
	w.write("incidents/2014/2014-11-24-physicals.md", physicals)
	for _, name := range []string{"retrowiki.yml", "retrowiki-check.yml"} {
		text := w.read(".github/workflows/" + name)
		w.write(".github/workflows/"+name, strings.ReplaceAll(text, "retrowiki/retrowiki@main", "retrowiki/retrowiki@v1.2.3"))
	}
	w.commit()
	return w
}

// emptyWiki is a folder, before anything is in it.
func emptyWiki(t *testing.T) *wiki {
	w := &wiki{t: t, dir: t.TempDir(), standin: t.TempDir(), gh: githubtest.New(t)}
	w.repo = w.gh.Repo("acme/retros")
	w.env = append(os.Environ(),
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "HOME="+t.TempDir(),
		"GIT_AUTHOR_NAME=Robin", "GIT_AUTHOR_EMAIL=robin@example.com", "GIT_COMMITTER_NAME=Robin", "GIT_COMMITTER_EMAIL=robin@example.com")
	return w
}

const physicals = `---
title: Physicals table ran out of primary keys
visibility: public
remediations:
  - {id: bigint, title: Move every key to BIGINT, decision: accepted}
  - {id: alert, title: Alert on headroom, decision: accepted}
---

It happened.
`

func (w *wiki) write(name, text string) {
	w.t.Helper()
	file := filepath.Join(w.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *wiki) read(name string) string {
	w.t.Helper()
	text, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

func (w *wiki) run(name string, args ...string) string {
	w.t.Helper()
	c := exec.Command(name, args...)
	c.Dir, c.Env = w.dir, w.env
	out, err := c.CombinedOutput()
	if err != nil {
		w.t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (w *wiki) git(args ...string) string { w.t.Helper(); return w.run("git", args...) }

// commit commits everything and gives the commit's hash.
func (w *wiki) commit() string {
	w.t.Helper()
	w.git("add", "-A")
	w.git("commit", "--quiet", "--message", "Write")
	return w.git("rev-parse", "HEAD")
}

// release serves a release whose binary runs the real one and keeps the
// summary it wrote, and who was given the token.
func (w *wiki) release() string {
	w.t.Helper()
	built, err := binary()
	if err != nil {
		w.t.Fatal(err)
	}
	script := fmt.Sprintf(`#!/usr/bin/env bash
"%s" "$@"
status=$?
[ ! -s "${GITHUB_STEP_SUMMARY:-}" ] || cp "$GITHUB_STEP_SUMMARY" "%s/summary.md"
echo "$1 ${GITHUB_TOKEN:+token}" >>"%s/commands"
exit $status
`, built, w.standin, w.standin)
	server := releaseServer(w.t, "v1.2.3", []byte(script), "")
	return server.URL
}

// releaseServer serves one release for this machine; sum is instead of the
// true checksum, if it isn't "".
func releaseServer(t *testing.T, version string, program []byte, sum string) *httptest.Server {
	t.Helper()
	if sum == "" {
		sum = fmt.Sprintf("%x", sha256.Sum256(program))
	}
	file := "retrowiki-" + runtime.GOOS + "-" + runtime.GOARCH
	files := map[string]string{
		"/download/" + version + "/checksums.txt": strings.Repeat("0", 64) + "  retrowiki-plan9-mips\n" + sum + "  " + file + "\n",
		"/download/" + version + "/" + file:       string(program),
	}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		text, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(rw, r)
			return
		}
		fmt.Fprint(rw, text)
	}))
	t.Cleanup(server.Close)
	return server
}

// result is what a workflow's run left behind.
type result struct {
	ok       bool
	log      string
	summary  string
	commands []string // "sync token": the command, and whether it had the token
}

var usesLine = regexp.MustCompile(`uses: ([a-z-]+/[a-z-]+)(?:/[a-z]+)?@(\S+)`)

// act runs a workflow for an event with the token.
func (w *wiki) act(workflow, event, token string, payload map[string]any) result {
	w.t.Helper()
	program := tool(w.t, "act")
	payload["repository"] = map[string]any{"default_branch": "main", "full_name": "acme/retros"}
	content, err := json.Marshal(payload)
	if err != nil {
		w.t.Fatal(err)
	}
	eventFile := filepath.Join(w.t.TempDir(), "event.json")
	if err := os.WriteFile(eventFile, content, 0o644); err != nil {
		w.t.Fatal(err)
	}
	os.Remove(filepath.Join(w.standin, "commands"))
	os.Remove(filepath.Join(w.standin, "summary.md"))
	args := []string{
		event, "--workflows", ".github/workflows/" + workflow, "--eventpath", eventFile, "--platform", "ubuntu-latest=-self-hosted",
		"--secret", "GITHUB_TOKEN=" + token, "--env", "GITHUB_API_URL=" + strings.TrimSuffix(w.gh.URL(), "/"), "--env", "GITHUB_REPOSITORY=acme/retros",
		"--env", "RETROWIKI_RELEASES=" + w.release(), "--env", "STANDIN=" + w.standin, "--env", "RUNNER_OS=Linux",
		"--pull=false", "--no-cache-server", "--use-new-action-cache", "--action-cache-path", w.t.TempDir(), "--defaultbranch", "main",
	}
	for _, used := range usesLine.FindAllStringSubmatch(w.read(".github/workflows/"+workflow), -1) {
		local := filepath.Join(root, "internal/actiontest/testdata/standin", used[1])
		if used[1] == "retrowiki/retrowiki" {
			local = w.action()
		}
		args = append(args, "--local-repository", used[1]+"@"+used[2]+"="+local)
	}
	c := exec.Command(program, args...)
	c.Dir, c.Env = w.dir, w.env
	out, err := c.CombinedOutput()
	r := result{ok: err == nil, log: string(out)}
	if text, err := os.ReadFile(filepath.Join(w.standin, "summary.md")); err == nil {
		r.summary = string(text)
	}
	if text, err := os.ReadFile(filepath.Join(w.standin, "commands")); err == nil {
		r.commands = strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	}
	if strings.Contains(r.log+r.summary, token) {
		w.t.Error("the token was printed")
	}
	return r
}

// action is the action's own files, as a runner has them.
func (w *wiki) action() string {
	w.t.Helper()
	dir := w.t.TempDir()
	for _, name := range []string{"action.yml", ".github/action/install", ".github/action/run"} {
		content, err := os.ReadFile(filepath.Join(root, name))
		if err == nil {
			err = errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755), os.WriteFile(filepath.Join(dir, name), bytes.Clone(content), 0o755))
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	return dir
}

func pullRequest(number int, base string) map[string]any {
	return map[string]any{"number": number, "pull_request": map[string]any{
		"number": number, "base": map[string]any{"sha": base, "ref": "main"}, "head": map[string]any{"ref": "topic"},
	}}
}
