//go:build unix

package output

import (
	"os"
	"syscall"
)

// locks says whether a lock tells a running build from a dead one.
const locks = true

// lock takes hold of an open folder until it is closed or the process ends;
// it fails at once if somebody else has it.
func lock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }
