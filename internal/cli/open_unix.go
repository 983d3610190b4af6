//go:build unix

package cli

import (
	"io/fs"
	"os"
	"syscall"
)

// lockFile keeps a file for this process, until it ends. It tells whether another has it.
func lockFile(f *os.File) (taken bool) {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == syscall.EWOULDBLOCK
}

// openFile is os.OpenFile for regular files, of which there are many: it does not ask
// whether they can be waited for, which takes five calls of the system.
func openFile(name string, flag int, mode fs.FileMode) (*os.File, error) {
	for {
		fd, err := syscall.Open(name, flag|syscall.O_CLOEXEC, uint32(mode.Perm()))
		if err == nil {
			return os.NewFile(uintptr(fd), name), nil
		}
		if err != syscall.EINTR {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
	}
}
