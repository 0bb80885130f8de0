package output

import (
	"errors"

	"golang.org/x/sys/unix"
)

// swap makes stage stand at dir. Where the file system can, the two change
// places in one step, and the old folder is left at stage.
func swap(stage, dir string) error {
	var err error
	for range patience {
		err = unix.Renameat2(unix.AT_FDCWD, stage, unix.AT_FDCWD, dir, unix.RENAME_EXCHANGE)
		if errors.Is(err, unix.ENOENT) { // there is nothing to exchange it for, unless another build is as far
			err = unix.Renameat2(unix.AT_FDCWD, stage, unix.AT_FDCWD, dir, unix.RENAME_NOREPLACE)
		}
		if !errors.Is(err, unix.EEXIST) {
			break
		}
	}
	if errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EINVAL) {
		return swapInTwo(stage, dir)
	}
	return err
}
