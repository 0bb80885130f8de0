package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A terminal is told how far a long log has been read, and nobody else is; what
// lies outside of the time is not held.
func TestTimelineShowsHowFarItIs(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("retrowiki.yaml", "title: Acme\nincidents: [a.md]\n")
	write("a.md", "---\ntitle: A\nimpact_started_at: 2026-02-10T22:38:00Z\n---\n")
	write("long.log", "2026-02-10 22:40 <lex> looking\n"+strings.Repeat("2026-02-09 03:12 <lex> "+strings.Repeat("x", 1000)+"\n", 9000))
	for _, terminal := range []bool{true, false} {
		var stdout, stderr bytes.Buffer
		status := execute(t.Context(), &environment{
			args:   []string{"timeline", "a", filepath.Join(folder, "long.log"), "--source", folder},
			stdout: &stdout, stderr: &stderr, getenv: func(string) string { return "" }, now: time.Now, stderrIsTerminal: terminal,
		})
		if status != exitDone || !strings.Contains(stdout.String(), "looking") || !strings.Contains(stderr.String(), "9001 entries read") {
			t.Errorf("status %d\n%s%s", status, stdout.String(), stderr.String())
		}
		if told := strings.Contains(stderr.String(), "\rlong.log: 4 of 8 MB\x1b[K\rlong.log: 8 of 8 MB\x1b[K\r\x1b[K"); told != terminal {
			t.Errorf("a terminal: %v; it says %q", terminal, stderr.String())
		}
	}
}

// Ctrl-C ends a wait for somebody who types, or for a pipe that gives nothing.
func TestAWaitForInputCanBeInterrupted(t *testing.T) {
	silent, keepOpen := io.Pipe()
	defer keepOpen.Close()
	ctx, cancel := context.WithCancel(t.Context())
	ahead := interruptible(ctx, silent)
	defer ahead.Close()
	time.AfterFunc(10*time.Millisecond, cancel)
	if _, err := ahead.Read(make([]byte, 1)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
