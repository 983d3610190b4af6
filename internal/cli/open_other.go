//go:build !unix

package cli

import (
	"io/fs"
	"os"
)

func openFile(name string, flag int, mode fs.FileMode) (*os.File, error) {
	return os.OpenFile(name, flag, mode)
}

// lockFile does nothing here: that two runs do not share a journal is for the user to see to.
func lockFile(*os.File) (taken bool) { return false }
