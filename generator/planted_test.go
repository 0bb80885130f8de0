package generator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// planter fills frontmatter with secrets, each of them different, and
// remembers where each was put.
type planter struct {
	t       *testing.T
	prefix  string
	secrets map[string]string // by secret, its place
}

// secret is a new word, which survives being folded or made a slug.
func (p *planter) secret(place string) string {
	word := fmt.Sprintf("%s%03dx", p.prefix, len(p.secrets))
	p.secrets[word] = place
	return word
}

// fields writes every field of a struct of the model. A field of a kind that
// it has not heard of fails the test, so that no new one goes without a secret.
func (p *planter) fields(of reflect.Type, place string) (all []string) {
	for i := range of.NumField() {
		f := of.Field(i)
		tag, tagged := f.Tag.Lookup("field")
		name, option, _ := strings.Cut(tag, ",")
		switch {
		case !tagged || name == "visibility":
			continue
		case option == "inline":
			all = append(all, p.fields(f.Type, place)...)
		default:
			all = append(all, name+": "+p.value(f.Type, name, place+"."+name))
		}
	}
	return all
}

func (p *planter) value(of reflect.Type, name, place string) string {
	if words, ok := reflect.Zero(of).Interface().(interface{ Words() []string }); ok {
		return words.Words()[0] // a word of the format is no secret
	}
	switch of {
	case reflect.TypeFor[incident.Moment](), reflect.TypeFor[incident.Completion]():
		day := time.Date(1971, 1, 1+len(p.secrets), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		p.secrets[day] = place
		return day
	case reflect.TypeFor[time.Duration]():
		return "47m"
	case reflect.TypeFor[incident.Quantity]():
		return p.secret(place)
	case reflect.TypeFor[incident.Roles]():
		return "{commander: " + p.secret(place) + ", " + p.secret(place) + ": " + p.secret(place) + "}"
	case reflect.TypeFor[incident.IssueRef]():
		return "918273"
	}
	switch {
	case of.Kind() == reflect.Slice:
		return "[" + p.value(of.Elem(), name, place) + "]"
	case of.Kind() == reflect.Struct:
		return "{" + strings.Join(p.fields(of, place), ", ") + "}"
	case of.Kind() == reflect.String && (name == "url" || name == "upstream"):
		return "'https://" + p.secret(place) + ".example/'"
	case of.Kind() == reflect.String && name == "repo":
		return "acme/" + p.secret(place)
	case of.Kind() == reflect.String:
		return p.secret(place)
	}
	p.t.Fatalf("%s: no secret is known for a %s; teach this test one", place, of)
	return ""
}

// hidden is an incident with a secret in each place that a file has.
func (p *planter) hidden(visibility string) string {
	front := strings.Join(p.fields(reflect.TypeFor[incident.Incident](), visibility), "\n")
	var b strings.Builder
	fmt.Fprintf(&b, "---\n%s\nvisibility: %s\n%s: %s\n---\n\n", front, visibility, p.secret("extra name"), p.secret("extra value"))
	fmt.Fprintf(&b, "%s. See [%s](open.md \"%s\").\n", p.secret("lead"), p.secret("link"), p.secret("link title"))
	for _, section := range []string{"Summary", "Timeline", "Impact", "Contributing factors", "What went well", "What went poorly",
		"Where we got lucky", "Detection", "Remediations", "Lessons", "Follow-up", p.secret("heading")} {
		fmt.Fprintf(&b, "\n## %s\n\n- 1972-01-01 10:00 UTC - %s @%s\n- [ ] %s\n", section, p.secret(section), p.secret(section), p.secret(section))
	}
	fmt.Fprintf(&b, "\n```%s\n%s\n```\n\n| %s |\n| --- |\n| %s |\n\n![%s](%s.svg)\n\n[^%s]: %s\n", p.secret("fence"), p.secret("code"),
		p.secret("table"), p.secret("cell"), p.secret("alt"), p.prefix+"image", p.secret("footnote"), p.secret("footnote"))
	return b.String()
}

// parts is the body of an open incident with parts that are not.
func (p *planter) parts() string {
	hide := func(format string) string { return strings.ReplaceAll(format, "SECRET", p.secret(format)) + "\n\n" }
	return hide("<!-- internal -->\nSECRET\n<!-- /internal -->") +
		hide("<!-- internal -->\n## SECRET\n\n| SECRET |\n| --- |\n| SECRET |\n\n```SECRET\nSECRET\n```\n\n- SECRET\n  1. SECRET\n<!-- /internal -->") +
		hide("<!-- internal -->\na\n\n<!-- internal -->\nb\n<!-- /internal -->\n\nSECRET\n\n<!-- /internal -->") +
		hide("- an item\n\n  <!-- internal -->\n  SECRET\n  <!-- /internal -->") +
		hide("> <!-- internal -->\n> SECRET\n> <!-- /internal -->") +
		hide("<!--internal-->\n![SECRET](SECRET.png)\n<!--/internal-->") +
		hide("<!-- a comment: SECRET -->") +
		hide("<!-- internal -->\nnever closed\n\n## SECRET\n\nSECRET")
}

const openPage = "---\ntitle: Open\nvisibility: public\naliases: [formerly-open, once-open]\nimpact_started_at: 2020-01-01T10:00:00Z\nservices: [shop]\ncontributing_factors: [known]\n" +
	"recurrence_of: [hidden-restricted]\nrelated: [hidden-internal]\nremediations: [{id: fix, title: Mend it}]\n---\n\n" +
	"See [[hidden-restricted|the other]] and [it](hidden-internal.md).\n\n"

// planted is a repository whose every hidden place holds a secret.
func planted(t *testing.T, p *planter) map[string]string {
	t.Helper()
	// Names that the open incident has, or had, are not for hidden ones to take.
	taken := "---\ntitle: " + p.secret("taken id") + "\nvisibility: restricted\n---\n"
	svg := `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><title>` + p.secret("image") + `</title></svg>`
	return map[string]string{
		"incidents/open.md":                   openPage + p.parts(),
		"incidents/hidden-internal.md":        p.hidden("internal"),
		"incidents/hidden-restricted.md":      p.hidden("restricted"),
		"incidents/" + p.prefix + "image.svg": svg,
		"incidents/a/open.md":                 taken,
		"incidents/a/formerly-open.md":        "---\ntitle: " + p.secret("taken alias") + "\nvisibility: internal\naliases: [once-open]\n---\n",
		"patterns/known.md":                   "---\ntitle: Known\n---\n\nText.\n\n<!-- internal -->\n" + p.secret("part of a pattern") + "\n<!-- /internal -->\n",
		"patterns/hidden.md":                  "---\ntitle: " + p.secret("title of a pattern") + "\nvisibility: internal\n---\n\n" + p.secret("pattern") + "\n",
		"patterns/misspelt.md":                "---\ntitle: " + p.secret("pattern") + "\nvisibility: intern\n---\n\n" + p.secret("misspelt pattern") + "\n",
		"patterns/broken.md":                  "---\nvisibility: internal\ntitle: a: b: " + p.secret("pattern") + "\n---\n\n" + p.secret("broken pattern") + "\n",
	}
}

func writeAll(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// No secret of a hidden file, part or pattern is in a byte or a name of the
// public wiki, and that wiki is the one of a repository without the hidden files.
func TestNoSecretReachesThePublic(t *testing.T) {
	p := &planter{t: t, prefix: "zqsecret", secrets: map[string]string{}}
	files := planted(t, p)
	dir, without := t.TempDir(), t.TempDir()
	writeAll(t, dir, files)
	for name := range files {
		if name != "incidents/open.md" && name != "patterns/known.md" {
			delete(files, name)
		}
	}
	writeAll(t, without, files)

	_, public := build(t, generator.Options{Source: dir, Audience: incident.Public})
	_, deleted := build(t, generator.Options{Source: without, Audience: incident.Public})
	if diff := cmp.Diff(deleted, public); diff != "" {
		t.Errorf("with the hidden files (+) the wiki differs from the one without (-):\n%s", diff)
	}
	p.none(public)

	_, all := build(t, generator.Options{Source: dir, Audience: incident.Restricted})
	if shown := p.count(all); shown*3 < len(p.secrets)*2 {
		t.Errorf("the wiki that shows everything shows %d of %d secrets, so that their absence proves little", shown, len(p.secrets))
	} else {
		t.Logf("%d secrets, of which the restricted wiki shows %d", len(p.secrets), shown)
	}
}

// none fails the test for each secret that is in a file or its name.
func (p *planter) none(files map[string]string) {
	p.t.Helper()
	for name, content := range files {
		low := strings.ToLower(told(p.t, name, content))
		for secret, place := range p.secrets {
			if strings.Contains(low, secret) {
				p.t.Errorf("%s tells the secret of %s (%s)", name, place, secret)
			}
		}
	}
}

func (p *planter) count(files map[string]string) (n int) {
	var b strings.Builder
	for name, content := range files {
		b.WriteString(strings.ToLower(name + "\n" + content))
	}
	for secret := range p.secrets {
		if strings.Contains(b.String(), secret) {
			n++
		}
	}
	return n
}

// Nor does a page's history tell what its commits said of other files, who
// wrote only hidden ones, or what the page once held.
func TestNoSecretOfHistoryReachesThePublic(t *testing.T) {
	dir := gittest.Make(t, `
add first
commit "zqmessage of both files" @2020-01-01T00:00:00Z author=lex
add hidden
commit "zqmessage of the hidden file" @2020-02-01T00:00:00Z author=zqauthor
mv incidents/zqformer.md incidents/open.md
add second
commit "zqmessage of a rename" @2020-03-01T00:00:00Z author=lex
-- first/incidents/zqformer.md --
---
title: Open
visibility: public
---

One line that stays as it was.

Another that stays.

It was zqtaken out.
-- hidden/incidents/hidden.md --
---
title: zqtitle
visibility: restricted
---
-- second/incidents/open.md --
---
title: Open
visibility: public
---

One line that stays as it was.

Another that stays.
`)
	_, public := build(t, generator.Options{Source: dir, Audience: incident.Public, History: true})
	if !strings.Contains(public["incidents/open/index.html"], "Changed") {
		t.Error("the page has no history, so that its silence proves little")
	}
	for name, content := range public {
		if i := strings.Index(name+content, "zq"); i >= 0 {
			t.Errorf("%s tells %.40q", name, (name + content)[i:])
		}
	}
}
