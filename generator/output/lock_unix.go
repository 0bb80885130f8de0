//go:build unix

package output

import (
	"errors"
	"os"
	"syscall"
)

// locks says whether a lock tells a running build from a dead one.
const locks = true

// lock takes hold of an open file or folder until it is closed or the process
// ends; it fails at once if somebody else has it.
func lock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }

// taken reports whether lock failed because somebody else has it.
func taken(err error) bool { return errors.Is(err, syscall.EWOULDBLOCK) }

// openLock follows no link and waits for no pipe, which somebody may have put
// where the lock belongs.
func openLock(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0o644)
}
