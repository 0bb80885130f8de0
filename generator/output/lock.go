package output

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const lockPrefix = ".retrowiki-lock-"

// BusyError says that another build is writing the output folder.
type BusyError struct {
	Dir     string
	Process int // 0 where it is not known
}

func (e *BusyError) Error() string {
	who := "another build"
	if e.Process > 0 {
		who = fmt.Sprintf("another build (process %d)", e.Process)
	}
	return fmt.Sprintf("%s is writing %s: wait for it to end, or choose another --output", who, e.Dir)
}

// hold is the right to write an output folder: a file beside it that is locked.
// The system lets go of the lock of a process that dies, so what it leaves is
// taken over. The file is never waited for: whoever waits would only write the
// same wiki again.
type hold struct{ file *os.File }

func (d disk) hold(dir string) (*hold, error) {
	if !locks {
		return &hold{}, nil
	}
	name := filepath.Join(filepath.Dir(dir), lockPrefix+filepath.Base(dir))
	for range patience {
		f, err := d.openLock(name)
		if err != nil {
			return nil, fmt.Errorf("lock the output folder: %w", err)
		}
		h, err := take(f, name, dir)
		if h != nil || err != nil {
			return h, err
		}
	}
	return nil, &BusyError{Dir: dir}
}

// take gives nothing where the file was removed before it could be locked:
// whoever had it was done.
func take(f *os.File, name, dir string) (*hold, error) {
	process, ours := ownerOf(f)
	if !ours {
		f.Close()
		return nil, fmt.Errorf("%s is no lock of retrowiki's: remove it, or choose another --output", name)
	}
	if err := lock(f); err != nil {
		f.Close()
		if taken(err) {
			return nil, &BusyError{Dir: dir, Process: process}
		}
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	info, err := f.Stat()
	there, gone := os.Lstat(name)
	if err != nil || gone != nil || !os.SameFile(info, there) {
		f.Close()
		return nil, nil
	}
	h := &hold{file: f}
	if _, err := f.WriteAt(fmt.Appendf(nil, "%-10d\n", os.Getpid()), 0); err != nil {
		h.release()
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	return h, nil
}

// ownerOf reads which process wrote a lock, 0 if none has yet; it is not ours
// if it holds anything else.
func ownerOf(f *os.File) (process int, ours bool) {
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return 0, false
	}
	content, err := io.ReadAll(io.LimitReader(f, 32))
	if err != nil {
		return 0, false
	}
	process, err = strconv.Atoi(strings.TrimSpace(string(content)))
	return process, err == nil || len(content) == 0
}

// release removes the file while it is still locked, so that nobody else's is
// removed.
func (h *hold) release() {
	if h == nil || h.file == nil {
		return
	}
	os.Remove(h.file.Name())
	h.file.Close()
	h.file = nil
}
