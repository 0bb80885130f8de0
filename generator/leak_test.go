package generator_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// secrets gives another word each time, and remembers where it was planted.
type secrets struct {
	of      string // whom they are of, in every word
	planted map[string]string
}

func (s *secrets) plant(where string) string {
	word := fmt.Sprintf("zq%s%03dx", s.of, len(s.planted))
	s.planted[word] = where
	return word
}

// fields plants a secret in every field of the model, so that a field that is
// added is among them by itself.
func (s *secrets) fields(t reflect.Type, path string) map[string]any {
	all := map[string]any{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("field"), ",")
		if options == "inline" {
			for key, value := range s.fields(f.Type, path) {
				all[key] = value
			}
		}
		if name == "" || name == "visibility" || name == "id" && path == "" {
			continue
		}
		if v := s.value(f.Type, path+name); v != nil {
			all[name] = v
		}
	}
	return all
}

// value is a secret of a field's type, nil for a type that holds no words.
func (s *secrets) value(t reflect.Type, path string) any {
	if v, ok := reflect.New(t).Elem().Interface().(incident.Vocabulary); ok {
		return v.Words()[0]
	}
	switch t {
	case reflect.TypeFor[incident.Quantity]():
		return s.plant(path)
	case reflect.TypeFor[incident.Moment](), reflect.TypeFor[incident.Completion](), reflect.TypeFor[time.Duration](), reflect.TypeFor[incident.IssueRef]():
		return nil
	case reflect.TypeFor[incident.Roles]():
		return map[string]any{s.plant(path + " name"): []any{s.plant(path)}}
	}
	switch t.Kind() {
	case reflect.String:
		switch {
		case strings.HasSuffix(path, "url") || strings.HasSuffix(path, "upstream"):
			return "https://example.com/" + s.plant(path)
		case strings.HasSuffix(path, "repo"):
			return "acme/" + s.plant(path)
		}
		return s.plant(path)
	case reflect.Slice:
		return []any{s.value(t.Elem(), path)}
	case reflect.Struct:
		return s.fields(t, path+".")
	}
	return nil
}

// hidden is an incident of which everything is a secret.
func (s *secrets) hidden(visibility string) (name, content string) {
	fields := s.fields(reflect.TypeFor[incident.Incident](), "")
	fields["visibility"] = visibility
	fields["impact_started_at"], fields["severity"] = "2021-02-03T10:00:00Z", "SEV1"
	fields["company"] = s.plant("a taxonomy of the wiki's own")
	fields["unknown_field"] = s.plant("an unknown field")
	front, _ := json.MarshalIndent(fields, "", " ") // JSON is YAML
	var body strings.Builder
	fmt.Fprintf(&body, "---\n%s\n---\n%s\n", front, s.plant("lead"))
	for _, heading := range []string{"Timeline", "Summary", "What happened", "Impact", "Root cause analysis", "Contributing factors", "What went well", "What went wrong",
		"Where we got lucky", "Surprises", "Have we seen this before", "Lessons", "How did this retrospective go", "Before the meeting", s.plant("a heading")} {
		fmt.Fprintf(&body, "\n## %s\n\n- 10:0%d %s **{detected}** @%s\n- %s\n\n%s `%s` [%s](https://example.com/%s \"%s\") <kbd>%s</kbd> <!-- %s -->\n",
			heading, len(heading)%10, s.plant("an entry below "+heading), s.plant("a person below "+heading), s.plant("an item below "+heading), s.plant("text below "+heading),
			s.plant("code"), s.plant("the words of a link"), s.plant("an address"), s.plant("the title of a link"), s.plant("own tags"), s.plant("a comment"))
	}
	fmt.Fprintf(&body, "\n![%s](%s.svg)\n\n```mermaid\ngraph LR; a[%s]\n```\n\n```sql\nSELECT '%s'\n```\n\nA note.[^%s]\n\n[^%s]: %s\n\n| %s |\n|---|\n| %s |\n",
		s.plant("an image's words"), s.of+"-image", s.plant("a diagram"), s.plant("fenced code"), s.of, s.of, s.plant("a footnote"), s.plant("a table's head"), s.plant("a cell"))
	return "incidents/" + s.plant("a file's name") + ".md", body.String()
}

// internalParts hides secrets in the open incident.
func (s *secrets) internalParts() string {
	part := func(where string) string {
		return "<!-- internal -->" + s.plant("an internal part "+where) + "<!-- /internal -->"
	}
	return "Open text. " + part("in a line") + "\n\n" +
		"<!-- internal -->\n\n## " + s.plant("an internal heading") + "\n\n- " + s.plant("an internal item") + "\n\n```\n" + s.plant("internal code") + "\n```\n\n<!-- /internal -->\n\n" +
		"- open\n- " + part("in a list") + "\n\n| a | b |\n|---|---|\n| open | " + part("in a table") + " |\n\n" +
		"> " + part("in a quote") + "\n\n## Timeline\n\n- 10:00 open " + part("in the timeline") + " @kim\n\n## What went well\n\n- All open " + part("in what went well") + "\n\n" +
		"<!-- internal -->\n" + s.plant("what an unclosed part holds") + "\n<!-- internal -->\n" + s.plant("what a nested part holds") + "\n"
}

