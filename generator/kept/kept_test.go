package kept_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/kept"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

var vienna = func() *time.Location {
	z, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		panic(err)
	}
	return z
}()

func settings() *config.Config {
	cfg, _ := config.Parse("retrowiki.yaml", []byte("timezone: Europe/Vienna\ntaxonomies: [region]\n"))
	cfg.Zone = vienna
	return cfg
}

// texts are all incidents of the examples, and some that are read with trouble.
func texts(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{
		"incidents/empty.md":        nil,
		"incidents/no-front.md":     []byte("# Only words\n\n- 10:00 CET {detected} It began @kim\n"),
		"incidents/broken.md":       []byte("---\ntitle: [\n---\nvisibility: restricted\n"),
		"incidents/own-tags.md":     []byte("---\ntitle: Tags\n---\n<b onclick=x>bold</b> <img src=a.png>\n"),
		"incidents/too-much.md":     []byte("---\ntitle: Deep\n---\n" + strings.Repeat("> ", 5000)),
		"incidents/hidden.md":       []byte("---\ntitle: Hidden\nregion: eu\nodd: {a: 1}\n---\nseen <!-- internal --> not <!-- /internal -->\n"),
		"incidents/2024-01-02-t.md": []byte("---\ntitle: Times\nimpact_started_at: 2024-07-01 10:00\nsummary: \"*a* [x](y.md)[^1]\\n\\n[^1]: b\"\nremediations: [{title: a, done: 2024-05-05, due: 2024-06-01}]\n---\n## Timeline\n\n- 2024-07-01 10:00 +0530 - x\n\n## What went well\n\n- [luck](z.md)\n"),
	}
	err := filepath.WalkDir("../../examples", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		all[filepath.ToSlash(path)], err = os.ReadFile(path)
		return err
	})
	if err != nil || len(all) < 20 {
		t.Fatal(len(all), err)
	}
	return all
}

func open(folder, setting string) *kept.Shelf {
	return kept.Open(kept.Options{Folder: folder, Source: "/wiki", Program: "test", Setting: setting, Zone: vienna})
}

func nowhere(markdown.Link) (markdown.Target, bool) { return markdown.Target{}, false }

// whole is everything that is asked of a result by anybody.
func whole(r *decode.Result) []any {
	parts := []any{*r.Incident, r.Findings, r.Broken, r.Text.File, string(r.Text.Bytes), len(r.Fragments)}
	doc := func(d *markdown.Doc) {
		parts = append(parts, d.Render(nowhere), d.Headings(), d.Links(), d.WentWell(), d.Excerpt(300), d.PlainText(), d.Words(), len(d.Sections()))
	}
	doc(r.Doc)
	for i := range r.Doc.Sections() {
		parts = append(parts, r.Doc.Rendering(nowhere).Section(i))
	}
	for i := range r.Incident.Timeline {
		parts = append(parts, r.Doc.Rendering(nowhere).TimelineItem(i), r.Incident.Timeline[i].At.Time.String())
	}
	for field, d := range r.Fragments {
		if field == "summary" || len(r.Fragments) == 1 {
			doc(d)
		}
	}
	return parts
}

func TestWhatIsKeptIsWhatWasUnderstood(t *testing.T) {
	for _, audience := range []incident.Visibility{incident.Public, incident.Restricted} {
		for _, pages := range []bool{false, true} {
			folder := filepath.Join(t.TempDir(), "a", "b")
			first := open(folder, "")
			want := map[string]*decode.Result{}
			for path, data := range texts(t) {
				if first.Find(path, data) != nil {
					t.Fatalf("%s is found before it is kept", path)
				}
				want[path] = decode.For(audience, pages, path, data, settings())
				first.Put(path, data, want[path])
			}
			first.Save()
			second := open(folder, "")
			for path, data := range texts(t) {
				got := second.Find(path, bytes.Clone(data))
				if got == nil {
					t.Errorf("%s is not kept", path)
					continue
				}
				if a, b := whole(got), whole(want[path]); !reflect.DeepEqual(a, b) {
					for i := range b {
						if i < len(a) && !reflect.DeepEqual(a[i], b[i]) {
							t.Errorf("%s, for %s: kept is\n%+v\nunderstood was\n%+v", path, audience, a[i], b[i])
						}
					}
				}
				if second.Find(path, append(bytes.Clone(data), ' ')) != nil || second.Find(path+"x", data) != nil {
					t.Errorf("%s is found for another file", path)
				}
			}
		}
	}
}

// A Shelf with one small incident.
func filled(t *testing.T, folder string) (path string, data []byte) {
	t.Helper()
	path, data = "incidents/a.md", []byte("---\ntitle: A\n---\nWords.\n")
	s := open(folder, "")
	s.Put(path, data, decode.For(incident.Internal, true, path, data, settings()))
	s.Save()
	return path, data
}

func only(t *testing.T, folder string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(names) != 1 {
		t.Fatalf("want one file, there are %q (%v)", names, err)
	}
	return names[0]
}

func TestOtherSettingsFindNothing(t *testing.T) {
	folder := t.TempDir()
	path, data := filled(t, folder)
	if open(folder, "").Find(path, data) == nil {
		t.Fatal("nothing is kept")
	}
	base := kept.Options{Folder: folder, Source: "/wiki", Program: "test", Zone: vienna}
	for name, change := range map[string]func(*kept.Options){
		"another program": func(o *kept.Options) { o.Program = "test2" }, "another setting": func(o *kept.Options) { o.Setting = "public" },
		"another zone": func(o *kept.Options) { o.Zone = time.UTC }, "another wiki": func(o *kept.Options) { o.Source = "/other" },
		"no folder": func(o *kept.Options) { o.Folder = "" }, "an unknown program": func(o *kept.Options) { o.Program = "" },
	} {
		o := base
		change(&o)
		s := kept.Open(o)
		if s.Find(path, data) != nil {
			t.Errorf("%s finds what is not its own", name)
		}
		s.Save()
	}
	only(t, folder)
}

