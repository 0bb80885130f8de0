package actiontest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

var runnerOS = map[string]string{"linux": "Linux", "darwin": "macOS"}[runtime.GOOS]
var runnerArch = map[string]string{"amd64": "X64", "arm64": "ARM64"}[runtime.GOARCH]

// install runs the action's first step with these values of its environment,
// and gives its log and the binary's path.
func install(t *testing.T, env ...string) (log, path string, ok bool) {
	t.Helper()
	output := filepath.Join(t.TempDir(), "output")
	c := exec.Command("bash", filepath.Join(root, ".github/action/install"))
	c.Env = append(os.Environ(), "RUNNER_TEMP="+t.TempDir(), "RUNNER_OS="+runnerOS, "RUNNER_ARCH="+runnerArch,
		"GITHUB_ACTION_PATH="+root, "GITHUB_OUTPUT="+output, "VERSION=", "ACTION_REF=main")
	c.Env = append(c.Env, env...)
	out, err := c.CombinedOutput()
	if text, err := os.ReadFile(output); err == nil {
		path = strings.TrimSpace(strings.TrimPrefix(string(text), "retrowiki="))
	}
	return string(out), path, err == nil
}

const program = "#!/bin/sh\necho 'retrowiki v1.2.3'\n"

func TestInstall(t *testing.T) {
	t.Parallel()
	good := releaseServer(t, "v1.2.3", []byte(program), "").URL
	for _, c := range []struct {
		name     string
		env      []string
		ok       bool
		log, not string
	}{
		{"the action's own release", []string{"ACTION_REF=v1.2.3", "RETROWIKI_RELEASES=" + good}, true, "retrowiki v1.2.3", "devel"},
		{"a named release", []string{"VERSION=v1.2.3", "RETROWIKI_RELEASES=" + good}, true, "retrowiki v1.2.3", "devel"},
		{"a named release that does not exist is not replaced", []string{"VERSION=v9.9.9", "RETROWIKI_RELEASES=" + good}, false, "Release v9.9.9 could not be downloaded", "devel"},
		{"no release of the own ref: built from source", []string{"ACTION_REF=v9.9.9", "RETROWIKI_RELEASES=" + good}, true, "retrowiki ", "v1.2.3"},
		{"a commit as the own ref: built from source", []string{"ACTION_REF=08c6903cd8c0fde910a37f88322edcfb5dd907a8", "RETROWIKI_RELEASES=" + good}, true, "retrowiki ", "v1.2.3"},
		{"text for the shell", []string{"VERSION=v1.2.3$(touch pwned)", "RETROWIKI_RELEASES=" + good}, false, "wants a release", "devel"},
		{"a path as a release", []string{"VERSION=v1.2.3/../../evil", "RETROWIKI_RELEASES=" + good}, false, "wants a release", "devel"},
	} {
		t.Run(c.name, func(t *testing.T) {
			log, path, ok := install(t, c.env...)
			if ok != c.ok || !strings.Contains(log, c.log) || strings.Contains(log, c.not) {
				t.Errorf("ok %v, want %v, with %q and without %q:\n%s", ok, c.ok, c.log, c.not, log)
			}
			if ok != (path != "") {
				t.Errorf("the output is %q", path)
			}
		})
	}
}

// A binary that is not the one in checksums.txt is never run, and nothing is
// tried in its place.
func TestInstallRefusesAWrongChecksum(t *testing.T) {
	t.Parallel()
	sums := map[string]string{"another's": strings.Repeat("ab", 32), "none": "-", "too short": "abc"}
	for name, sum := range sums {
		t.Run(name, func(t *testing.T) {
			server := releaseServer(t, "v1.2.3", []byte(program), sum)
			log, path, ok := install(t, "ACTION_REF=v1.2.3", "RETROWIKI_RELEASES="+server.URL)
			if ok || path != "" || strings.Contains(log, "retrowiki v1.2.3\n") {
				t.Errorf("it was installed as %q:\n%s", path, log)
			}
			if !strings.Contains(log, "::error title=retrowiki::") {
				t.Errorf("it does not say why:\n%s", log)
			}
		})
	}
}

// What .ci/release builds is what .github/action/install looks for.
func TestInstallTakesWhatReleaseBuilds(t *testing.T) {
	t.Parallel()
	dist := t.TempDir()
	release := exec.Command(filepath.Join(root, ".ci/release"), "v1.2.3", filepath.Join(dist, "download/v1.2.3"), runtime.GOOS+"/"+runtime.GOARCH)
	if out, err := release.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(dist)))
	defer server.Close()
	log, path, ok := install(t, "VERSION=v1.2.3", "RETROWIKI_RELEASES="+server.URL)
	if !ok || path == "" || !strings.Contains(log, "retrowiki v1.2.3 ") {
		t.Errorf("it was not installed:\n%s", log)
	}
}
