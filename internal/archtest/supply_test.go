package archtest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// tracked are the files of the repository, as git or the tree has them.
func tracked(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("git", "-C", "../..", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		t.Skip("not in a git repository")
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// The same source gives the same bytes, wherever it lies and whoever builds it.
func TestBuildsReproduce(t *testing.T) {
	if testing.Short() {
		t.Skip("builds twice")
	}
	first, second := release(t, "a"), release(t, "another place/b")
	if len(first) == 0 || !bytes.Equal(first, second) {
		t.Errorf("two builds of one source differ (%d and %d bytes)", len(first), len(second))
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{filepath.Dir(filepath.Dir(here)), os.TempDir() + "/"} {
		if trace != "/" && bytes.Contains(first, []byte(trace)) {
			t.Errorf("the binary names %s, a folder of the machine that built it", trace)
		}
	}
}

// release copies the source to a folder and builds there what a release holds.
func release(t *testing.T, folder string) []byte {
	t.Helper()
	dir := filepath.Join(t.TempDir(), filepath.FromSlash(folder))
	for _, name := range tracked(t) {
		content, err := os.ReadFile(filepath.Join("../..", name))
		if os.IsNotExist(err) || strings.HasPrefix(name, "docs/") {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		mode := os.FileMode(0o644)
		if strings.HasPrefix(name, ".ci/") {
			mode = 0o755
		}
		if err := os.WriteFile(to, content, mode); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(t.TempDir(), "dist")
	build := exec.Command("bash", filepath.Join(dir, ".ci", "release"), "v1.2.3", out, runtime.GOOS+"/"+runtime.GOARCH)
	build.Dir = t.TempDir()
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	found, err := filepath.Glob(filepath.Join(out, "retrowiki-*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("made %v, %v", found, err)
	}
	content, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// executables are how programs of the usual systems begin.
var executables = [][]byte{[]byte("\x7fELF"), []byte("MZ\x90"), []byte("\xcf\xfa\xed\xfe"), []byte("\xca\xfe\xba\xbe"), []byte("\x00asm"), []byte("!<arch>\n")}

// What OpenSSF Scorecard asks of a repository and the tree can answer. That
// actions are pinned, tokens small and workflows safe is held by
// internal/actiontest.
func TestTheTreeIsKeptAsScorecardAsks(t *testing.T) {
	files := tracked(t)
	has := func(check string, names ...string) {
		for _, name := range names {
			if !slices.Contains(files, name) {
				t.Errorf("%s: there is no %s", check, name)
			}
		}
	}
	has("License", "LICENSE")
	has("Security-Policy", "SECURITY.md")
	has("Dependency-Update-Tool", ".github/dependabot.yml")
	has("SAST", ".github/workflows/codeql.yml")
	has("CI-Tests", ".github/workflows/ci.yml")
	has("Packaging, Signed-Releases", ".github/workflows/release.yml")
	fuzzed := false
	for _, name := range files {
		content, err := os.ReadFile(filepath.Join("../..", name))
		if err != nil {
			continue
		}
		for _, magic := range executables {
			if bytes.HasPrefix(content, magic) {
				t.Errorf("Binary-Artifacts: %s is a program", name)
			}
		}
		fuzzed = fuzzed || strings.HasSuffix(name, "_test.go") && bytes.Contains(content, []byte("\nfunc Fuzz"))
	}
	if !fuzzed {
		t.Error("Fuzzing: there is no fuzz target")
	}
}

var fromImage = regexp.MustCompile(`(?m)^FROM (\S+)`)

// Pinned-Dependencies: an image by its digest, a tool by its version.
func TestWhatIsFetchedIsPinned(t *testing.T) {
	docker, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range fromImage.FindAllSubmatch(docker, -1) {
		if image := string(m[1]); image != "scratch" && !regexp.MustCompile(`@sha256:[0-9a-f]{64}$`).MatchString(image) {
			t.Errorf("Dockerfile: %s is not pinned by its digest", image)
		}
	}
	for _, name := range []string{"Makefile", ".ci/run", ".ci/prepare", ".ci/release", ".ci/vulnerabilities"} {
		content, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte("@latest")) || regexp.MustCompile(`curl[^\n]*\|\s*(ba)?sh`).Match(content) {
			t.Errorf("%s fetches whatever is newest", name)
		}
	}
	for _, text := range []string{"attest-build-provenance@", "sbom-action@", "subject-checksums"} {
		if release, err := os.ReadFile("../../.github/workflows/release.yml"); err != nil || !bytes.Contains(release, []byte(text)) {
			t.Errorf("release.yml has no %s: %v", text, err)
		}
	}
}