// Whatever happens to the file, an incident is found as it was or not at all.
func TestDamageCostsNothingButTime(t *testing.T) {
	folder := t.TempDir()
	path, data := filled(t, folder)
	name := only(t, folder)
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	want := whole(open(folder, "").Find(path, data))
	lost := 0
	try := func(what string, at int, damaged []byte) {
		if err := os.WriteFile(name, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		switch got := open(folder, "").Find(path, data); {
		case got == nil:
			lost++
		case !reflect.DeepEqual(whole(got), want):
			t.Fatalf("%s at %d makes another incident", what, at)
		}
	}
	for i := range content {
		flipped := bytes.Clone(content)
		flipped[i] ^= 1 << (i % 8)
		try("a flipped bit", i, flipped)
		try("an end", i, content[:i])
	}
	if lost != 2*len(content) {
		t.Errorf("%d of %d damages were not noticed", 2*len(content)-lost, 2*len(content))
	}
	try("a tail", 0, append(bytes.Clone(content), "some bytes of a record that is not whole"...))
	if lost != 2*len(content) {
		t.Error("what was whole is lost with what was not")
	}
}

func TestManyFilesBecomeOne(t *testing.T) {
	folder := t.TempDir()
	var all [][]byte
	for n := range 30 {
		s := open(folder, "")
		for _, data := range all {
			if s.Find("a.md", data) == nil {
				t.Fatalf("run %d has lost something", n)
			}
		}
		data := []byte("---\ntitle: " + strings.Repeat("A", n+1) + "\n---\n")
		s.Put("a.md", data, decode.For(incident.Internal, false, "a.md", data, settings()))
		s.Save()
		all = append(all, data)
	}
	if names, _ := filepath.Glob(filepath.Join(folder, "*")); len(names) > 9 {
		t.Errorf("30 runs left %d files", len(names))
	}
}

func TestWhatNobodyAsksForGoes(t *testing.T) {
	folder := t.TempDir()
	s := open(folder, "")
	one := []byte("---\ntitle: One\n---\n")
	for n := range 300 {
		data := append(bytes.Clone(one), strings.Repeat("x", n)...)
		s.Put("a.md", data, decode.For(incident.Internal, false, "a.md", data, settings()))
	}
	s.Save()
	before, err := os.Stat(only(t, folder))
	if err != nil {
		t.Fatal(err)
	}
	s = open(folder, "")
	s.Find("a.md", one)
	s.Save()
	after, err := os.Stat(only(t, folder))
	if err != nil || after.Size() > before.Size()/100 || open(folder, "").Find("a.md", one) == nil {
		t.Errorf("%d bytes became %d (%v)", before.Size(), after.Size(), err)
	}
}

func TestRunsAtOneTimeLoseNothing(t *testing.T) {
	folder := t.TempDir()
	path, data := filled(t, folder)
	a, b := open(folder, ""), open(folder, "")
	for name, s := range map[string]*kept.Shelf{"a": a, "b": b} {
		s.Find(path, data)
		s.Put(name, data, decode.For(incident.Internal, false, name, data, settings()))
	}
	a.Save()
	b.Save()
	for _, name := range []string{path, "a", "b"} {
		if open(folder, "").Find(name, data) == nil {
			t.Errorf("%s is lost", name)
		}
	}
}

func TestAFolderThatCannotBeWrittenIsNoHarm(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(folder, "")
	s.Put("a.md", nil, decode.For(incident.Internal, false, "a.md", nil, settings()))
	s.Save()
	if open(folder, "").Find("a.md", nil) != nil {
		t.Error("found in a file that is no folder")
	}
}

// What is in the folder is for its owner alone: incidents of all audiences are.
func TestOnlyItsOwnerReadsIt(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "cache")
	filled(t, folder)
	for _, name := range []string{folder, only(t, folder)} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
}

// All wikis, settings and versions share a gigabyte; what was written longest
// ago goes first, and what a killed run left goes after a day.
func TestTheFolderDoesNotGrowForEver(t *testing.T) {
	folder := t.TempDir()
	now := time.Now()
	for name, f := range map[string]struct {
		size int64
		age  time.Duration
	}{
		"understood-new-1": {600 << 20, time.Minute}, "understood-old-1": {600 << 20, time.Hour}, "history-x": {2 << 30, 1000 * time.Hour},
		".understood-killed": {10, 48 * time.Hour}, ".understood-running": {10, time.Hour},
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, f.size); err != nil { // with a hole, which takes no room
			t.Fatal(err)
		}
		if err := os.Chtimes(path, now.Add(-f.age), now.Add(-f.age)); err != nil {
			t.Fatal(err)
		}
	}
	filled(t, folder)
	for name, want := range map[string]bool{
		"understood-new-1": true, "understood-old-1": false, "history-x": true, ".understood-killed": false, ".understood-running": true,
	} {
		if _, err := os.Stat(filepath.Join(folder, name)); (err == nil) != want {
			t.Errorf("%s: there %t, want %t", name, err == nil, want)
		}
	}
}
