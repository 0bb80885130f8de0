package decode

import (
	"reflect"
	"testing"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/internal/slug"
)

// FuzzFile holds for any file, with what other tools call its fields and what
// its text says: no panic, places that lie in the file, ids that may stand in
// an address, and the same again when it is read again.
func FuzzFile(f *testing.F) {
	for _, seed := range []string{
		"---\ntitle: x\nstarted_at: 2014-11-24 03:12\nremediations:\n- {title: a, id: B c, due: soon}\n- {id: a}\n- a\n---\n## Timeline\n\n- 03:12 {detected} @lex\n- ~04:00 x\n",
		"# T\n\n**Date:** 2021-03-01 09:47 - 10:29 UTC\n**Severity:** 2\n\n## Action items\n\n- [x] a (@b)\n", "---\nname: x\nstarted: 1614592740\nstatus: [resolved]\n---\n",
		"+++\ntitle = 'x'\n[[remediations]]\ntitle = 'y'\n+++\n", ";;;\n{\"title\": [1]}\n;;;\n", "---\nvisibility: restrictd\n---\nrestricted\n", "\xff\xfe", "---\ntitle: x", "---\nid: ../../x\naliases: [x, x]\n---\n",
		"## Timeline\n\n| Time | What |\n|--|--|\n| 3:12 PM -0800 | x |\n", "---\nstarted_at: 2014-11-24T03:12:00Z\nended_at: 0000-00-00\nduration: -5 h\n---\n",
	} {
		f.Add([]byte(seed))
	}
	cfg, _ := config.Parse(config.Name, nil)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, public := range []bool{false, true} {
			r := File("incidents/2014-11-24-x.md", data, cfg, public)
			for _, d := range r.Findings {
				if d.Message == "" || d.Rule == "" || d.Span.Start.Offset < 0 || d.Span.End.Offset > len(data)+1 {
					t.Fatalf("%q: %+v", data, d)
				}
			}
			if !r.Broken && !slug.Valid(r.Incident.ID) {
				t.Fatalf("%q has the id %q", data, r.Incident.ID)
			}
			for _, m := range r.Incident.Remediations {
				if !slug.Valid(m.ID) || m.Title == "" && !m.IDGenerated {
					t.Fatalf("%q has the remediation %q, called %q", data, m.ID, m.Title)
				}
			}
			if again := File("incidents/2014-11-24-x.md", data, cfg, public); !reflect.DeepEqual(again.Incident.Remediations, r.Incident.Remediations) || len(again.Findings) != len(r.Findings) {
				t.Fatalf("%q is read in two ways", data)
			}
		}
	})
}
