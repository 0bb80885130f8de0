package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// everyCommand is how each command is called; OUT is a folder of the test's
// own. A command that is new has no row yet, and fails the test.
var everyCommand = []string{
	"init OUT/new", "new A new incident", "new --from 2014-11-24-physicals Once more", "import --dry-run incidents", "check", "check --format github", "check --format json", "check --format sarif",
	"check --changed-since HEAD~1", "check --fix", "fmt --check", "build --output OUT/site", "build --output OUT/public --audience public --timings", "build --output OUT/at --rev HEAD",
	"serve --address 127.0.0.1:0", "similar 2014-11-24-physicals --all", "similar --format json 2014-11-24-physicals",
	"timeline 2014-11-24-physicals OUT/chat.log", "timeline 2014-11-24-physicals --git .", "agenda 2014-11-24-physicals", "agenda --format ics 2014-11-24-physicals",
	"agenda --follow-up", "digest --since 2010-01-01", "digest --since 2010-01-01 --format json", "review --base HEAD~1", "review --comment --base HEAD~1",
	"sync --dry-run", "sync --pace 0", "sync --dry-run --format json", "schema", "version", "build --source https://127.0.0.1:1/x --output OUT/none", "check --rev nothing-\u009b",
}

func TestEveryCommandIsTried(t *testing.T) {
	for _, c := range commands {
		name, tried := c(&app{environment: &environment{}}).Name(), false
		for _, line := range everyCommand {
			tried = tried || strings.Fields(line)[0] == name
		}
		if !tried {
			t.Errorf("everyCommand lacks %s", name)
		}
	}
}

// firstWrite ends `serve` when it has said where it serves.
type firstWrite struct {
	*bytes.Buffer
	then func()
}

func (f firstWrite) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("The wiki is at")) {
		f.then()
	}
	return f.Buffer.Write(p)
}

// said runs a line of everyCommand and gives all that it printed.
func (w *syncedWiki) said(line, out string, more ...string) string {
	ctx, cancel := context.WithTimeout(w.t.Context(), 500*time.Millisecond) // sync would wait for a network
	defer cancel()
	args := strings.Fields(strings.ReplaceAll(line, "OUT", out))
	if args[0] != "init" && !strings.Contains(line, "--source") {
		args = append(args, "--source", w.dir)
	}
	var stdout, stderr bytes.Buffer
	execute(ctx, &environment{
		args: append(args, more...), stdout: firstWrite{&stdout, cancel}, stderr: &stderr, now: time.Now,
		getenv:   func(name string) string { return w.env[name] },
		cacheDir: func() (string, error) { return filepath.Join(out, "cache"), nil },
	})
	return stdout.String() + stderr.String()
}

// committed makes a repository of the wiki, with a past.
func (w *syncedWiki) committed(author, subject string) {
	for _, args := range [][]string{{"init", "--quiet"}, {"add", "retrowiki.yaml"}, {"commit", "--quiet", "-m", "First"}, {"add", "."}, {"-c", "user.name=" + author, "commit", "--quiet", "-m", subject}} {
		gittest.Git(w.t, w.dir, args...)
	}
}

// The token is in no byte of what is printed or written, whatever goes wrong
// on the way to GitHub; nor are the credentials of the clone's remote.
func TestTheTokenIsInNoByteThatIsWritten(t *testing.T) {
	for name, fault := range map[string]func(w *syncedWiki){
		"all is well": func(*syncedWiki) {},
		"no network":  func(w *syncedWiki) { w.env["GITHUB_API_URL"] = "http://127.0.0.1:1" },
		"refused":     func(w *syncedWiki) { w.gh.Fault(githubtest.AnyCall, githubtest.Fault{Status: 401}) },
		"broken":      func(w *syncedWiki) { w.gh.Fault(githubtest.AnyCall, githubtest.Fault{Status: 500}) },
		"redirected":  func(w *syncedWiki) { w.gh.Fault(githubtest.AnyCall, githubtest.RedirectTo(307, w.gh.Elsewhere())) },
		"an address that is none": func(w *syncedWiki) {
			w.env["GITHUB_API_URL"] = "https://x:" + w.gh.Token() + "@host\x7f/"
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, format := range []string{"text", "json"} {
				w, out := newSyncedWiki(t), t.TempDir()
				w.committed("Lex", "Write it down")
				gittest.Git(t, w.dir, "remote", "add", "origin", "https://lex:ghp_of_the_remote@github.com/acme/retros")
				w.env["GITHUB_REPOSITORY"], w.env["GITHUB_EVENT_NAME"] = "acme/retros", "push"
				w.env["GITHUB_STEP_SUMMARY"], w.env["GITHUB_OUTPUT"] = filepath.Join(out, "summary"), filepath.Join(out, "output")
				w.env["GITHUB_EVENT_PATH"] = filepath.Join(out, "event.json")
				putFile(t, w.env["GITHUB_EVENT_PATH"], `{"pull_request": {"number": 1}}`)
				putFile(t, filepath.Join(out, "chat.log"), "2014-11-24 22:40 <lex> looking\n")
				fault(w)
				for _, line := range everyCommand {
					if all := w.said(line, out, "--log-format", format); strings.Contains(all, w.gh.Token()) || strings.Contains(all, "ghp_of_the_remote") {
						t.Errorf("retrowiki %s prints it:\n%s", line, all)
					}
				}
				// Git's own settings hold the remote that was written above.
				for _, folder := range []string{w.dir, out} {
					for file, content := range below(t, folder) {
						if strings.Contains(file+content, w.gh.Token()) || !strings.HasSuffix(file, filepath.Join(".git", "config")) && strings.Contains(file+content, "ghp_of_the_remote") {
							t.Errorf("%s holds it", file)
						}
					}
				}
				if leaked := w.gh.Leaked(); len(leaked) > 0 {
					t.Errorf("another host got it: %v", leaked)
				}
			}
		})
	}
}

