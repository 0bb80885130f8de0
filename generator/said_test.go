package generator_test

import (
	"context"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// Git tells since when a file has been saying what it says of a remediation,
// through renames of the file and of the remediation, and from the last time
// that it began to say so.
func TestGitTellsSinceWhenAFileSaysSo(t *testing.T) {
	dir := gittest.Make(t, `
add written
commit "Write it down" @2020-01-01T00:00:00Z
add ticked
commit "Tick one off" @2020-02-01T00:00:00Z
add taken-back
commit "It was not done after all" @2020-03-01T00:00:00Z
mv incidents/a.md incidents/b.md
commit "Another name" @2020-03-15T00:00:00Z
add again
commit "Now it is" @2020-04-01T00:00:00Z
append incidents/b.md "Words."
commit "Words" @2020-05-01T00:00:00Z
-- written/incidents/a.md --
---
title: Queue stood still
remediations:
  - { id: drain, title: Drain the queue }
  - { id: old-name, title: Refuse work, decision: parked, reason: Later }
---
-- ticked/incidents/a.md --
---
title: Queue stood still
remediations:
  - { id: drain, title: Drain the queue, done: yes }
  - { id: old-name, title: Refuse work, decision: parked, reason: Later }
---
-- taken-back/incidents/a.md --
---
title: Queue stood still
remediations:
  - { id: drain, title: Drain the queue, done: no }
  - { id: refuse, formerly: [old-name], title: Refuse work, decision: parked, reason: Later }
---
-- again/incidents/b.md --
---
title: Queue stood still
remediations:
  - { id: drain, title: Drain the queue, done: yes }
  - { id: refuse, formerly: [old-name], title: Refuse work, decision: parked, reason: Later }
  - { id: never, title: Buy a bigger queue, decision: declined, reason: It would fill up too }
---
`)
	w, err := generator.Load(context.Background(), generator.Options{Source: dir, History: true, Audience: incident.Internal})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	said := w.View.ByID("b").Said
	for _, test := range []struct {
		what string
		got  time.Time
		want string
	}{
		{"done", said["drain"].Done, "2020-04-01"},
		{"parked", said["refuse"].Parked, "2020-01-01"},
		{"declined", said["never"].Declined, "2020-04-01"},
	} {
		if got := test.got.Format(time.DateOnly); got != test.want {
			t.Errorf("%s since %s, want %s", test.what, got, test.want)
		}
	}
}
