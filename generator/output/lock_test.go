//go:build unix

package output

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// holder is another process that is building a folder, and does not end.
func holder(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	command := exec.Command(os.Args[0], "-test.run=^TestHolder$")
	command.Env = append(os.Environ(), "RETROWIKI_TEST_HOLD="+dir)
	out, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { command.Process.Kill(); command.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "has it\n" {
		t.Fatalf("the other process says %q: %v", line, err)
	}
	return command
}

// TestHolder is the other process.
func TestHolder(t *testing.T) {
	dir := os.Getenv("RETROWIKI_TEST_HOLD")
	if dir == "" {
		t.Skip("no test of its own")
	}
	if _, err := Begin(dir); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("has it")
	time.Sleep(time.Minute)
}

// A folder that another process is building is left to it, with its number;
// once that one is killed, its lock holds nobody up, and nothing of it stays.
func TestALockHoldsAsLongAsItsProcessLives(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	other := holder(t, dir)

	_, err := Begin(dir)
	var busy *BusyError
	if !errors.As(err, &busy) || busy.Process != other.Process.Pid || !strings.Contains(err.Error(), dir) {
		t.Fatalf("while process %d builds, Begin says %v", other.Process.Pid, err)
	}
	if err := wiki(filepath.Join(parent, "elsewhere"), "other", realDisk); err != nil {
		t.Errorf("a build of another folder: %v", err)
	}

	if err := other.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	other.Wait()
	if left, _ := filepath.Glob(filepath.Join(parent, ".retrowiki-*")); len(left) != 2 {
		t.Fatalf("a killed build leaves %v, want a lock and a stage, or this test says little", left)
	}
	if err := wiki(dir, "new", realDisk); err != nil || generationOf(t, dir) != "new" {
		t.Fatalf("after it was killed: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(parent, ".*")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
	if _, err := os.Stat(filepath.Join(dir, lockPrefix+"site")); err == nil {
		t.Error("the lock is published")
	}
}

// What a repository has where the lock belongs, be it a link to a file of
// somebody's, is neither written to nor removed.
func TestALockIsNobodysFile(t *testing.T) {
	for name, put := range map[string]func(name, precious string) error{
		"a link":   func(name, precious string) error { return os.Symlink(precious, name) },
		"a file":   func(name, _ string) error { return os.WriteFile(name, []byte("precious"), 0o644) },
		"a pipe":   func(name, _ string) error { return syscall.Mkfifo(name, 0o644) },
		"a folder": func(name, _ string) error { return os.Mkdir(name, 0o755) },
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			lock, precious := filepath.Join(parent, lockPrefix+"site"), filepath.Join(parent, "precious")
			if err := errors.Join(os.WriteFile(precious, []byte("precious"), 0o644), put(lock, precious)); err != nil {
				t.Fatal(err)
			}
			if _, err := Begin(filepath.Join(parent, "site")); err == nil || !strings.Contains(err.Error(), lock) {
				t.Errorf("Begin says %v, want the lock's name", err)
			}
			if got := read(t, precious); got != "precious" {
				t.Errorf("the file is now %q", got)
			}
			if _, err := os.Lstat(lock); err != nil {
				t.Errorf("what stood in its place is gone: %v", err)
			}
		})
	}
}

// Where nothing may be written, the message names the folder.
func TestAFolderThatIsReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere")
	}
	parent := t.TempDir()
	if err := os.Chmod(parent, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(parent, 0o755)
	_, err := Begin(filepath.Join(parent, "site"))
	if !errors.Is(err, os.ErrPermission) || !strings.Contains(err.Error(), parent) {
		t.Errorf("Begin says %v", err)
	}
}
