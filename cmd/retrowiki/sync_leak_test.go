package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/incident"
)

// planted writes YAML with a word of its own in every field of the model that
// holds words, so that a field that is added is among them by itself.
type planted struct {
	of    string
	words int
}

func (p *planted) word() string {
	p.words++
	return fmt.Sprintf("zq%s%03d", p.of, p.words)
}

func (p *planted) fields(of reflect.Type) (all []string) {
	for i := range of.NumField() {
		f := of.Field(i)
		name, option, _ := strings.Cut(f.Tag.Get("field"), ",")
		value := ""
		switch {
		case option == "inline":
			all = append(all, p.fields(f.Type)...)
			continue
		case name == "decision":
			value = "accepted" // so that an issue would be opened
		case name == "repo", name == "visibility", name == "":
			continue // GitHub is asked about a repository that a file names
		default:
			value = p.value(f.Type, name)
		}
		if value != "" {
			all = append(all, name+": "+value)
		}
	}
	return all
}

func (p *planted) value(of reflect.Type, name string) string {
	if words, ok := reflect.Zero(of).Interface().(incident.Vocabulary); ok {
		return words.Words()[0]
	}
	switch {
	case of == reflect.TypeFor[incident.Quantity]():
		return p.word()
	case of == reflect.TypeFor[incident.Roles]():
		return "{commander: " + p.word() + ", " + p.word() + ": " + p.word() + "}"
	case of.Kind() == reflect.Slice:
		if inner := p.value(of.Elem(), name); inner != "" {
			return "[" + inner + "]"
		}
	case of == reflect.TypeFor[incident.Moment](), of == reflect.TypeFor[incident.Completion](), of == reflect.TypeFor[incident.IssueRef]():
	case of.Kind() == reflect.Struct:
		return "{" + strings.Join(p.fields(of), ", ") + "}"
	case of.Kind() == reflect.String && (name == "url" || name == "upstream"):
		return "'https://" + p.word() + ".example/'"
	case of.Kind() == reflect.String:
		return p.word()
	}
	return ""
}

// hidden is an incident in which everything is a secret, and which has things
// that sync tells about: a misspelt field, an owner whom nobody knows, a
// dependency that is not there.
func (p *planted) hidden(visibility string) (name, text string) {
	front := strings.Join(p.fields(reflect.TypeFor[incident.Incident]()), "\n")
	return "incidents/" + p.word() + ".md", fmt.Sprintf("---\n%s\nvisibility: %s\n%s: %s\n---\n\n%s\n\n## Remediations\n\n- [ ] %s @%s\n",
		front, visibility, p.word(), p.word(), p.word(), p.word(), p.word())
}

func (w *syncedWiki) hide(of, visibility string) string {
	p := &planted{of: of}
	name, text := p.hidden(visibility)
	w.write(name, text)
	if p.words < 35 {
		w.t.Fatalf("only %d words were planted", p.words)
	}
	return strings.TrimSuffix(filepath.Base(name), ".md")
}

// silent fails the test where a planted word is in what GitHub was sent, in
// what was printed, or in the commits.
func (w *syncedWiki) silent(of ...string) {
	w.t.Helper()
	var said strings.Builder
	for _, c := range w.gh.Log() {
		fmt.Fprintln(&said, "request:", c.Method, c.Path, c.Body)
	}
	fmt.Fprintf(&said, "stdout: %s\nstderr: %s\ncommit: %s\n", w.stdout.String(), w.stderr.String(), w.git("log", "--all", "--format=%B%an%cn"))
	for line := range strings.Lines(strings.ToLower(said.String())) {
		for _, word := range of {
			if strings.Contains(line, "zq"+word) {
				w.t.Errorf("tells a secret: %.400s", line)
			}
		}
	}
}

// Of incidents that a tracker's readers may not read, nothing reaches GitHub in
// any request, and in a workflow nothing reaches the log, the summary, or the
// message of a commit: also not of one whose visibility is misspelt.
func TestSyncTellsWiderReadersNothing(t *testing.T) {
	for _, args := range [][]string{
		{"sync", "--dry-run"}, {"sync", "--dry-run", "--format", "json"}, {"sync", "--dry-run", "--format", "markdown"},
		{"sync", "--pace", "0"}, {"sync", "--pace", "0", "--write-back"}, {"sync", "--pace", "0", "--write-back=commit"},
		{"sync", "--pace", "0", "--log-format", "json", "--write-back=branch:numbers"}, {"sync", "--pace", "0", "--max-writes", "1"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			w := newSyncedWiki(t)
			ids := []string{w.hide("int", "internal"), w.hide("res", "restricted"), w.hide("mis", "resticted")}
			w.edit("It happened.", fmt.Sprintf("See [[%s]], [[%s]], [[%s]].", ids[0], ids[1], ids[2]))
			w.edit("visibility: public\n", fmt.Sprintf("visibility: public\nrecurrence_of: [%s, %s, %s]\n", ids[0], ids[1], ids[2]))
			w.edit("id: alert,", fmt.Sprintf("id: alert, depends_on: [%s/x],", ids[1]))
			w.inGit()
			w.git("branch", "numbers")
			w.env["GITHUB_REPOSITORY"] = "acme/retros"
			w.env["GITHUB_STEP_SUMMARY"] = filepath.Join(t.TempDir(), "summary")
			status := w.run(args...)
			summary, _ := os.ReadFile(w.env["GITHUB_STEP_SUMMARY"])
			w.stdout.Write(summary)
			if status != exitDone && status != exitIncomplete {
				t.Errorf("ended with %d: %s", status, w.stderr.String())
			}
			if all := w.stdout.String() + w.stderr.String(); !strings.Contains(all, "BIGINT") && !strings.Contains(all, "3 changed") {
				t.Errorf("it does not tell of the public incident either: %s", all)
			}
			w.silent("int", "res", "mis")
		})
	}
}

// The words do get to readers who may have them, so that the silence above says
// something; and a log with wider readers than the tracker stays silent.
func TestSyncTellsThoseWhoMayKnow(t *testing.T) {
	w := newSyncedWiki(t)
	w.repo.SetPrivate(true)
	w.hide("int", "internal")
	w.hide("res", "restricted")
	w.inGit()
	w.gh.Repo("acme/open")
	w.env["GITHUB_REPOSITORY"] = "acme/open"
	w.sync()
	requests := fmt.Sprint(w.gh.Writes())
	if !strings.Contains(requests, "zqint") || !strings.Contains(requests, "zqres") {
		t.Errorf("a private tracker is told nothing: %s", w.stderr.String())
	}
	if said := w.stdout.String() + w.stderr.String(); strings.Contains(said, "zq") {
		t.Errorf("the log of a public workflow says %s", said)
	}
	w.gh.ForgetLog()
	w.env["GITHUB_ACTIONS"] = ""
	w.run("sync", "--dry-run", "--format", "json")
	w.repo.SetPrivate(false)
	if w.run("sync", "--dry-run"); !strings.Contains(w.stdout.String(), "zqres") {
		t.Errorf("one's own terminal is not told what is held back: %s", w.stdout.String())
	}
}

// Where the readers of a repository cannot be asked for, nobody may know.
func TestALogOfUnknownReadersTellsNothing(t *testing.T) {
	w := newSyncedWiki(t)
	w.repo.SetPrivate(true)
	w.hide("res", "restricted")
	w.inGit()
	w.env["GITHUB_REPOSITORY"] = "acme/unknown"
	w.run("sync", "--dry-run")
	w.silent("res")
}
