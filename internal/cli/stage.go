package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// stage is where outputs wait for their turn: workers write them to temporary files in
// the folder of all outputs, and they get their names in the order of the inputs. Which
// of two documents has a name that both want does not depend on which was faster.
//
// Nothing is flushed to the disk file by file: a process that is killed loses nothing
// that it has written, and what a computer loses that stops shows in the size of a file
// when a run is resumed.
type stage struct {
	folder string // "" if there is one output
	tag    string
	claims claims

	count   atomic.Int64
	opening sync.RWMutex // held for reading while a file is made
	lock    sync.Mutex
	waiting map[string]struct{} // temporary files
	closed  bool
}

// staged is an output that waits for its turn.
type staged struct {
	target string
	file   string // temporary; "" if the content is held
	data   []byte
	size   int64
	own    string // file of the document that it comes from, which it may overwrite
}

// temporary is how temporary files begin.
func temporary(tag string) string { return ".einvoice-" + tag + "-" }

var errInterrupted = errors.New("interrupted")

// create makes a temporary file for an output.
func (s *stage) create() (*os.File, error) {
	name := filepath.Join(s.folder, fmt.Sprintf("%s%d", temporary(s.tag), s.count.Add(1)))
	s.opening.RLock() // close waits
	defer s.opening.RUnlock()
	if s.isClosed() {
		return nil, errInterrupted
	}
	f, err := openFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.waiting == nil {
		s.waiting = map[string]struct{}{}
	}
	s.waiting[name] = struct{}{}
	return f, nil
}

// drop removes a temporary file.
func (s *stage) drop(name string) {
	os.Remove(name)
	s.lock.Lock()
	defer s.lock.Unlock()
	delete(s.waiting, name)
}

// put has an output wait. If there is only one, that may be no file, it is held.
func (s *stage) put(target string, data []byte) (*staged, error) {
	o := &staged{target: target, size: int64(len(data))}
	if s.folder == "" {
		o.data = data
		return o, nil
	}
	f, err := s.create()
	if err != nil {
		return nil, plain(err)
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		s.drop(f.Name())
		return nil, plain(err)
	}
	o.file = f.Name()
	return o, nil
}

// errTaken: another document has become the file.
var errTaken = errors.New("the output is taken")

// claim reserves a name for a document.
func (s *stage) claim(target, document string) error {
	if s.folder == "" {
		return nil
	}
	if other, free := s.claims.take(target, document); !free {
		return fmt.Errorf("%w: %s, which is of %s", errTaken, target, other)
	}
	return nil
}

// commit gives an output its name. The name is claimed.
func (s *stage) commit(o *staged) error {
	if o.file == "" {
		return plain(writeFile(o.target, o.data))
	}
	err := s.rename(o)
	if err != nil {
		s.drop(o.file)
		return named(o.target, err)
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	delete(s.waiting, o.file)
	return nil
}

// rename puts a file in its place as createOutput does: what is there keeps its
// permissions, and links are followed.
func (s *stage) rename(o *staged) error {
	info, err := os.Lstat(o.target)
	switch {
	case err == nil && info.Mode().IsRegular():
		if now, err := os.Stat(o.file); err == nil && now.Mode() != info.Mode() {
			if err := os.Chmod(o.file, info.Mode().Perm()); err != nil {
				return err
			}
		}
	case err == nil:
		return s.copy(o)
	case errors.Is(err, fs.ErrNotExist):
		if dir := filepath.Dir(o.target); dir != filepath.Clean(s.folder) {
			if err := os.MkdirAll(dir, 0o777); err != nil {
				return err
			}
		}
	}
	return os.Rename(o.file, o.target)
}

// copy writes to what a link leads to, or to what is no regular file.
func (s *stage) copy(o *staged) error {
	from, err := os.Open(o.file)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := createOutput(o.target)
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		to.abandon()
		return err
	}
	if err := to.commit(); err != nil {
		return err
	}
	return os.Remove(o.file)
}

// abandon leaves no trace of an output.
func (s *stage) abandon(o *staged) {
	if o != nil && o.file != "" {
		s.drop(o.file)
	}
}

func (s *stage) isClosed() bool {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.closed
}

// close removes what did not get its turn.
func (s *stage) close() {
	s.opening.Lock()
	defer s.opening.Unlock()
	s.lock.Lock()
	defer s.lock.Unlock()
	s.closed = true
	for name := range s.waiting {
		os.Remove(name)
	}
	s.claims.close()
}

// sweep removes temporary files that runs with some tags have left in a folder.
func sweep(folder string, tags ...string) error {
	f, err := os.Open(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		entries, err := f.ReadDir(1024)
		for _, e := range entries {
			if slices.ContainsFunc(tags, func(tag string) bool { return strings.HasPrefix(e.Name(), temporary(tag)) }) {
				os.Remove(filepath.Join(folder, e.Name()))
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
