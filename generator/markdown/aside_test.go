package markdown

import (
	"reflect"
	"testing"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/internal/aside"
)

// Whatever is asked of a text that was put aside, it says what it said before.
func TestATextThatIsPutAsideSaysTheSame(t *testing.T) {
	store, err := aside.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	const head = "---\ntitle: x\n---\n"
	for name, body := range map[string]string{
		"plain":    "Nothing but words.\n",
		"parts":    "Lead with [a link](other.md) and [[2020-01-02-other]].\n\n## Timeline\n\n- 10:00 It *began*.\n- 10:05 It ended.\n\n## Lessons\n\n| a | b |\n| - | - |\n| 1 | 2 |\n",
		"own tags": "Lead <b>bold</b> <script>alert(1)</script>\n\n## More\n\n<img src=x.png onerror=alert(1)>\n",
		"internal": "Seen.\n\n<!-- internal -->\n\nNot seen by all.\n\n<!-- /internal -->\n",
		"no words": "",
	} {
		for _, public := range []bool{false, true} {
			for _, shown := range []bool{false, true} {
				doc := func() *Doc {
					d, _, _ := Parse(diag.NewText("a.md", []byte(head+body)), len(head), Options{Public: public, Shown: shown})
					return d
				}
				here, away := doc(), doc()
				if !away.PutAside(store) {
					t.Fatal("it stays")
				}
				if away.source != nil || away.text.Bytes != nil {
					t.Error("it is still in memory")
				}
				a, b := saying(here), saying(away)
				for i := range a {
					if !reflect.DeepEqual(a[i], b[i]) {
						t.Errorf("%s, public %v, shown %v: %d-th answer\n%#v\nand when put aside\n%#v", name, public, shown, i, a[i], b[i])
					}
				}
			}
		}
	}
	if store.Err() != nil {
		t.Error(store.Err())
	}
}

func saying(d *Doc) []any {
	resolve := func(l Link) (Target, bool) { return Target{URL: "to-" + l.Destination}, true }
	r := d.Rendering(resolve)
	said := []any{d.Words(), d.PlainText(), d.Size(), d.Excerpt(20), d.Plain(), d.Outline(), d.Links(), d.Headings(), d.Render(resolve), d.asWritten()}
	for _, p := range d.Prose() {
		said = append(said, p.Text)
	}
	for i := range d.Sections() {
		said = append(said, r.Section(i))
	}
	return said
}