// What an audience may not read is in no byte of what it gets: not in pages,
// addresses, lists, search, feeds, calendars, data, images or names of files.
func TestNoSecretGetsOut(t *testing.T) {
	internal := &secrets{of: "inn", planted: map[string]string{}}
	restricted := &secrets{of: "res", planted: map[string]string{}}
	dir := t.TempDir()
	write := func(name, content string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("retrowiki.yaml", "title: Open\nbase_url: https://wiki.example/\ntaxonomies: [company]\ngithub:\n  repo: acme/wiki\n")
	states := collection.States{ReadAt: time.Date(2021, 5, 1, 0, 0, 0, 0, time.UTC), Issues: map[string]collection.IssueState{}}
	var hiddenIDs []string
	for _, s := range []*secrets{internal, restricted} {
		visibility := map[string]string{"inn": "internal", "res": "restricted"}[s.of]
		name, content := s.hidden(visibility)
		write(name, content)
		id := strings.TrimSuffix(filepath.Base(name), ".md")
		hiddenIDs = append(hiddenIDs, id)
		write("incidents/"+s.of+"-image.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><title>`+s.plant("an image's bytes")+`</title></svg>`)
		write("patterns/"+s.plant("a pattern's file")+".md", "---\ntitle: "+s.plant("a pattern's title")+"\nvisibility: "+visibility+"\n---\n"+s.plant("a pattern's text")+"\n")
		states.Issues[id+"/"+remediationID(s)] = collection.IssueState{
			Repo: "acme/" + s.plant("an issue's repository"), Number: 77123, URL: "https://github.com/acme/x/issues/77123", State: collection.Open, Assignees: []string{s.plant("an assignee")},
		}
		gittest.Git(t, dir, "init", "--quiet", "--initial-branch=main")
		gittest.Git(t, dir, "add", ".")
		gittest.Git(t, dir, "-c", "user.name="+s.plant("an author's name"), "-c", "user.email="+s.plant("an author's address")+"@example.com",
			"commit", "--quiet", "-m", s.plant("a commit's subject")+"\n\n"+s.plant("a commit's message"))
	}
	links := ""
	for _, id := range hiddenIDs {
		links += fmt.Sprintf("[this](%s.md) [[%s]] [[%s|that]] [there](%s.md#%s)\n\n", id, id, id, id, id)
	}
	// What the open incident names of hidden ones is theirs.
	write("incidents/open.md", fmt.Sprintf("---\ntitle: An open incident\nvisibility: public\nimpact_started_at: 2021-02-01T10:00:00Z\nseverity: SEV1\n"+
		"contributing_factors: [open factor]\nrecurrence_of: [%s, %s]\nrelated: [%s]\nremediations:\n  - title: Open work\n    depends_on: [%s/x]\n---\n%s%s",
		hiddenIDs[0], hiddenIDs[1], hiddenIDs[1], hiddenIDs[0], links, internal.internalParts()))
	write("incidents/open-too.md", "---\ntitle: Another open incident\nvisibility: public\nimpact_started_at: 2021-03-01T10:00:00Z\nrecurrence_of: [open]\n---\n## What went well\n\n- It was open\n")
	gittest.Git(t, dir, "add", ".")
	gittest.Git(t, dir, "-c", "user.name=Kim", "-c", "user.email=kim@example.com", "commit", "--quiet", "-m", "What is open; "+internal.plant("a message that speaks of other files"))

	planted := len(internal.planted) + len(restricted.planted)
	t.Logf("%d secrets planted", planted)
	for _, audience := range []struct {
		incident.Visibility
		hidden []*secrets
		open   []*secrets
	}{
		{incident.Public, []*secrets{internal, restricted}, nil},
		{incident.Internal, []*secrets{restricted}, []*secrets{internal}},
		{incident.Restricted, nil, []*secrets{internal, restricted}},
	} {
		t.Run(string(audience.Visibility), func(t *testing.T) {
			_, files := build(t, generator.Options{Source: dir, History: true, Audience: audience.Visibility, States: states})
			var all strings.Builder
			for name, content := range files {
				fmt.Fprintf(&all, "%s\n%s\n", name, content)
				for _, s := range audience.hidden {
					lower := strings.ToLower(told(t, name, content))
					if at := strings.Index(lower, "zq"+s.of); at >= 0 {
						word := lower[at:min(len(lower), at+len("zqinn000x"))]
						t.Errorf("%s tells %s, %s: ...%.120s", name, word, s.planted[word], lower[max(0, at-60):])
					}
				}
			}
			// That nothing is found where nothing is to be found says little
			// unless it is found where it should be.
			text := strings.ToLower(all.String())
			for _, s := range audience.open {
				found := 0
				var lacks []string
				for word, where := range s.planted {
					if strings.Contains(text, word) {
						found++
					} else {
						lacks = append(lacks, where)
					}
				}
				slices.Sort(lacks)
				if found*10 < len(s.planted)*8 {
					t.Errorf("of %d secrets, those who may read them are shown %d; not %s", len(s.planted), found, strings.Join(slices.Compact(lacks), ", "))
				}
			}
		})
	}
}

// remediationID is the id that was planted for the hidden remediation.
func remediationID(s *secrets) string {
	for word, where := range s.planted {
		if where == "remediations.id" {
			return word
		}
	}
	return ""
}
