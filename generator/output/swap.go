package output

import (
	"errors"
	"io/fs"
	"os"
)

// swapInTwo does with two renames what some systems cannot do in one step; if
// the second fails, the first is taken back. The old folder is left at stage.
func swapInTwo(stage, dir string) error {
	old := stage + "-old"
	if err := os.Rename(dir, old); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(stage, dir)
	} else if err != nil {
		return err
	}
	if err := os.Rename(stage, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.Rename(old, stage)
}
