package output

import (
	"io"
	"os"
)

// disk is what a Stage does to the file system, so that tests can let each of
// it fail.
type disk struct {
	mkdirAll  func(path string, mode os.FileMode) error
	mkdirTemp func(dir, pattern string) (string, error)
	mkdir     func(path string, mode os.FileMode) error
	chmod     func(path string, mode os.FileMode) error
	create    func(path string) (io.WriteCloser, error) // of a file that is not there yet
	link      func(old, new string) error
	swap      func(stage, dir string) error
	openLock  func(path string) (*os.File, error)
}

var realDisk = disk{
	mkdirAll: os.MkdirAll, mkdirTemp: os.MkdirTemp, mkdir: os.Mkdir, chmod: os.Chmod, link: os.Link, swap: swap, openLock: openLock,
	create: func(path string) (io.WriteCloser, error) {
		return os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	},
}