func putFile(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func below(t *testing.T, folder string) map[string]string {
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(name)
		files[name] = string(content)
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	return files
}

// What a terminal or GitHub's runner would obey: a link, the clipboard, an
// erased line, the other direction of reading, a command.
const attack = "\x1b]8;;https://evil.example\x07click\x1b]52;c;AA\x07\x1b[2J\u009b31m\u202e\r\n::error::pwned\r##[error]pwned\n::set-output name=x::y"

// What others wrote moves no cursor and gives no order: not from titles,
// names of files and branches, authors, messages or transcripts.
func TestNothingThatIsPrintedIsObeyed(t *testing.T) {
	quoted := fmt.Sprintf("%q", attack) // YAML reads Go's escapes
	incident := "---\ntitle: " + quoted + "\nvisibility: public\nimpact_started_at: 2014-11-24T22:00:00Z\nimpact_ended_at: 2014-11-24T23:00:00Z\nseverity: " + quoted +
		"\n" + quoted + ": x\nservices: [" + quoted + "]\ntags: [" + quoted + "]\ncontributing_factors: [" + quoted + "]\nroles: {" + quoted + ": [" + quoted + "]}\nstarted: " + quoted +
		"\nrecurrence_of: [" + quoted + "]\nremediations:\n  - {title: " + quoted + ", decision: accepted, owner: " + quoted + ", due: 2014-12-01, labels: [" + quoted + "]}\n  - {title: b, level: " + quoted + ", decision: accepted}\n---\n" +
		attack + "\n\n[" + attack + "](dead.md \"" + attack + "\") [[" + attack + "]]\n\n![x](no" + strings.ReplaceAll(attack, "\n", "") + ".png)\n\n## Timeline\n\n- 22:01 " + attack + "\n"
	name := strings.NewReplacer("/", "-").Replace(attack)
	w := newSyncedWiki(t)
	w.write("incidents/2014-11-24-physicals.md", incident)
	w.write("incidents/2015-11-24-again.md", incident)
	w.write("incidents/"+name+".md", incident)
	w.write("incidents/c1-\u009b-\u202e-bidi.md", "---\ntitle: [\n---\n")
	w.write("incidents/bidi-\u202e\u2066-name.md", "---\ntitle: [\n---\n")
	w.write("incidents/broken.md", "---\ntitle: "+quoted+"\ntitle: "+quoted+"\n  bad: "+attack+"\n---\n")
	w.write("patterns/p.md", "---\ntitle: "+quoted+"\n"+quoted+": 1\n---\n")
	w.write("retrowiki.yaml", "title: "+quoted+"\nbase_url: https://acme.example/\ngithub: {repo: acme/retros, namespace: acme}\n"+quoted+": 1\npeople:\n  "+quoted+": {github: "+quoted+"}\n")
	w.committed(attack, attack)
	gittest.Git(t, w.dir, "checkout", "--quiet", "-b", "branch-\u009b31m-\u202e")
	out := t.TempDir()
	putFile(t, filepath.Join(out, "chat.log"), "2014-11-24 22:40 <lex"+strings.ReplaceAll(attack, "\n", "")+"> looking "+attack+"\n")
	ours := regexp.MustCompile(`^::(error|warning|notice) (file|title)=[^\r]*$`)
	for _, actions := range []string{"", "true"} {
		w.env["GITHUB_ACTIONS"], w.env["GITHUB_EVENT_NAME"] = actions, "push"
		for _, format := range []string{"text", "json"} {
			for _, line := range everyCommand {
				all := w.said(line, out, "--log-format", format)
				ics := strings.Contains(line, "ics") // whose lines end with CR LF
				for text := range strings.Lines(all) {
					text = strings.TrimSuffix(text, "\n")
					if ics {
						text = strings.TrimSuffix(text, "\r")
					}
					odd := strings.IndexFunc(text, func(r rune) bool {
						return r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
					})
					trimmed := strings.TrimLeft(text, " \t")
					command := strings.HasPrefix(trimmed, "::") && (line != "check --format github" || !ours.MatchString(text)) || strings.HasPrefix(trimmed, "##[")
					if odd >= 0 || command {
						t.Errorf("retrowiki %s (--log-format %s): %.300q", line, format, text)
						break
					}
				}
			}
		}
	}
}
