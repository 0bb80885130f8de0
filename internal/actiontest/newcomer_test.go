package actiontest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A newcomer types what stands under "From zero to published", word for word.
// Only the network is another: the clone comes from a bare repository beside.
func TestFromZeroToPublished(t *testing.T) {
	t.Parallel()
	docs, err := os.ReadFile(filepath.Join(root, "docs/action.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(docs), "## From zero to published\n")
	section, _, _ = strings.Cut(section, "\n## ")
	built, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	w := emptyWiki(t)
	home, remotes := t.TempDir(), t.TempDir()
	w.run("git", "init", "--quiet", "--bare", "--initial-branch=main", filepath.Join(remotes, "acme/retros.git"))
	config := filepath.Join(home, "gitconfig")
	if err := os.WriteFile(config, []byte("[url \""+remotes+"/\"]\n\tinsteadOf = https://github.com/\n[init]\n\tdefaultBranch = main\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	w.env = append(w.env, "GIT_CONFIG_GLOBAL="+config, "PATH="+filepath.Dir(built)+string(os.PathListSeparator)+os.Getenv("PATH"), "EDITOR=")
	steps := 0
	for _, line := range regexp.MustCompile(`(?m)^       (\S.*)$`).FindAllStringSubmatch(section, -1) {
		switch typed := line[1]; {
		case strings.HasPrefix(typed, "cd "):
			w.dir = filepath.Join(w.dir, strings.TrimPrefix(typed, "cd "))
		case strings.HasPrefix(typed, "go install "): // it is in the PATH
		case strings.HasPrefix(typed, "base_url: "):
			settings := w.read("retrowiki.yaml")
			w.write("retrowiki.yaml", regexp.MustCompile(`(?m)^# base_url: .*$`).ReplaceAllLiteralString(settings, typed))
			if !strings.Contains(w.read("retrowiki.yaml"), "\n"+typed) {
				t.Error("retrowiki.yaml has no base_url to take the # away from")
			}
		default:
			w.run("bash", "-c", typed)
			steps++
		}
	}
	if steps < 9 {
		t.Errorf("only %d steps were found in the text", steps)
	}
	if got := w.git("ls-remote", "--heads", "origin"); !strings.Contains(got, "refs/heads/main") || !strings.Contains(got, "refs/heads/checkout") {
		t.Errorf("pushed are %s", got)
	}
	for _, name := range []string{"retrowiki.yml", "retrowiki-check.yml"} {
		w.git("cat-file", "-e", "origin/main:.github/workflows/"+name)
	}
	w.run(built, "check")
	w.run(built, "build")
	if !strings.Contains(w.read("_site/index.html"), "Checkout was down") {
		t.Error("the new incident is not on the front page")
	}
	if !strings.Contains(w.read(".github/workflows/retrowiki.yml"), "audience: internal") {
		t.Error("there is no audience: internal to change in retrowiki.yml")
	}
}
