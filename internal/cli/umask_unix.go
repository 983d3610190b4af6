//go:build unix

package cli

import (
	"os"
	"sync"
	"syscall"
)

// umask is the process's file creation mask, read once: reading it means setting it.
var umask = sync.OnceValue(func() os.FileMode {
	m := syscall.Umask(0)
	syscall.Umask(m)
	return os.FileMode(m)
})
