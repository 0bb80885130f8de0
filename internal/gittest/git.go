package gittest

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Git runs the real git in a folder, with nobody's settings and at a fixed
// time, and returns what it prints. It fails the test if git does. Without a
// git binary the test is skipped, or fails where CI is set.
func Git(t testing.TB, dir string, args ...string) string {
	t.Helper()
	return GitInput(t, dir, nil, args...)
}

// GitInput is Git with something to read.
func GitInput(t testing.TB, dir string, input io.Reader, args ...string) string {
	t.Helper()
	var out, problems bytes.Buffer
	command := Command(t, dir, args...)
	command.Stdin, command.Stdout, command.Stderr = input, &out, &problems
	if err := command.Run(); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, problems.String())
	}
	return out.String()
}

// Command is the real git as Git would run it, not yet started.
func Command(t testing.TB, dir string, args ...string) *exec.Cmd {
	t.Helper()
	name, err := exec.LookPath("git")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("git is not installed, and CI is set")
		}
		t.Skip("git is not installed")
	}
	command := exec.Command(name, args...)
	command.Dir = dir
	command.Env = append(os.Environ(),
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull, "GIT_CONFIG_COUNT=3",
		"GIT_CONFIG_KEY_0=protocol.file.allow", "GIT_CONFIG_VALUE_0=always",
		"GIT_CONFIG_KEY_1=init.defaultBranch", "GIT_CONFIG_VALUE_1=main",
		"GIT_CONFIG_KEY_2=gc.auto", "GIT_CONFIG_VALUE_2=0",
		"GIT_AUTHOR_NAME=tester", "GIT_AUTHOR_EMAIL=tester@example.org", "GIT_AUTHOR_DATE=2020-01-01T00:00:00Z",
		"GIT_COMMITTER_NAME=tester", "GIT_COMMITTER_EMAIL=tester@example.org", "GIT_COMMITTER_DATE=2020-01-01T00:00:00Z",
		"GIT_TERMINAL_PROMPT=0", "LC_ALL=C", "TZ=UTC",
	)
	return command
}
