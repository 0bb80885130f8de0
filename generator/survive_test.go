package generator

import (
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// A panic while one file is read is a finding about that file, which is never
// public and has a page that says what is wrong.
func TestAPanicIsAFindingAboutItsFile(t *testing.T) {
	r := survive("incidents/2024-01-02-x.md", func() *decode.Result {
		var none []int
		return &decode.Result{Broken: none[3] > 0}
	})
	if !r.Broken || r.Incident.ID != "2024-01-02-x" || r.Incident.Visibility.For(incident.Public) {
		t.Errorf("broken %v, id %q, visibility %q", r.Broken, r.Incident.ID, r.Incident.Visibility)
	}
	if len(r.Findings) != 1 || r.Findings[0].Span.File != "incidents/2024-01-02-x.md" || !strings.Contains(r.Findings[0].Message, "index out of range") {
		t.Errorf("findings %v", r.Findings)
	}
	want := &decode.Result{}
	if got := survive("a.md", func() *decode.Result { return want }); got != want {
		t.Error("what goes well is not handed on")
	}
}
