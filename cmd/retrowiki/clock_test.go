package main

import (
	"bytes"
	"context"
	"testing"
	"time"
)

// A clock that is set forth or back in the middle of a run holds up no sync,
// and opens nothing twice: waiting is done by a clock that nobody sets.
func TestSyncWithAClockThatJumps(t *testing.T) {
	for name, jump := range map[string]time.Duration{"forth": 24 * time.Hour, "back": -24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			w := newSyncedWiki(t)
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			for range 2 {
				shift := time.Duration(0)
				var said bytes.Buffer
				status := execute(ctx, &environment{
					args: []string{"sync", "--pace", "20ms", "--source", w.dir}, stdout: &said, stderr: &said,
					getenv: func(name string) string { return w.env[name] },
					now:    func() time.Time { shift += jump; return time.Now().Add(shift) },
				})
				if status != exitDone {
					t.Errorf("ended with %d: %s", status, said.String())
				}
			}
			if n := len(w.repo.Issues()); n != 3 {
				t.Errorf("there are %d issues, want 3", n)
			}
		})
	}
}
