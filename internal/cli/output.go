package cli

import (
	"fmt"
	"os"
	"path/filepath"
)

// output is a file that appears whole or not at all: what is written goes to a
// temporary file, which commit renames. A link is followed, a file that is there keeps
// its permissions, and what is no regular file (a pipe, a device) is written to
// directly.
type output struct {
	*os.File
	name string // what the temporary file becomes; "" if it is none
	mode os.FileMode
}

func createOutput(name string) (*output, error) { return createTemporary(name, ".einvoice-") }

// createTemporary is createOutput with a beginning for the name of the temporary file.
func createTemporary(name, begin string) (*output, error) {
	mode := 0o666 &^ umask()
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	if info, err := os.Stat(name); err == nil {
		if !info.Mode().IsRegular() {
			f, err := os.OpenFile(name, os.O_WRONLY, 0)
			return &output{File: f}, err
		}
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(name), begin+"*")
	return &output{f, name, mode}, err
}

// commit puts the file in its place.
func (o *output) commit() error {
	err := o.Close()
	if o.name == "" {
		return err
	}
	if err == nil {
		err = os.Chmod(o.File.Name(), o.mode)
	}
	if err == nil {
		err = os.Rename(o.File.Name(), o.name)
	}
	if err != nil {
		os.Remove(o.File.Name())
	}
	return err
}

// abandon leaves no trace.
func (o *output) abandon() {
	o.Close()
	if o.name != "" {
		os.Remove(o.File.Name())
	}
}

// writeFile writes a file that appears whole or not at all.
func writeFile(name string, data []byte) error {
	o, err := createOutput(name)
	if err != nil {
		return unwritable(name, err)
	}
	if _, err := o.Write(data); err != nil {
		o.abandon()
		return err
	}
	return o.commit()
}

// unwritable names the file that was asked for, and not the temporary one.
func unwritable(name string, err error) error {
	return fmt.Errorf("%s cannot be written: %w", name, plain(err))
}
